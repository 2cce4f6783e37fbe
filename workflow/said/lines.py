"""What came of a long job, in the lines that terminal and page both say."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pingyi.domain.readings.reading import VERDICT_TEXT, Verdict
from pingyi.workflow.scans.backs import back_lines

if TYPE_CHECKING:  # what the results come from takes long to import
    from pingyi.workflow.leaders.scan import ScoreScanSummary
    from pingyi.workflow.paper.analysis import AnalysisReport
    from pingyi.workflow.paper.forms import FormsReport
    from pingyi.workflow.results.feedback import FeedbackReport
    from pingyi.workflow.results.notice import Notice
    from pingyi.workflow.results.reconcile import Ledger
    from pingyi.workflow.scans.read import ReadSummary
    from pingyi.workflow.scans.scan import ScanSummary

SOME_PROBLEMS = 3  # of a form; its slip lists all
SOME_UNITS = 8
SOME_FILES = 4  # shown by name; the folder shows the others


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
    yield from _opinions(summary.opinions, summary.written)
    if new:
        yield _verdicts(summary.rows)


def score_scan_lines(summary: "ScoreScanSummary") -> Iterable[str]:
    """What scanning leaders' scored papers came to."""
    yield f"新读入 {summary.pages} 页，评分栏 {summary.fields} 个：两种识别一致 {summary.read} 个"
    yield f"待人工认读 {summary.waiting} 个"
    if summary.reports:
        yield f"绩效分析表的自述页 {summary.reports} 页，没有评分栏，已按自述页登记"
    if summary.untold:
        yield f"字迹太少、认不出是否重复的 {summary.untold} 张：请对照原件，防止同一张扫了两次"
    if summary.empty:
        yield f"空白页 {summary.empty} 页，已跳过"
    yield from _opinions(summary.opinions, summary.written)
    if summary.known:
        yield f"已在库中的 {summary.known} 页没有重复计入"
    yield from summary.remarks


def ledger_line(ledger: "Ledger") -> str:
    """What a filled 发放回收登记表 brought."""
    return f"{ledger.file}：登记了 {ledger.batches} 批"


def forms_lines(report: "FormsReport") -> Iterable[str]:
    """Where forms were written, and which faces are only stand-ins."""
    yield from (str(file) for file in report.files[:SOME_FILES])
    if len(report.files) > SOME_FILES:
        yield f"… 等 {len(report.files)} 个文件"
    yield f"可印 {report.pages} 页，在 {report.files[0].parent}"
    yield from (f"注意：{remark}" for remark in report.remarks)
    if report.stand_ins:
        pairs = "，".join(f"{face}→{stand_in}" for face, stand_in in report.stand_ins.items())
        yield f"注意：本机没有这些字体，PDF 用替代字体印出：{pairs}；Word 文件不受影响"


def analysis_lines(report: "AnalysisReport") -> Iterable[str]:
    """What came back, what is wrong with it, who has not handed in."""
    for form in report.received:
        tidied = f"（已整理：{form.entry.tidied}）" if form.entry.tidied else ""
        if form.slip is None:
            yield f"{form.unit.serial:>2} {form.unit.name}：合格{tidied}"
            continue
        yield f"{form.unit.serial:>2} {form.unit.name}：有 {len(form.entry.to_mend)} 处要改，见 {form.slip}{tidied}"
        for problem in form.entry.to_mend[:SOME_PROBLEMS]:
            yield f"     {problem.place}：{problem.wrong}；{problem.mend}"
    yield from (f"没有收下：{message}" for message in report.refused)
    names = "、".join(unit.name for unit in report.missing[:SOME_UNITS])
    more = "等" if len(report.missing) > SOME_UNITS else ""
    lacking = f"，还缺 {len(report.missing)} 个：{names}{more}" if report.missing else "，已收齐"
    back = f"，退回重报 {len(report.sent_back)} 个" if report.sent_back else ""
    yield f"已收到 {len(report.in_hand)} 个单位{back}{lacking}"
    if report.reminder.exists():
        yield f"催报通知：{report.reminder}"
    yield f"报送情况：{report.register}"


def feedback_lines(report: "FeedbackReport") -> Iterable[str]:
    """What `feedback` wrote and what still waits, as Chinese lines."""
    yield from report.remarks
    yield f"已写出 {len(report.letters)} 个单位的结果反馈，在 {report.folder}"
    waiting = f"；另有 {report.untyped} 条还没有录入（pingyi opinions）" if report.untyped else ""
    yield f"转达书面意见 {report.opinions} 条{waiting}"
    if report.general:
        yield f"不专指单位的意见 {report.general} 条，没有转给任何单位，列在 {report.folder} 的办公室清单里"
    if report.flagged:
        yield f"有 {report.flagged} 条意见有辱骂的话或像是写明了评议人，发出前请看 pingyi opinions --export 的“提醒”栏"


def notice_lines(notice: "Notice") -> Iterable[str]:
    """Where the results are."""
    files = notice.files
    yield from notice.remarks
    yield f"通报：{files.docx}"
    yield f"　　　{files.pdf}"
    yield f"结果表：{files.workbook}"


def _opinions(sheets: int, pages: int) -> Iterable[str]:
    """What was written beside ticks and scores, and on pages of its own."""
    if sheets:
        yield f"写了字的 {sheets} 张（意见栏、表外或印字之间），已列入书面意见"
    if pages:
        yield f"没有表格、写了字的 {pages} 页（背面或另附纸），已列入书面意见，不计票"


def _verdicts(rows: Mapping[Verdict, int]) -> str:
    return "行数：" + "，".join(f"{text} {rows.get(verdict, 0)}" for verdict, text in VERDICT_TEXT.items())
