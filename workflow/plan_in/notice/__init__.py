"""The notice itself, and the papers it asks for."""
