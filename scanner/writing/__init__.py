"""Handwriting in a box, line by line."""
