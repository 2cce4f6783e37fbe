"""Empty pages: the backs of a duplex scan, and those that cannot be backs and may be a sheet fed the wrong way up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pingyi.domain.readings.reading import Source

MOST_BACKS = 0.5  # of every second page of a file empty: it was scanned on both sides
SOME_PAGES = 8  # named for each file


def out_of_place(empty: Iterable[Source], pages: Mapping[str, int]) -> tuple[Source, ...]:
    """
    Which of the empty pages are no backs; `pages` is how many each file has.

    In a duplex scan every second page is a back: most of these are empty, and some of the others are not.
    """
    empty = tuple(empty)
    seen = Counter((source.file, source.page % 2) for source in empty)

    def is_back(source: Source) -> bool:
        total, side = pages[source.file], source.page % 2
        backs, fronts = (total + side) // 2, (total + 1 - side) // 2
        return seen[source.file, side] >= MOST_BACKS * backs and seen[source.file, 1 - side] < fronts

    return tuple(source for source in empty if not is_back(source))


def back_lines(empty: Iterable[Source], pages: Mapping[str, int]) -> Iterator[str]:
    """Chinese: how many were skipped; which of them someone has to look at is said by `strange_lines`."""
    empty = tuple(empty)
    strange = len(out_of_place(empty, pages))
    if len(empty) > strange:
        yield f"空白背面 {len(empty) - strange} 页，已跳过"
    if strange:
        yield f"空白而不像背面 {strange} 页，要人工核对"


def strange_lines(empty: Iterable[Source], pages: Mapping[str, int]) -> Iterator[str]:
    """Chinese: empty pages that cannot be told to be backs, file by file."""
    strange = out_of_place(empty, pages)
    for file in dict.fromkeys(source.file for source in strange):
        numbers = [str(source.page) for source in strange if source.file == file]
        more = " 等" if len(numbers) > SOME_PAGES else ""
        listed = "、".join(numbers[:SOME_PAGES])
        yield f"{file} 第 {listed}{more} 页空白，又不像双面扫描的背面（共 {len(numbers)} 页）：请确认没有放反或漏扫"
