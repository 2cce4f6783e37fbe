"""What the machine read: sheets, rows, where their pictures lie, what waits."""
