"""Opinions: typed by people, found to be of a unit, shown, amended."""
