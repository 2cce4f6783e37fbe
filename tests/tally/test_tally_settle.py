"""Settling: corrections, open rows, drafts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.readings.ballot import Ballot, Correction, OpenRow
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.ground.errors import FormError
from pingyi.tally.settle import settle, settle_draft

NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)
CHOICES = ("满意", "基本满意", "不满意")


def row(item: str, verdict: Verdict, choice: str = "") -> RowReading:
    reasons = (Doubt.CROSS,) if verdict is Verdict.DOUBTFUL else ()
    return RowReading(item=item, name="", verdict=verdict, choice=choice, confidence=0.9, reasons=reasons)


def sheet(*rows: RowReading) -> SheetReading:
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="A01.pdf", page=3),
        digest="sheet",
        form_digest="form",
        batch_code="A01",
        turn=0,
        rows=rows,
        has_opinion=False,
    )


def correction(item: str, verdict: Verdict, choice: str = "", *, minute: int = 0, of: str = "sheet") -> Correction:
    return Correction(
        sheet=of,
        item=item,
        verdict=verdict,
        choice=choice,
        decided_by="张三",
        confirmed_by="李四",
        decided_at=NOON + timedelta(minutes=minute),
    )


def settle_now(reading: SheetReading, corrections: Sequence[Correction]) -> Ballot | tuple[OpenRow, ...]:
    return settle(settle_draft(reading, "A01", corrections))


READING = sheet(row("1", Verdict.VALID, "满意"), row("2", Verdict.DOUBTFUL), row("3", Verdict.BLANK))


def test_a_doubtful_row_keeps_the_sheet_from_becoming_a_ballot() -> None:
    assert settle_now(READING, []) == (OpenRow(sheet="sheet", batch="A01", item="2", name="", reasons=(Doubt.CROSS,)),)


def test_a_correction_makes_it_a_ballot_and_is_marked_as_a_persons() -> None:
    ballot = settle_now(READING, [correction("2", Verdict.VALID, "不满意")])
    assert isinstance(ballot, Ballot)
    assert [(r.item, r.verdict, r.choice, r.by_person) for r in ballot.rows] == [
        ("1", Verdict.VALID, "满意", False),
        ("2", Verdict.VALID, "不满意", True),
        ("3", Verdict.BLANK, "", False),
    ]


def test_the_decision_appended_last_counts_even_when_the_clock_was_set_back() -> None:
    before, after = correction("2", Verdict.BLANK, minute=5), correction("2", Verdict.MULTIPLE)
    assert settle_now(READING, [before, after]).rows[1].verdict is Verdict.MULTIPLE


def test_a_correction_may_change_a_row_the_machine_was_sure_of() -> None:
    changes = [correction("2", Verdict.BLANK), correction("1", Verdict.MULTIPLE)]
    assert settle_now(READING, changes).rows[0].verdict is Verdict.MULTIPLE


def test_corrections_of_other_sheets_do_not_touch_this_one() -> None:
    assert settle_now(READING, [correction("2", Verdict.BLANK, of="another")]) == settle_now(READING, [])


def test_a_correction_of_a_row_the_sheet_lacks_is_refused_with_its_place() -> None:
    with pytest.raises(FormError, match=r"“60”不在A01.pdf 第 3 页"):
        settle_now(READING, [correction("60", Verdict.BLANK)])


def test_a_draft_keeps_the_settled_rows_and_lists_the_open_ones() -> None:
    draft = settle_draft(READING, "A01", [])
    assert [r.item for r in draft.rows] == ["1", "3"]
    assert [r.item for r in draft.open_rows] == ["2"]


decided = st.sampled_from([(Verdict.BLANK, ""), (Verdict.MULTIPLE, ""), *((Verdict.VALID, c) for c in CHOICES)])
read = st.one_of(decided, st.just((Verdict.DOUBTFUL, "")))


@given(
    rows=st.lists(read, min_size=1, max_size=8),
    changes=st.lists(st.tuples(st.integers(1, 8), st.integers(0, 59), decided), max_size=12),
)
def test_settling_depends_on_order_not_on_times_and_twice_is_as_once(
    rows: list[tuple[Verdict, str]], changes: list[tuple[int, int, tuple[Verdict, str]]]
) -> None:
    reading = sheet(*(row(str(n), *what) for n, what in enumerate(rows, start=1)))
    timed = [(item, minute, what) for item, minute, what in changes if item <= len(rows)]
    corrections = [correction(str(item), *what, minute=minute) for item, minute, what in timed]
    once = settle_draft(reading, "A01", corrections)
    last = {str(item): what for item, _, what in timed}
    assert {r.item: (r.verdict, r.choice) for r in once.rows}.items() >= last.items()
    assert settle_draft(reading, "A01", corrections + corrections) == once
    assert len(once.rows) + len(once.open_rows) == len(rows)
    assert isinstance(settle_now(reading, corrections), Ballot) is not bool(once.open_rows)


@given(rows=st.lists(read, min_size=1, max_size=8), page=st.integers(1, 3), back=st.sets(st.integers(1, 8)))
def test_what_is_sent_back_is_open_and_the_sheet_stays_the_page_it_is(
    rows: list[tuple[Verdict, str]], page: int, back: set[int]
) -> None:
    reading = replace(sheet(*(row(str(n), *what) for n, what in enumerate(rows, 1))), form_page=page, form_pages=3)
    draft = settle_draft(reading, "A01", [], {("sheet", str(item)) for item in back} | {("another", "1")})
    doubtful = {str(n) for n, (verdict, _) in enumerate(rows, start=1) if verdict is Verdict.DOUBTFUL}
    assert {r.item for r in draft.open_rows} == doubtful | {str(n) for n in back if n <= len(rows)}
    assert len(draft.rows) + len(draft.open_rows) == len(rows)
    settled = settle(draft)
    assert isinstance(settled, Ballot) is not bool(draft.open_rows)
    assert (draft.page, draft.pages) == (page, 3)
    if isinstance(settled, Ballot):
        assert (settled.page, settled.pages) == (page, 3)
