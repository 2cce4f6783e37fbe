"""A reading and people's corrections to a ballot; a doubtful row keeps a sheet from becoming one."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from pingyi.domain.readings.ballot import Ballot, Correction, DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.reading import RowReading, RowVote, SheetReading, SheetVotes, Verdict
from pingyi.ground.errors import FormError


def settle(draft: DraftBallot) -> Ballot | tuple[OpenRow, ...]:
    """A ballot when no row is open any more, else the rows that wait for a person: the only way to a `Ballot`."""
    if draft.open_rows:
        return draft.open_rows
    return Ballot(sheet=draft.sheet, batch=draft.batch, rows=draft.rows, page=draft.page, pages=draft.pages)


def settle_draft(
    reading: SheetReading | SheetVotes,
    batch: str,
    corrections: Sequence[Correction],
    sent_back: Collection[tuple[str, str]] = (),
) -> DraftBallot:
    """
    The settled rows and the open ones: doubtful and undecided, or `sent_back` to people (by sheet and item).

    `corrections` may hold those of other sheets too. They stand in the order they were appended, and of several to a
    row the last counts: a clock may be set back between two decisions. A correction may also change a row that was
    not doubtful.

    Raises FormError when a correction names a row the sheet does not have.
    """
    latest = _latest(reading, corrections)
    rows: list[SettledRow] = []
    still_open: list[OpenRow] = []
    for row in reading.rows:
        settled = _settled(row, latest.get(row.item))
        if settled is None or (reading.digest, row.item) in sent_back:
            still_open.append(_open(reading, batch, row))
        else:
            rows.append(settled)
    return DraftBallot(
        sheet=reading.digest,
        batch=batch,
        rows=tuple(rows),
        open_rows=tuple(still_open),
        page=reading.form_page,
        pages=reading.form_pages,
    )


def _latest(reading: SheetReading | SheetVotes, corrections: Sequence[Correction]) -> dict[str, Correction]:
    mine = [correction for correction in corrections if correction.sheet == reading.digest]
    if not mine:
        return {}
    items = {row.item for row in reading.rows}
    for correction in mine:
        if correction.item not in items:
            place = f"{reading.source.file} 第 {reading.source.page} 页"
            raise FormError(f"更正记录中的序号“{correction.item}”不在{place}的表上；请核对复核表后重新导入")
    return {correction.item: correction for correction in mine}  # of one row's, the last


def _settled(row: RowReading | RowVote, correction: Correction | None) -> SettledRow | None:
    """None while nobody has decided what the machine doubts."""
    if correction is None:
        return None if row.verdict is Verdict.DOUBTFUL else _as_read(row.item, row.name, row.verdict, row.choice)
    return SettledRow(
        item=row.item, name=row.name, verdict=correction.verdict, choice=correction.choice, by_person=True
    )


def _open(reading: SheetReading | SheetVotes, batch: str, row: RowReading | RowVote) -> OpenRow:
    return OpenRow(sheet=reading.digest, batch=batch, item=row.item, name=row.name, reasons=row.reasons)


@lru_cache(maxsize=10_000)
def _as_read(item: str, name: str, verdict: Verdict, choice: str) -> SettledRow:
    """One object for all sheets that say the same: a hundred thousand of them fit in memory."""
    return SettledRow(item=item, name=name, verdict=verdict, choice=choice)
