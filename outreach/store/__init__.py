"""The only place with SQL: tables, transactions, facts, venues, agencies, schemes and people.

Tables outside `store.tables` are loaded here, so that whoever goes through all tables finds every one.
"""

import outreach.store.desk_tables
import outreach.store.manager_tables
import outreach.store.meeting_tables
import outreach.store.people_tables  # noqa: F401 - declare their tables
