"""
The program's points against those computed a second time, on campaigns drawn by chance: every number to the last place.

    python -m benchmarks.points.recomputed [--campaigns 200] [--seed 0]
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from benchmarks.points.random_campaigns import Invented, answers_of, read_template
from benchmarks.points.recomputation import COUNTED, Line, UnitPoints, Year, points_of, rows
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import Ballot, SettledRow, Tally
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.score import Outside
from pingyi.ground.errors import NotReadyError
from pingyi.scoring.orders.sums import add_up
from pingyi.scoring.score import ranking
from pingyi.store.base.store import Store
from pingyi.tally.count import count
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.tables.hotline import judged_orders, outside_with_orders
from pingyi.workflow.tables.imports import import_table

TABLES = {
    "领导评分": "leaders", "领导平均": "leaders", "领导票决": "leaders", "电话访谈": "phone", "热线汇总": "hotline",
    "工单": "hotline",
}  # fmt: skip
VOID = {"空白": Verdict.BLANK, "多选": Verdict.MULTIPLE}
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One campaign: what was held against each other, how many lines of points could not be computed, what differs."""

    units: int
    numbers: int
    orders: int
    holes: int
    differences: tuple[str, ...]
    answers: frozenset[tuple[str, int]]  # policy, and which of the template's answers


Pair = tuple[str, object, object]  # what, the program's, the other's


def compare(folder: Path, seed: int) -> Compared:
    """Invent a campaign in an empty folder and compute it twice."""
    invented = Invented(folder, seed)
    invented.write()
    year = Year(folder)
    again = points_of(year)
    workspace = open_workspace(folder)
    with working(workspace, "benchmark") as store:
        for name, kind in TABLES.items():
            if (table := folder / f"{name}.csv").exists():
                import_table(workspace.campaign, store, kind, table)
        pairs = [*_points(workspace, store, again), *_counts(workspace.campaign, store, year)]
    return Compared(
        units=len(again),
        numbers=len(pairs),
        orders=len(rows(folder, "工单")),
        holes=sum(points is None for one in again for points in one.items.values()),
        differences=tuple(f"{seed}: {what}: {ours} ≠ {theirs}" for what, ours, theirs in pairs if ours != theirs),
        answers=frozenset(invented.answers.items()),
    )


def _points(workspace: Workspace, store: Store, again: Sequence[UnitPoints]) -> Iterator[Pair]:
    campaign, tally = workspace.campaign, _tally(workspace)
    outside = outside_with_orders(campaign, store)
    for placed, other in zip(ranking(campaign, tally, outside, draft=True).units, again, strict=True):
        items = {part.label: part.value for part in placed.total.parts}
        for component, label in campaign.labels.items():
            yield f"{other.unit} {label}", items.get(label), other.items.get(component.value)
        yield f"{other.unit} 总分", placed.total.value, other.total
        yield f"{other.unit} 公布的总分", Fraction(placed.total.rounded()), other.published
        yield f"{other.unit} 名次", (placed.rank, placed.ranked_in), (other.rank, other.ranked_in)
    holes = any(points is None for one in again for points in one.items.values())
    yield "停下", _stops(campaign, tally, outside), holes


def _stops(campaign: Campaign, tally: Tally, outside: Outside) -> bool:
    try:
        ranking(campaign, tally, outside)
    except NotReadyError:
        return True
    return False


def _counts(campaign: Campaign, store: Store, year: Year) -> Iterator[Pair]:
    """What the orders come to."""
    ours = add_up(judged_orders(campaign, store), latest=campaign.policies.both_answers.value == "latest")
    yield "有工单的单位", set(ours), set(year.own)
    for unit, counts in year.own.items():
        for name in COUNTED:
            yield f"{unit} {name}", Fraction(ours[unit][name]), counts[name]


def _tally(workspace: Workspace) -> Tally:
    """The ballots counted by the program."""
    campaign, sheets = workspace.campaign, dict[str, list[Line]]()
    for line in rows(workspace.root, "票"):
        sheets.setdefault(line["票"], []).append(line)
    serials = {unit.name: str(unit.serial) for unit in campaign.units}
    ballots = [
        Ballot(
            sheet=sheet,
            batch=lines[0]["批次"],
            page=int(sheet.split("-")[2]),
            pages=int(sheet.split("-")[3]),
            rows=tuple(_row(line, serials) for line in lines),
        )
        for sheet, lines in sheets.items()
    ]
    return count(ballots, workspace.batches(), campaign)


def _row(line: Line, serials: Mapping[str, str]) -> SettledRow:
    verdict = VOID.get(line["结果"], Verdict.VALID)
    choice = line["结果"] if verdict is Verdict.VALID else ""
    return SettledRow(item=serials[line["单位"]], name=line["单位"], verdict=verdict, choice=choice)


def main() -> None:
    """Print what was compared, which answers appeared, and every difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--campaigns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = []
    for seed in range(asked.seed, asked.seed + asked.campaigns):
        with tempfile.TemporaryDirectory(prefix="pingyi-") as folder:
            found.append(compare(Path(folder), seed))
    answers = frozenset[tuple[str, int]]().union(*(one.answers for one in found))
    given = sum(map(len, answers_of(read_template()).values()))
    print(f"{len(found)} campaigns, {sum(one.units for one in found)} units, {sum(one.orders for one in found)} orders")
    print(f"{sum(one.numbers for one in found)} numbers compared")
    print(f"lines of points that could not be computed: {sum(one.holes for one in found)}")
    print(f"campaigns that nothing was missing in: {sum(not one.holes for one in found)}")
    print(f"answers to policies that appeared: {len(answers)} of {given}")
    differences = [line for one in found for line in one.differences]
    print(f"differences: {len(differences)}")
    print(*differences[:SHOWN], sep="\n")


if __name__ == "__main__":
    main()
