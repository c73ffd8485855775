"""待定位: venues whose place is not certain, settled by a click on the map or by hand."""

from outreach.pages.placing.page import show

__all__ = ["show"]
