"""What voters do with a form: a plan for every row, its truth, and the strokes that carry it out."""

from dataclasses import dataclass, field

import numpy as np

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Verdict
from pingyi.samples.filler.curves import Stroke, character, long_line
from pingyi.samples.filler.hand import Hand, drawn, invent_hand, invent_odd_hand
from pingyi.samples.filler.layout import Box, Layout
from pingyi.samples.filler.marks import BEHAVIOURS, RowToMark, Sign
from pingyi.samples.filler.truth import TrueRow

Random = np.random.Generator

CROSSING_SHARE = 0.6  # of voters who may tick or cross


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterMix:
    """How often voters do what; shares of rows unless said otherwise. The rest are plain ticks."""

    overflow: float = 0.03
    sprawling: float = 0.0
    blank: float = 0.0
    multi: float = 0.0
    corrected: float = 0.0
    cross: float = 0.0
    circle: float = 0.0
    border: float = 0.0
    dot: float = 0.0
    strike: float = 0.0
    cross_voters: float = 0.0  # share of voters who cross instead of ticking, in every row
    line_voters: float = 0.0  # share of voters who draw one line down a run of rows
    marks: Declared = Declared.TICK  # what the form asks for
    odd_hands: float = 0.0  # share of voters who write as few do
    opinions: float = 0.25  # share of voters who write something
    choice_shares: tuple[float, ...] = (0.82, 0.14, 0.04)  # in the order of the form's choices
    liking: dict[str, float] = field(default_factory=dict)  # per item: how far votes lean to the first choice, -1 … 1

    def shares(self) -> dict[str, float]:
        """Behaviours of single rows with their shares; the rest is `normal`."""
        names = ("overflow", "sprawling", "blank", "multi", "corrected", "cross", "circle", "border", "dot", "strike")
        shares = {name: float(getattr(self, name)) for name in names}
        return {"normal": 1.0 - sum(shares.values())} | shares


NEAT = VoterMix(overflow=0.0, opinions=0.1)
ORDINARY = VoterMix(
    overflow=0.03, sprawling=0.012, blank=0.005, multi=0.002, corrected=0.002, cross=0.001, circle=0.0005,
    border=0.001, dot=0.002, strike=0.003, cross_voters=0.02,
)  # fmt: skip
UNRULY = VoterMix(
    overflow=0.18, sprawling=0.06, blank=0.012, multi=0.01, corrected=0.008, cross=0.004, circle=0.003,
    border=0.005, dot=0.006, strike=0.008, cross_voters=0.04, line_voters=0.03, opinions=0.4,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPage:
    """Strokes of one voter on one page, and what they mean (page number, turn and dpi still unset)."""

    hand: Hand
    strokes: tuple[Stroke, ...]
    truth: tuple[TrueRow, ...]


def fill_page(rng: Random, form: BallotForm, layout: Layout, mix: VoterMix) -> FilledPage:
    """Invent a voter and fill the page."""
    odd = mix.odd_hands > 0 and rng.random() < mix.odd_hands
    hand = (invent_odd_hand if odd else invent_hand)(rng, layout.box(form.rows[0].cells[0]).size)
    names, shares = zip(*mix.shares().items(), strict=True)
    crosses = rng.random() < mix.cross_voters
    sign = _sign(rng, mix)
    strokes: list[Stroke] = []
    truth: list[TrueRow] = []
    lined = _line(rng, form, layout, hand) if rng.random() < mix.line_voters else _Line(strokes=(), items=frozenset())
    for row in form.rows:
        boxes = tuple(layout.box(cell) for cell in row.cells)
        chosen = _choice(rng, mix, row.item)
        place = RowToMark(rng=rng, hand=hand, row=row, boxes=boxes, chosen=chosen, sign=sign)
        kind = "line" if row.item in lined.items else "cross" if crosses else str(rng.choice(names, p=shares))
        marked = BEHAVIOURS[kind](place)
        strokes += marked.strokes
        choice = form.choices[marked.choice] if marked.verdict is Verdict.VALID else ""
        truth.append(TrueRow(page=0, item=row.item, verdict=marked.verdict, choice=choice, kind=marked.kind))
    strokes += lined.strokes
    if form.opinion is not None and rng.random() < mix.opinions:
        strokes += _opinion(rng, hand, layout.box(form.opinion))
    return FilledPage(hand=hand, strokes=tuple(strokes), truth=tuple(truth))


def _sign(rng: Random, mix: VoterMix) -> Sign:
    """What this voter chooses with, of what the form asks for."""
    if mix.marks is Declared.TICK_OR_CROSS:
        return Sign.CROSS if rng.random() < CROSSING_SHARE else Sign.TICK
    return Sign.DOT if mix.marks is Declared.DOT else Sign.TICK


def _choice(rng: Random, mix: VoterMix, item: str) -> int:
    shares = np.asarray(mix.choice_shares, dtype=np.float64)
    lean = mix.liking.get(item, 0.0)
    shares = shares * np.exp(-3.0 * lean * np.arange(len(shares)))
    return int(rng.choice(len(shares), p=shares / shares.sum()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    strokes: tuple[Stroke, ...]
    items: frozenset[str]


def _line(rng: Random, form: BallotForm, layout: Layout, hand: Hand) -> _Line:
    """One stroke down a run of rows in the first column of choices."""
    column = form.rows[int(rng.integers(len(form.rows)))].cells[0].col
    rows = sorted((row for row in form.rows if row.cells[0].col == column), key=lambda row: row.cells[0].row)
    first = int(rng.integers(0, max(len(rows) - 4, 1)))
    run = rows[first : first + int(rng.integers(4, 12))]
    top, bottom = layout.box(run[0].cells[0]).centre, layout.box(run[-1].cells[0]).centre
    stroke = drawn(rng, hand, long_line(rng, top, bottom))
    return _Line(strokes=(stroke,), items=frozenset(row.item for row in run))


def _opinion(rng: Random, hand: Hand, box: Box) -> list[Stroke]:
    """A line or several of invented handwriting."""
    size = rng.uniform(3.6, 6.0)
    pitch, leading = size * rng.uniform(1.0, 1.2), size * rng.uniform(1.15, 1.5)
    strokes: list[Stroke] = []
    lines = max(1, int((box.size[1] - 1.5) / leading))
    for number in range(int(rng.integers(1, lines + 1))):
        y = box.top + 1 + size / 2 + number * leading
        count = int((box.size[0] - 3) / pitch * rng.uniform(0.4, 1.0))
        for place in range(count):
            centre = np.array([box.left + 2 + (place + 0.5) * pitch, y + rng.normal(0, 0.3)])
            strokes += [drawn(rng, hand, movement + centre) for movement in character(rng, size)]
    return strokes
