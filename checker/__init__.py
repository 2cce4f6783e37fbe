"""Measures the printed page of an official document against GB/T 9704-2012, in millimetres."""
