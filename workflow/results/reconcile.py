"""`pingyi reconcile` and `pingyi import returns`: paper out, paper in, paper read, rows counted."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.readings.returns import BATCH, FILLED, BatchPaper, Imbalance, LeaderPaper, Returns, RowPaper
from pingyi.ground.errors import CellsError, NotReadyError, PingyiError, UnbalancedError, rows_refused
from pingyi.ground.names import readable_name
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.outside.returns import add_returns, returns_entered, rows_read, set_aside
from pingyi.store.people.events import write_log
from pingyi.store.people.leader_scores import ScoreField, score_fields
from pingyi.tally.leader_balance import balance_leaders
from pingyi.tally.reconcile import reconcile
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.tables import TableRow, read_table
from pingyi.workflow.people.written.belonging import PaperBeside, papers_beside
from pingyi.workflow.results.leader_paper import leader_papers
from pingyi.workflow.results.tally import make_count

END = "合计"  # the ledger's last line, then notes
MOST_DIGITS = 6  # of a number of papers
SOME = 20  # shown in a message; `reconcile` lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How the paper stands."""

    papers: tuple[BatchPaper, ...]
    leaders: tuple[LeaderPaper, ...]  # scored papers of leaders
    imbalances: tuple[Imbalance, ...]
    beside: tuple[PaperBeside, ...]  # backs and extra sheets somebody wrote on


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one filled ledger brought."""

    file: str
    batches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLook:
    """One filled ledger, before it is taken in."""

    file: ImportedFile
    entries: tuple[Returns, ...]
    new: int  # batches nothing was entered for
    changed: tuple[str, ...]  # Chinese: what becomes of the others


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLooks:
    """Several ledgers; one that cannot be taken in does not keep the others out."""

    ledgers: tuple[LedgerLook, ...]
    refused: tuple[PingyiError, ...]


def look_at_ledgers(batches: Sequence[Batch], store: Store, paths: Iterable[Path]) -> LedgerLooks:
    """Understand filled ledgers and hold them against what was entered before; nothing is changed."""
    found, refused = list[LedgerLook](), list[PingyiError]()
    for path in paths:
        try:
            found.append(_look(batches, store, path))
        except PingyiError as error:
            refused.append(error)
    return LedgerLooks(ledgers=tuple(found), refused=tuple(refused))


def check_ledgers_still(batches: Sequence[Batch], store: Store, paths: Iterable[Path], looks: LedgerLooks) -> None:
    """Raises NotReadyError where by now the same files would be shown otherwise."""
    if look_at_ledgers(batches, store, paths).ledgers != looks.ledgers:
        raise NotReadyError("核看以后，登记表、发放计划或已登记的数有了变化，还没有导入；请再运行一次，核看后再导入")


def take_ledger(store: Store, look: LedgerLook, by: str = "") -> Ledger:
    """Keep what was understood, all or none; `by` is the account that confirmed it, empty at the terminal."""
    add_returns(store, look.file, look.entries, by)
    return Ledger(file=look.file.name, batches=len(look.entries))


def _look(batches: Sequence[Batch], store: Store, path: Path) -> LedgerLook:
    """
    Lines without 实发 and 回收 are not filled in yet and left out.

    Raises ImportRowsError listing every cell to mend.
    """
    rows = [row for row in _batch_rows(path) if row.cells["实发份数"] or row.cells["回收份数"]]
    codes = [row.cells[BATCH] for row in rows]
    known = {batch.code for batch in batches}
    problems = [
        f"第 {row.number} 行（{row.cells[BATCH]} 批）：{words}"
        for row in rows
        for _, words in _problems(row, codes, known)
    ]
    if not rows:
        problems = ["还没有一批填了实发份数和回收份数"]
    if problems:
        raise rows_refused(path.name, problems)
    before, entries = returns_entered(store), tuple(map(_entry, rows))
    there = [(before[one.batch], one) for one in entries if one.batch in before]
    return LedgerLook(
        file=ImportedFile(name=readable_name(path.name), sha256=sha256_of(path)),
        entries=entries,
        new=len(entries) - len(there),
        changed=tuple(f"{new.batch} 批：{_counts(old)} → {_counts(new)}" for old, new in there if old != new),
    )


def _counts(entry: Returns) -> str:
    return f"实发 {entry.issued} 回收 {entry.returned + entry.spoiled} 作废 {entry.spoiled} 未收回 {entry.outstanding}"


def enter_returns(batches: Sequence[Batch], store: Store, typed: Mapping[str, tuple[str, str, str]], by: str) -> int:
    """
    Take in what somebody typed by batch (实发, 回收 with spoiled ones, 作废), all or none; how many batches changed.

    Batches of which nothing was typed are left out. Raises CellsError naming every cell to mend.
    """
    rows = [
        TableRow(number=number, cells=dict(zip(FILLED, (*cells, ""), strict=True)) | {BATCH: code})
        for number, (code, cells) in enumerate(typed.items(), start=1)
        if any(cells)
    ]
    codes, known = [row.cells[BATCH] for row in rows], {batch.code for batch in batches}
    wrong = {(row.cells[BATCH], name): words for row in rows for name, words in _problems(row, codes, known)}
    if wrong:
        listed = "\n".join(f"  {code} 批：{words}" for (code, _), words in list(wrong.items())[:SOME])
        raise CellsError(f"有 {len(wrong)} 处要改，还没有登记；改好后再交一次：\n{listed}", wrong)
    before = returns_entered(store)
    fresh = [entry for entry in map(_entry, rows) if before.get(entry.batch) != entry]
    if fresh:
        digest = hashlib.sha256(repr(fresh).encode()).hexdigest()
        add_returns(store, ImportedFile(name=f"页面登记（{by}）", sha256=digest), fresh, by)
        write_log(store, by, "登记发放回收", "、".join(entry.batch for entry in fresh))
    return len(fresh)


def entered(store: Store) -> dict[str, Returns]:
    """What counts of what was counted by hand, by batch."""
    return returns_entered(store)


def make_balance(campaign: Campaign, batches: Sequence[Batch], store: Store, tally: Tally) -> Balance:
    """Paper and the rows counted, held against each other; of batches whose ballots are counted here."""
    papers, leaders = (
        tuple(_papers(campaign, batches, store)),
        leader_papers(campaign, batches, store, score_fields(store)),
    )
    waiting = sum(not page.batch for page in store.open_pages())
    found = reconcile(papers, _rows(campaign, tally, store), waiting)
    every = (*found, *balance_leaders(leaders))
    return Balance(papers=papers, leaders=leaders, imbalances=every, beside=papers_beside(store))


def give_balance(workspace: Workspace, store: Store) -> Balance:
    """Count, then make_balance; of an empty workspace too. Raises what make_count raises."""
    campaign, batches = workspace.campaign, workspace.batches()
    return make_balance(campaign, batches, store, make_count(campaign, batches, store).tally)


def paper_lines(
    campaign: Campaign, batches: Sequence[Batch], store: Store, fields: tuple[ScoreField, ...]
) -> tuple[str, ...]:
    """Messages about paper alone, for `status`: quick, and none before anything was entered or read."""
    papers = [paper for paper in _papers(campaign, batches, store) if paper.returns or paper.sheets]
    leaders = balance_leaders(leader_papers(campaign, batches, store, fields))
    return tuple(imbalance.message() for imbalance in (*reconcile(papers, ()), *leaders))


def check_balanced(balance: Balance) -> None:
    """Raises UnbalancedError with the list while something does not balance."""
    found = balance.imbalances
    if found:
        shown = "\n".join(f"  {imbalance.message()}" for imbalance in found[:SOME])
        more = "\n  …其余见 pingyi reconcile" if len(found) > SOME else ""
        raise UnbalancedError(f"票数有 {len(found)} 处不平，不能出正式通报：\n{shown}{more}")


def _batch_rows(path: Path) -> Iterator[TableRow]:
    for row in read_table(path, (BATCH, *FILLED), own_formulas=("未收回",)):
        if row.cells[BATCH].startswith(END):
            return
        if row.cells[BATCH]:
            yield row


def _problems(row: TableRow, codes: Sequence[str], known: set[str]) -> Iterator[tuple[str, str]]:
    """The column and what is wrong there."""
    code = row.cells[BATCH]
    if code not in known:
        yield BATCH, f"批次“{code}”不在 batches.csv 中；请核对批次"
    if codes.count(code) > 1:
        yield BATCH, f"批次“{code}”出现了 {codes.count(code)} 次；请合并成一行"
    for name in ("实发份数", "回收份数"):
        if not row.cells[name]:
            yield name, f"{name}没有填"
    for name in FILLED:
        if row.cells[name] and not row.cells[name].isdecimal():
            yield name, f"{name}“{row.cells[name]}”应为不小于 0 的整数"
        elif len(row.cells[name]) > MOST_DIGITS:
            yield name, f"{name}“{row.cells[name]}”太大；请核对"
    if row.cells["回收份数"].isdecimal() and _number(row, "作废份数") > _number(row, "回收份数"):
        yield "作废份数", "作废份数大于回收份数；回收份数含作废份数"


def _number(row: TableRow, name: str) -> int:
    return int(row.cells[name]) if row.cells[name].isdecimal() else 0


def _entry(row: TableRow) -> Returns:
    """回收份数 has the spoiled ones in it; 未收回 left empty is what its formula would say."""
    issued, came_back, spoiled = (_number(row, name) for name in FILLED[:3])
    outstanding = _number(row, "未收回") if row.cells["未收回"] else max(0, issued - came_back)
    return Returns(
        batch=row.cells[BATCH],
        issued=issued,
        returned=came_back - spoiled,
        spoiled=spoiled,
        outstanding=outstanding,
    )


def _papers(campaign: Campaign, batches: Sequence[Batch], store: Store) -> Iterator[BatchPaper]:
    entered, aside, sheets = returns_entered(store), set_aside(store), store.page_counts()
    waiting = Counter(page.batch for page in store.open_pages() if not page.page.skipped)
    voting = {group.key for group in campaign.groups if group.component is Component.VOTES}
    for batch in sorted(batches, key=lambda batch: batch.code):
        if batch.group in voting or batch.code in sheets:
            yield BatchPaper(
                batch=batch.code,
                printed=batch.copies,
                returns=entered.get(batch.code),
                sheets=sheets.get(batch.code, ()),
                set_aside=aside.get(batch.code, 0),
                waiting=waiting[batch.code],
            )


def _rows(campaign: Campaign, tally: Tally, store: Store) -> Iterable[RowPaper]:
    counts = {(row.batch, row.item): row for row in (*tally.rows, *tally.gone_rows)}
    read: Counter[tuple[str, str]] = Counter()
    for (batch, name), rows in rows_read(store).items():
        unit = campaign.unit_on_paper(name)
        read[batch, str(unit.serial) if unit else name] += rows
    for batch, item in sorted({*read, *counts}):
        row = counts.get((batch, item))
        yield RowPaper(
            batch=batch,
            item=item,
            read=read[batch, item],
            valid=row.valid if row else 0,
            blank=row.blank if row else 0,
            multiple=row.multiple if row else 0,
            doubtful=row.doubtful if row else 0,
        )
