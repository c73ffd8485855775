"""Every public service function, walked as each role: what is asked of whom, and what leaks to whom."""
