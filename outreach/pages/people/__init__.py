"""人員: who has an account, in whose place who acts, and what was done with accounts; for administrators."""

from outreach.pages.people.page import show

__all__ = ["show"]
