"""The plainest pages that show the same: what the program's own pages are measured beside."""
