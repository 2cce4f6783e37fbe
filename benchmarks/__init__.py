"""What is claimed, measured: a command for each claim."""
