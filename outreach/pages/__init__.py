"""What people see: each page picks, calls a service, and shows."""
