"""Sealed files spoilt: their frames by hand, every value in them by a walk."""
