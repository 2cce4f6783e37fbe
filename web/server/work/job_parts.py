"""What jobs of campaigns and of votes have in common."""

import os
import shutil
from pathlib import Path
from typing import Any

from pingyi.ground.errors import FileError


def clear(folder: Path, left: tuple[Path, ...]) -> list[str]:
    """Remove uploads, but for files of which the evidence has no copy; Chinese: where these are."""
    if not left:
        shutil.rmtree(folder)
        return []
    kept = {path.name for path in left}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()
    return [f"没有（全部）读入的 {len(kept)} 个文件没有删除，留在 {folder}：{'、'.join(sorted(kept))}"]


def only_file(folder: Path, called: str) -> Path:
    """The one file of an upload. Raises FileError when there are others."""
    files = sorted(folder.iterdir())
    if len(files) != 1:
        raise FileError(f"一次只收一份{called}，收到了 {len(files)} 份；请只传一份")
    return files[0]


def readers() -> int:
    """How many processes read."""
    return max(2, (os.cpu_count() or 2) - 1)


def words(lines: Any) -> list[str]:
    """Lines for people; tables are for the terminal."""
    return [line for line in lines if isinstance(line, str)]
