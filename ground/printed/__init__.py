"""A PDF's pages as what is printed on them."""
