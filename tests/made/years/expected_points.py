"""Points of the invented district by pencil: from the ticks that were planted and the tables brought in."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import docx
from other_district import TABLES

from pingyi.domain.readings.reading import Verdict
from pingyi.samples.filler.truth import TrueRow
from pingyi.workflow.by_hand.tables import Part

WEIGHTS = {"满意": 100, "基本满意": 70, "不满意": 30}
HOTLINE_OF_MERGED = 10  # of the 15 points that votes and hotline share: 7 + 3
NONE = "—"
OF_POINTS = ["序号", "单位名称", "问卷", "12345热线", "四家班子评价", "总分"]
OF_VOTES = ["序号", "单位名称", *WEIGHTS, "有效票", "不选", "多选"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One unit: rows by what was ticked (不选 and 多选 too), and points, exact; no hotline: no orders."""

    series: str
    ticked: Mapping[str, int]
    votes: Fraction
    hotline: Fraction | None
    bodies: Fraction

    @property
    def total(self) -> Fraction:
        """Of all that the unit has."""
        return self.votes + (self.hotline or 0) + self.bodies


def expected(truth: Iterable[TrueRow], tables: Mapping[str, Path]) -> dict[str, Expected]:
    """By unit, in the order of the roster; `tables`: leaders and hotline, as they were brought in."""
    marks = {kind: (int(votes), hotline, int(bodies)) for kind, votes, hotline, bodies, _ in TABLES[Part.POINTS]}
    ticks = Counter((row.item, _word(row)) for row in truth)
    leaders = {row["单位名称"]: Fraction(row["平均分"]) for row in _rows(tables["leaders"])}
    orders = {row["单位名称"]: row for row in _rows(tables["hotline"])}
    found = {}
    for serial, (name, series, kind, _) in enumerate(TABLES[Part.UNITS], start=1):
        votes, hotline, bodies = marks[kind]
        ticked = {word: ticks[str(serial), word] for word in (*WEIGHTS, "不选", "多选")}
        valid = sum(ticked[word] for word in WEIGHTS)
        merged = HOTLINE_OF_MERGED if hotline == "合并" and name in orders else 0
        mean = Fraction(sum(ticked[word] * weight for word, weight in WEIGHTS.items()), valid)
        found[name] = Expected(
            series=series,
            ticked=ticked,
            votes=mean / 100 * (votes - merged),
            hotline=_hotline(orders[name]) if name in orders else None,
            bodies=leaders[name] / 100 * bodies,
        )
    return found


def check_notice(path: Path, points: Mapping[str, Expected]) -> None:
    """Every number of the notice's first three annexes, and the first of each series in its body."""
    document = docx.Document(str(path))
    tables = [[[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows] for table in document.tables]
    assert _body(tables, OF_POINTS) == [
        [str(number), name, _shown(one.votes), _shown(one.hotline), _shown(one.bodies), _shown(one.total)]
        for number, (name, one) in enumerate(points.items(), start=1)
    ]
    assert _body(tables, OF_VOTES) == [
        [str(number), name, *map(str, _counts(one))] for number, (name, one) in enumerate(points.items(), start=1)
    ]
    ranked = [table for table in tables if table[0][0] == "名次"]
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    for series, table in zip(dict.fromkeys(one.series for one in points.values()), ranked, strict=True):
        totals = {name: _shown(one.total) for name, one in points.items() if one.series == series}
        by_rank = sorted(totals, key=lambda name: -float(totals[name]))
        ranks = {name: 1 + sum(float(one) > float(total) for one in totals.values()) for name, total in totals.items()}
        assert {row[1]: (row[0], row[-1]) for row in table[1:]} == {
            name: (str(ranks[name]), totals[name]) for name in totals
        }
        assert [row[-1] for row in table[1:]] == [totals[name] for name in by_rank]
        assert f"{by_rank[0]}{totals[by_rank[0]]}分，第一名" in words


def _word(row: TrueRow) -> str:
    """A mark nobody can read is no tick to the people who decide it."""
    return row.choice if row.verdict is Verdict.VALID else "多选" if row.verdict is Verdict.MULTIPLE else "不选"


def _hotline(row: Mapping[str, str]) -> Fraction:
    """附件2: 7 points by three rates, 3 by what was followed up, and what was added, at most 10 in all."""
    of = {name: Fraction(value) for name, value in row.items() if name != "单位名称"}
    on_time = (of["按时办结量"] + of["按时退单量"]) / (of["办结量"] + of["退单量"])
    content = (of["满意"] + of["基本满意"]) / (of["满意"] + of["基本满意"] + of["不满意"])
    solved = (of["已解决"] + of["部分解决"]) / (of["已解决"] + of["部分解决"] + of["未解决"])
    rates = Fraction(7, 10) * (on_time + 3 * content) + max(
        Fraction(42, 10) * solved - of["抽查未解决"] / 5, Fraction()
    )
    refused = of["跟踪未通过"] / of["跟踪问效量"] if of["跟踪问效量"] else Fraction()
    return min(rates + max(3 - 3 * refused, Fraction()) + of["加分"], Fraction(10))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _counts(one: Expected) -> tuple[int, ...]:
    choices = [one.ticked[word] for word in WEIGHTS]
    return (*choices, sum(choices), one.ticked["不选"], one.ticked["多选"])


def _shown(number: Fraction | None) -> str:
    """Half up to two places, once."""
    if number is None:
        return NONE
    whole, rest = divmod(math.floor(number * 100 + Fraction(1, 2)), 100)
    return f"{whole}.{rest:02d}"


def _body(tables: Sequence[list[list[str]]], heads: list[str]) -> list[list[str]]:
    """The rows of the one table with these heads."""
    (found,) = [table for table in tables if table[0] == heads]
    return found[1:]
