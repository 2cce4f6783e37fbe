"""Word forms nobody has drawn, invented by a generator."""
