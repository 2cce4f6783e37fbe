"""A Word file from outside as Word shows it: opened, its numbers counted, what is hidden left out."""
