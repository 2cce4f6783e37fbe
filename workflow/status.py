"""`pingyi status`: how far each batch is, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.analysis_form import HandedIn
from pingyi.domain.campaign import Batch, Campaign, Unit
from pingyi.domain.paper import returned, uneven
from pingyi.store.base.records import BatchProgress
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import head
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import order_units
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.store.readings.printed_forms import old_marks
from pingyi.workflow.paper.analysis_notes import FOLDER, handed_in
from pingyi.workflow.people.open_scores import open_fields
from pingyi.workflow.results.reconcile import paper_lines
from pingyi.workflow.results.tally import units_problem

OPTIONAL = ("电话访谈",)
SOME_BATCHES = 5  # named; the table shows the others


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """One batch: paper and rows."""

    code: str
    distributor: str
    issued: int
    returned: int  # ballots; one of two pages is one
    progress: BatchProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The workspace at a glance."""

    batches: tuple[BatchStatus, ...]
    imports: dict[str, int]  # units covered, by kind (Chinese)
    opinions: tuple[int, int]  # sheets with a written opinion; typed of them
    open_policies: int
    analysis: tuple[tuple[Unit, HandedIn | None], ...]  # 附件3 of each unit; none when nothing was imported
    unread: tuple[str, ...]  # messages
    uneven: tuple[str, ...]  # batches whose pages did not come back in equal number
    unbalanced: tuple[str, ...]  # messages: paper out, in and read that does not agree
    names: str  # why the sheets cannot be counted by the names printed on them; empty when they can
    old_marks: int  # papers whose mark names a batch and no campaign
    next_step: str
    head: tuple[int, str]  # number and hash of the last entry in the evidence chain


def make_status(campaign: Campaign, plan: Sequence[Batch], store: Store) -> Status:
    """Look at everything, change nothing."""
    progress, pages = store.progress(), store.page_counts()
    batches = tuple(
        BatchStatus(
            code=batch.code,
            distributor=batch.distributor,
            issued=batch.copies,
            returned=returned(pages.get(batch.code, ())),
            progress=progress.get(batch.code, BatchProgress()),
        )
        for batch in plan
    )
    brought = outside(store)
    names = units_problem(campaign, store)
    last = head(store)
    forms = handed_in(store.path.parent / FOLDER)
    fields = score_fields(store)
    scored = {one.reading.unit for one in fields} - {""}
    imports = {
        "领导评分": len({e.unit for e in brought.leaders} | {e.unit for e in brought.leader_votes} | scored),
        "12345热线": len({summary.unit for summary in brought.hotline} | order_units(store)),
        "电话访谈": len(brought.phone),
    }
    return Status(
        batches=batches,
        imports=imports,
        opinions=(len(inked_boxes(store)), len(opinion_texts(store))),
        open_policies=len(campaign.policies.open()),
        analysis=tuple((unit, forms.get(unit.serial)) for unit in campaign.units) if forms else (),
        unread=tuple(page.page.message() for page in store.open_pages()),
        uneven=tuple(f"{code} 批{line}" for code, counts in pages.items() for line in uneven(counts)),
        unbalanced=paper_lines(campaign, plan, store),
        names=names,
        old_marks=old_marks(store),
        next_step=("先改正上面所列的名单或选项，再计票" if names else "")
        or _scores_step(len(open_fields(fields, campaign)))
        or _next_step(batches, imports, (len(store.open_rows()), len(store.open_pages()))),
        head=(last.number, last.hash),
    )


def _scores_step(waiting: int) -> str:
    """Leaders' scores that people have to read; empty when there are none."""
    return f"领导评分待人工认读 {waiting} 个：pingyi scores --export 评分复核表.xlsx" if waiting else ""


def _next_step(batches: tuple[BatchStatus, ...], imports: dict[str, int], waiting: tuple[int, int]) -> str:
    """The first thing that still stands between the campaign and its notice; `waiting` is rows, pages."""
    outstanding = [batch.code for batch in batches if not batch.progress.sheets]
    if len(outstanding) == len(batches):
        return "印表：pingyi forms ballots；收回后扫描：pingyi scan 扫描件 --batch 批次"
    rows, pages = waiting
    if rows or pages:
        what = "、".join([f"待判定 {rows} 行"] * bool(rows) + [f"未读出 {pages} 页"] * bool(pages))
        return f"复核（{what}）：pingyi review --export 复核表.xlsx，两人填好后 --import 复核表.xlsx"
    if outstanding:
        shown = "、".join(outstanding[:SOME_BATCHES]) + (" 等" if len(outstanding) > SOME_BATCHES else "")
        return f"还有 {len(outstanding)} 批没有扫描（{shown}）：pingyi scan 扫描件 --batch 批次"
    lacking = [kind for kind, units in imports.items() if units == 0 and kind not in OPTIONAL]
    if lacking:
        return f"导入{'、'.join(lacking)}：pingyi import leaders|hotline 表格.xlsx"
    return "出征求意见稿：pingyi notice；各项政策确认后出正式通报：pingyi notice --final"
