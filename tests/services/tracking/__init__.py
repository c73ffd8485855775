"""Tracked items: what meetings read, what agencies report, what is decided, and what is refused."""
