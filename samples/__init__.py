"""Invented people: a small campaign, their pens and their office's scanner. Nothing here is real."""
