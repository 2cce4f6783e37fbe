"""For what: points, who gives them, what a vote is worth."""
