"""What people hand in beside ballots: plans, analyses, opinions, work orders, and units as they name them."""
