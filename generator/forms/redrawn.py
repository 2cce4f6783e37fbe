"""A Word form whose tables cannot be read, drawn anew beside its own words: one line a question, a column a choice."""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document
from docx.table import Table

from pingyi.domain.forms.redrawn import Redrawn, redrawn
from pingyi.generator.shown.opened import opened
from pingyi.generator.word import word
from pingyi.generator.word.merged import merged
from pingyi.ground.errors import FormError

TYPE = word.Type(size_pt=12)
ROW_MM = 9.0  # at least
TICK_MM = (14.0, 26.0)  # a column to tick in: narrower and wider ones are read worse
TICKS = 0.55  # of the table's width at most
LABEL_MM = 12.0  # the narrowest label column
MM_PER_EMU = 1 / 36000
A4_EMU = 210 * 36000  # wide


def write_redrawn(form: Path, path: Path) -> tuple[Redrawn, ...]:
    """Write `form` to `path` with such tables drawn anew; which. Raises FormError when it has none, or is too wide."""
    document = opened(form)
    width = _width_mm(document)
    found: list[Redrawn] = []
    for table in document.tables:
        instead = redrawn([[cell.text.strip() for cell in row.cells] for row in table.rows])
        for k, one in enumerate(instead):
            if k:
                table._tbl.addprevious(document.add_paragraph()._p)  # noqa: SLF001 - or Word joins them
            table._tbl.addprevious(_drawn(document, one, width)._tbl)  # noqa: SLF001
        if instead:
            table._tbl.getparent().remove(table._tbl)  # noqa: SLF001
            found += instead
    if not found:
        raise FormError(
            f"“{form.name}”里没有能自动改画的表（能改画的：同一格里的方框、人排在各列、选项上下排列）；请在 Word 里改"
        )
    word.save(document, path)
    return tuple(found)


def _width_mm(document: Document) -> float:
    page = document.sections[0]
    return MM_PER_EMU * ((page.page_width or A4_EMU) - (page.left_margin or 0) - (page.right_margin or 0))


def _drawn(document: Document, one: Redrawn, width_mm: float) -> Table:
    widths = _widths(one, width_mm)
    lines = [(*one.heads, *one.choices), *((*labels, *[""] * len(one.choices)) for labels in one.rows)]
    table = word.ruled_table(document, widths, [-ROW_MM] * len(lines) + [-3 * ROW_MM] * len(one.free))
    word.repeat_header(table.rows[0])
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=False)):
        word.keep_whole(row)
        for place, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            left = number > 0 and place == len(one.heads) - 1
            word.write_in(cell, text, TYPE, word.Lines(align=word.LEFT if left else word.CENTER))
    for row, text in zip(table.rows[len(lines) :], one.free, strict=True):
        word.write_in(merged([row.cells]), text, TYPE, word.Lines())
    return table


def _widths(one: Redrawn, width_mm: float) -> Sequence[float]:
    """Label columns by their longest words, choices alike."""
    tick = min(TICK_MM[1], max(TICK_MM[0], TICKS * width_mm / len(one.choices)))
    left = width_mm - tick * len(one.choices)
    if left < LABEL_MM * len(one.heads):
        raise FormError(f"选项“{'、'.join(one.choices)}”太多，一页宽排不下；请在 Word 里改成横向的纸，或分成几张表")
    columns = zip(one.heads, *one.rows, strict=True)
    wanted = [max(LABEL_MM, max(word.text_width_mm(text, TYPE.size_pt) for text in column) + 4) for column in columns]
    return (*(left * one_wide / sum(wanted) for one_wide in wanted), *[tick] * len(one.choices))
