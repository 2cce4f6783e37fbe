"""Pictures the page shows, drawn in a process of their own."""
