"""The ruled tables of a PDF made from Word: their rules and their words, in millimetres from the page's top left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber

MM_PER_PT = 25.4 / 72
ONE_RULE_MM = 0.9  # rules nearer than this are one: Word draws the same border for each cell anew
LEAST_RULE_MM = 1.2  # shorter strokes are no borders
LINES = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
ACROSS_ITS_RULE_MM = 0.6  # how far a piece may lie from the rule it belongs to
DRAWN = 0.7  # of an edge under ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight piece of border: its place across, and from where to where it runs along."""

    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One printed character by its middle."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledTable:
    """One table as printed: the places of its rules, the pieces they consist of, and the page's words."""

    page: int  # 1-based
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]
    glyphs: tuple[Glyph, ...]  # of the whole page, in the order they were set
    others: tuple[tuple[float, float, float, float], ...]  # left, top, right, bottom of the page's other tables

    def words(self, left: float, top: float, right: float, bottom: float) -> str:
        """The characters inside a rectangle."""
        return "".join(g.text for g in self.glyphs if left <= g.x < right and top <= g.y < bottom)

    def drawn_level(self, y: float, left: float, right: float) -> bool:
        """Whether a border lies along this edge."""
        return _covered(self.level, y, left, right)

    def drawn_upright(self, x: float, top: float, bottom: float) -> bool:
        """Whether a border stands along this edge."""
        return _covered(self.upright, x, top, bottom)


def ruled_tables(pdf: bytes) -> tuple[RuledTable, ...]:
    """Every ruled table, page by page from the top."""
    found: list[RuledTable] = []
    with pdfplumber.open(BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, start=1):
            found += _on_page(number, page)
            page.close()
    return tuple(found)


def _on_page(number: int, page: Any) -> Iterable[RuledTable]:
    boxes = sorted((table.bbox for table in page.find_tables(LINES)), key=lambda box: (box[1], box[0]))
    glyphs = tuple(
        Glyph(text=c["text"], x=(c["x0"] + c["x1"]) / 2 * MM_PER_PT, y=(c["top"] + c["bottom"]) / 2 * MM_PER_PT)
        for c in page.chars
        if not c["text"].isspace()
    )
    places = [tuple(value * MM_PER_PT for value in box) for box in boxes]
    for box in places:
        left, top, right, bottom = box
        edges = [edge for edge in page.edges if _inside(edge, (left, top, right, bottom))]
        level = tuple(_rule(e, "top", "x0", "x1") for e in edges if e["orientation"] == "h")
        upright = tuple(_rule(e, "x0", "top", "bottom") for e in edges if e["orientation"] == "v")
        yield RuledTable(
            page=number,
            xs=_places(upright),
            ys=_places(level),
            level=level,
            upright=upright,
            glyphs=glyphs,
            others=tuple(other for other in places if other != box),
        )


def _inside(edge: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether an edge is the table's: it lies in its box, or runs on from it to cells without outer border."""
    left, top, right, bottom = box
    x0, x1, y0, y1 = (float(edge[key]) * MM_PER_PT for key in ("x0", "x1", "top", "bottom"))
    slack = ONE_RULE_MM
    if max(x1 - x0, y1 - y0) < LEAST_RULE_MM:
        return False
    return x1 > left - slack and x0 < right + slack and y1 > top - slack and y0 < bottom + slack


def _rule(edge: dict[str, Any], place: str, start: str, end: str) -> Rule:
    return Rule(place=edge[place] * MM_PER_PT, start=edge[start] * MM_PER_PT, end=edge[end] * MM_PER_PT)


def _places(rules: Sequence[Rule]) -> tuple[float, ...]:
    """Where rules lie, pieces of one rule taken together."""
    places: list[list[float]] = []
    for rule in sorted(rules, key=lambda rule: rule.place):
        if places and rule.place - places[-1][-1] < ONE_RULE_MM:
            places[-1].append(rule.place)
        else:
            places.append([rule.place])
    return tuple(sum(group) / len(group) for group in places)


def _covered(rules: Sequence[Rule], place: float, start: float, end: float) -> bool:
    """Whether pieces of border cover an edge."""
    near = sorted((r.start, r.end) for r in rules if abs(r.place - place) <= ACROSS_ITS_RULE_MM + ONE_RULE_MM)
    covered, reached = 0.0, start
    for first, last in near:
        covered += max(0.0, min(last, end) - max(first, reached))
        reached = max(reached, min(last, end))
    return covered >= DRAWN * (end - start)
