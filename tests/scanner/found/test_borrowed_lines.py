"""A table of particulars over the one that is ticked lends no line to a ruling that was wiped."""

from pathlib import Path

import docx
import numpy as np
import pytest
from docx.document import Document
from pen import Sheet
from printed_ballot import Printed
from word_tables import office_table

from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import Layout
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.located import Located
from pingyi.scanner.reader import read_picture
from pingyi.workflow.scans.forms_read import load_forms

NAMES = (
    "办公室",
    "财政局",
    "教育局",
    "民政局",
    "司法局",
    "审计局",
    "统计局",
    "信访局",
    "商务局",
    "卫健局",
    "应急局",
    "医保局",
)
PARTICULARS = ("姓名", "出生年月", "工作单位", "学历", "职务", "电话")
HEAD = ("序号", "单位", "满意", "基本满意", "不满意")
PAPER, WIPED_PX = 255, 5


def particulars(document: Document, rows: int, widths_cm: tuple[float, ...]) -> None:
    """A ruled table to fill in by hand, and a line of words under it."""
    lines = [(word, *[""] * (len(widths_cm) - 1)) for word in PARTICULARS[:rows]]
    office_table(document, lines, widths_cm)
    document.add_paragraph("请在相应栏内打√。")


def form_with(path: Path, rows: int, widths_cm: tuple[float, ...]) -> Path:
    document = docx.Document()
    particulars(document, rows, widths_cm)
    names = [(str(number), name, "", "", "") for number, name in enumerate(NAMES, 1)]
    office_table(document, [HEAD, *names], (2.0, 6.0, 2.5, 2.5, 2.5))
    document.save(str(path))
    return path


@pytest.fixture(
    scope="module",
    params=[(5, (3.0, 5.0, 2.8, 4.7)), (4, (2.0, 6.0, 3.0, 4.5)), (6, (4.0, 4.2, 2.5, 4.8))],
    ids=["五行", "四行同左", "六行"],
)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("two")
    path = form_with(folder / "表.docx", *request.param)
    pdf = to_pdf([path], folder)[0]
    form = load_forms([path], ())[0]
    table = form.table
    layout = Layout(size_mm=table.page_mm, xs=table.printed.xs_mm, ys=table.printed.ys_mm)
    sheet = Sheet(Printed(form=form, docx=path, pdf=pdf, layout=layout))
    for number, item in enumerate(sheet.rows):
        sheet.tick(item, number % 3)
    return sheet


@pytest.mark.slow
def test_a_wiped_inner_ruling_costs_no_row(filled: Sheet) -> None:
    form = filled.printed.form
    laid = locate(filled.page, (form,))
    assert isinstance(laid, Located)
    meant = {item: form.choices[number % 3] for number, item in enumerate(filled.rows)}
    places = [(0, k) for k in range(1, laid.crossings.shape[0] - 1)]
    places += [(1, k) for k in range(1, laid.crossings.shape[1] - 1)]
    asked = 0
    for family, line in places:
        page = filled.page.copy()
        points = laid.crossings[line] if family == 0 else laid.crossings[:, line]
        middle = round(float(points[:, 1 - family].mean()))
        first, last = int(points[:, family].min()) - 6, int(points[:, family].max()) + 7
        band = slice(middle - WIPED_PX, middle + WIPED_PX + 1)
        page[(band, slice(first, last)) if family == 0 else (slice(first, last), band)] = PAPER
        found = read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), (form,))
        assert isinstance(found, SheetReading), (family, line, found)
        decided = {row.item: row.choice for row in found.rows if row.verdict is not Verdict.DOUBTFUL}
        assert decided.items() <= meant.items(), (family, line)
        asked += len(meant) - len(decided)
    assert asked <= 0.03 * len(places) * len(meant)
