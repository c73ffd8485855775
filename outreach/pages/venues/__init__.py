"""店家: search and filter the list, page through it, and open one venue with all that was ever said of it."""

from outreach.pages.venues.page import show

__all__ = ["show"]
