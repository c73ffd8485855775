"""Entries that may be one venue: found, compared, merged or kept apart; and what waits beside them."""
