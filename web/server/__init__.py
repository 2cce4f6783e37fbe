"""A running server's own state: who is in, long jobs, pictures drawn ahead, what was uploaded."""
