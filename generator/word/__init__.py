"""The Word engine: faces, lines, tables, templates, and PDF by LibreOffice."""
