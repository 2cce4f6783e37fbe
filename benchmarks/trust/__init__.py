"""Hostile files, kills, forgeries."""
