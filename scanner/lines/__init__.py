"""Long straight lines of a page, rulings among them: found, levelled, fitted."""
