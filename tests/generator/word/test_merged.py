"""Cells merged without a walk through their table are those python-docx makes with one."""

import docx
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.generator.word.merged import merged
from pingyi.generator.word.word import ruled_table

SIDE = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)


DOCUMENT = docx.Document()


def table() -> Table:
    return ruled_table(DOCUMENT, [20.0, 30.0, 25.0, 15.0], [10.0, -8.0, 0.0, 12.0])


@settings(max_examples=40)
@given(rows=SIDE, columns=SIDE)
def test_any_rectangle_becomes_the_cell_python_docx_makes_of_it(rows: list[int], columns: list[int]) -> None:
    (top, bottom), (left, right) = rows, columns
    wanted, found = table(), table()
    wanted.cell(top, left).merge(wanted.cell(bottom, right)).text = "字"
    cells = [row.cells for row in found.rows]
    merged([row[left : right + 1] for row in cells[top : bottom + 1]]).text = "字"
    assert found._tbl.xml == wanted._tbl.xml
