"""公告停業／復業: what was ordered, stating an order after its preview, and 試算."""

from outreach.pages.orders.page import show

__all__ = ["show"]
