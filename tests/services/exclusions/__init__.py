"""The desk of exclusions."""
