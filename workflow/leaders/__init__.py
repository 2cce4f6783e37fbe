"""Leaders' scored papers: read, and each given to its body."""
