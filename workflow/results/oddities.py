"""`pingyi anomalies`: what is odd about paper and imports."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.orders import HotlineOrder, year_of
from pingyi.domain.results.anomaly import Anomaly, Oddity
from pingyi.domain.results.result import Count
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.scoring.anomalies import bulk_closings, equal_sheets, other_scales, score_anomalies
from pingyi.scoring.summaries.plausible import as_anomalies, beyond_the_plan, implausible, other_years
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import orders
from pingyi.store.outside.returns import returns_entered
from pingyi.store.people.decided import Overturned, overturned
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.readings.sources import sheet_sources
from pingyi.tally.anomalies import paper_anomalies
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.scores.open_scores import settled_pages
from pingyi.workflow.people.scores.paper_scores import with_paper
from pingyi.workflow.results.tally import make_count
from pingyi.workflow.tables.outside import outside_by_roster


def make_anomalies(workspace: Workspace, store: Store, counted: Count) -> tuple[Anomaly, ...]:
    """Everything odd about paper and imports."""
    campaign, batches = workspace.campaign, workspace.batches()
    brought = with_paper(outside_by_roster(campaign, store), campaign, batches, store, draft=True)
    listed = orders(store)
    closings = ((order.code, order.unit, order.closed) for order in listed if order.closed is not None)
    return (
        *_ballots(counted, campaign, store),
        *score_anomalies(campaign, brought),
        *equal_sheets(campaign, settled_pages(campaign, store)),
        *other_scales(campaign, brought),
        *as_anomalies(implausible(brought, campaign), campaign),
        *beyond_the_plan(brought, campaign, batches, returns_entered(store)),
        *_other_years(listed, campaign.about.year),
        *bulk_closings(closings),
        *_overturned(store),
    )


def _ballots(counted: Count, campaign: Campaign, store: Store) -> tuple[Anomaly, ...]:
    """Of leaders' papers and tables alone there is something to say too."""
    if not counted.sheets:
        return ()
    return paper_anomalies(counted.sheets, counted.tally, campaign, sheet_sources(store))


def _other_years(listed: Sequence[HotlineOrder], year: int) -> Iterator[Anomaly]:
    if codes := other_years(listed, year_of(year)):
        finding = f"{len(codes)} 张工单的派单时间不在 {year} 年，不计入；请核对导出的是不是这一年的"
        yield Anomaly(oddity=Oddity.OTHER_YEAR, place="12345热线", finding=finding, evidence=codes)


def _overturned(store: Store) -> Iterator[Anomaly]:
    """Rows nobody had to decide, and two people did: all of a batch together."""
    for batch, rows in groupby(overturned(store), key=lambda row: row.batch):
        found = tuple(rows)
        yield Anomaly(
            oddity=Oddity.OVERTURNED,
            place=f"{batch} 批",
            finding=f"{len(found)} 行机器没有疑问，由人改判；请逐行核对原票",
            evidence=tuple(map(_told, found)),
        )


def _told(row: Overturned) -> str:
    was, now = row.machine.text, row.people.text
    return f"{row.source.file} 第 {row.source.page} 页序号 {row.item}：{was} → {now}（{'、'.join(row.pair)}）"


def give_anomalies(workspace: Workspace, store: Store) -> tuple[Anomaly, ...]:
    """Count, then make_anomalies. Raises NotReadyError when nothing was scanned or brought in."""
    counted = make_count(workspace.campaign, workspace.batches(), store)
    if not counted.sheets and not outside(store).leaders and not score_fields(store) and not orders(store):
        raise NotReadyError("还没有扫描评议表和领导评分纸，也没有导入数据，没有可核查的；请先扫描或导入")
    return make_anomalies(workspace, store, counted)


def anomalies_in_short(workspace: Workspace, store: Store) -> Iterator[str]:
    """In one line how many of which kind, or why it cannot be told; none when there is nothing odd, or no paper yet."""
    if not any(progress.sheets for progress in store.progress().values()) and not score_fields(store):
        return
    try:
        yield from in_short(give_anomalies(workspace, store))
    except (NotReadyError, FormError) as error:
        yield f"异常核查没有做：{error}"


def in_short(found: Iterable[Anomaly]) -> Iterator[str]:
    """In one line how many of which kind; none when there is nothing odd."""
    kinds = Counter(anomaly.oddity.value for anomaly in found)
    if kinds:
        listed = "、".join(f"{kind} {number}" for kind, number in kinds.items())
        yield f"异常 {kinds.total()} 处（{listed}）：pingyi anomalies"
