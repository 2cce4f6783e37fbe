"""`pingyi tally`: settle every sheet, count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pingyi.domain.ballot import Ballot, Correction, DraftBallot, Tally
from pingyi.domain.campaign import Batch, Campaign
from pingyi.ground.errors import NotReadyError, OpenDoubtsError, RosterError
from pingyi.store.base.store import Store
from pingyi.store.readings.printed_forms import choices_voted, printed_forms
from pingyi.tally.count import count
from pingyi.tally.roster import check_roster, seated
from pingyi.tally.settle import settle, settle_draft
from pingyi.workflow.results.counted import Counted


def make_tally(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Tally:
    """The votes alone. Raises what make_count raises."""
    return make_count(campaign, batches, store, draft=draft).tally


def make_count(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Counted:
    """
    Count the workspace's sheets anew: the one walk over all readings.

    Raises NotReadyError when nothing was scanned; RosterError when the campaign's units or choices are not those
    printed on the sheets; OpenDoubtsError while rows are open, unless `draft`.
    """
    drafts = tuple(settled_sheets(campaign, store, store.corrections()))
    if not drafts:
        raise NotReadyError("还没有扫描任何评议表；请先运行 pingyi scan 扫描件 --batch 批次")
    unread = len(store.open_pages())
    ballots = drafts if draft else _ballots(drafts)
    return Counted(sheets=drafts, tally=count(ballots, batches, campaign, unread_pages=unread))


def _ballots(drafts: Iterable[DraftBallot]) -> list[Ballot]:
    """Raises OpenDoubtsError while a row of any sheet is open."""
    settled = [settle(draft) for draft in drafts]
    still_open = sum(len(sheet) for sheet in settled if not isinstance(sheet, Ballot))
    if still_open:
        raise OpenDoubtsError(
            f"还有 {still_open} 行待人工判定，不能计票；"
            "请用 pingyi review --export 复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )
    return [sheet for sheet in settled if isinstance(sheet, Ballot)]


def check_units(campaign: Campaign, store: Store) -> None:
    """
    See that the sheets read can be counted by the names and choices printed on them: for counting, `status`, `verify`.

    Raises RosterError with the list of what does not fit.
    """
    check_roster(printed_forms(store), campaign, choices_voted(store))


def units_problem(campaign: Campaign, store: Store) -> str:
    """The same in words; empty when all fits."""
    try:
        check_units(campaign, store)
    except RosterError as error:
        return str(error)
    return ""


def settled_sheets(campaign: Campaign, store: Store, corrections: Iterable[Correction]) -> list[DraftBallot]:
    """
    Every sheet in the workspace, settled by these decisions, its rows numbered as printed.

    Raises RosterError when the campaign's units or choices are not those printed on the sheets.
    """
    check_units(campaign, store)
    by_sheet: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_sheet[correction.sheet].append(correction)
    sent_back = store.referred()
    return [settle_draft(reading, batch, by_sheet[reading.digest], sent_back) for batch, reading in store.readings()]


def seated_sheets(campaign: Campaign, store: Store) -> list[DraftBallot]:
    """The same by the decisions that count, rows numbered as in the roster, by their printed names."""
    return [*seated(settled_sheets(campaign, store, store.corrections()), campaign)]
