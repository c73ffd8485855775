"""我的機關: what an officer or approver comes for, on one page: the figure, the round, and what waits."""

from outreach.pages.desk.page import show

__all__ = ["show"]
