"""The panel behind a number: its venues, why each is where it is, and how the rate comes about.

A page makes its numbers with `opens(count, Opened(…))` and calls `show_opened(city, asked)` once; which
number is open stands in the address, so that a link opens it again.
"""

from outreach.pages.panel.drawer import show_opened
from outreach.pages.panel.opened import Opened, opens

__all__ = ["Opened", "opens", "show_opened"]
