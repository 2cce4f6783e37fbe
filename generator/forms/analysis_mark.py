"""附件3's mark: a QR code at the right end of the score row, which tells a scan whose score stands beside it."""

from docx.table import _Cell

from pingyi.domain.campaign.marks import AnalysisMark
from pingyi.generator.word import word
from pingyi.generator.word.qr_code import add_code
from pingyi.generator.word.word import CENTER, Lines, Type

CODE_MM = 12.6  # twelve are readable after a poor copier
QUIET_MODULES = 3  # white around it; the cell has no rule at its left
ROW_MM = 18.0  # what the code and its white need


def add_analysis_mark(cell: _Cell, mark: AnalysisMark) -> None:
    """Put the mark into an empty cell."""
    add_code(word.write_in(cell, "", Type(), Lines(align=CENTER)), mark.payload, CODE_MM, QUIET_MODULES)
