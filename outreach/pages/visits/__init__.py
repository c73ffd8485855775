"""The visit list: whom to visit next, in which order, and what came of it by two taps."""

from outreach.pages.visits.page import show

__all__ = ["show"]
