"""看板: every scheme beside the others, who is behind and why, and how it went."""

from outreach.pages.board.page import show

__all__ = ["show"]
