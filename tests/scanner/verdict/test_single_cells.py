"""Rows of one cell, ticked or not: an empty one is an answer as any other; in many is dust, or the next row's arm."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from pen import TICK

from benchmarks.votes.made_forms import Asked, MadeForm, MadeTable, Tick, printed_form
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.reader import read_picture
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office

DPI = 200
NAMES = ("甘海生", "廖敏", "玉月娥", "韦永福", "石家豪", "毛小玲", "班建军", "阮秀英", "龙东", "庞春梅", "岑丽华")
TALL_MM = max(y for _, y in TICK) - min(y for _, y in TICK)
BY_HEIGHT = 0.12  # by which the share of a tick's ink differs from that of its height


class Ballot:
    """A form with one column to tick, and a perfect scan of it."""

    def __init__(self, folder: Path) -> None:
        rows = ((str(k), name, Tick(question=name, choice="赞成")) for k, name in enumerate(NAMES, 1))
        table = MadeTable(lines=(("序号", "候选人姓名", "赞成"), *rows), widths_mm=(20.0, 70.0, 60.0))
        docx, asked = printed_form(MadeForm(title="选票", tables=(table,)), folder, "选票")
        (pdf,) = to_pdf([docx], folder)
        self.forms = asked_tables(docx, ("赞成",), ())
        self.asked: tuple[Asked, ...] = asked
        self.blank = np.array(render(pdf, 0, DPI))
        self.page = self.blank.copy()

    def tick(self, name: str, *, size: float = 1.0, down: float = 0.0) -> None:
        """`down` mm under the cell's middle."""
        centre = next(one.boxes[0].centre for one in self.asked if one.label == name)
        points = np.rint((np.array(TICK) * size + centre + (0, down)) * DPI / 25.4 * 16).astype(np.int32)
        cv2.polylines(self.page, [points], isClosed=False, color=25, thickness=4, lineType=16, shift=4)

    def dot(self, name: str, across_mm: float) -> None:
        """So many mm in diameter, right of the cell's middle."""
        centre = next(one.boxes[0].centre for one in self.asked if one.label == name)
        place = np.rint((np.array(centre) + np.array((4.0, 1.0))) * DPI / 25.4 * 16).astype(int)
        cv2.circle(self.page, tuple(place.tolist()), round(across_mm / 2 * DPI / 25.4 * 16), 60, -1, 16, 4)

    def read(self) -> dict[str, RowReading]:
        found = read_picture(self.page, Source(file="t.png", page=1), self.forms)
        assert isinstance(found, SheetReading), found
        return {row.name: row for row in found.rows}


@pytest.fixture(scope="module")
def printed_once(tmp_path_factory: pytest.TempPathFactory) -> Ballot:
    return Ballot(tmp_path_factory.mktemp("选票"))


@pytest.fixture
def ballot(printed_once: Ballot) -> Ballot:
    printed_once.page = printed_once.blank.copy()
    return printed_once


def test_dust_in_an_empty_cell_is_no_vote_and_a_pen_s_dot_goes_to_people(ballot: Ballot) -> None:
    for name in NAMES[::2]:
        ballot.tick(name)
    ballot.dot(NAMES[1], 0.25)
    ballot.dot(NAMES[3], 0.8)
    ballot.dot(NAMES[5], 1.6)
    found = ballot.read()
    assert [found[name].verdict for name in NAMES[1:6:2]] == [Verdict.BLANK, Verdict.DOUBTFUL, Verdict.DOUBTFUL]


@pytest.mark.parametrize(("size", "down"), [(2.8, 0.0), (3.0, -0.3)])
def test_the_arm_of_a_tick_in_the_row_below_leaves_an_empty_cell_empty(
    ballot: Ballot, size: float, down: float
) -> None:
    for name in NAMES[1::2]:
        ballot.tick(name, size=size, down=down)
    found = ballot.read()
    assert [found[name].verdict for name in NAMES[1::2]] == [Verdict.VALID] * len(NAMES[1::2])
    assert [found[name].verdict for name in NAMES[:-1:2]] == [Verdict.BLANK] * len(NAMES[:-1:2])


@pytest.mark.parametrize("size", [1.5, 2.0, 2.6])
@pytest.mark.parametrize("share", [0.1, 0.25, 0.35])
def test_a_hand_that_ticks_too_low_moves_no_vote_to_the_row_below(ballot: Ballot, size: float, share: float) -> None:
    """So much of each tick's height stands under its row, where the next row is empty."""
    box = ballot.asked[0].boxes[0]
    down = box.size[1] / 2 - size * max(y for _, y in TICK) + share * size * TALL_MM
    for name in NAMES[:-1:2]:
        ballot.tick(name, size=size, down=down)
    found = ballot.read()
    assert share + BY_HEIGHT < 0.5
    assert Verdict.BLANK not in {found[name].verdict for name in NAMES[:-1:2]}
    assert Verdict.VALID not in {found[name].verdict for name in NAMES[1::2]}


@pytest.mark.parametrize("dark", [25, 120, 205])
def test_five_rows_tell_how_pale_the_pen_is(tmp_path: Path, dark: int) -> None:
    """A short form, one of its rows blank: four ticks are too few for no form."""
    choices, names = ("优秀", "称职", "不称职"), NAMES[:5]
    rows = ((name, *(Tick(question=name, choice=choice) for choice in choices)) for name in names)
    table = MadeTable(lines=(("测评对象", *choices), *rows), widths_mm=(60.0, 26.0, 26.0, 26.0))
    docx, asked = printed_form(MadeForm(title="测评表", tables=(table,)), tmp_path, "表")
    (pdf,) = to_pdf([docx], tmp_path)
    page = np.array(render(pdf, 0, DPI))
    for k, one in enumerate(asked[:-1]):
        points = np.rint((np.array(TICK) * 0.9 + one.boxes[k % 3].centre) * DPI / 25.4 * 16).astype(np.int32)
        cv2.polylines(page, [points], isClosed=False, color=dark, thickness=4, lineType=16, shift=4)
    found = read_picture(page, Source(file="t.png", page=1), asked_tables(docx, (), ()))
    assert isinstance(found, SheetReading), found
    assert [row.word for row in found.rows] == [*(choices[k % 3] for k in range(4)), Verdict.BLANK.value]
