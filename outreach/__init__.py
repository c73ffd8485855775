"""Outreach tracker: which venues joined a scheme, and a percentage that can be defended."""
