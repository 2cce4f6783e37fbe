"""Ground floor: the nouns of an evaluation campaign. Standard library and pydantic only."""
