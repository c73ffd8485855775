"""列管: what meetings concluded and keep in sight, what agencies report, and what a meeting decides."""

from outreach.pages.tracked.page import show as show
