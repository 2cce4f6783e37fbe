"""Ruled Word tables as forms: what is to be ticked in them, found and said, or refused."""
