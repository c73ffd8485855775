"""Schemes as data: adding one, changing what holds for it, and what is refused."""
