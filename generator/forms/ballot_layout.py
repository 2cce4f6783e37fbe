"""The measures of 附件4's table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.ballot_lines import Block, Line
from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.texts import BallotText, Paper
from pingyi.generator.word.cell_type import SMALL_PT, legible_height
from pingyi.generator.word.word import Page, text_width_mm
from pingyi.ground.errors import FormError

MARGINS_MM = {"top": 12.0, "bottom": 10.0, "left": 10.0, "right": 10.0}
PAGES = {
    Paper.A4: Page(**MARGINS_MM),
    Paper.A3: Page(**MARGINS_MM, width=420.0, height=297.0),  # landscape: as many lines, more blocks
}
SPARE_MM = 4.0  # Word, WPS and LibreOffice differ by this much over a page
ITEM_MM = 6.6  # 序号: two digits and air
ITEM_3_MM = 8.6  # three digits
TICK_MM = (7.0, 16.0)  # a choice column: the least a tick stays in; more than this only looks empty
NAME_MM = 29.0  # eight characters in one line; longer names take two
NAME_LEAST_MM = 16.0
NAME_PT = 9.0  # in which the longest name should fit two lines, where ticks can spare it
NAME_AIR_MM = 4.0  # margins, rules, and a character that does not break evenly
TICK_FAIR_MM = 9.5  # down to which they can
TICK_STEP_MM = 0.5  # by which they are narrowed further where a name could not be read otherwise
HEADER_MM = (12.0, 14.0)
ROW_MM = (
    5.3,
    9.0,
)  # a tick row: the least the copier's scans are read at (print_matrix: at 5.1 half are refused); comfortable
OPINION_MM = (14.0, 22.0, 60.0)  # crowded; as a rule; when there is room left


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The table's measures, in mm; `widths` are the columns of one block."""

    widths: tuple[float, ...]
    header: float
    rows: tuple[float, ...]  # heights: one with a name of several lines may be higher than the others
    opinion: float  # 0: no opinion row on this page

    @property
    def heights(self) -> list[float]:
        """Of every row, from the top."""
        return [self.header, *self.rows, *([self.opinion] if self.opinion else [])]


def page_of(campaign: Campaign) -> Page:
    """The paper the campaign's ballot is printed on."""
    return PAGES[campaign.ballot.paper]


def type_width_mm(campaign: Campaign) -> float:
    """Width between the margins of the campaign's paper, mm."""
    page = page_of(campaign)
    return page.width - page.left - page.right


def lay_out(campaign: Campaign, blocks: Sequence[Block], around_mm: float, *, opinion_box: bool) -> Layout:
    """
    Share out what a page has left beside `around_mm`: rows first, then the opinion box.

    A row is as high as its longest name needs at 8 points; ticks are narrowed before a page is given up.
    Raises FormError when a row would be too low for a pen, or a name's column too narrow.
    """
    page = page_of(campaign)
    room = page.height - page.top - page.bottom - SPARE_MM - around_mm
    first: FormError | None = None
    for widths in _widths(campaign):
        try:
            return _shared(campaign, _least_heights(blocks, widths), room, widths, opinion_box=opinion_box)
        except FormError as error:
            first = first or error
    raise first or FormError(_too_low(campaign, 0.0))


def _shared(
    campaign: Campaign, least: Sequence[float], room: float, widths: tuple[float, ...], *, opinion_box: bool
) -> Layout:
    """`least` are the heights the rows' names ask for; `room` is in mm."""
    crowded, usual, most = OPINION_MM if opinion_box else (0.0, 0.0, 0.0)
    header, opinion = HEADER_MM[1], usual
    row = _level(least, room - header - opinion)
    if row < ROW_MM[1] * 0.8:  # a crowded page
        header, opinion = HEADER_MM[0], crowded
        row = min(_level(least, room - header - opinion), ROW_MM[1] * 0.8)
    row = min(row, ROW_MM[1])
    if row < ROW_MM[0]:
        raise FormError(_too_low(campaign, (room - header - opinion) / len(least)))
    rows = tuple(max(row, height) for height in least)
    opinion = max(opinion, min(room - header - sum(rows), most))
    return Layout(widths=widths, header=header, rows=rows, opinion=opinion)


def _level(least: Sequence[float], room_mm: float) -> float:
    """How high the rows can be that ask for less: with the higher ones they fill the room."""
    higher: list[float] = sorted(least, reverse=True)
    for count in range(len(higher)):
        level = (room_mm - sum(higher[:count])) / (len(higher) - count)
        if level >= higher[count]:
            return level
    return min(higher[-1], room_mm - sum(higher[:-1]))


def _least_heights(blocks: Sequence[Block], widths: tuple[float, ...]) -> list[float]:
    """Of each row, what its longest name needs to be read; 0 where there is none."""
    return [
        max(_least_height(line, widths) for line in across)
        for across in zip(*blocks, strict=True)
    ]  # fmt: skip


def _least_height(line: Line | None, widths: tuple[float, ...]) -> float:
    if not isinstance(line, Unit):
        return 0.0
    height = legible_height(line.name, widths[1])
    if height is None:
        raise FormError(
            f"单位“{line.name}”的名称在评议表上放不下（一栏宽 {widths[1]:.0f} 毫米，字不小于 {SMALL_PT:g} 磅）；"
            "请在 campaign.toml 中把 ballot.blocks 调小、ballot.pages 调大"
        )
    return height


def _too_low(campaign: Campaign, row_mm: float) -> str:
    text, units = campaign.ballot, len(campaign.units)
    sheets = f"一张 {text.paper} 纸" if text.pages == 1 else f"{text.pages} 页 {text.paper} 纸"
    narrow = row_mm < ROW_MM[0]
    why = (
        f"每行只有 {row_mm:.1f} 毫米，至少要 {ROW_MM[0]} 毫米"
        if narrow
        else f"单位名称较长，字不小于 {SMALL_PT:g} 磅时要折行"
    )
    return (
        f"评议表有 {units} 个单位，{sheets}放不下（{why}）；"
        f"请在 campaign.toml 中把 ballot.pages 或 ballot.blocks 调大（现为 {text.blocks} 栏、{text.pages} 页），"
        '或把 ballot.paper 改为 "A3"'
    )


def _widths(campaign: Campaign) -> Iterator[tuple[float, ...]]:
    """Serial, name and choice columns of one block, first as ticks like them, then as names might need them."""
    text: BallotText = campaign.ballot
    choices, blocks = len(text.choices), text.blocks
    item = ITEM_MM if len(campaign.units) < 100 else ITEM_3_MM
    block = type_width_mm(campaign) / blocks
    longest = max(text_width_mm(unit.name, NAME_PT) for unit in campaign.units) / 2 + NAME_AIR_MM
    wanted = max(NAME_MM, min(longest, block - item - TICK_FAIR_MM * choices))
    tick = min(max((block - item - wanted) / choices, TICK_MM[0]), TICK_MM[1])
    if block - item - tick * choices < NAME_LEAST_MM:
        raise FormError(
            f"评议表分 {blocks} 栏、每栏 {choices} 个选项，单位名称一栏只剩 "
            f"{max(block - item - tick * choices, 0):.0f} 毫米（至少要 "
            f"{NAME_LEAST_MM:.0f} 毫米）；请在 campaign.toml 中把 ballot.blocks 调小、减少 ballot.choices，"
            '或把 ballot.paper 改为 "A3"'
        )
    while tick >= TICK_MM[0]:
        yield item, block - item - tick * choices, *[tick] * choices
        tick = tick - TICK_STEP_MM if tick == TICK_MM[0] else max(tick - TICK_STEP_MM, TICK_MM[0])
