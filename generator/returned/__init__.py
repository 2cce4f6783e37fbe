"""Word files that come back from outside: told from what is none, and read."""
