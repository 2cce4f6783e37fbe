"""`pingyi merge --take-in`: what the stations' bundles come to, taken into the workspace."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.readings.bundle import Disputed, Joined
from pingyi.domain.readings.reading import RowWord, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.domain.trust.chain import EventKind
from pingyi.ground.errors import ArchiveError, CampaignError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import append_event, events
from pingyi.store.readings.printed_forms import keep_contents
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.evidence.bundle_reading import BUNDLES, forms_of, open_pages, sheets_of
from pingyi.workflow.joining.taking_over import Hands, hands_for, take_over
from pingyi.workflow.scans.forms_read import campaign_forms
from pingyi.workflow.scans.same_sheet import SheetsSeen
from pingyi.workflow.scans.scan import ballot_file

SHEETS_AT_ONCE = 64  # filed in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came into the workspace."""

    sheets: int
    rulings: int
    signed: int  # rulings two people of this office answer for now
    known: int  # sheets there already
    waiting: tuple[UnreadPage, ...]  # filed as pages for people


def take_in(
    workspace: Workspace, store: Store, joined: Joined, advance: Advance, hands: Hands | None = None
) -> TakenIn:
    """
    File what was joined; running it again changes nothing but what has come since.

    `hands` are two people of this office, who sign for what stations' people decided.

    Sheets go in by the order of their digests, whatever order the bundles came in. Raises ArchiveError on a forked
    log, CampaignError on batches that are not in the distribution plan, NotReadyError without the form, or when nobody
    signs in an office with keys.
    """
    if joined.forks:
        raise ArchiveError("\n".join(fork_lines(joined)))
    forms = campaign_forms(ballot_file(workspace), workspace.campaign)
    _check_batches(workspace, joined)
    hands = hands or hands_for(store, joined, None)
    seen = SheetsSeen(store, forms)
    _note_merge(store, joined)
    for work in joined.newest:
        keep_contents(store, forms_of(workspace.root / BUNDLES / f"{work.bundle}.zip"))
    filed, known = 0, 0
    waiting: list[UnreadPage] = []
    filings: list[Filing] = []
    unsettled = _rows_by_sheet(joined.disputed)
    for done, (sheet, batch, scan) in enumerate(_sheets(workspace, joined)):
        advance("入库", done, len(joined.sheets))
        if store.known_sheet(sheet.digest) or seen.known_as_same(sheet):
            known += 1
            continue
        if page := _set_aside(seen, sheet, joined, unsettled):
            waiting.append(page)
        else:
            seen.add(sheet, batch)
            filed += 1
        filings.append(Filing(outcome=page or sheet, batch=batch, scan=scan))
        if len(filings) >= SHEETS_AT_ONCE:
            store.file_pages(filings)
            filings = []
    store.file_pages([*filings, *(pages := [*_disputed_pages(joined), *_open_pages(workspace, joined)])])
    waiting += [filing.outcome for filing in pages if isinstance(filing.outcome, UnreadPage)]
    rulings, signed = take_over(store, joined, hands)
    return TakenIn(sheets=filed, rulings=rulings, signed=signed, known=known, waiting=tuple(waiting))


def fork_lines(joined: Joined) -> Iterator[str]:
    """Chinese: bundles that do not continue each other."""
    for fork in joined.forks:
        one, other = (f"{BUNDLES}/{bundle[:12]}….zip" for bundle in fork.bundles)
        yield f"{fork.name}的两个包对不上（记录从某一条起分叉）：{one} 与 {other}；请向该站核对，移走不对的一个再试"


def _check_batches(workspace: Workspace, joined: Joined) -> None:
    codes = {batch.code for batch in workspace.batches()}
    used = {(sheet.batch, work.name) for work in joined.newest for sheet in work.sheets.values() if sheet.batch}
    if lacking := sorted(f"{batch}（{name}）" for batch, name in used if batch not in codes):
        raise CampaignError(
            f"发放计划 batches.csv 里没有批次 {'、'.join(lacking[:20])}；请先补登，再合并入库；"
            f"不是这次的批次，请向该站核对，从 {BUNDLES} 里移走它的包"
        )


