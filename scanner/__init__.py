"""Picture to SheetReading; the only home of cv2, numpy and PDF readers. Pictures never leave this room."""
