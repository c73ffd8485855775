"""Sector orders: stated, told, previewed and supposed."""
