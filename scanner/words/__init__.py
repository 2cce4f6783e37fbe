"""What is printed on a page, held against the form's own print: rows, headings, marks."""
