"""Ballots to tally: counted anew each time, never incremented."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.forms.question import Question
from pingyi.domain.readings.ballot import Ballot, BatchCount, DraftBallot, RowCount, Tally
from pingyi.domain.readings.paper import PageCount, returned
from pingyi.domain.readings.reading import Verdict
from pingyi.ground.errors import FormError
from pingyi.tally.question_count import DOUBTFUL, NOTHING, added, once, open_rows, pages_of, votes_for, words_on
from pingyi.tally.roster import seated


def count(
    ballots: Iterable[Ballot | DraftBallot],
    batches: Sequence[Batch],
    campaign: Campaign,
    *,
    unread_pages: int = 0,
) -> Tally:
    """
    Every count of the campaign by batch and unit.

    The same sheet given twice counts once. Several ticks or none void that row only (附件4 note 2).
    Batches without a returned sheet are kept, so that paper handed out stays accounted for. Votes go to the unit whose
    name is printed on their row, whatever its number there.

    Raises RosterError when a printed name is not in the roster, FormError when a ballot's rows or choices are not the
    campaign's, or one sheet stands in two batches; NotReadyError when a batch is not in the distribution plan.
    """
    sheets = tuple(seated(once(ballots), campaign))
    items = tuple(str(unit.serial) for unit in campaign.units)
    gone = tuple(str(unit.serial) for unit in campaign.gone)
    _check_pages(sheets, {*items}, {str(serial) for serial in campaign.maybe_unprinted})
    pages = pages_of(sheets, (batch.code for batch in batches), "发放计划（batches.csv）")
    asked = asked_of(campaign)
    found = {
        batch: added(word for sheet in those for word in words_on(sheet, asked))
        for batch, those in groupby(sorted(sheets, key=_batch), key=_batch)
    }
    return Tally(
        choices=campaign.ballot.choices,
        rows=tuple(_row(batch, asked[item], said) for batch, said in found.items() for item in items),
        gone_rows=tuple(
            row for batch, said in found.items() for item in gone if (row := _row(batch, asked[item], said)).ballots
        ),
        batches=tuple(_paper(batch, pages[batch.code]) for batch in sorted(batches, key=lambda batch: batch.code)),
        corrected=sum(row.by_person for ballot in sheets for row in ballot.rows),
        open_rows=sum(len(open_rows(ballot)) for ballot in sheets),
        unread_pages=unread_pages,
    )


def asked_of(campaign: Campaign) -> dict[str, Question]:
    """The campaign's units as the questions of its ballot, those that are evaluated no more too, by item."""
    return {
        str(unit.serial): Question(page=0, item=str(unit.serial), name=unit.name, choices=campaign.ballot.choices)
        for unit in (*campaign.units, *campaign.gone)
    }


def _batch(sheet: Ballot | DraftBallot) -> str:
    return sheet.batch


def _check_pages(ballots: Iterable[Ballot | DraftBallot], items: set[str], maybe: set[str]) -> None:
    """
    See that every item stands on exactly one page of the form; those that a form may lack, on one at most.

    Raises FormError when sheets of one page differ, or pages share, lack or add units of the roster `items`.
    """
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for ballot in ballots:
        listed = _listed(ballot)
        always = tuple(item for item in listed if item not in maybe)
        if found.setdefault((ballot.pages, ballot.page), always) != always or len(set(listed)) < len(listed):
            raise FormError(_not_the_roster(ballot, {*always} ^ {*found[ballot.pages, ballot.page]}))
    for ballot in {ballot.pages: ballot for ballot in ballots}.values():
        printed = [item for (pages, _), listed in found.items() if pages == ballot.pages for item in listed]
        whole = sum(pages == ballot.pages for pages, _ in found) == ballot.pages
        lacking = items - maybe - {*printed} if whole else set()
        odd = ({*printed} - items) | lacking  # a page nobody returned lacks nothing
        if odd or len(printed) > len({*printed}):
            raise FormError(_not_the_roster(ballot, odd))


def _listed(ballot: Ballot | DraftBallot) -> tuple[str, ...]:
    return tuple(sorted([row.item for row in ballot.rows] + [row.item for row in open_rows(ballot)]))


def _not_the_roster(ballot: Ballot | DraftBallot, odd: set[str]) -> str:
    shown = sorted(odd, key=lambda item: (len(item), item)) or ["重复序号"]
    return f"票面（{ballot.sheet[:12]}）的序号与单位名单对不上：{'、'.join(shown)}；请确认扫描时用的是本年度表样"


def _paper(batch: Batch, pages: tuple[PageCount, ...]) -> BatchCount:
    return BatchCount(
        batch=batch.code,
        distributor=batch.distributor,
        issued=batch.copies,
        returned=returned(pages),
        pages=pages,
    )


def _row(batch: str, asked: Question, said: Mapping[str, Counter[str]]) -> RowCount:
    marks = said.get(asked.item, NOTHING)
    return RowCount(
        batch=batch,
        item=asked.item,
        choices=votes_for(asked.choices, marks),
        blank=marks[Verdict.BLANK.value],
        multiple=marks[Verdict.MULTIPLE.value],
        doubtful=marks[DOUBTFUL],
    )
