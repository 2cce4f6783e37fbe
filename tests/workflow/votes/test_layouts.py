"""Layouts as offices draw them: read without an error, or refused by name."""

from pathlib import Path

import pytest

from benchmarks.votes.__main__ import hold
from benchmarks.votes.layouts import LAYOUTS

REFUSED = {
    "people in columns": "等次写在左栏",
    "choices one above the other": "选项上下排列",
    "boxes in cells": "同一格里的方框",
}
FEW, SEED = 2, 11


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read_without_an_error_or_refused_by_its_name(layout: object, tmp_path: Path) -> None:
    got = hold(layout, 1, FEW, SEED, tmp_path)  # type: ignore[arg-type]
    assert (got.silent, got.missing) == ([], [])
    told = REFUSED.get(layout.name, "")  # type: ignore[attr-defined]
    assert bool(told) is not bool(got.questions)
    assert told in "".join(got.refused)
    assert not told or "请" in got.refused[0]
