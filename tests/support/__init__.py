"""What tests share: databases, the running program, a browser, and the folder of real files."""
