"""What a name that a person typed stands for: Path's own questions raise on one too long for any file system."""

import os
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether a file is there."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder is there."""
    return os.path.isdir(path)  # noqa: PTH112
