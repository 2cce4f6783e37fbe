"""What the pen left: strokes alone, cut cell by cell and measured."""
