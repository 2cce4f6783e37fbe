"""Validity, settling, counting; pure."""
