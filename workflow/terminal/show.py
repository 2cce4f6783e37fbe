"""Results as a clerk sees them in the terminal: tables that fit 80 columns, and the tree behind a number."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table

from domain.ballot import Tally
from domain.campaign import Campaign, Component
from domain.paper import uneven
from domain.reading import Verdict
from domain.score import ScoreSheet
from domain.sums import VoteSum, add, by_series, by_unit, paper_by_group, shown_classes, votes_by_shown_group
from workflow.scans.backs import back_lines

if TYPE_CHECKING:  # what the results come from takes long to import
    from workflow.demo import DemoReport
    from workflow.paper.analysis import AnalysisReport
    from workflow.paper.forms import FormsReport
    from workflow.results.feedback import FeedbackReport
    from workflow.results.notice import NoticeFiles
    from workflow.scans.read import ReadSummary
    from workflow.scans.scan import ScanSummary
    from workflow.status import Status

VERDICT_TEXT = {
    Verdict.VALID: "有效",
    Verdict.BLANK: "未选",
    Verdict.MULTIPLE: "多选",
    Verdict.DOUBTFUL: "待人工判定",
}
SOME_PROBLEMS = 3  # of a form; its slip lists all
SOME_UNITS = 8
SOME_FILES = 4  # shown by name; the folder shows the others
SHORT: dict[Component, str] = {  # a whole table must fit 80 columns
    Component.VOTES: "问卷电话",
    Component.HOTLINE: "热线",
    Component.BODIES: "四家班子",
    Component.TEAMS: "领导班子",
}
NAME_CELLS = 24  # terminal cells for a unit's name; a Chinese character takes two


def read_lines(summary: "ReadSummary") -> Iterable[str]:
    """What `read` came to."""
    pages = sum(summary.pages.values())
    read = pages - len(summary.unread) - len(summary.empty)
    yield f"共 {pages} 页：读出 {read} 页，未读出 {len(summary.unread)} 页"
    yield from back_lines(summary.empty, summary.pages)
    yield from summary.remarks
    yield _verdicts(summary.rows)


def scan_lines(summary: "ScanSummary") -> Iterable[str]:
    """What `scan` came to."""
    for code, sheets in sorted(summary.new.items()):
        yield f"{code} 批：新读入 {sheets} 张"
    mended = f"；以前未读出的有 {summary.mended} 页这次读出" if summary.mended else ""
    new = summary.new.total()
    yield f"共新读入 {new} 张，早已读入 {summary.known} 页，未读出 {len(summary.unread)} 页{mended}"
    yield from back_lines(summary.empty, summary.pages)
    yield from summary.remarks
    if summary.untold:
        yield f"有字迹的行不足 {summary.rows_to_tell} 行的票 {summary.untold} 张：认不出是否重复扫描，请留意份数"
    if new:
        yield _verdicts(summary.rows)


def forms_lines(report: "FormsReport") -> Iterable[str]:
    """Where forms were written, and which faces are only stand-ins."""
    yield from (str(file) for file in report.files[:SOME_FILES])
    if len(report.files) > SOME_FILES:
        yield f"… 等 {len(report.files)} 个文件"
    yield f"可印 {report.pages} 页，在 {report.files[0].parent}"
    if report.stand_ins:
        pairs = "，".join(f"{face}→{stand_in}" for face, stand_in in report.stand_ins.items())
        yield f"注意：本机没有这些字体，PDF 用替代字体印出：{pairs}；Word 文件不受影响"


def analysis_lines(report: "AnalysisReport") -> Iterable[str]:
    """What came back, what is wrong with it, who has not handed in."""
    for form in report.received:
        if form.slip is None:
            yield f"{form.unit.serial:>2} {form.unit.name}：合格"
            continue
        yield f"{form.unit.serial:>2} {form.unit.name}：有 {len(form.problems)} 处要改，见 {form.slip}"
        for problem in form.problems[:SOME_PROBLEMS]:
            yield f"     {problem.place}：{problem.wrong}；{problem.mend}"
    yield from (f"没有收下：{message}" for message in report.refused)
    names = "、".join(unit.name for unit in report.missing[:SOME_UNITS])
    more = "等" if len(report.missing) > SOME_UNITS else ""
    lacking = f"，还缺 {len(report.missing)} 个：{names}{more}" if report.missing else "，已收齐"
    yield f"已收到 {len(report.in_hand)} 个单位{lacking}"
    if report.reminder.exists():
        yield f"催报通知：{report.reminder}"
    yield f"报送情况：{report.register}"


def status_tables(status: "Status") -> Iterable[RenderableType]:
    """Every batch from paper to settled rows, then what else there is and what to do next."""
    table = _table("批次", "发放单位", "发出", "收回", "行数", "待判定", "已判定", "未读页")
    for batch in status.batches:
        done = batch.progress
        numbers = (batch.issued, batch.returned, done.rows, done.open, done.doubtful - done.open, done.unread)
        table.add_row(batch.code, batch.distributor, *(str(number) for number in numbers))
    yield table
    yield from _analysis_table(status)
    yield "已导入：" + "，".join(f"{kind} {units} 个单位" for kind, units in status.imports.items())
    written, typed = status.opinions
    if written > typed:
        yield f"书面意见 {written} 条，已录入 {typed} 条：pingyi opinions --export 意见.xlsx"
    if status.open_policies:
        yield f"方案未写明、待确认的事项：{status.open_policies} 项（pingyi policy）"
    yield from status.unread
    if status.old_marks:
        yield f"旧版标记的票 {status.old_marks} 张：标记只写批次，不写是哪一次评议，只凭票面印字认定是本次的"
    if status.names:
        yield status.names
    yield from (f"要人工核对：{line}" for line in status.uneven)
    number, value = status.head
    yield f"证据链：第 {number} 条 {value}"
    if status.unbalanced:
        yield f"票数不平 {len(status.unbalanced)} 处（pingyi reconcile 列出全部），如 {status.unbalanced[0]}"
    yield f"下一步：{status.next_step}"


def _analysis_table(status: "Status") -> Iterable[RenderableType]:
    """Forms that came in, and in one line those that did not."""
    if not status.analysis:
        return
    table = _table("序号", "单位", "收到", "要改正", "改正通知单", "证明文件", title="绩效分析表（附件3）报送情况")
    for unit, entry in status.analysis:
        if entry is not None:
            slip = "有" if entry.problems else "—"
            numbers = (str(len(entry.problems)), slip, str(len(entry.proofs)))
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
    yield _votes("评议群体", votes_by_shown_group(tally.rows, campaign, classes), tally)
    yield _votes("系列", by_series(tally.rows, campaign).items(), tally)
    sums = by_unit(tally.rows)
    units = [
        (f"{unit.serial} {unit.name}", sums[str(unit.serial)]) for unit in campaign.units if str(unit.serial) in sums
    ]
    yield _votes("单位", units, tally)
    total = add(tally.rows)
    words = [f"{choice} {number}" for choice, number in zip(tally.choices, total.choices, strict=True)]
    yield f"有效 {total.valid} 行（{'，'.join(words)}），未选 {total.blank} 行，多选 {total.multiple} 行"
    yield f"其中人工判定 {tally.corrected} 行；待判定 {tally.open_rows} 行；未读出 {tally.unread_pages} 页"


def _votes(heading: str, sums: Iterable[tuple[str, VoteSum]], tally: Tally) -> Table:
    table = _table(heading, *tally.choices, "未选", "多选", "待判")
    for label, votes in sums:
        numbers = (*votes.choices, votes.blank, votes.multiple, votes.doubtful)
        table.add_row(label, *(str(number) for number in numbers))
    return table


def score_tables(sheet: ScoreSheet) -> Iterable[RenderableType]:
    """Ranks and points, one table for each ranking class."""
    for name in dict.fromkeys(unit.ranked_in for unit in sheet.units):
        table = _table("名次", "单位", "总分", *(SHORT[component] for component in Component), title=name)
        for unit in sorted((unit for unit in sheet.units if unit.ranked_in == name), key=lambda unit: unit.rank):
            items = [unit.item(component) for component in Component]
            cells = [f"{item.rounded()}" if item else "—" for item in items]
            table.add_row(str(unit.rank), unit.unit, f"{unit.total.rounded()}", *cells)
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


def feedback_lines(report: "FeedbackReport") -> Iterable[str]:
    """What `feedback` wrote."""
    yield f"已写出 {len(report.letters)} 个单位的结果反馈，在 {report.folder}"
    waiting = f"；另有 {report.untyped} 条还没有录入（pingyi opinions）" if report.untyped else ""
    yield f"转达书面意见 {report.opinions} 条{waiting}"


def notice_lines(files: "NoticeFiles") -> Iterable[str]:
    """Where the results are."""
    yield f"通报：{files.docx}"
    yield f"　　　{files.pdf}"
    yield f"结果表：{files.workbook}"


def _verdicts(rows: Mapping[Verdict, int]) -> str:
    return "行数：" + "，".join(f"{text} {rows.get(verdict, 0)}" for verdict, text in VERDICT_TEXT.items())


def _table(*headings: str, title: str | None = None) -> Table:
    table = Table(title=title, box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        if heading in ("批次", "评议群体", "系列", "项目"):
            table.add_column(heading)
        elif heading in ("单位", "发放单位"):
            table.add_column(heading, max_width=NAME_CELLS, no_wrap=True)
        else:
            table.add_column(heading, justify="right", no_wrap=True)
    return table
