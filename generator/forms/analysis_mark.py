"""附件3's mark: a QR code at the right end of the score row, which tells a scan whose score stands beside it."""

import io

import segno
from docx.shared import Mm
from docx.table import _Cell

from pingyi.domain.marks import AnalysisMark
from pingyi.generator.word import word
from pingyi.generator.word.word import CENTER, Lines, Type

CODE_MM = 12.6  # twelve are readable after a poor copier
QUIET_MODULES = 3  # white around it; the cell has no rule at its left
ROW_MM = 18.0  # what the code and its white need


def add_analysis_mark(cell: _Cell, mark: AnalysisMark) -> None:
    """Put the mark into an empty cell."""
    code = segno.make_qr(mark.payload, error="m")
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=20, border=QUIET_MODULES)
    modules = len(code.matrix)
    line = word.write_in(cell, "", Type(), Lines(align=CENTER))
    side_mm = CODE_MM * (modules + 2 * QUIET_MODULES) / modules
    shape = line.add_run().add_picture(picture, width=Mm(side_mm))
    shape._inline.docPr.set("descr", mark.payload)  # noqa: SLF001 - python-docx has no word for alternative text
