"""Leaders' papers: score fields found, and figures read by two machines."""
