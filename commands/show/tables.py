"""Results as a clerk sees them in the terminal: tables that fit 80 columns, and the tree behind a number."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.readings.paper import uneven
from pingyi.domain.readings.reading import VERDICT_TEXT
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.sums import (
    TOO_FEW,
    VoteSum,
    add,
    by_series,
    by_unit,
    paper_by_group,
    shown_classes,
    shown_rows,
    votes_by_shown_group,
)
from pingyi.domain.trust.head_code import head_code
from pingyi.workflow.said.lines import SOME_UNITS, notice_lines
from pingyi.workflow.steps import StepKind, next_step

if TYPE_CHECKING:  # what the results come from takes long to import
    from pingyi.workflow.demo import DemoReport
    from pingyi.workflow.status import Status

SHORT = {"问卷与电话": "问卷电话", "12345热线": "热线"}  # a whole table must fit 80 columns
HOW: dict[StepKind, str] = {
    StepKind.UNITS: "先改正上面所列的名单或选项，再计票",
    StepKind.ACCOUNTS: "pingyi account add 姓名",
    StepKind.PLAN: "在 batches.csv 里填实际份数，删去“示例份数”的备注",
    StepKind.PRINT: "pingyi forms ballots；收回后扫描：pingyi scan 扫描件 --batch 批次",
    StepKind.SCAN: "pingyi scan 扫描件 --batch 批次",
    StepKind.REVIEW: "pingyi review --export 复核表.xlsx，两人填好后 --import 复核表.xlsx",
    StepKind.OPINIONS: "pingyi opinions --export 意见.xlsx，两人录入后 --import 意见.xlsx",
    StepKind.SCORES: "pingyi scores --export 评分复核表.xlsx，两人填好后 --import 评分复核表.xlsx",
    StepKind.IMPORTS: "pingyi import leaders|hotline 表格.xlsx",
    StepKind.BALANCE: "pingyi import returns 登记表.xlsx；核对：pingyi reconcile",
    StepKind.POLICIES: "pingyi policy；确认前可出征求意见稿：pingyi notice",
    StepKind.NOTICE: "pingyi notice；正式通报：pingyi notice --final",
}
ALL_DONE = "全部完成，通报已出；资料可以归档：pingyi archive"


def status_tables(status: "Status") -> Iterable[RenderableType]:
    """Every batch from paper to settled rows, then what else there is and what to do next."""
    table = _table("批次", "发放单位", "发出", "收回", "行数", "待判定", "已判定", "未读页")
    for batch in status.batches:
        done = batch.progress
        numbers = (batch.issued, batch.returned, done.rows, done.open, done.doubtful - done.open, done.unread)
        table.add_row(batch.code, batch.distributor, *(str(number) for number in numbers))
    yield table
    for paper in status.leaders:
        waits = f"，待认读 {paper.open} 个" if paper.open else ""
        aside = f"，待处理 {paper.waiting} 页" if paper.waiting else ""
        yield f"领导评分纸 {paper.batch} 批：读入 {paper.pages} 页，每个单位 {paper.span} 个评分{waits}{aside}"
    yield from _analysis_table(status)
    if status.facts.brought:
        yield "已导入：" + "，".join(f"{kind} {units} 个单位" for kind, units in status.facts.brought.items())
    written, typed = status.facts.opinions
    if written > typed:
        yield f"书面意见 {written} 条，已录入 {typed} 条：pingyi opinions --export 意见.xlsx"
    if status.beside:
        waiting = sum(one.waits for one in status.beside)
        yield f"手写页（背面或另附纸）{len(status.beside)} 页，待录入 {waiting} 页（pingyi reconcile 列出全部）"
    if status.facts.open_policies:
        yield f"方案未写明、待确认的事项：{status.facts.open_policies} 项（pingyi policy）"
    yield from status.unread
    if status.old_marks:
        yield f"旧版标记的票 {status.old_marks} 张：标记只写批次，不写是哪一次评议，只凭票面印字认定是本次的"
    if status.names:
        yield status.names
    yield from (f"要人工核对：{line}" for line in status.uneven)
    number, value = status.head
    yield f"证据链：第 {number} 条，校验码 {head_code(value)}（pingyi forms daily 印日结单）"
    unbalanced = status.facts.unbalanced
    if unbalanced:
        yield f"票数不平 {len(unbalanced)} 处（pingyi reconcile 列出全部），如 {unbalanced[0]}"
    step = next_step(status.facts)
    yield f"下一步：{step.kind.value}（{step.words}）：{HOW[step.kind]}" if step else ALL_DONE


def _analysis_table(status: "Status") -> Iterable[RenderableType]:
    """Forms that came in, and in one line those that did not."""
    if not status.analysis:
        return
    table = _table("序号", "单位", "收到", "要改正", "改正通知单", "证明文件", title="绩效分析表（附件3）报送情况")
    for unit, entry in status.analysis:
        if entry is not None:
            slip = "退回重报" if entry.refused else "有" if entry.to_mend else "—"
            numbers = (str(len(entry.to_mend)), slip, str(len(entry.proofs)))
            table.add_row(str(unit.serial), unit.name, f"{entry.day:%Y.%m.%d}", *numbers)
    yield table
    missing = [unit.name for unit, entry in status.analysis if entry is None]
    more = "等" if len(missing) > SOME_UNITS else ""
    yield (
        f"绩效分析表未报送 {len(missing)} 个：{'、'.join(missing[:SOME_UNITS])}{more}"
        if missing
        else "绩效分析表已收齐"
    )


def tally_tables(tally: Tally, campaign: Campaign) -> Iterable[RenderableType]:
    """Paper by group, then votes by unit; groups too small to be shown alone stand together."""
    paper = _table("评议群体", "批", "发出", "收回")
    classes = shown_classes(tally, campaign)
    for group in paper_by_group(tally.batches, campaign, classes):
        paper.add_row(group.label, str(group.batches), str(group.issued), str(group.returned))
    yield paper
    yield from (f"要人工核对：{batch.batch} 批{line}" for batch in tally.batches for line in uneven(batch.pages))
    rows = shown_rows(tally.rows, tally, campaign)
    if len(rows) < len(tally.rows):
        yield f"有的评议群体{TOO_FEW}，也不计入以下各表"
    yield _votes("评议群体", votes_by_shown_group(rows, campaign, classes), tally)
    yield _votes("系列", by_series(rows, campaign).items(), tally)
    sums = by_unit(rows)
    units = [
        (f"{unit.serial} {unit.name}", sums[str(unit.serial)]) for unit in campaign.units if str(unit.serial) in sums
    ]
    yield _votes("单位", units, tally)
    if rows:
        total = add(rows)
        words = [f"{choice} {number}" for choice, number in zip(tally.choices, total.choices, strict=True)]
        yield f"有效 {total.valid} 行（{'，'.join(words)}），不选 {total.blank} 行，多选 {total.multiple} 行"
    yield f"其中人工判定 {tally.corrected} 行；待判定 {tally.open_rows} 行；未读出 {tally.unread_pages} 页"


def _votes(heading: str, sums: Iterable[tuple[str, VoteSum]], tally: Tally) -> Table:
    table = _table(heading, *tally.choices, "不选", "多选", "待判")
    for label, votes in sums:
        numbers = (*votes.choices, votes.blank, votes.multiple, votes.doubtful)
        table.add_row(label, *(str(number) for number in numbers))
    return table


def score_tables(sheet: ScoreSheet) -> Iterable[RenderableType]:
    """Ranks and points, one table for each ranking class."""
    labels = {at: part.label for unit in sheet.units for at, part in zip(unit.components, unit.items, strict=True)}
    columns = {at: SHORT.get(labels[at], labels[at].removesuffix("评价")) for at in Component if at in labels}
    for name in dict.fromkeys(unit.ranked_in for unit in sheet.units):
        table = _table("名次", "单位", "总分", *columns.values(), title=name)
        for unit in sorted((unit for unit in sheet.units if unit.ranked_in == name), key=lambda unit: unit.rank):
            items = [unit.item(component) for component in columns]
            cells = [f"{item.rounded()}" if item else "—" for item in items]
            table.add_row(unit.marked_rank, unit.unit, f"{unit.total.rounded()}", *cells)
        yield table
    yield from sheet.remarks


def demo_tables(report: "DemoReport") -> Iterable[RenderableType]:
    """What the demo found, held against the truth."""
    table = _table("项目", "数", title="演示结果（票、人名、单位得分均为虚构）")
    table.add_row("页（读出 / 未读出）", f"{report.pages - report.unread} / {report.unread}")
    for verdict, text in VERDICT_TEXT.items():
        table.add_row(f"行：{text}", str(report.rows.get(verdict, 0)))
    table.add_row("与真值不符的判定", str(report.wrong))
    table.add_row("应由人判而机器判了", str(report.ambiguous_decided))
    table.add_row("清楚却送了人工", f"{report.reviewed}（{report.reviewed / max(report.clear, 1):.2%}）")
    for stage, seconds in report.seconds.items():
        table.add_row(f"用时：{stage}", f"{seconds:.1f} 秒")
    yield table
    if report.notice:
        yield from notice_lines(report.notice)


def _table(*headings: str, title: str | None = None) -> Table:
    table = Table(title=title, box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        if heading in ("批次", "评议群体", "系列", "项目"):
            table.add_column(heading)
        elif heading in ("单位", "发放单位"):
            table.add_column(heading, overflow="fold")  # names are never cut
        else:
            table.add_column(heading, justify="right", no_wrap=True)
    return table
