"""A file put in another's place is read, however old it says it is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pingyi.scanner.files.pages import count_pages, load_page

LEVELS = (250, 200)


def written(path: Path, level: int, pages: int) -> Path:
    leaves = [Image.new("L", (1240, 1754), level) for _ in range(pages)]
    leaves[0].save(path, save_all=True, append_images=leaves[1:])
    os.utime(path, (1e9, 1e9))
    return path


def renamed(new: Path, place: Path) -> None:
    new.replace(place)


def copied_over(new: Path, place: Path) -> None:
    """As a copier's program does that keeps times."""
    place.write_bytes(new.read_bytes())
    os.utime(place, (1e9, 1e9))


@pytest.mark.parametrize("put", [renamed, copied_over])
@pytest.mark.parametrize("ending", [".pdf", ".tif"])
def test_another_file_under_the_name_is_read(ending: str, put: Callable[[Path, Path], None], tmp_path: Path) -> None:
    place = written(tmp_path / f"scan{ending}", LEVELS[0], 1)
    assert (count_pages(place), load_page(place, 1).mean()) == (1, LEVELS[0])
    put(written(tmp_path / f"new{ending}", LEVELS[1], 2), place)
    assert (count_pages(place), load_page(place, 2).mean()) == (2, LEVELS[1])


@pytest.mark.parametrize("ending", [".pdf", ".tif"])
def test_one_as_large_and_as_old_too(ending: str, tmp_path: Path) -> None:
    place = written(tmp_path / f"scan{ending}", LEVELS[0], 1)
    assert load_page(place, 1).mean() == LEVELS[0]
    new = written(tmp_path / f"new{ending}", LEVELS[1], 1)
    with new.open("ab") as file:
        file.truncate(place.stat().st_size)
    os.utime(new, (1e9, 1e9))
    renamed(new, place)
    assert load_page(place, 1).mean() == LEVELS[1]
