"""Taipei on the ground: boundaries, locating a point, reading an address, map layers.

Nothing here knows about venues, schemes or figures; the package never imports ``outreach``.
"""
