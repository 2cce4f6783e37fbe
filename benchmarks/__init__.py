"""What is claimed, measured: a command for each claim."""

import pingyi  # noqa: F401 - before numpy, which then starts no threads: as the program itself runs
