"""增減原因: why a figure changed between two days or two meetings, and who stands behind each part."""

from outreach.pages.bridge.page import show

__all__ = ["show"]