def _note_merge(store: Store, joined: Joined) -> None:
    """In the evidence chain, once: what was taken in."""
    digest = joined.digest()
    if any(event.kind == EventKind.MERGE and event.content()["digest"] == digest for event in events(store)):
        return
    told = [{"bundle": work.bundle, "name": work.name, "head": work.log[-1]} for work in joined.newest]
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    append_event(store, EventKind.MERGE, {"bundles": told, "digest": digest, "at": at})


def _set_aside(
    seen: SheetsSeen, sheet: SheetReading, joined: Joined, unsettled: Mapping[str, list[Disputed]]
) -> UnreadPage | None:
    page = _of_another_form(seen, sheet) or _undecidable(sheet, unsettled.get(sheet.digest, ()))
    return page or _twin(seen, sheet, joined)


def _of_another_form(seen: SheetsSeen, sheet: SheetReading) -> UnreadPage | None:
    if seen.fits(sheet):
        return None
    read = f"该站是按另一份表样读的（{len(sheet.rows)} 行，第 {sheet.form_page} 页，共 {sheet.form_pages} 页）"
    return UnreadPage(
        source=sheet.source,
        digest=sheet.digest,
        reason=Unread.WRONG_FORM,
        detail=f"{read}，没有计票；请核对该站的表样，或在本机重新扫描原票",
    )


def _twin(seen: SheetsSeen, sheet: SheetReading, joined: Joined) -> UnreadPage | None:
    """The sheet set aside when it looks like another station's; of its own sheets a station has judged already."""
    page = seen.twin(sheet)
    if page and any({sheet.digest, page.twin} <= work.sheets.keys() for work in joined.newest):
        return None
    return page


def _sheets(workspace: Workspace, joined: Joined) -> Iterator[tuple[SheetReading, str, str]]:
    names = {work.bundle: work.name for work in joined.newest}
    files = {bundle: workspace.root / BUNDLES / f"{bundle}.zip" for bundle in names}
    return sheets_of(files, joined.sheets, names)


def _rows_by_sheet(disputed: Iterable[Disputed]) -> dict[str, list[Disputed]]:
    found: dict[str, list[Disputed]] = defaultdict(list)
    for one in disputed:
        if one.item:
            found[one.sheet].append(one)
    return found


def _undecidable(sheet: SheetReading, disputed: Iterable[Disputed]) -> UnreadPage | None:
    """A doubtful row stations decided differently stays open; were it clear, the machine's word would stand alone."""
    doubtful = {row.item for row in sheet.rows if row.verdict is Verdict.DOUBTFUL}
    clear = [one for one in disputed if one.item not in doubtful]
    if not clear:
        return None
    detail = "；".join(dispute_text(one) for one in clear)
    return _differing(sheet.source, sheet.digest, f"{detail}；没有计票，请找出原票，在本机重新扫描后判定")


def _disputed_pages(joined: Joined) -> Iterator[Filing]:
    """Sheets whose readings or batches differ from station to station."""
    for one in joined.disputed:
        if not one.item:
            detail = f"{dispute_text(one)}；没有计票，请核对批次，在本机重新扫描原票"
            page = _differing(Source(file="各站", page=1), one.sheet, detail)
            yield Filing(outcome=page, batch="", scan="")


def _differing(source: Source, digest: str, detail: str) -> UnreadPage:
    return UnreadPage(source=source, digest=digest, reason=Unread.STATIONS_DIFFER, detail=detail)


def dispute_text(one: Disputed) -> str:
    """Chinese: who says what."""
    said = "、".join(f"{name}为“{RowWord.of(words).text}”" for name, words in one.said)
    row = f"序号 {one.item} " if one.item else ""
    return f"票 {one.sheet[:12]} {row}{said}"


def _open_pages(workspace: Workspace, joined: Joined) -> Iterator[Filing]:
    """Pages that waited for people at a station, unless another has read them."""
    for work in joined.newest:
        for line in open_pages(workspace.root / BUNDLES / f"{work.bundle}.zip"):
            if line["digest"] not in joined.sheets:
                page = UnreadPage(
                    source=Source(file=f"{work.name}/{line['source_file']}", page=line["source_page"]),
                    digest=line["digest"],
                    reason=Unread(line["reason"]),
                    detail=line["detail"],
                    twin=line["twin"],
                )
                yield Filing(outcome=page, batch=line["batch"], scan=line["scan"])
