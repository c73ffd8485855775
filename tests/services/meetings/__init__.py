"""Meetings: what an edition keeps, what it refuses, and that the facts still say the same."""
