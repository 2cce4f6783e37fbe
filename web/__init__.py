"""The local page: what the workflow offers, in the browser."""
