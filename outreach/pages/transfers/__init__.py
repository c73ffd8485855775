"""移轉: venues offered to the reader's agency, and those it offered to others."""

from outreach.pages.transfers.page import show

__all__ = ["show"]
