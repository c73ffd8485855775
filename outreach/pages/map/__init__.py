"""地圖: areas in the colours of a figure, venues one by one, and the same in words beside them."""

from outreach.pages.map.page import show

__all__ = ["show"]
