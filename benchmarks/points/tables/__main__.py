"""`python -m benchmarks.points.tables`."""

from benchmarks.points.tables.tables import main

main()
