"""方案: every scheme with what holds for it, another one added, and settings stated from a day on."""

from outreach.pages.schemes.page import show

__all__ = ["show"]
