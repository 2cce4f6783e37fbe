"""Summary tables of leaders, hotline and interviews: their rows to entries, their sums, what looks odd about them."""
