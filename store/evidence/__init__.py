"""The evidence chain checked and dumped, rolling copies, and what the database must not tell."""
