"""疑似重複: likely duplicates to compare, merge or keep apart; waiting rows; nobody's venues."""

from outreach.pages.duplicates.page import show

__all__ = ["show"]
