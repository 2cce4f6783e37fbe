"""Layouts as offices draw them: read without an error, or refused by name."""

from pathlib import Path

import numpy as np
import pytest
from kept_paper import print_together

from benchmarks.votes.__main__ import DPI, MIX, hold
from benchmarks.votes.layouts import LAYOUTS
from benchmarks.votes.made_forms import printed_form, write_twins
from benchmarks.votes.voters import Plan, fill
from pingyi.domain.readings.reading import Doubt, SheetReading
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.scanner.sheet import read_sheet
from pingyi.workflow.votes.vote_desk import asked_tables

REFUSED = {
    "people in columns": "等次写在左栏",
    "choices one above the other": "选项上下排列",
    "boxes in cells": "同一格里的方框",
}
FEW, SEED = 2, 11


@pytest.fixture(scope="module", autouse=True)
def _printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    forms = [layout.make(np.random.default_rng([SEED, 0])) for layout in LAYOUTS]
    twins = [twin for number, form in enumerate(forms) for twin in write_twins(form, folder, str(number))]
    print_together(twins, tmp_path_factory.mktemp("printed"))


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


@pytest.mark.office
def test_names_on_every_line_make_no_other_form_of_a_sheet_and_go_to_people(tmp_path: Path) -> None:
    layout = next(layout for layout in LAYOUTS if "names written in" in layout.name)
    rng = np.random.default_rng(SEED)
    form, asked = printed_form(layout.make(rng), tmp_path, "选票")
    (pdf,) = to_pdf([form], tmp_path)
    lines = {one.label: "甘海生" for one in asked if one.name_box is not None}
    pages, _ = fill(rng, asked, Plan(choices={one.label: 0 for one in asked}, names=lines), MIX)
    write_scan(tmp_path / "扫描.pdf", [scan(rng, Sheet(printed=render(pdf, 0, DPI), dpi=DPI, filled=pages[0]), CLEAN)])
    read = read_sheet(tmp_path / "扫描.pdf", 1, asked_tables(form, (), ()))
    assert isinstance(read, SheetReading)
    written = [row for row in read.rows if row.item in lines]
    assert len(written) == len(lines) == 3
    assert all(Doubt.WRITTEN_NAME in row.reasons and row.item in read.crops for row in written)
