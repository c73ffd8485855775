"""What must be fast, measured beside a peer in the same run; see README.md."""
