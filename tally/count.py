"""Ballots to tally: counted anew each time, never incremented."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pingyi.domain.ballot import Ballot, BatchCount, DraftBallot, RowCount, SettledRow, Tally
from pingyi.domain.campaign import Batch, Campaign
from pingyi.domain.paper import PageCount, returned
from pingyi.domain.reading import Verdict
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.tally.roster import seated

DOUBTFUL = Verdict.DOUBTFUL.value


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
    sheets = tuple(seated(_once(ballots), campaign))
    issued = {batch.code: batch for batch in batches}
    items = tuple(str(unit.serial) for unit in campaign.units)
    gone = tuple(str(unit.serial) for unit in campaign.gone)
    choices = campaign.ballot.choices
    _check_pages(sheets, {*items}, {str(serial) for serial in campaign.maybe_unprinted})
    found: dict[str, Counter[tuple[str, str]]] = {}
    paper: dict[str, Counter[tuple[int, int]]] = {batch.code: Counter() for batch in batches}
    for ballot in sheets:
        if ballot.batch not in issued:
            raise NotReadyError(f"批次“{ballot.batch}”不在发放计划（batches.csv）中；请先补登这一批再计票")
        found.setdefault(ballot.batch, Counter()).update(_marks(ballot, choices))
        paper[ballot.batch][ballot.pages, ballot.page] += 1
    return Tally(
        choices=choices,
        rows=tuple(_row(batch, item, found[batch], choices) for batch in sorted(found) for item in items),
        gone_rows=tuple(
            row for batch in sorted(found) for item in gone if (row := _row(batch, item, found[batch], choices)).ballots
        ),
        batches=tuple(_paper(batch, paper[batch.code]) for batch in sorted(batches, key=lambda batch: batch.code)),
        corrected=sum(row.by_person for ballot in sheets for row in ballot.rows),
        open_rows=sum(len(ballot.open_rows) for ballot in sheets if isinstance(ballot, DraftBallot)),
        unread_pages=unread_pages,
    )


def _once(ballots: Iterable[Ballot | DraftBallot]) -> tuple[Ballot | DraftBallot, ...]:
    found: dict[str, Ballot | DraftBallot] = {}
    for ballot in ballots:
        known = found.setdefault(ballot.sheet, ballot)
        if known.batch != ballot.batch:
            raise FormError(
                f"同一张票（{ballot.sheet[:12]}）记在 {known.batch} 和 {ballot.batch} 两批里；请删去其中一批的登记"
            )
    return tuple(found.values())


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
    open_rows = ballot.open_rows if isinstance(ballot, DraftBallot) else ()
    return tuple(sorted([row.item for row in ballot.rows] + [row.item for row in open_rows]))


def _not_the_roster(ballot: Ballot | DraftBallot, odd: set[str]) -> str:
    shown = sorted(odd, key=lambda item: (len(item), item)) or ["重复序号"]
    return f"票面（{ballot.sheet[:12]}）的序号与单位名单对不上：{'、'.join(shown)}；请确认扫描时用的是本年度表样"


def _paper(batch: Batch, sheets: Counter[tuple[int, int]]) -> BatchCount:
    pages = {number for number, _ in sheets}
    counts = tuple(
        PageCount(page=page, pages=number, sheets=sheets[number, page])
        for number in sorted(pages)
        for page in range(1, number + 1)
    )
    return BatchCount(
        batch=batch.code,
        distributor=batch.distributor,
        issued=batch.copies,
        returned=returned(counts),
        pages=counts,
    )


def _marks(ballot: Ballot | DraftBallot, choices: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """(item, what it counts as) of every row."""
    open_rows = ballot.open_rows if isinstance(ballot, DraftBallot) else ()
    marks = [(row.item, _mark(row, choices)) for row in ballot.rows]
    return marks + [(row.item, DOUBTFUL) for row in open_rows]


def _mark(row: SettledRow, choices: tuple[str, ...]) -> str:
    """The choice of a valid row, else its verdict."""
    if row.choice and row.choice not in choices:
        raise FormError(f"序号 {row.item} 的选项“{row.choice}”不在评议表的选项（{'、'.join(choices)}）中；请核对表样")
    return row.word


def _row(batch: str, item: str, marks: Counter[tuple[str, str]], choices: tuple[str, ...]) -> RowCount:
    return RowCount(
        batch=batch,
        item=item,
        choices=tuple(marks[item, choice] for choice in choices),
        blank=marks[item, Verdict.BLANK.value],
        multiple=marks[item, Verdict.MULTIPLE.value],
        doubtful=marks[item, DOUBTFUL],
    )
