"""`pingyi explain UNIT [ITEM]`: one number down to the batches it was counted in and the files these came from."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.tree import Tree

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.handed_in.unit_names import near_text, unit_meant
from pingyi.domain.readings.ballot import RowCount, Tally
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.result import Result
from pingyi.domain.results.score import ScoreSheet, UnitScore
from pingyi.domain.results.sums import TOO_FEW, add, rows_of, scored_rows, shown_batches
from pingyi.domain.words.numbers import shown
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.readings.sheets import items_printed
from pingyi.store.readings.sources import BatchFile, batch_files

ITEM_WORDS: dict[str, Component] = {
    **{component.value: component for component in Component},
    "问卷": Component.VOTES,
    "问卷电话": Component.VOTES,
    "评议": Component.VOTES,
    "热线": Component.HOTLINE,
    "四家班子": Component.BODIES,
    "领导班子": Component.TEAMS,
}
TOGETHER = "不足5份的批次"
SOME_FILES = 3


def explain_points(
    result: Result, campaign: Campaign, wanted: tuple[str, str], store: Store
) -> Iterable[RenderableType]:
    """
    The tree behind a unit's total, or behind one line of 附件1; `wanted` is the unit and the line ("": all).

    Raises NotReadyError when there is no such unit or line.
    """
    tally, sheet = result.tally, result.scores
    unit, score = _unit(sheet, campaign, wanted[0])
    component = _component(wanted[1], campaign)
    figure = _figure(score, component, campaign)
    tree = Tree(f"{score.unit}：第 {score.rank} 名（{score.ranked_in}），总分 {score.total.rounded()}")
    _grow(tree, figure, set())
    yield tree
    if score.lacking:
        yield score.lacking_words
    files = batch_files(store)
    for part in campaign.components if component is None else (component,):
        rows = [row for row in rows_of(scored_rows(tally, campaign), part, campaign) if row.item == str(unit.serial)]
        if rows:
            yield from _batches(rows, tally, campaign, campaign.labels[part], files)
    printed = items_printed(store, campaign.names_of(unit))
    if files and printed:
        yield f"看某一页上这一行的墨迹：pingyi read 文件 --form 表样.docx --explain 页:{printed[0]}"


def _unit(sheet: ScoreSheet, campaign: Campaign, name: str) -> tuple[Unit, UnitScore]:
    unit = unit_meant(name, campaign)
    score = next((score for score in sheet.units if unit is not None and score.unit == unit.name), None)
    if unit is None or score is None:
        raise NotReadyError(f"没有叫“{name}”的单位{near_text(name, campaign)}；请写名单中的全称或别名")
    return unit, score


def _component(word: str, campaign: Campaign) -> Component | None:
    if not word or word == "总分":
        return None
    short = {_short(label): component for component, label in campaign.labels.items()}
    known = {**ITEM_WORDS, **{label: component for component, label in campaign.labels.items()}, **short}
    if known.get(word) not in campaign.labels:
        raise NotReadyError(f"没有叫“{word}”的项目；可写：{'、'.join(short)}")
    return known[word]


def _short(label: str) -> str:
    return label.removeprefix("12345").removesuffix("与电话").removesuffix("评价")


def _figure(score: UnitScore, component: Component | None, campaign: Campaign) -> Figure:
    if component is None:
        return score.total
    figure = score.item(component)
    if figure is None:
        raise NotReadyError(
            f"{score.unit}没有“{campaign.labels[component]}”这一项：不计分，或数据未齐；请看 pingyi score 列出的缺项"
        )
    return figure


def _grow(tree: Tree, figure: Figure, told: set[int]) -> None:
    """Label and value, the formula, the formula with numbers; a figure that comes twice is told once."""
    lines = [f"{figure.label} {shown(figure.value)}"]
    if figure.sources:
        lines[0] += f"（{'、'.join(figure.sources)}）"
    if figure.formula and id(figure) not in told:
        lines.append(f"＝ {figure.formula}")
        numbers = figure.with_numbers()
        if numbers and numbers != shown(figure.value):
            lines.append(f"＝ {numbers}")
    branch = tree.add("\n".join(lines), highlight=False)
    if id(figure) not in told:
        told.add(id(figure))
        for part in figure.parts:
            _grow(branch, part, told)


def _batches(
    rows: Sequence[RowCount], tally: Tally, campaign: Campaign, title: str, files: Sequence[BatchFile]
) -> Iterable[RenderableType]:
    """Votes by batch, batches under five forms together; then the files the paper is in."""
    returned = {batch.batch: batch.returned for batch in tally.batches}
    table = Table(title=f"{title}：各批次的票", box=None, pad_edge=False, header_style="bold", title_justify="left")
    for heading in ("批次", "份数", *tally.choices, "不选", "多选", "待判"):
        table.add_column(heading, justify="left" if heading == "批次" else "right", no_wrap=True)
    named: set[str] = set()
    found = shown_batches(rows, tally, campaign)
    if not found:
        yield f"{title}：{TOO_FEW}"
        return
    for together in found:
        votes = add(together)
        label = together[0].batch if len(together) == 1 else TOGETHER
        named.update(row.batch for row in together if len(together) == 1)
        paper = sum(returned.get(row.batch, 0) for row in together)
        numbers = (paper, *votes.choices, votes.blank, votes.multiple, votes.doubtful)
        table.add_row(label, *(str(number) for number in numbers))
    yield table
    for batch in sorted(named):
        mine = [file for file in files if file.batch == batch]
        listed = "、".join(f"{file.name}（{file.pages} 页）" for file in mine[:SOME_FILES])
        more = f" 等 {len(mine)} 个文件" if len(mine) > SOME_FILES else ""
        if mine:
            yield f"{batch} 的纸在 {listed}{more}"
