"""`pingyi tally`: settle every sheet, count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from domain.ballot import Ballot, Correction, DraftBallot, OpenRow, Tally
from domain.campaign import Batch, Campaign
from domain.errors import NotReadyError, OpenDoubtsError
from store.store import Store
from tally.count import count
from tally.settle import settle_draft, settled


def make_tally(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Tally:
    """Count the workspace's sheets anew.

    Raises NotReadyError when nothing was scanned; OpenDoubtsError while rows are open, unless `draft`.
    """
    ballots = settled_sheets(store, store.corrections())
    if not ballots:
        raise NotReadyError("还没有扫描任何评议表；请先运行 pingyi scan 扫描件 --batch 批次")
    still_open = sum(len(ballot.open_rows) for ballot in ballots)
    if still_open and not draft:
        raise OpenDoubtsError(
            f"还有 {still_open} 行待人工判定，不能计票；"
            "请用 pingyi review --export 复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )
    counted: list[Ballot | DraftBallot] = [ballot if ballot.open_rows else settled(ballot) for ballot in ballots]
    return count(counted, batches, campaign, unread_pages=len(store.open_pages()))


def settled_sheets(store: Store, corrections: Iterable[Correction]) -> list[DraftBallot]:
    """Every sheet in the workspace, settled by these decisions."""
    by_sheet: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_sheet[correction.sheet].append(correction)
    sheets = (settle_draft(reading, batch, by_sheet[reading.digest]) for batch, reading in store.readings())
    referred = store.referred()
    return [_with_referred_open(ballot, referred) for ballot in sheets] if referred else list(sheets)


def _with_referred_open(ballot: DraftBallot, referred: frozenset[tuple[str, str]]) -> DraftBallot:
    """A row somebody sent back to people does not count before they have decided."""
    again = [row for row in ballot.rows if (ballot.sheet, row.item) in referred]
    if not again:
        return ballot
    waiting = [OpenRow(sheet=ballot.sheet, batch=ballot.batch, item=row.item, reasons=()) for row in again]
    kept = tuple(row for row in ballot.rows if row not in again)
    return DraftBallot(sheet=ballot.sheet, batch=ballot.batch, rows=kept, open_rows=(*ballot.open_rows, *waiting))
