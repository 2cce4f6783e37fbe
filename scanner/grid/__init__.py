"""Where the form's ruled grid lies on a page, and the table laid flat on a canvas."""
