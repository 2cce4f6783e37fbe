"""What the first judge sees of a row, and what a rule is: a figure, its limit, and the doubt raised beyond it."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from pingyi.domain.forms.declared import Declared
from pingyi.domain.readings.evidence import Measured, Sense
from pingyi.domain.readings.reading import Doubt
from pingyi.scanner.ink.marks import Mark, RowMarks

MOST, BELOW, LEAST = Sense.AT_MOST, Sense.BELOW, Sense.AT_LEAST
STRAY_MM2 = 0.45  # ink in a row that must not pass unseen
TWO_TICKS = 1.5  # of the sheet's usual mark: more ink that hangs together is two ticks
OWN_SHARE = 0.68  # of a mark's ink must lie in the cell of its lowest point
SIDE_MM = 0.45  # a lowest point nearer to a ruling lies on it
USUAL_ALONG_MM = 1.0  # of a ballpoint's tick, for sheets without any
HEAVY_SHARE = 1.35  # suspicious together with any crossing


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What marks of this sheet are like: mm², mm, darkness 0..1."""

    area: float
    thickness: float
    darkness: float
    pen: float  # the page's darkest ink
    along: float = USUAL_ALONG_MM  # ink by length of a mark


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSeen:
    """One mark that stands in its row, beside what the sheet's marks are like."""

    mark: Mark
    usual: Usual
    judged_as: Declared = Declared.TICK

    def own_sign(self) -> float:
        """Share of the ink of a sign that is no tick, and of what it is joined with, in the cell of its middle."""
        kept = 1.0 if self.mark.sign is None else self.mark.sign.kept
        return self.mark.shares[self.mark.low_choice] * kept

    def own(self) -> float:
        """Share of its ink in the cell of its lowest point."""
        return self.mark.shares[self.mark.low_choice] * self.in_row()

    def in_row(self) -> float:
        """Share of its ink in the row of its lowest point."""
        return self.mark.area / (self.mark.area + self.mark.from_above)

    def of_stroke(self) -> float:
        """Share of its ink in the stroke it is part of; two ticks that touch have more ink than one."""
        joined = self.mark.area + self.mark.beyond
        return self.mark.area / joined if joined < TWO_TICKS * self.usual.area else 1.0

    def heavy(self) -> bool:
        """Whether it has so much ink that any crossing is suspicious."""
        return self.mark.area > HEAVY_SHARE * self.usual.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSeen:
    """All ink of one row, sorted; `main` are its marks, the other standing pieces are specks."""

    row: RowMarks
    usual: Usual
    main: tuple[MarkSeen, ...]
    specks: tuple[Mark, ...]
    unsteady: bool  # its rulings do not lie still, or were set by their neighbours
    unsure: int  # cells whose print could not be told from ink
    any_of: bool = False  # it may have several ticks

    def passing(self) -> float:
        """The largest piece whose low point belongs to another row, mm²."""
        return max((mark.area for mark in self.row.marks if mark.through), default=0.0)

    def all_passing(self) -> float:
        """All ink of pieces whose low point belongs to another row, mm²."""
        return sum(mark.area for mark in self.row.marks if mark.through)

    def from_above(self, cells: AbstractSet[int]) -> float:
        """Ink in the row above of the marks in these cells that stand in this row for the most part, mm²."""
        return sum(
            seen.mark.from_above for seen in self.main if seen.mark.low_choice in cells and seen.in_row() >= OWN_SHARE
        )

    def passing_solid(self) -> float:
        """The share of its tightest rectangle that this piece fills; 0 for a crumb."""
        passing = [mark for mark in self.row.marks if mark.through and mark.area >= STRAY_MM2]
        return max(passing, key=lambda mark: mark.area).solid if passing else 0.0

    def speck(self) -> float:
        """The largest speck, mm²."""
        return max((mark.area for mark in self.specks), default=0.0)

    def cellwise(self) -> bool:
        """Whether each of its cells is a question of its own, and an empty one an answer as any other."""
        return self.any_of or len(self.row.row.cells) == 1

    def apart(self) -> float:
        """The largest speck in a cell without a mark, mm²; what lies on its sides is left of the rulings."""
        marked = {seen.mark.low_choice for seen in self.main}
        inside = [speck for speck in self.specks if speck.low_choice not in marked and speck.low_margin >= SIDE_MM]
        return max((speck.area for speck in inside), default=0.0)

    def several(self) -> bool:
        """Whether it has more marks than one."""
        return len(self.main) > 1

    def signed(self) -> bool:
        """Whether one of its marks is a declared one that is no tick."""
        return any(seen.judged_as is not Declared.TICK for seen in self.main)

    def crowded(self) -> int:
        """Marks more than cells that hold one."""
        return len(self.main) - len({seen.mark.low_choice for seen in self.main})

    def printed(self) -> bool:
        """Whether the form prints in cells to tick."""
        return any(cell.text for cell in self.row.row.cells)

    def on_floor(self) -> int:
        """Marks that end at the ruling under the row: where print hides what goes on below, its tick's arms."""
        return sum(seen.mark.on_floor for seen in self.main)

    def smallest(self) -> float:
        """Area of the smallest mark, mm²; there is one."""
        return min(seen.mark.area for seen in self.main)

    def largest(self) -> float:
        """Area of the largest mark, mm²; there is one."""
        return max(seen.mark.area for seen in self.main)

    def palest(self) -> float:
        """Darkness of the palest mark, 0..1; there is one."""
        return min(seen.mark.darkness for seen in self.main)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How far the judges agree on one row."""

    agreed: float  # the second judge's odds (0..1) for what the first says
    sure: bool  # the first judge has no doubt
    void: bool  # and calls the vote void


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else decides on a row, whatever the judges say."""

    blank: bool  # both found nothing in it
    doubtful: float  # share of the sheet's rows they doubt
    crossed: float  # share of its rows with marks that look like crosses
    hidden: bool  # a cell lies under a fold, is torn off, or in a frame that is interrupted
    unproven: bool  # its own print does not show which row it is
    edited: bool  # it was written on after the scan
    in_row: float = 1.0  # least share of the ink of a mark of its own that lies in it, and not in the row above
    of_stroke: float = 1.0  # least share of such a mark in a stroke that stands in two rows
    above_told: bool = True  # the row above is decided without that mark, or there is none
    written: bool = False  # a line for a name that is not printed
    named: bool = False  # in which somebody has written


S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[S]):
    """One figure of a subject, and the doubt it raises beyond its limit."""

    doubt: Doubt
    label: str  # Chinese
    unit: str = ""
    value: Callable[[S], float]
    sense: Sense
    limit: Callable[[S], float]
    when: Callable[[S], bool] | None = None  # else the rule does not apply, and nothing is shown

    def applies(self, subject: S) -> bool:
        """Whether the rule has anything to say of a subject."""
        return self.when is None or self.when(subject)

    def measured(self, subject: S) -> Measured:
        """The figure as people are shown it."""
        return Measured(
            label=self.label,
            value=self.value(subject),
            limit=self.limit(subject),
            sense=self.sense,
            doubt=self.doubt,
            unit=self.unit,
        )


def doubts(rules: Iterable[Rule[S]], subject: S) -> Iterator[Doubt]:
    """What the rules hold against a subject, in their order."""
    for rule in rules:  # thousands a page
        if (rule.when is None or rule.when(subject)) and not rule.sense.holds(rule.value(subject), rule.limit(subject)):
            yield rule.doubt


def figures(rules: Iterable[Rule[S]], subject: S) -> tuple[Measured, ...]:
    """Everything the same rules went by."""
    return tuple(rule.measured(subject) for rule in rules if rule.applies(subject))
