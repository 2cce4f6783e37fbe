"""What a name that a person typed stands for: Path's own questions raise on one too long, or on links in a ring."""

import os
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether a file is there."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder is there."""
    return os.path.isdir(path)  # noqa: PTH112


def real(path: Path) -> Path:
    """Where it is when all links are followed."""
    return Path(os.path.realpath(path))
