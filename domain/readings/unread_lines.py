"""Unread pages told to people: one line each, but one for all that a file's pages have in common."""

from collections.abc import Iterable, Iterator, Sequence

from pingyi.domain.readings.reading import UNREAD_TEXT, UnreadPage

FEW = 5  # pages of a file with the same fault: so many are told one by one
SOME_SPANS = 8
THIS = "这一页"


def unread_lines(pages: Iterable[UnreadPage]) -> Iterator[str]:
    """Chinese lines, in the order in which each fault of a file was met first."""
    found: dict[tuple[str, str, str], list[UnreadPage]] = {}
    for page in pages:
        detail = page.detail.replace(f"第 {page.source.page} 页", THIS)
        found.setdefault((page.source.file, page.reason, detail), []).append(page)
    for (file, _, detail), alike in found.items():
        if len(alike) <= FEW:
            yield from (page.message() for page in alike)
        else:
            told = f"：{detail}" if detail else ""
            spans = _spans(sorted(page.source.page for page in alike))
            yield f"{file} 第 {spans} 页，共 {len(alike)} 页未读出（{UNREAD_TEXT[alike[0].reason]}）{told}"


def _spans(numbers: Sequence[int]) -> str:
    """3、7–9、12."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    shown = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans[:SOME_SPANS])
    return shown + ("……" if len(spans) > SOME_SPANS else "")
