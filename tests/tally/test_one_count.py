"""A campaign's tally is a vote's count of the same papers, batch by batch: one model, one counting of marks."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, plan

from pingyi.domain.readings.ballot import DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.reading import Doubt, RowWord
from pingyi.domain.votes.result import VoteResult
from pingyi.domain.votes.vote import Place, Vote, VoteKind
from pingyi.tally.count import asked_of, count
from pingyi.tally.vote_count import count_vote

CAMPAIGN = default_campaign()
ASKED = asked_of(CAMPAIGN)
BATCHES = plan()
WORDS = (*CAMPAIGN.ballot.choices, "blank", "multiple", "doubtful")
PAGES = 2
UNREAD = 3


def paper(number: int, luck: Random) -> DraftBallot:
    """A page of a ballot of two, from some batch, its rows ticked at random; some by people, some not yet decided."""
    page, batch, code = luck.randint(1, PAGES), luck.choice(BATCHES[:3]).code, f"{number:064x}"
    items = [item for place, item in enumerate(ASKED) if place % PAGES == page - 1]
    words = {item: luck.choice(WORDS) for item in items}
    rows, waiting = [], []
    for item, word in words.items():
        name = ASKED[item].name
        if word == "doubtful":
            waiting.append(OpenRow(sheet=code, batch=batch, item=item, name=name, reasons=(Doubt.FAINT,)))
            continue
        said = RowWord.of(word)
        row = SettledRow(item=item, name=name, verdict=said.verdict, choice=said.choice, by_person=luck.random() < 0.1)
        rows.append(row)
    return DraftBallot(sheet=code, batch=batch, rows=tuple(rows), open_rows=tuple(waiting), page=page, pages=PAGES)


def as_vote(papers: list[DraftBallot], batch: str) -> VoteResult:
    """What a vote on the same rows makes of the papers of one batch."""
    places = tuple(Place(code=one.code, name="处", copies=max(1, one.copies)) for one in BATCHES if one.code == batch)
    vote = Vote(name="评议", kind=VoteKind.ASSESSMENT, form="表.docx", digest="0" * 64, places=places)
    mine = [one for one in papers if one.batch == batch]
    return count_vote(vote, tuple(ASKED.values()), mine, unread_pages=UNREAD)


@given(st.integers(min_value=1, max_value=30), st.randoms(use_true_random=False))
def test_each_batch_counts_as_a_vote_on_the_same_papers(sheets: int, luck: Random) -> None:
    papers = [paper(number, luck) for number in range(sheets)]
    papers += luck.sample(papers, k=luck.randint(0, min(3, sheets)))  # given twice
    tally = count(papers, BATCHES, CAMPAIGN, unread_pages=UNREAD)
    voted = {batch: as_vote(papers, batch) for batch in {one.batch for one in papers}}
    assert {row.batch for row in tally.rows} == voted.keys()
    for row in tally.rows:
        (one,) = (found for found in voted[row.batch].questions if found.row.item == row.item)
        assert (one.choices, one.blank, one.multiple, one.still_open) == (
            row.choices, row.blank, row.multiple, row.doubtful
        )  # fmt: skip
    for batch in tally.batches:
        came = voted[batch.batch].returned if batch.batch in voted else 0
        assert batch.returned == came
    assert tally.corrected == sum(one.corrected for one in voted.values())
    assert tally.open_rows == sum(one.still_open for one in voted.values())
