"""Where the form's ruled grid lies on a page, and what of it is missing, hidden or doubtful."""
