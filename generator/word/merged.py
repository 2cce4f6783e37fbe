"""Cells of a table that become one."""

from collections.abc import Sequence

from docx.shared import Length
from docx.table import _Cell


def merged(block: Sequence[Sequence[_Cell]]) -> _Cell:
    """
    One cell of a rectangle of empty ones, given row by row; what python-docx makes of it.

    That looks through the whole table for each of them, which is most of the time a long table takes.
    """
    for number, (first, *others) in enumerate(block):
        wide = first._tc  # noqa: SLF001
        for other in others:
            wide.width = Length((wide.width or 0) + (other.width or 0))
            wide.grid_span += other._tc.grid_span  # noqa: SLF001
            wide.getparent().remove(other._tc)  # noqa: SLF001
        if len(block) > 1:
            wide.vMerge = "continue" if number else "restart"
    return block[0][0]
