"""What came back on paper: readings, corrections, ballots settled, and the account of sheets."""
