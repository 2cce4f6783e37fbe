"""What people are shown of a sheet is what its last reading saw, and nothing of an earlier one."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pingyi.domain.readings.reading import OPINION_CROP, OpinionPlace
from pingyi.ground.errors import FileError
from pingyi.ground.foreign import MOST_BYTES, inside
from pingyi.store.base.crops import NO_MOMENT, crop_path, crops_lying, item_of, opinion_paths, save_crops
from pingyi.web.server.draw.drawing import file_of

SHEET = "a" * 64
LETTERS = st.text(st.characters(codec="utf-8"), max_size=60)  # a question's own words may name its row
ITEMS = st.one_of(st.sampled_from([OPINION_CROP, *OpinionPlace, "A", "a", "%41", "con", "NUL.1"]), LETTERS)
CROPS = st.dictionaries(ITEMS, st.binary(min_size=1, max_size=4), max_size=4)


@given(CROPS, CROPS, st.lists(st.sampled_from(["2.png.part", "3.png.part"])))
@example({OpinionPlace.ABOVE: b"1", "2": b"2"}, {"2": b"2"}, [])
@example({"2": b"2"}, {}, ["2.png.part"])
@example({}, {"A": b"1", "a": b"2", "%41": b"3", "nul": b"4", "题" * 99: b"5", "题" * 100: b"6"}, [])
def test_what_lies_there_is_of_the_last_reading(
    first: dict[str, bytes], last: dict[str, bytes], cut_short: list[str]
) -> None:
    """Whatever an earlier reading left behind whose record was lost, or one that a power cut ended."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        save_crops(folder, SHEET, first)
        for name in cut_short:
            (folder / SHEET).mkdir(exist_ok=True)
            (folder / SHEET / name).write_bytes(b"half")
        assert save_crops(folder, SHEET, last) == crops_lying(folder, SHEET)
        assert {item: crop_path(folder, SHEET, item).read_bytes() for item in last} == last
        assert set(opinion_paths(folder, SHEET)) <= set(last)
        assert save_crops(folder, SHEET, merged(folder)) == crops_lying(folder, SHEET)  # as a bundle brings them
        lying = [one for one in ((folder / SHEET), *(folder / SHEET).glob("*")) if one.exists()]
        assert {one.stat().st_mtime for one in lying} <= {NO_MOMENT}


def merged(folder: Path) -> dict[str, bytes]:
    return {item_of(one.name): one.read_bytes() for one in (folder / SHEET).glob("*")}


@given(st.lists(ITEMS, min_size=2, max_size=2, unique=True))
@example(["A", "a"])
def test_each_item_has_a_file_of_its_own_on_windows_too(items: list[str]) -> None:
    """There A and a are one file, and some names are none's."""
    for named in (lambda item: crop_path(Path(), SHEET, item).name, lambda item: file_of("row", item)):
        names = [named(item) for item in items]
        assert len({name.casefold() for name in names}) == len(items), names
        for name in names:
            assert len(f"{name}.part".encode()) <= MOST_BYTES / 1.2, name
            assert inside(Path(), name).name == name  # no device


@pytest.mark.parametrize("item", ["B1", "题" * 27])
def test_pictures_an_older_program_kept_are_found(tmp_path: Path, item: str) -> None:
    save_crops(tmp_path, SHEET, {item: b"old"})
    crop_path(tmp_path, SHEET, item).rename(tmp_path / SHEET / f"{quote(item)}.png")
    assert crop_path(tmp_path, SHEET, item).read_bytes() == b"old"
    save_crops(tmp_path, SHEET, {item: b"new"})
    assert [one.read_bytes() for one in (tmp_path / SHEET).iterdir()] == [b"new"]


def test_another_sheets_pictures_stay(tmp_path: Path) -> None:
    save_crops(tmp_path, "b" * 64, {"2": b"other"})
    save_crops(tmp_path, SHEET, {"2": b"own"})
    save_crops(tmp_path, SHEET, {})
    assert crop_path(tmp_path, "b" * 64, "2").read_bytes() == b"other"


def test_a_picture_that_is_open_elsewhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_crops(tmp_path, SHEET, {"2": b"old"})

    def refused(_: Path, **__: bool) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(FileError, match="请关闭"):
        save_crops(tmp_path, SHEET, {})
