"""The record block has the foot of an even page to itself, however long the text before it is."""

from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from right_paper import ISSUER, right_paper

from pingyi.checker.check import check
from pingyi.checker.finding import Kind
from pingyi.checker.printed import read_sheets
from pingyi.generator.word import official, word
from pingyi.generator.word.official import Grid
from pingyi.generator.word.record_place import pages_lacking, placed, printed_in_place, record_words

pytestmark = pytest.mark.office
FULL = 32  # rows that fill an attachment's first page
ROWS = (1, *range(FULL - 6, FULL + 3), *range(2 * FULL - 3, 2 * FULL + 2), *range(2 * FULL + 4, 2 * FULL + 9))


def written(folder: Path, rows: int, pages: int) -> Path:
    """The right paper with a table of so many rows behind it."""
    document = right_paper(record=False)
    official.attachment(document, "附件2", "名单")
    widths = official.widths((10, 90))
    lines = tuple((str(n), f"某单位{n}") for n in range(1, rows + 1))
    official.table(document, Grid(headings=("序号", "单位名称"), widths_mm=widths, rows=lines))
    official.record_block(document, ISSUER, "2024年9月29日")
    official.record_to_new_page(document, pages)
    return word.save(document, folder / f"{rows}-{pages}.docx")


def test_the_block_stands_alone_on_an_even_page_at_every_length(tmp_path: Path) -> None:
    words = record_words(written(tmp_path / "first", 1, 0))
    begun: dict[int, int] = {}

    def write(rows: int, pages: int) -> Path:
        begun[rows] = pages
        return written(tmp_path, rows, pages).rename(tmp_path / f"{rows}.docx")

    placed_at = printed_in_place([partial(write, rows) for rows in ROWS])
    assert set(begun.values()) == {0, 1, 2}
    for pdf in placed_at:
        assert pages_lacking(pdf, words) == 0, pdf.stem
        with pypdfium2.PdfDocument(pdf) as document:
            assert len(document) % 2 == 0, pdf.stem
        found = [
            f for f in check(pdf, Kind.RED_HEAD).findings if f.clause.key.startswith(("record", "foot", "overlap"))
        ]
        assert [(f.clause.key, f.page, f.measured) for f in found] == [], pdf.stem


def test_an_empty_page_before_the_block_and_its_own_bear_no_number(tmp_path: Path) -> None:
    pdf = placed(lambda pages: written(tmp_path, FULL, max(pages, 2)))
    *_, full, empty, own = read_sheets(pdf)
    assert full.number % 2 == 0
    assert not empty.lines
    assert [line.text for line in own.lines] == [f"{ISSUER}2024年9月29日印发"]
