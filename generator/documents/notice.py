"""通报 or 通知: the result notice as Word file and PDF, its first part from the template, its attachments by rule."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path

from docx.document import Document
from docx.shared import Mm

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.policy_words import check_confirmed
from pingyi.domain.campaign.scheme import asks_by_phone, merged_objects
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.score import LACKING, UnitScore
from pingyi.domain.results.sums import (
    PaperSum,
    VoteSum,
    add,
    by_unit,
    paper_by_group,
    rows_of,
    shown_classes,
    votes_by_shown_group,
)
from pingyi.generator.documents.charts import WIDTH_MM, returns_chart, totals_chart
from pingyi.generator.documents.method_annex import add_ways, add_workings
from pingyi.generator.documents.notice_text import (
    Occasion,
    attachment_lines,
    attachments,
    chinese_day,
    fields,
    percent,
    public_batches,
    public_rows,
    title,
    two,
    votes_remark,
)
from pingyi.generator.word import narrow, official, word
from pingyi.generator.word.identity import identify
from pingyi.generator.word.official import Grid
from pingyi.generator.word.record_place import placed
from pingyi.generator.word.template import fill
from pingyi.generator.word.word import CENTER, HEITI, Lines, Type
from pingyi.ground.errors import NotReadyError, OpenDoubtsError

DASH = "—"
LONGEST_WHOLE_TABLE = 20  # rows: longer rankings are divided, shorter ones stay on one page
HEADINGS = {"问卷与电话": "问卷与\n电话", "12345热线": "12345\n热线"}
WIDTHS_MM = {Component.VOTES: 17, Component.HOTLINE: 17, Component.BODIES: 18, Component.TEAMS: 18}


def write_notice(occasion: Occasion, path: Path, template: Path | None = None, *, pages_before_record: int = 0) -> Path:
    """
    Write the notice; `template` is the office's own, default the one that comes along.

    `pages_before_record` begins so many pages before the record block, whose place is an even one.
    Raises NotReadyError or OpenDoubtsError when a final notice may not be issued, FileError on a bad template.
    """
    if occasion.final:
        check_final(occasion)
    with as_file(files("pingyi.templates").joinpath("notice.docx")) as standard:
        document = fill(template or standard, fields(occasion))
    name = title(occasion.campaign, occasion.corrects) + ("" if occasion.final else "（征求意见稿）")
    identify(document, title=name, author=occasion.campaign.about.issuer, day=occasion.day)
    narrow.letterhead(document, occasion.campaign.about.letterhead)
    narrow.signature(document, occasion.campaign.about.issuer)
    official.keep_text_with_signature(document, attachment_lines(occasion.campaign)[0])
    writers = (_ranks, _items, _votes, _paper, add_ways, add_workings, _charts)
    for number, (name, write) in enumerate(zip(attachments(occasion.campaign), writers, strict=False), start=1):
        official.attachment(document, f"附件{number}", name)
        write(document, occasion)
    day = chinese_day(occasion.day) if occasion.final else f"{occasion.day.year}年　月　日"
    official.record_block(document, occasion.campaign.about.issuer, day)
    official.record_to_new_page(document, pages_before_record)
    narrow.record(document, occasion.campaign.about.issuer)
    return word.save(document, path)


def print_notice(occasion: Occasion, path: Path, template: Path | None = None) -> Path:
    """
    Write the notice to `path` and beside it as PDF, which is returned; the record block alone on an even page's foot.

    Raises what write_notice and placed raise.
    """
    return placed(lambda pages: write_notice(occasion, path, template, pages_before_record=pages))


def check_final(occasion: Occasion) -> None:
    """Raise unless every policy is confirmed and nothing is open."""
    check_confirmed(occasion.campaign)
    if occasion.tally.open_rows or occasion.tally.unread_pages:
        raise OpenDoubtsError(
            f"还有 {occasion.tally.open_rows} 行待人工判定、{occasion.tally.unread_pages} 页未读出，不能出正式通报；"
            "请先办完：pingyi status 列出还有什么"
        )
    if occasion.sheet.draft:
        raise NotReadyError("计分数据不全，不能出正式通报；请先补齐导入的数据")


def _ranks(document: Document, occasion: Occasion) -> None:
    matters = _matters(occasion)
    words = "按四舍五入后的总分排名，同分同名次，其后名次顺延；分项分别舍入，与总分可能差0.01分；平均分按本表总分计算。"
    if any(unit.lacking for unit in occasion.sheet.units):
        words += f"带“{LACKING}”的单位缺项，总分只含已有项目，名次不能与其他单位比较，所缺项目见附件5。"
    official.remark(document, words)
    grid_widths = official.widths((14, 62, *[20] * len(matters), 20))
    for name in dict.fromkeys(unit.ranked_in for unit in occasion.sheet.units):
        ranked = sorted((u for u in occasion.sheet.units if u.ranked_in == name), key=lambda u: u.rank)
        official.subtitle(document, f"{name}（{len(ranked)}个单位）")
        rows = tuple(
            (unit.marked_rank, unit.unit, *(_sum(unit, parts) for parts in matters.values()), _points(unit.total))
            for unit in ranked
        )
        headings = ("名次", "单位名称", *matters, "总分")
        grid = Grid(headings=headings, widths_mm=grid_widths, rows=rows, together=len(rows) <= LONGEST_WHOLE_TABLE)
        official.table(document, grid)


def _matters(occasion: Occasion) -> dict[str, tuple[Component, ...]]:
    """公众评议 and 领导评价, as 附件1 of the scheme names them, with their lines."""
    found: dict[str, dict[Component, None]] = {}
    for table in occasion.campaign.points:
        for item in table.items:
            found.setdefault(item.matter, {})[item.component] = None
    return {matter: tuple(components) for matter, components in found.items()}


def _sum(score: UnitScore, components: tuple[Component, ...]) -> str:
    figures = [figure for component in components if (figure := score.item(component)) is not None]
    return two(sum((figure.value for figure in figures), Decimal(0))) if figures else DASH


def _items(document: Document, occasion: Occasion) -> None:
    labels = occasion.campaign.labels
    components = tuple(labels)
    headings = ("序号", "单位名称", *map(_heading, labels.values()), "总分")
    scores = {unit.unit: unit for unit in occasion.sheet.units}
    rows = tuple(
        (str(unit.serial), unit.name, *_item_points(scores[unit.name], components), _points(scores[unit.name].total))
        for unit in occasion.campaign.units
    )
    grid = Grid(
        headings=headings, widths_mm=official.widths((10, 62, *(WIDTHS_MM[one] for one in components), 14)), rows=rows
    )
    official.table(document, grid)
    lacking = "没有这一项或数据未齐" if occasion.sheet.draft else "没有这一项"
    merged = "、".join(merged_objects(occasion.campaign))
    asked = "问卷、电话" if asks_by_phone(occasion.campaign) else "问卷"
    with_votes = f"；{merged}有热线得分的，与{asked}合并计分" if merged else ""
    official.remark(document, f"注：“{DASH}”表示该单位{lacking}{with_votes}。")


def _heading(label: str) -> str:
    """Over two lines, before what is done."""
    return HEADINGS.get(label, re.sub("(?<=.)评价$", "\n评价", label))


def _item_points(score: UnitScore, components: tuple[Component, ...]) -> Iterator[str]:
    for component in components:
        figure = score.item(component)
        yield DASH if figure is None else _points(figure)


def _points(figure: Figure) -> str:
    return str(figure.rounded())


def _votes(document: Document, occasion: Occasion) -> None:
    campaign = occasion.campaign
    sums = by_unit(public_rows(occasion))
    doubtful = occasion.tally.open_rows > 0
    headings = (
        "序号",
        "单位名称",
        *map(_two_lines, occasion.tally.choices),
        campaign.counted_label,
        "不选",
        "多选",
        *(("待定",) if doubtful else ()),
    )
    rows = tuple(
        (str(unit.serial), unit.name, *_vote_cells(sums.get(str(unit.serial)), campaign, doubtful))
        for unit in campaign.units
    )
    names = 63 - 11 * max(0, len(occasion.tally.choices) - 3)
    parts = (10, names, *[13] * len(occasion.tally.choices), 13, 11, 11, *((9,) if doubtful else ()))
    official.table(document, Grid(headings=headings, widths_mm=official.widths(parts), rows=rows))
    counted = sum(sum(campaign.counted(votes.choices)) for votes in sums.values())
    if words := votes_remark(occasion.sheet.units, counted, campaign):
        official.remark(document, f"注：{words}")


def _two_lines(heading: str) -> str:
    """A long heading broken in its middle: 基本 over 满意."""
    middle = (len(heading) + 1) // 2
    return heading if len(heading) <= 3 else f"{heading[:middle]}\n{heading[middle:]}"


def _vote_cells(votes: VoteSum | None, campaign: Campaign, doubtful: bool) -> tuple[str, ...]:  # noqa: FBT001
    if votes is None:
        return (DASH,) * (len(campaign.choices) + 3 + doubtful)
    valid = sum(campaign.counted(votes.choices))
    counts = (*votes.choices, valid, votes.blank, votes.multiple, *((votes.doubtful,) if doubtful else ()))
    return tuple(str(count) for count in counts)


def _paper(document: Document, occasion: Occasion) -> None:
    """Forms out and in, and what became of their rows, by group; groups too small to be shown alone together."""
    campaign, public = occasion.campaign, public_rows(occasion)
    classes = shown_classes(occasion.tally, campaign)
    papers = paper_by_group(public_batches(occasion), campaign, classes)
    votes = dict(votes_by_shown_group(public, campaign, classes))
    rows = [(paper, votes.get(paper.label)) for paper in papers]
    issued, returned = sum(p.issued for p in papers), sum(p.returned for p in papers)
    whole = PaperSum(label="合计", batches=sum(p.batches for p in papers), issued=issued, returned=returned)
    rows.append((whole, add(public) if public else None))
    doubtful = occasion.tally.open_rows > 0
    headings = ("评议群体", "批次", "发放\n份数", "收回\n份数", "回收率", "评价\n项数", "有效", "不选", "多选")
    parts = (46, 11, 13, 13, 18, 15, 15, 12, 12)
    grid = Grid(
        headings=(*headings, *(("待定",) if doubtful else ()), "有效率"),
        widths_mm=official.widths((*parts, *((12,) if doubtful else ()), 18)),
        rows=tuple(_paper_cells(paper, sums, doubtful) for paper, sums in rows),
        left=frozenset({0}),
    )
    official.table(document, grid)
    counted = len(public) == len(rows_of(occasion.tally.rows, Component.VOTES, campaign))
    official.remark(
        document,
        "注：每份评议表上对一个单位的评价为一项；不选、多选为无效评价废票。收回不足5份的群体与其他群体合并列示。"
        + ("" if counted else "按规定不计入得分的评价不在评价项数之内。"),
    )


def _paper_cells(paper: PaperSum, votes: VoteSum | None, doubtful: bool) -> tuple[str, ...]:  # noqa: FBT001
    out = (paper.label, *map(str, (paper.batches, paper.issued, paper.returned)), percent(paper.returned, paper.issued))
    if votes is None:
        return (*out, *(DASH,) * (5 + doubtful))
    counts = (votes.ballots, votes.valid, votes.blank, votes.multiple, *((votes.doubtful,) if doubtful else ()))
    return (*out, *map(str, counts), percent(votes.valid, votes.ballots))


def _charts(document: Document, occasion: Occasion) -> None:
    classes = shown_classes(occasion.tally, occasion.campaign)
    papers = paper_by_group(public_batches(occasion), occasion.campaign, classes)
    for chart in (totals_chart(occasion.sheet.units), *((returns_chart(papers),) if papers else ())):
        line = word.paragraph(document, "", lines=Lines(align=CENTER, before_pt=6, keep_with_next=True))
        picture = line.add_run().add_picture(io.BytesIO(chart.png), width=Mm(WIDTH_MM))
        picture._inline.docPr.set("descr", chart.alt)  # noqa: SLF001 - python-docx has no word for it
        picture._inline.docPr.set("title", chart.caption)  # noqa: SLF001
        caption = Type(size_pt=official.TABLE_PT, face=HEITI)
        word.paragraph(document, chart.caption, caption, Lines(exact_pt=18, align=CENTER, after_pt=8))
