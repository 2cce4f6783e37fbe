"""What the commands that hold a vote ask, and where they hold it."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def asked(said: str | None, sheets: int) -> argparse.ArgumentParser:
    """How many sheets, by which seed, kept where; `said` is the module's own text."""
    parser = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=int, default=sheets)
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--keep", type=Path)
    return parser


@contextmanager
def emptied(keep: Path | None) -> Iterator[Path]:
    """The folder to keep it in, emptied, or one that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
