"""The nouns of an evaluation campaign. Standard library and pydantic only."""
