"""Positions of a chart's parts; the templates draw them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pingyi.domain.results.score import ScoreSheet, UnitScore

WIDTH, LEFT, RIGHT, ROW, TOP = 900, 110, 30, 44, 34  # pixels of the drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One unit's total, at its place on the drawing in px."""

    x: float
    y: float
    unit: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One ranking class: its dots and the middle half of them."""

    label: str
    y: float
    dots: tuple[Dot, ...]
    low: float
    high: float
    median: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The distribution of points, a strip for each ranking class, over full marks."""

    height: float
    strips: tuple[Strip, ...]
    ticks: tuple[tuple[float, str], ...]


def distribution(sheet: ScoreSheet) -> Chart:
    """Points of all units by ranking class, on one scale that begins at a round number below the least."""
    values = [unit.total.value for unit in sheet.units]
    low, high = int(min(values, default=Decimal(0))) // 5 * 5, -(-int(max(values, default=Decimal(1)) + 1) // 5) * 5
    span = max(1, high - low)

    def at(value: Decimal) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * float(value - low) / span, 1)

    names = list(dict.fromkeys(unit.ranked_in for unit in sheet.units))
    strips = []
    for number, name in enumerate(names):
        units = sorted((unit for unit in sheet.units if unit.ranked_in == name), key=lambda unit: unit.total.value)
        y = TOP + ROW * (number + 0.5)
        totals = [unit.total.value for unit in units]
        strips.append(
            Strip(
                label=name,
                y=y,
                dots=tuple(_dot(unit, at(unit.total.value), y, k) for k, unit in enumerate(units)),
                low=at(_quantile(totals, 1)),
                high=at(_quantile(totals, 3)),
                median=at(_quantile(totals, 2)),
            )
        )
    return Chart(
        height=TOP + ROW * len(names) + 12,
        strips=tuple(strips),
        ticks=tuple((at(Decimal(value)), str(value)) for value in range(low, high + 1, 5)),
    )


def _dot(unit: UnitScore, x: float, y: float, number: int) -> Dot:
    """Dots of near values are set a little apart."""
    return Dot(x=x, y=y + (number % 3 - 1) * 7, unit=unit.unit, value=unit.total.rounded())


def _quantile(ordered: Sequence[Decimal], quarter: int) -> Decimal:
    place = Decimal(quarter * (len(ordered) - 1)) / 4
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
