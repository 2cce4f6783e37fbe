"""Choices whose words share letters: a word a little off its place is its own, one in another's place is not."""

from itertools import pairwise
from pathlib import Path

import cv2
import docx
import numpy as np
import pytest
from pen import Sheet
from printed_ballot import Grey, Printed
from word_tables import office_table

from benchmarks.forms import invent_form, official_campaign
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import PRESETS
from pingyi.samples.filler.layout import find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.reader import read_picture
from pingyi.workflow.scans.forms_read import load_forms

HEADS = ("很好", "较好", "一般", "较差")
NAMES = ("办公室", "财政局", "教育局", "民政局", "司法局", "审计局", "统计局", "信访局")
PX_MM = 200 / 25.4


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("alike")
    document = docx.Document()
    heads = ("序号", "单位", *("\n".join(word) for word in HEADS))
    names = [(str(number), name, *[""] * len(HEADS)) for number, name in enumerate(NAMES, 1)]
    office_table(document, [heads, *names], (1.5, 5.0, *[2.2] * len(HEADS)))
    path = folder / "表.docx"
    document.save(str(path))
    pdf = to_pdf([path], folder)[0]
    form = load_forms([path], HEADS)[0]
    sheet = Sheet(Printed(form=form, docx=path, pdf=pdf, layout=find_layout(pdf, form)))
    for number, item in enumerate(sheet.rows):
        sheet.tick(item, number % len(HEADS))
    return sheet


def words_over(sheet: Sheet, choice: int) -> tuple[slice, slice]:
    """Where the head of a choice lies on the page, within its rulings."""
    layout, cell = sheet.printed.layout, next(iter(sheet.rows.values())).cells[choice]
    x0, x1, y0, y1 = (round(mm * PX_MM) for mm in (layout.xs[cell.col], layout.xs[cell.col + 1], *layout.ys[:2]))
    return slice(y0 + 8, y1 - 8), slice(x0 + 12, x1 - 12)


def read(sheet: Sheet, page: Grey) -> PageOutcome:
    return read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), (sheet.printed.form,))


@pytest.mark.slow
@pytest.mark.parametrize("off_mm", [(-0.4, 0.3, 0.0, 0.2), (0.5, -0.5, 0.0, 0.3), (-0.5, 0.4, 0.4, 0.0)])
def test_words_a_little_off_their_places_are_their_own(filled: Sheet, off_mm: tuple[float, ...]) -> None:
    page = filled.page.copy()
    for choice, off in enumerate(off_mm):
        there = words_over(filled, choice)
        page[there] = np.roll(filled.page[there], round(off * PX_MM), axis=1)
    found = read(filled, page)
    assert isinstance(found, SheetReading), found
    assert [row.choice for row in found.rows] == [HEADS[k % len(HEADS)] for k in range(len(NAMES))]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), [*pairwise(range(len(HEADS))), (0, 3)])
def test_words_that_changed_places_are_another_form(filled: Sheet, one: int, other: int) -> None:
    page = filled.page.copy()
    first, second = words_over(filled, one), words_over(filled, other)
    width = min(first[1].stop - first[1].start, second[1].stop - second[1].start)
    first, second = ((where[0], slice(where[1].start, where[1].start + width)) for where in (first, second))
    page[first], page[second] = filled.page[second], filled.page[first]
    found = read(filled, page)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.ROWS_UNPROVEN


@pytest.mark.office
@pytest.mark.slow
def test_scans_of_an_invented_form_are_read(tmp_path: Path) -> None:
    """A third of this form's pages, clean ones, were refused: words near a ruling that look alike."""
    rng, campaign = np.random.default_rng(4), official_campaign()
    printed = [invent_form(rng, campaign, tmp_path / f"表{number}.docx") for number in range(2)][-1]
    assert printed.form.choices == HEADS
    layout = find_layout(printed.page_pdf, printed.form)
    sheets = Sheets(
        page_pdf=printed.page_pdf, form=printed.form, mix=ORDINARY, copier=PRESETS["office"], copies=1, seed=4
    )
    for number in range(12):
        grey = cv2.imdecode(np.frombuffer(fill_sheet(sheets, layout, number)[0].data, np.uint8), cv2.IMREAD_GRAYSCALE)
        found = read_picture(np.asarray(grey), Source(file="t.pdf", page=number + 1), (printed.form,))
        assert isinstance(found, SheetReading), found
