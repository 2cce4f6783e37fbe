"""What is printed and what comes back as Word files."""
