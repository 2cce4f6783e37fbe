"""From a file to one grey picture: formats, limits, what a PDF shows, what is paper and what was added."""
