"""What is published: counts, figures with their trees, scores, and what they depend on."""
