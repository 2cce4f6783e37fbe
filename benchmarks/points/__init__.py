"""Points, orders of the hotline, and what looks odd."""
