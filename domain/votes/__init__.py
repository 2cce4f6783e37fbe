"""Any other vote on a Word form: its rules and what it came to."""
