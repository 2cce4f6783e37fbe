"""Counts, points, what may be asked of them, and the documents they go out in."""
