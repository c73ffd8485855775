"""總覽: the figure, what is missing to 100 %, who is behind."""

from outreach.pages.overview.page import show

__all__ = ["show"]
