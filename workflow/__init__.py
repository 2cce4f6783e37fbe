"""What a user can ask for; arrows between its rooms point one way (pyproject.toml, import-linter)."""
