"""The Word engine: lines, tables, official elements, templates."""
