"""Paper accounting of ballots that may have several pages: how many came back, and which pages are lacking."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

CODE_LENGTH = 10  # of a digest: names a sheet, and not its place in the pile


def paper_code(digest: str) -> str:
    """How a paper is called in lists and may be named in turn (代号)."""
    return digest[:CODE_LENGTH]


def place_text(batch: str) -> str:
    """Chinese: where a paper counts; no batch: nowhere."""
    return f"{batch} 批" if batch else "两人移出，不计入"


class PairRuling(StrEnum):
    """What two people may find about a sheet that looks like one already counted; the words stand in the workbook."""

    SAME = "同一张票"  # it stays out
    DIFFERENT = "两张不同的票"  # it is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """How many sheets were read of one page; ballots are anonymous, so that no page is tied to another."""

    page: int  # 1-based
    pages: int  # of the ballot
    sheets: int


def returned(counts: Iterable[PageCount]) -> int:
    """Ballots, not pages: as many as there are of the page most often read."""
    return sum(max(found) for found in _by_form(counts).values())


def uneven(counts: Iterable[PageCount]) -> Iterator[str]:
    """Chinese: what to look up for each form whose pages did not come back in equal number."""
    for found in _by_form(counts).values():
        most = max(found)
        if min(found) == most:
            continue
        seen = "、".join(f"第 {page} 页 {sheets} 张" for page, sheets in enumerate(found, start=1))
        short = "、".join(
            f"第 {page} 页少 {most - sheets} 张" for page, sheets in enumerate(found, start=1) if sheets < most
        )
        yield f"读出{seen}，{short}；请核对是漏扫、漏收、没有读出，还是别处多混入了一页"


def _by_form(counts: Iterable[PageCount]) -> dict[int, list[int]]:
    """Sheets page by page, by the number of pages the form has."""
    found: dict[int, list[int]] = {}
    for count in counts:
        found.setdefault(count.pages, [0] * count.pages)[count.page - 1] += count.sheets
    return found
