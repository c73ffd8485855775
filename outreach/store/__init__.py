"""The only place with SQL: tables, transactions, facts, venues, agencies and schemes."""
