"""Where 附件4's lines stand: shared out over pages and blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Campaign, Series, Unit
from pingyi.ground.errors import FormError

BREAK_SLACK = 0.12  # of a page's lines: a page may be so much shorter to end with a series
CONTINUED = "（续）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """A series row repeated at the head of a page, for units that do not stand under their own."""

    series: Series

    @property
    def label(self) -> str:
        """The series row's words as printed, with the word that it goes on."""
        return f"{self.series.label}{CONTINUED}"


Line = Series | Unit | Continued
Block = list[Line | None]


def ballot_lines(campaign: Campaign) -> Iterator[Series | Unit]:
    """Each series' row, then its units."""
    for series in campaign.series:
        yield series
        yield from (unit for unit in campaign.units if unit.series == series.name)


def cut_pages(lines: Sequence[Series | Unit], pages: int) -> list[list[Line]]:
    """
    Share the lines out over `pages` pages of about equal length; one that begins amid a series repeats its row.

    Raises FormError when there are not enough units for so many pages.
    """
    found: list[list[Line]] = []
    start, series = 0, None
    for left in range(pages, 0, -1):
        end = _page_end(lines, start, left)
        part: list[Line] = list(lines[start:end])
        if not any(isinstance(line, Unit) for line in part):
            raise FormError(f"评议表只有 {len(lines)} 行，分不成 {pages} 页；请在 campaign.toml 中把 ballot.pages 调小")
        if series is not None and not isinstance(part[0], Series):
            part.insert(0, Continued(series=series))
        series = next((line for line in reversed(lines[:end]) if isinstance(line, Series)), None)
        found.append(part)
        start = end
    return found


def _page_end(lines: Sequence[Series | Unit], start: int, left: int) -> int:
    """Where a page ends of which `left` are to come: with a series, where one ends nearby."""
    length = -(-(len(lines) - start) // left)
    end = start + length
    if left == 1:
        return len(lines)
    slack = round(BREAK_SLACK * length)
    near = [
        at for at in range(end - slack, end + slack + 1) if start < at < len(lines) and isinstance(lines[at], Series)
    ]
    if near:
        return min(near, key=lambda at: abs(at - end))
    return end - 1 if isinstance(lines[end - 1], Series) else end


def cut_blocks(lines: Sequence[Line], count: int) -> list[Block]:
    """
    Fill `count` blocks of equal height from the top; what is left over is None.

    A series row never ends a block: it would stand apart from its units.
    """
    rows = -(-len(lines) // count)
    while True:
        blocks: list[Block] = []
        start = 0
        for _ in range(count):
            end = min(start + rows, len(lines))
            if start < end < len(lines) and isinstance(lines[end - 1], Series):
                end -= 1
            blocks.append([*lines[start:end], *[None] * (rows - (end - start))])
            start = end
        if start == len(lines):
            return blocks
        rows += 1


def printed_blocks(campaign: Campaign) -> tuple[tuple[tuple[Unit, ...], ...], ...]:
    """The units of each block, page by page, as the form is printed. Raises FormError as cut_pages."""
    pages = cut_pages(tuple(ballot_lines(campaign)), campaign.ballot.pages)
    cut = (cut_blocks(page, campaign.ballot.blocks) for page in pages)
    return tuple(tuple(tuple(line for line in block if isinstance(line, Unit)) for block in blocks) for blocks in cut)
