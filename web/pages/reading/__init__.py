"""What people read from the ink: rows, scores, opinions, single papers, and the pictures of them."""
