"""Leaders' scores: read from paper, decided by people, imported."""
