"""Who is evaluated: the ballot, rosters, and which points they get."""
