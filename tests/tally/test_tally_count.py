"""Counting: the row-wise void rule, paper accounting, conservation."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, plan

from pingyi.domain.readings.ballot import Ballot, DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.reading import Doubt, Verdict
from pingyi.domain.results.sums import by_group, by_series, by_unit
from pingyi.ground.errors import FormError, NotReadyError, RosterError
from pingyi.tally.count import count

CAMPAIGN = default_campaign()
ITEMS = tuple(str(unit.serial) for unit in CAMPAIGN.units)
NAMES = {str(unit.serial): unit.name for unit in CAMPAIGN.units}
OUTCOMES = ("满意", "基本满意", "不满意", "blank", "multiple", "doubtful")


def ballot(sheet: str, batch: str = "A01", **unlike: str) -> Ballot | DraftBallot:
    """All 满意 except the rows named as r7="blank"."""
    marks = {item: unlike.get(f"r{item}", "满意") for item in ITEMS}
    rows = tuple(settled(item, mark) for item, mark in marks.items() if mark != "doubtful")
    still_open = tuple(
        OpenRow(sheet=sheet, batch=batch, item=item, name=NAMES[item], reasons=(Doubt.FAINT,))
        for item, mark in marks.items()
        if mark == "doubtful"
    )
    if still_open:
        return DraftBallot(page=1, pages=1, sheet=sheet, batch=batch, rows=rows, open_rows=still_open)
    return Ballot(page=1, pages=1, sheet=sheet, batch=batch, rows=rows)


def settled(item: str, mark: str) -> SettledRow:
    if mark in ("blank", "multiple"):
        return SettledRow(item=item, name=NAMES[item], verdict=Verdict(mark), by_person=mark == "multiple")
    return SettledRow(item=item, name=NAMES.get(item, f"区第{item}局"), verdict=Verdict.VALID, choice=mark)


def test_several_ticks_void_that_row_only() -> None:
    tally = count([ballot("a", r7="multiple"), ballot("b", r7="不满意")], plan(), CAMPAIGN)
    sums = by_unit(tally.rows)
    assert (sums["7"].choices, sums["7"].multiple, sums["7"].valid) == ((0, 0, 1), 1, 1)
    assert sums["8"].choices == (2, 0, 0)


def test_paper_handed_out_and_not_returned_stays_in_the_account() -> None:
    tally = count([ballot("a"), ballot("b", "C01")], plan(), CAMPAIGN)
    paper = {batch.batch: (batch.issued, batch.returned) for batch in tally.batches}
    assert paper["A01"] == (60, 1)
    assert paper["D01"] == (38, 0)
    assert {row.batch for row in tally.rows} == {"A01", "C01"}


def test_the_same_sheet_twice_counts_once() -> None:
    assert count([ballot("a"), ballot("a")], plan(), CAMPAIGN) == count([ballot("a")], plan(), CAMPAIGN)


def test_one_sheet_in_two_batches_is_refused() -> None:
    with pytest.raises(FormError, match="A01 和 C01 两批"):
        count([ballot("a"), ballot("a", "C01")], plan(), CAMPAIGN)


def test_a_batch_outside_the_plan_is_refused() -> None:
    with pytest.raises(NotReadyError, match="“A99”"):
        count([ballot("a", "A99")], plan(), CAMPAIGN)


def test_a_ballot_of_another_form_is_refused_naming_the_rows() -> None:
    short = Ballot(page=1, pages=1, sheet="a", batch="A01", rows=(settled("1", "满意"), settled("60", "满意")))
    with pytest.raises(RosterError, match="区第60局"):
        count([short], plan(), CAMPAIGN)


def test_open_rows_and_rows_decided_by_people_are_told() -> None:
    tally = count([ballot("a", r7="doubtful", r9="multiple")], plan(), CAMPAIGN, unread_pages=2)
    assert (tally.open_rows, tally.corrected, tally.unread_pages) == (1, 1, 2)
    assert by_unit(tally.rows)["7"].doubtful == 1


sheets = st.lists(
    st.tuples(
        st.sampled_from(["A01", "A02", "B01", "F01"]), st.lists(st.sampled_from(OUTCOMES), min_size=3, max_size=3)
    ),
    max_size=12,
)


@pytest.mark.slow
@given(sheets=sheets, order=st.randoms(use_true_random=False))
def test_every_row_is_counted_once_and_order_does_not_matter(
    sheets: list[tuple[str, list[str]]], order: Random
) -> None:
    ballots = [
        ballot(str(number), batch, **dict(zip(("r1", "r30", "r59"), marks, strict=True)))
        for number, (batch, marks) in enumerate(sheets)
    ]
    tally = count(ballots, plan(), CAMPAIGN)
    shuffled = ballots.copy()
    order.shuffle(shuffled)
    assert count(shuffled, plan(), CAMPAIGN) == tally
    for votes in by_unit(tally.rows).values():
        assert votes.ballots == len(ballots)
    returned = {batch.batch: batch.returned for batch in tally.batches}
    for row in tally.rows:
        assert row.valid + row.blank + row.multiple + row.doubtful == returned[row.batch]
    cells = len(ballots) * len(ITEMS)
    assert sum(votes.ballots for votes in by_group(tally.rows).values()) == cells
    assert sum(votes.ballots for votes in by_series(tally.rows, CAMPAIGN).values()) == cells
    assert sum(batch.returned for batch in tally.batches) == len(ballots)
