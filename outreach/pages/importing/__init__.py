"""匯入: from an office's file to facts, with nothing recorded that was not shown before."""

from outreach.pages.importing.page import show

__all__ = ["show"]
