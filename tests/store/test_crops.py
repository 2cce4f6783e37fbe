"""What people are shown of a sheet is what its last reading saw, and nothing of an earlier one."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pingyi.domain.readings.reading import OPINION_CROP, OpinionPlace
from pingyi.ground.errors import FileError
from pingyi.store.base.crops import NO_MOMENT, crop_path, crops_lying, opinion_paths, save_crops

SHEET = "a" * 64
ITEMS = st.one_of(st.sampled_from([OPINION_CROP, *OpinionPlace]), st.text(st.characters(codec="utf-8"), max_size=6))
CROPS = st.dictionaries(ITEMS, st.binary(min_size=1, max_size=4), max_size=4)


@given(CROPS, CROPS, st.lists(st.sampled_from(["2.png.part", "3.png.part"])))
@example({OpinionPlace.ABOVE: b"1", "2": b"2"}, {"2": b"2"}, [])
@example({"2": b"2"}, {}, ["2.png.part"])
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
        lying = [one for one in ((folder / SHEET), *(folder / SHEET).glob("*")) if one.exists()]
        assert {one.stat().st_mtime for one in lying} <= {NO_MOMENT}


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
