"""登錄: the agency's venues in a grid, edited in place, previewed, and recorded as one change."""

from outreach.pages.grid.page import show

__all__ = ["show"]
