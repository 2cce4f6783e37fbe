"""A 民主测评 of 30 people on three tables and two pages, by the commands, counted as its voters meant it."""

from pathlib import Path

import pytest
from docx import Document

from benchmarks.votes import assessment


@pytest.mark.office
@pytest.mark.long
def test_three_tables_on_two_pages_are_counted_as_their_voters_meant(tmp_path: Path) -> None:
    assert assessment.hold(4, 5, tmp_path) == 0
    (docx,) = (tmp_path / "测评" / "results").glob("*.docx")
    told = [cell.text for table in Document(str(docx)).tables for row in table.rows for cell in row.cells]
    assert {*assessment.TASKS, *assessment.PEOPLE_NAMES} <= {*told}
