"""The first judge: measured strokes against the rules."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import FormCell
from pingyi.domain.readings.reading import Doubt, Verdict
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import LEAST_MARK_MM2, Mark, RowMarks
from pingyi.scanner.verdict.mark_rules import ARM_SHARE, LEFT_ARM_MM
from pingyi.scanner.verdict.rule import SIDE_MM, MarkSeen, RowSeen, Usual, doubts
from pingyi.scanner.verdict.rules import ROW_RULES, TOGETHER_RULES
from pingyi.scanner.verdict.sign_rules import RULES_OF, VOTE_RULES_OF, judged_as, placed, sheet_of

SMALL_SHARE = 0.3  # of the sheet's usual mark: a speck
USUAL_MM2, USUAL_THICKNESS_MM = 4.0, 0.6  # a ballpoint tick, for sheets without any
LEAST_SPAN_MM = 1.4  # nor spans less
PASSING_SHARE = 0.5  # of the sheet's usual mark, and a left arm: a tick that touches the next row's stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the strokes of one row say, and every reason not to believe it."""

    cells: frozenset[int]  # indices of the choices that bear a tick; with doubts a guess
    doubts: tuple[Doubt, ...]
    signed: bool = False  # by a declared mark that is no tick, of which the second judge has learnt nothing
    several: bool = False  # each of its ticks counts: two void nothing

    @property
    def verdict(self) -> Verdict:
        """BLANK, VALID or MULTIPLE."""
        if self.several and self.cells:
            return Verdict.VALID
        return (Verdict.BLANK, Verdict.VALID, Verdict.MULTIPLE)[min(len(self.cells), 2)]

    @property
    def choice(self) -> int | None:
        """The index of the only choice that bears a tick."""
        return min(self.cells) if len(self.cells) == 1 else None


def rows_seen(
    rows: tuple[RowMarks, ...],
    ink: Ink,
    unsteady: frozenset[str],
    marks: Declared = Declared.TICK,
    *,
    any_of: bool = False,
) -> tuple[RowSeen, ...]:
    """
    Every row as it is judged where `marks` choose; items in `unsteady` lie in cells whose rulings were not found.

    `any_of`: a row may have several ticks.
    """
    usual = usual_marks(rows, ink)
    sheet = sheet_of(rows) if marks is Declared.TICK_OR_CROSS else marks
    rows = tuple(_placed(row, sheet) for row in rows)
    seen = (_seen(row, usual, ink, (unsteady, sheet)) for row in rows)
    return tuple(replace(row, any_of=True) if any_of else row for row in seen)


def _placed(row: RowMarks, sheet: Declared) -> RowMarks:
    marks = tuple(placed(mark, sheet) for mark in row.marks)
    return row if marks == row.marks else replace(row, marks=marks)


def first_opinion(rows: Iterable[RowSeen]) -> tuple[Opinion, ...]:
    """An opinion on every row."""
    return tuple(_opinion(row) for row in rows)


def usual_marks(rows: tuple[RowMarks, ...], ink: Ink) -> Usual:
    """Medians over the marks that stand in their rows."""
    marks = [mark for row in rows for mark in row.marks if not mark.through and mark.area >= LEAST_MARK_MM2]
    if not marks:
        return Usual(area=USUAL_MM2, thickness=USUAL_THICKNESS_MM, darkness=ink.pen, pen=ink.pen)
    return Usual(
        area=float(np.median([mark.area for mark in marks])),
        thickness=float(np.median([mark.thickness for mark in marks])),
        darkness=float(np.median([mark.darkness for mark in marks])),
        pen=ink.pen,
        along=float(np.median([mark.along for mark in marks])),
    )


def is_speck(mark: Mark, usual: Usual) -> bool:
    """Too little ink for a mark."""
    small = mark.area < max(LEAST_MARK_MM2, SMALL_SHARE * usual.area)
    return small or max(mark.width, mark.height) < LEAST_SPAN_MM


def _seen(row: RowMarks, usual: Usual, ink: Ink, sheet: tuple[frozenset[str], Declared]) -> RowSeen:
    """A row of a sheet with these unsteady items that is filled with these marks."""
    unsteady, filled = sheet
    standing = [mark for mark in row.marks if not mark.through]
    marked = {cell for mark in standing if not is_speck(mark, usual) for cell in np.flatnonzero(mark.shares).tolist()}
    return RowSeen(
        row=row,
        usual=usual,
        main=tuple(
            MarkSeen(mark=mark, usual=usual, judged_as=judged_as(mark, filled))
            for mark in standing
            if not is_speck(mark, usual)
        ),
        specks=tuple(mark for mark in standing if is_speck(mark, usual)),
        unsteady=row.row.item in unsteady,
        unsure=sum(
            (cell.row, cell.col) in ink.unsure or (choice not in marked and _among_print(cell, ink, empty=not marked))
            for choice, cell in enumerate(row.row.cells)
        ),
    )


def _among_print(cell: FormCell, ink: Ink, *, empty: bool) -> bool:
    """Whether a mark may have gone with the print; a row without any other is empty only if there is no such ink."""
    return ink.among.get((cell.row, cell.col), 0) >= (1 if empty else ink.second)


def _opinion(row: RowSeen) -> Opinion:
    of_marks = [doubt for seen in row.main for doubt in doubts(RULES_OF[seen.judged_as], seen)]
    found = [*doubts(ROW_RULES, row), *of_marks, *doubts(TOGETHER_RULES, row)]
    marks = [seen.mark for seen in row.main]
    cells = {mark.low_choice for mark in marks} or _passing(row)
    if found and len(cells) > 1:  # perhaps one tick, and a tail or crumbs beside it
        cells = {mark.low_choice for mark in marks if _is_tick(mark)} or cells
    of_votes = [doubt for seen in votes(row, cells) for doubt in doubts(VOTE_RULES_OF[seen.judged_as], seen)]
    return Opinion(
        cells=frozenset(cells),
        doubts=tuple(dict.fromkeys((*found, *of_votes))),
        signed=row.signed(),
        several=row.any_of,
    )


def votes(row: RowSeen, cells: Iterable[int]) -> tuple[MarkSeen, ...]:
    """The largest mark of each of the cells that hold one."""
    by_size = sorted(row.main, key=lambda seen: seen.mark.area)
    largest = {seen.mark.low_choice: seen for seen in by_size}
    return tuple(largest[cell] for cell in sorted(cells) if cell in largest)


def _is_tick(mark: Mark) -> bool:
    """Both arms of a tick, on its own in its cell."""
    arms = mark.left_arm >= LEFT_ARM_MM and mark.right_arm >= ARM_SHARE * mark.height
    return arms and mark.low_margin >= SIDE_MM and mark.height >= LEAST_SPAN_MM


def _passing(row: RowSeen) -> set[int]:
    """Cells where a stroke that runs on into another row opens like a tick: a guess, since it is doubted anyway."""
    large = [mark for mark in row.row.marks if mark.through and mark.area >= PASSING_SHARE * row.usual.area]
    open_low = [m for m in large if m.left_arm >= LEFT_ARM_MM and m.right_arm >= ARM_SHARE * m.height]
    return {m.low_choice for m in open_low} or {m.fork_choice for m in large if m.fork_choice >= 0}
