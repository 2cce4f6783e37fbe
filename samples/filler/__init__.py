"""The ballot filler: invented voters mark a printed form, an invented office scanner copies it, truth is kept."""
