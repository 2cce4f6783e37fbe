"""One voter's hand and pen: the habits that make all marks of a page alike, and no two pages."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from pingyi.samples.filler.curves import Points, Stroke, TickShape

UP_ANGLES = (0.25, 1.45)  # radians above the level
FLICK_SHARE = 0.35  # part of a stroke in which a fast pen leaves the paper


class PenKind(StrEnum):
    """What people find on the table."""

    BALLPOINT = "ballpoint"
    GEL = "gel"
    PENCIL = "pencil"
    MARKER = "marker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Ink as a scanner sees it; colour is red, green, blue of 0..255."""

    kind: PenKind
    width_mm: float
    colour: tuple[int, int, int]
    darkness: float  # 0..1 at full pressure
    grain: float  # 0..1: how much the paper's grain breaks the line


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Habits of one voter."""

    pen: Pen
    shape: TickShape
    spread: float  # how much one tick differs from the next, as a share
    aim_mm: tuple[float, float]  # where in the cell the lowest point usually lands, from the middle
    aim_spread_mm: float
    tremor_mm: float
    pressure: tuple[float, float, float]  # width at start, middle, end, as a share of the pen's
    flick: float  # 0..1: how much the line thins where the pen leaves
    odd: bool = False  # writes as few people do


def invent_hand(rng: np.random.Generator, cell_mm: tuple[float, float]) -> Hand:
    """A new voter, ticking into cells of `cell_mm` (width, height)."""
    cell = min(cell_mm)
    size = cell * rng.uniform(0.48, 0.98)
    up_angle = float(np.clip(rng.normal(0.85, 0.22), 0.35, 1.35))
    shape = TickShape(
        down_mm=size * rng.uniform(0.18, 0.55),
        up_mm=size * rng.uniform(0.75, 1.15),
        down_angle=float(np.clip(rng.normal(0.95, 0.3), 0.15, 1.5)),
        up_angle=up_angle,
        down_bow=rng.normal(0, 0.08),
        up_bow=rng.normal(0.04, 0.08),
        roundness=float(rng.choice([0.0, 0.2, 0.5, 1.0], p=[0.35, 0.3, 0.2, 0.15])),
        hook_mm=float(rng.uniform(0.3, 0.9)) if rng.random() < 0.12 else 0.0,  # one hand in eight
    )
    return Hand(
        pen=invent_pen(rng),
        shape=shape,
        spread=rng.uniform(0.05, 0.2),
        aim_mm=(
            float(-0.25 * shape.up_mm * np.cos(up_angle) + rng.normal(0, 0.06) * cell_mm[0]),
            float(0.28 * shape.up_mm * np.sin(up_angle) + rng.normal(0, 0.05) * cell_mm[1]),
        ),
        aim_spread_mm=rng.uniform(0.2, 0.7),
        tremor_mm=float(rng.choice([0.02, 0.05, 0.1, 0.18], p=[0.42, 0.4, 0.15, 0.03])),
        pressure=(rng.uniform(0.7, 1.1), rng.uniform(0.9, 1.25), rng.uniform(0.55, 1.0)),
        flick=rng.uniform(0.0, 0.7),
    )


def invent_odd_hand(rng: np.random.Generator, cell_mm: tuple[float, float]) -> Hand:
    """A voter whose ticks stretch the word: nearly upright or flat, long first arms, round or hooked, uneven."""
    usual, size = invent_hand(rng, cell_mm), min(cell_mm) * rng.uniform(0.45, 0.95)
    up_angle = rng.uniform(0.2, 1.58)
    shape = TickShape(
        down_mm=size * rng.uniform(0.15, 0.85),
        up_mm=size * rng.uniform(0.6, 1.15),
        down_angle=rng.uniform(0.1, 1.75),
        up_angle=up_angle,
        down_bow=rng.normal(0, 0.15),
        up_bow=rng.normal(0.02, 0.15),
        roundness=rng.uniform(0.0, 2.5),
        hook_mm=rng.uniform(0.3, 1.2) if rng.random() < 0.3 else 0.0,
    )
    aim = (float(-0.3 * shape.up_mm * np.cos(up_angle)), float(0.3 * shape.up_mm * np.sin(up_angle)))
    return replace(usual, shape=shape, spread=rng.uniform(0.05, 0.35), aim_mm=aim, odd=True)


def invent_pen(rng: np.random.Generator) -> Pen:
    """Any pen from a meeting room, in about the shares one sees there."""
    kind = PenKind(rng.choice([k.value for k in PenKind], p=[0.36, 0.46, 0.12, 0.06]))
    blue = rng.random() < 0.3  # most meeting rooms hand out black
    ink = (40, 55, int(rng.integers(130, 190))) if blue else (int(rng.integers(15, 50)),) * 3
    if kind is PenKind.BALLPOINT:
        return Pen(kind=kind, width_mm=rng.uniform(0.28, 0.45), colour=ink, darkness=rng.uniform(0.7, 0.95), grain=0.18)
    if kind is PenKind.GEL:
        return Pen(kind=kind, width_mm=rng.uniform(0.4, 0.65), colour=ink, darkness=rng.uniform(0.9, 1.0), grain=0.04)
    if kind is PenKind.PENCIL:
        return Pen(
            kind=kind,
            width_mm=rng.uniform(0.4, 0.75),
            colour=(70, 70, 74),
            darkness=rng.uniform(0.45, 0.8),
            grain=rng.uniform(0.3, 0.55),
        )
    return Pen(kind=kind, width_mm=rng.uniform(0.8, 1.4), colour=ink, darkness=1.0, grain=0.02)


def tick_shape(rng: np.random.Generator, hand: Hand, scale: float = 1.0) -> TickShape:
    """The hand's tick as it comes out this time."""

    def about(value: float) -> float:
        return float(value * np.clip(rng.normal(1, hand.spread), 0.6, 1.5))

    shape = hand.shape
    flattest, steepest = (0.15, 1.62) if hand.odd else UP_ANGLES
    return TickShape(
        down_mm=about(shape.down_mm) * scale,
        up_mm=about(shape.up_mm) * scale,
        down_angle=shape.down_angle + rng.normal(0, 0.5 * hand.spread),
        up_angle=float(np.clip(shape.up_angle + rng.normal(0, 0.5 * hand.spread), flattest, steepest)),
        down_bow=shape.down_bow + rng.normal(0, 0.03),
        up_bow=shape.up_bow + rng.normal(0, 0.03),
        roundness=shape.roundness,
        hook_mm=shape.hook_mm,
    )


