"""计票结果: what a vote came to as a Word file, to be signed by those who counted and those who watched."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from docx.document import Document
from docx.shared import Mm

from pingyi.domain.votes.result import Candidate, Election, QuestionCount, VoteResult
from pingyi.domain.votes.rules import rules_of, unheld
from pingyi.generator.documents.charts import WIDTH_MM, Chart
from pingyi.generator.documents.notice_text import chinese_day, percent
from pingyi.generator.documents.vote_charts import election_chart, on_pages, shares_chart
from pingyi.generator.word import official, word
from pingyi.generator.word.official import Grid
from pingyi.generator.word.word import CENTER, HEITI, Lines, Type

SIGNED_BY = ("总监票人", "监票人", "计票人")
MOST_SIGNED = 6  # choices beside each other whose shares have room for their sign
DASH = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteReport:
    """A result and by what it is known again."""

    result: VoteResult
    day: date
    counted: str  # SHA-256 of every count
    entry: int  # number of the evidence chain's entry that says it
    head: str  # its hash
    opinions: tuple[str, ...] = ()  # as typed, in an order that tells nothing of whose they are
    untyped: int = 0  # written and not typed yet

    @property
    def title(self) -> str:
        """What it is called, and of a draft that it is one."""
        return f"{self.result.vote.name}计票结果{'（试算）' if self.result.waiting else ''}"


def write_vote_result(report: VoteReport, path: Path) -> Path:
    """Write it. Raises NoSpaceError or FileError (see new_file)."""
    document = word.new_document(official.PAGE, title=report.title, day=report.day)
    official.number_pages(document)
    title = Lines(exact_pt=official.TITLE_LINE_PT, align=CENTER, after_pt=official.LINE_PT / 2)
    word.paragraph(document, report.title, official.TITLE, title)
    result = report.result
    _heading(document, "一、发票和收票")
    _paper(document, result)
    _heading(document, "二、计票结果")
    if result.election is not None:
        _elected(document, result, result.election)
    _questions(document, result)
    charts = tuple(_charts(result))
    for chart in charts:
        _chart(document, chart)
    _heading(document, "三、计票办法")
    rules = tuple((str(k), rule.words, rule.source) for k, rule in enumerate(rules_of(result.vote), start=1))
    widths, left = official.widths((9, 66, 66)), frozenset({1, 2})
    grid = Grid(headings=("序号", "办法", "出处"), widths_mm=widths, rows=rules, left=left)
    official.table(document, grid)
    if report.opinions or report.untyped:
        _heading(document, "四、书面意见")
        _opinions(document, report)
    _heading(document, f"{'五' if report.opinions or report.untyped else '四'}、核对依据")
    for line in _evidence(report):
        official.body(document, line)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # signatures never stand alone
    _signatures(document, report)
    return word.save(document, path)


def _heading(document: Document, text: str) -> None:
    """A heading that is never the last line of a page."""
    official.heading(document, text, 1)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _paper(document: Document, result: VoteResult) -> None:
    vote = result.vote
    if vote.kind.elects:
        present = [f"应到会有选举权的 {vote.eligible} 人"] if vote.eligible else []
        present += [f"实到会 {vote.attending} 人"] if vote.attending else []
        told = "，".join([*present, f"应选 {vote.seats} 名"])
        lacking = f"；{unheld(vote)}" if unheld(vote) else ""
        official.body(document, f"本次投票为{vote.kind}，{told}{lacking}。")
    valid = len(result.sheets) - result.void_sheets
    void = f"，有效票 {valid} 张，无效票 {result.void_sheets} 张（{_void_of(result)}）" if vote.kind.elects else ""
    official.body(document, f"发出 {result.issued} 份，收回 {result.returned} 份{void}。")
    rows = [(p.code, p.name, str(p.issued), str(p.returned), percent(p.returned, p.issued)) for p in result.places]
    whole = ("合计", "", str(result.issued), str(result.returned), percent(result.returned, result.issued))
    headings = ("批次", "发放处", "发出", "收回", "收回率")
    widths = official.widths((16, 60, 18, 18, 22))
    official.table(document, Grid(headings=headings, widths_mm=widths, rows=(*rows, whole), left=frozenset({1})))
    if result.overfull:
        official.body(document, f"{result.overfull}。")
    if result.waiting:
        official.body(document, f"试算：还有 {result.waiting}，没有计入。")


def _void_of(result: VoteResult) -> str:
    """Why sheets are void as a whole, and how many for which reason."""
    if not result.vote.exact:
        return "所选人数多于应选名额"
    few = sum(sheet.over < 0 for sheet in result.sheets)
    return f"所选人数多于应选名额的 {result.void_sheets - few} 张，少于的 {few} 张"


def _elected(document: Document, result: VoteResult, election: Election) -> None:
    vote = result.vote
    if election.faults:
        official.body(document, f"选举无效：{'；'.join(election.faults)}。以下票数只供核对，不确定当选人。")
    else:
        names = "、".join(one.name for one in election.elected)
        told = f"当选 {len(election.elected)} 名：{names}" if names else "没有人当选"
        short = vote.seats - len(election.elected)
        lacking = f"；还缺 {short} 名，须按办法再次投票或另行选举" if short else ""
        official.body(document, f"赞成票超过{vote.base} {election.base} 人的半数始得当选。{told}{lacking}。")
    counts = {one.row.label: one for one in result.questions}
    others = [word for word in result.questions[0].row.choices if word != vote.favour]
    rows = tuple(_candidate(one, election, counts, others) for one in election.candidates)
    headings = ("名次", "姓名", vote.favour, "占比", *others, "未选", "多选", "结果")
    parts = (11, 30, 14, 18, *[13] * len(others), 12, 12, 34)
    official.table(document, Grid(headings=headings, widths_mm=official.widths(parts), rows=rows, left=frozenset({1})))
    official.remark(document, f"注：占比为{vote.favour}票占{vote.base}的比例；带*的为另选他人，姓名由两人照图录入。")


def _candidate(
    one: Candidate, election: Election, counts: dict[str, QuestionCount], others: Sequence[str]
) -> tuple[str, ...]:
    count = None if one.written else counts[one.name]
    beside = [str(count.votes(word)) if count else DASH for word in others]
    void = (str(count.blank), str(count.multiple)) if count else (DASH, DASH)
    name = f"{one.name}*" if one.written else one.name
    return (str(one.rank), name, str(one.votes), percent(one.votes, election.base), *beside, *void, one.standing.value)


def _questions(document: Document, result: VoteResult) -> None:
    """A table for each list of choices, in the form's order; an election's candidates are told already."""
    if result.election is not None:
        return
    groups = [(choices, tuple(group)) for choices, group in groupby(result.questions, key=lambda one: one.row.choices)]
    for choices, asked in groups:
        if len(groups) > 1:  # a line between tables, or Word takes them for one
            official.body(document, f"选项为{'、'.join(choices)}的 {len(asked)} 项：")
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        headings = ("序号", "项目", *choices, "表态\n票", "未选", "多选")
        names = max(28, 70 - 8 * max(0, len(choices) - 3))
        parts = (11, names, *[19] * len(choices), 14, 11, 11)
        narrow = len(choices) > MOST_SIGNED
        rows = tuple(tuple(_cells(number, one, narrow=narrow)) for number, one in enumerate(asked, start=1))
        grid = Grid(headings=headings, widths_mm=official.widths(parts), rows=rows, left=frozenset({1}))
        official.table(document, grid)
    official.remark(document, "注：票数下面是占该项表态票的百分比；弃权、不了解单独计数，未选、多选为该项无效。")


def _cells(number: int, one: QuestionCount, *, narrow: bool) -> Iterator[str]:
    yield str(number)
    yield one.row.label
    for choice in one.row.choices:
        part = DASH if one.share(choice) is None else percent(one.votes(choice), one.counted)
        yield f"{one.votes(choice)}\n{part.removesuffix('%').replace('100.00', '100') if narrow else part}"
    yield from (str(one.counted), str(one.blank), str(one.multiple))


def _charts(result: VoteResult) -> Iterator[Chart]:
    if result.election is not None:
        for number, shown in enumerate(on_pages(result.election.candidates), start=1):
            yield election_chart(result.election, shown, number)
        return
    groups = [tuple(group) for _, group in groupby(result.questions, key=lambda one: one.row.choices)]
    parts = [part for group in groups for part in on_pages(group)]
    yield from (shares_chart(part, number) for number, part in enumerate(parts, start=1))


def _chart(document: Document, chart: Chart) -> None:
    line = word.paragraph(document, "", lines=Lines(align=CENTER, before_pt=6, keep_with_next=True))
    picture = line.add_run().add_picture(io.BytesIO(chart.png), width=Mm(WIDTH_MM))
    picture._inline.docPr.set("descr", chart.alt)  # noqa: SLF001 - python-docx has no word for it
    picture._inline.docPr.set("title", chart.caption)  # noqa: SLF001
    caption = Type(size_pt=official.TABLE_PT, face=HEITI)
    word.paragraph(document, chart.caption, caption, Lines(exact_pt=18, align=CENTER, after_pt=8))


def _opinions(document: Document, report: VoteReport) -> None:
    for number, text in enumerate(report.opinions, start=1):
        official.body(document, f"{number}.{text}")
    if report.untyped:
        official.body(document, f"还有 {report.untyped} 处写了字，没有录入。")


def _evidence(report: VoteReport) -> Iterator[str]:
    result = report.result
    yield (
        f"以上各数由 {len(result.sheets)} 张票逐张相加，每张票每一行的计法列在同名的 Excel 文件“逐票”一页，"
        f"其中 {result.corrected} 行由两人看图判定。要看某一张票的原件，用它的代号查：pingyi vote review --find 代号。"
    )
    at = f"记在本次投票工作目录的记录第 {report.entry} 条"
    yield f"计票摘要 {report.counted[:16]}…，{at}，校验值 {report.head[:16]}…。"


def _signatures(document: Document, report: VoteReport) -> None:
    letters, lines = official.BODY, Lines(exact_pt=official.LINE_PT * 1.4, keep_with_next=True)
    for role in SIGNED_BY:
        word.paragraph(document, f"{role}（签名）：＿＿＿＿＿＿＿＿　　＿＿＿＿＿＿＿＿", letters, lines)
    day = Lines(exact_pt=official.LINE_PT * 1.4, align=word.RIGHT, right_indent_chars=2)
    word.paragraph(document, chinese_day(report.day), letters, day)
