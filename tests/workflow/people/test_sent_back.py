"""A row sent back to people waits, wherever on the ballot it stands, and the other rows are still counted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

from benchmarks.trust.people import enrol
from pingyi.domain.readings.double_review import RowPlace
from pingyi.domain.readings.reading import SheetReading
from pingyi.domain.results.sums import by_unit
from pingyi.domain.trust.people import Role
from pingyi.ground.errors import OpenDoubtsError
from pingyi.store.base.records import Filing
from pingyi.store.people.double_review import refer
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.results.tally import make_tally

BACK = ("1", "59")  # one row of the first page, one of the second


def in_two_pages(whole: SheetReading) -> Iterator[SheetReading]:
    """The sheet's rows on two sheets, as a long roster is printed."""
    half = len(whole.rows) // 2
    for page, rows in enumerate((whole.rows[:half], whole.rows[half:]), start=1):
        digest = f"{page}{whole.digest[1:]}"
        source = replace(whole.source, page=2 * whole.source.page + page)
        yield replace(
            whole, digest=digest, source=source, rows=rows, form_digest="of two", form_page=page, form_pages=2
        )


@pytest.mark.slow
@pytest.mark.parametrize("item", BACK)
def test_a_row_of_any_page_that_is_sent_back_waits_and_the_ballots_are_counted(item: str, tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=1)
    with working(workspace, "test") as store:
        batch, whole = next(store.readings())
        pages = list(in_two_pages(whole))
        store.file_pages([Filing(outcome=page, batch=batch, scan=f"scan of {page.source.page}") for page in pages])
        enrol(store, {"张三": Role.REVIEW})
        sheet = next(page.digest for page in pages if item in {row.item for row in page.rows})
        before = make_tally(workspace.campaign, workspace.batches(), store, draft=False)
        assert refer(store, [RowPlace(sheet=sheet, item=item)], "张三") == 1
        with pytest.raises(OpenDoubtsError, match="还有 1 行"):
            make_tally(workspace.campaign, workspace.batches(), store, draft=False)
        draft = make_tally(workspace.campaign, workspace.batches(), store, draft=True)
    assert (draft.open_rows, draft.batches) == (1, before.batches)
    sums, sums_before = by_unit(draft.rows), by_unit(before.rows)
    assert sums[item].doubtful == 1
    assert {unit for unit in sums if sums[unit] != sums_before[unit]} == {item}
