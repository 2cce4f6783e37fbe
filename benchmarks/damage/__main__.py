"""`python -m benchmarks.damage`."""

from benchmarks.damage.damage import main

main()
