"""Scans to readings, by many processes of this machine."""
