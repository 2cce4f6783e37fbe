"""A Word table understood as a form, and held against its own print."""
