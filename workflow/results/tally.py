"""`pingyi tally`: settle every sheet, count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.readings.ballot import Ballot, Correction, DraftBallot, Tally
from pingyi.domain.results.result import Count
from pingyi.ground.errors import NotReadyError, OpenDoubtsError, RosterError
from pingyi.store.base.store import Store
from pingyi.store.readings.printed_forms import choices_voted, forms_with, printed_forms
from pingyi.store.readings.votes import rows_printed_on, sheet_votes
from pingyi.tally.count import count
from pingyi.tally.roster import check_roster, seated
from pingyi.tally.settle import settle, settle_draft
from pingyi.workflow.desk.record import record_tally
from pingyi.workflow.desk.workspace import Workspace


def make_count(campaign: Campaign, batches: Sequence[Batch], store: Store) -> Count:
    """
    Settle and count the workspace's sheets anew, open rows left aside; of an empty workspace too.

    The one walk over all readings. Raises RosterError when the campaign's units or choices are not those printed on
    the sheets, NotReadyError when a batch is not in the distribution plan.
    """
    drafts = seated(settled_sheets(campaign, store, store.corrections()), campaign)
    sheets = tuple(_as_far_as_settled(draft) for draft in drafts)
    return Count(sheets=sheets, tally=count(sheets, batches, campaign, unread_pages=len(store.open_pages())))


def _as_far_as_settled(draft: DraftBallot) -> Ballot | DraftBallot:
    settled = settle(draft)
    return settled if isinstance(settled, Ballot) else draft


def check_counted(counted: Count, *, draft: bool) -> None:
    """Raises NotReadyError when nothing was scanned, OpenDoubtsError while a sheet is no ballot, unless `draft`."""
    if not counted.sheets:
        raise NotReadyError("还没有扫描任何评议表；请先运行 pingyi scan 扫描件 --batch 批次")
    still_open = sum(len(sheet.open_rows) for sheet in counted.sheets if isinstance(sheet, DraftBallot))
    if still_open and not draft:
        raise OpenDoubtsError(
            f"还有 {still_open} 行待人工判定，不能计票；"
            "请用 pingyi review --export 复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )


def make_draft(campaign: Campaign, batches: Sequence[Batch], store: Store) -> Count:
    """The count as far as it goes, open rows left aside. Raises what make_count raises, NotReadyError of no sheet."""
    counted = make_count(campaign, batches, store)
    check_counted(counted, draft=True)
    return counted


def make_tally(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Tally:
    """The counts alone. Raises what make_count and check_counted raise."""
    counted = make_count(campaign, batches, store)
    check_counted(counted, draft=draft)
    return counted.tally


def give_tally(workspace: Workspace, store: Store, *, draft: bool) -> Tally:
    """Count, and put the counts down in the evidence chain. Raises what make_tally raises."""
    tally = make_tally(workspace.campaign, workspace.batches(), store, draft=draft)
    record_tally(workspace.root, store, tally)
    return tally


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
    read = list(sheet_votes(store))
    forms = forms_with(store, rows_printed_on(votes for _, votes in read))
    check_roster(forms, campaign, choices_voted(store))
    by_sheet: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_sheet[correction.sheet].append(correction)
    sent_back = store.referred()
    return [settle_draft(votes, batch, by_sheet[votes.digest], sent_back) for batch, votes in read]


def seated_sheets(campaign: Campaign, store: Store) -> list[DraftBallot]:
    """The same by the decisions that count, rows numbered as in the roster, by their printed names."""
    return list(seated(settled_sheets(campaign, store, store.corrections()), campaign))
