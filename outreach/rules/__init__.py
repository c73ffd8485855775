"""The rules that decide every percentage: pure functions of records and a day."""
