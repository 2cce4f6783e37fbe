"""A campaign made of tables that people type or paste: no file is written by hand."""
