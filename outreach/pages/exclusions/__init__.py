"""毋須納入母數: every excluded venue, what managers ask about it, and whose rate rose by it."""

from outreach.pages.exclusions.page import show

__all__ = ["show"]
