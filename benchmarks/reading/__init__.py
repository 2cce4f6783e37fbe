"""How right and how fast ballots are read."""
