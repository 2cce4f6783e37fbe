"""What every other part works on: the workspace, what is recorded, the key, the bar that shows how far a job is."""
