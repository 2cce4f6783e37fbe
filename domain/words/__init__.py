"""What people write in cells, and numbers as they are written."""
