"""The notice's annexes of method: how points come about in general, and each unit's own formulas with its numbers."""

from collections.abc import Iterator

from docx.document import Document

from pingyi.domain.campaign.policy_words import answer_text
from pingyi.domain.campaign.scheme import enumerated, has_hotline, has_leaders, questions
from pingyi.domain.results.figure import EACH_GROUP, Figure
from pingyi.domain.results.figure_text import with_numbers, worked_out
from pingyi.domain.results.score import UnitScore
from pingyi.generator.documents.notice_text import NUMERALS, Occasion, close_up
from pingyi.generator.word import official, word
from pingyi.generator.word.official import Grid
from pingyi.generator.word.qr_code import add_code
from pingyi.generator.word.word import CENTER, Lines, Type

CODE_MM = 26.0

WHAT_IS_WHAT = (
    "各单位算式从{counted}逐项写起，按算式可以复算；计算过程不作舍入，最后结果四舍五入保留两位小数，"
    "“总分”一行的各项写到六位小数；有上限、下限的，超出的按限额计。票数为各评议群体合并数，不列示单个群体。"
)


def add_ways(document: Document, occasion: Occasion) -> None:
    """What the scheme leaves open and how it was done, the general formulas, what ranks hang on, what is left out."""
    official.subtitle(document, "一、方案未作规定的事项")
    rows = tuple(
        (
            str(number),
            policy.title,
            answer_text(occasion.campaign, name, policy.value),
            "已确认" if policy.confirmed else "待确认",
        )
        for number, (name, policy) in enumerate(questions(occasion.campaign), start=1)
    )
    headings = ("序号", "事项", "采用的办法", "状态")
    widths = official.widths((10, 60, 72, 14))
    official.table(document, Grid(headings=headings, widths_mm=widths, rows=rows, left=frozenset({1, 2})))
    official.subtitle(document, "二、计算公式")
    formulas = _general(occasion.sheet.units)
    kinds = tuple((label, formula, f"{len(units)}个") for (label, formula), units in formulas.items())
    widths = official.widths((42, 94, 20))
    columns = ("项目", "算法", "适用单位")
    official.table(document, Grid(headings=columns, widths_mm=widths, rows=kinds, left=frozenset({0, 1})))
    _lines(document, "三、办法变动对名次的影响", occasion.sensitivity)
    numeral = "四" if occasion.sensitivity else "三"
    heading = "计分说明" if occasion.final else "试算说明"
    remarks = tuple(close_up(line) for line in occasion.sheet.remarks)
    _lines(document, f"{numeral}、{heading}", remarks)
    numeral = NUMERALS[NUMERALS.index(numeral) + bool(remarks)]
    _lines(document, f"{numeral}、数据核验", occasion.anchor.lines)
    if occasion.anchor.told:
        add_code(word.paragraph(document, "", Type(), Lines(align=CENTER, before_pt=6)), occasion.anchor.told, CODE_MM)


def add_workings(document: Document, occasion: Occasion) -> None:
    """Every unit's points with the numbers they were made of."""
    campaign = occasion.campaign
    counted = ["票数", *["评分份数"] * has_leaders(campaign), *["热线工单数"] * has_hotline(campaign)]
    official.remark(document, WHAT_IS_WHAT.format(counted=enumerated(counted, "和")))
    scores = {score.unit: score for score in occasion.sheet.units}
    widths = official.widths((9, 31, 116))
    for series in occasion.campaign.series:
        official.subtitle(document, series.label)
        units = [unit for unit in occasion.campaign.units if unit.series == series.name]
        rows = tuple((str(unit.serial), unit.name, "\n".join(_workings(scores[unit.name]))) for unit in units)
        grid = Grid(headings=("序号", "单位名称", "算式"), widths_mm=widths, rows=rows, left=frozenset({2}))
        official.table(document, grid)


def _workings(score: UnitScore) -> Iterator[str]:
    yield from (worked_out(figure) for figure in score.items)
    yield with_numbers(score.total)


def _general(units: tuple[UnitScore, ...]) -> dict[tuple[str, str], set[str]]:
    """Each formula of the trees once, with the units it holds for; from the total down, a line's ways side by side."""
    found: dict[tuple[str, str], set[str]] = {}
    for score in units:
        for _, figure in score.total.walk():
            if _is_formula(figure):
                found.setdefault((figure.label, figure.formula), set()).add(score.unit)
    labels = list(dict.fromkeys(label for label, _ in found))
    return dict(sorted(found.items(), key=lambda way: labels.index(way[0][0])))


def _is_formula(figure: Figure) -> bool:
    return bool(figure.formula) and figure.formula != EACH_GROUP


def _lines(document: Document, heading: str, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    official.subtitle(document, heading)
    rows = tuple((str(number), line) for number, line in enumerate(lines, start=1))
    widths = official.widths((10, 146))
    official.table(document, Grid(headings=("序号", "内容"), widths_mm=widths, rows=rows, left=frozenset({1})))
