"""Votes on forms nobody here drew: layouts, sheets filled by invented voters, results held against the truth."""
