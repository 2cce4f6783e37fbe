"""The hotline in the terminal: what differs, the orders behind a count."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table

from pingyi.domain.handed_in.orders import JudgedOrder, Outcome
from pingyi.domain.results.score import HotlineSummary
from pingyi.generator.sheets.check_workbook import moment
from pingyi.scoring.orders.sums import FIELDS
from pingyi.workflow.desk.documents import HOTLINE_CHECK

if TYPE_CHECKING:
    from pingyi.workflow.tables.hotline import HotlineReport

SOME = 12  # lines of a table; the workbook has all
SOME_ORDERS = 40


def hotline_lines(report: "HotlineReport") -> Iterable[RenderableType]:
    """Outcomes, differences, and where all of it stands."""
    found = report.comparison
    inside = [one for one in report.judged if one.counts]
    yield f"工单 {len(report.judged)} 张，其中本年度派单 {len(inside)} 张（其余只用于跟踪问效）"
    tally = {outcome: sum(one.outcome is outcome for one in inside) for outcome in Outcome}
    yield "，".join(f"{outcome.value} {count}" for outcome, count in tally.items() if count)
    yield f"平台判定按时与重算不同的 {len(found.verdicts)} 张；请人过目的 {len(found.concerns)} 张"
    yield from _differences(report)
    yield f"逐单见 {report.file}"


def _differences(report: "HotlineReport") -> Iterable[RenderableType]:
    found = report.comparison
    if not report.adopted:
        yield "没有导入区网格中心汇总表，计分用逐单重算的数"
        return
    if found.only_orders:
        yield f"汇总表里没有、按工单计分的单位：{'、'.join(found.only_orders)}"
    if found.only_adopted:
        yield f"汇总表里有、工单表里没有的单位：{'、'.join(found.only_adopted)}"
    if not found.differences:
        yield "采信的汇总表与逐单重算完全一致"
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("单位", max_width=24, no_wrap=True)
    table.add_column("项目", no_wrap=True)
    for heading in ("采信", "重算", "差额", "所列工单", "说明不了"):
        table.add_column(heading, justify="right", no_wrap=True)
    worst = sorted(found.differences, key=lambda one: -abs(one.unexplained))  # what nobody can explain first
    for one in worst[:SOME]:
        numbers = (one.adopted, one.recomputed, f"{one.gap:+}", len(one.culprits), one.unexplained)
        table.add_row(one.unit, one.count, *(str(value) for value in numbers))
    yield f"计分采信汇总表；与逐单重算不同的数有 {len(found.differences)} 个："
    yield table
    if len(found.differences) > SOME:
        yield f"… 另有 {len(found.differences) - SOME} 个，见下面的文件"


def count_lines(summary: HotlineSummary, unit: str) -> Iterable[str]:
    """One unit's recomputed counts."""
    yield f"{summary.unit}（由 {summary.source} 逐单重算）"
    yield from (f"  {name} {getattr(summary, field)}" for name, field in FIELDS.items())
    yield f"看背后的工单，如：pingyi hotline {unit} 按时办结量"


def order_lines(orders: Sequence[JudgedOrder], title: str, *, every: bool) -> Iterable[RenderableType]:
    """Orders of a count or a unit; the first only, unless `every` one is asked for."""
    yield f"{title}；共 {len(orders)} 张"
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("工单编号", "类型", "派单", "期限", "办结或退单", "判定"):
        table.add_column(heading, no_wrap=True)
    shown = orders if every else orders[:SOME_ORDERS]
    for one in shown:
        order = one.order
        ended = order.closed or order.returned
        days = (f"{order.dispatched:%m-%d %H:%M}", moment(one.due)[5:], f"{ended:%m-%d %H:%M}" if ended else "")
        table.add_row(order.code, order.kind.value, *days, one.outcome.value)
    yield table
    if len(orders) > len(shown):
        yield (
            f"… 另有 {len(orders) - len(shown)} 张；加 --all 全部列出，或看 results/{HOTLINE_CHECK} 的“全部工单”一页"
            "（运行 pingyi hotline 写出），按单位和“计入”筛选"
        )