def drawn(rng: np.random.Generator, hand: Hand, points: Points, *, flick: bool = True) -> Stroke:
    """Put a movement on paper with this hand: tremor, pressure, and the flick at its end."""
    t = np.linspace(0.0, 1.0, len(points))
    shaken = points + hand.tremor_mm * _tremor(rng, points)
    start, middle, end = hand.pressure
    press = np.interp(t, [0.0, 0.45, 1.0], [start, middle, end]) * np.clip(rng.normal(1, 0.06), 0.8, 1.2)
    lift = np.ones_like(t)
    if flick:
        late = np.clip((t - (1 - FLICK_SHARE)) / FLICK_SHARE, 0, 1)
        lift = 1 - hand.flick * late
    return Stroke(
        points=shaken,
        widths=np.maximum(hand.pen.width_mm * press * lift, 0.12),
        darkness=np.clip(hand.pen.darkness * (0.55 + 0.45 * press * lift), 0.15, 1.0),
    )


def _tremor(rng: np.random.Generator, points: Points) -> Points:
    """Smooth wavering of about unit height along the path."""
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    waves = np.zeros_like(points)
    for period_mm in (0.9, 2.1, 4.7):
        phase = rng.uniform(0, 2 * np.pi, 2)
        waves += np.sin(2 * np.pi * way[:, None] / (period_mm * rng.uniform(0.8, 1.25)) + phase) * rng.normal(0, 0.7, 2)
    return waves
