"""What `python -m benchmarks.trust.kills` runs."""

from benchmarks.trust.kills.chains import main

if __name__ == "__main__":
    main()
