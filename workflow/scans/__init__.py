"""Scans to readings: here, by many processes, or by a cluster."""
