"""Votes, leaders' scores, hotline and phone interviews to points; pure, exact decimals."""
