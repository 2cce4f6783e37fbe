"""Many machines, many districts."""
