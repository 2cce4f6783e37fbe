"""The figures shown to people are those a row is judged by: none is missing, none speaks of another doubt."""

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from pen import Sheet
from printed_ballot import Printed

from pingyi.domain.forms.declared import Declared
from pingyi.domain.readings.reading import Doubt, Source
from pingyi.scanner.page.page_type import NO_MARKUP
from pingyi.scanner.reader import Seen, see
from pingyi.scanner.shown.explain import evidence, mark_figures, row_figures
from pingyi.scanner.verdict import mark_rules, rules, sign_rules
from pingyi.scanner.verdict.first_judge import first_opinion
from pingyi.scanner.verdict.judge import Known, judge
from pingyi.scanner.verdict.rule import Rule

CROSS = ((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5))
CIRCLE = (tuple((1.6 * float(np.cos(a)), 1.6 * float(np.sin(a))) for a in np.linspace(0, 6.3, 20)),)
DASH = (((-2.0, 0.0), (2.0, 0.1)),)
SCRIBBLE = tuple(((-2.0, y), (2.0, y + 0.4)) for y in (-1.2, -0.7, -0.2, 0.3, 0.8))
DOT = tuple(((-0.6, y), (0.6, y)) for y in (-0.6, -0.3, 0.0, 0.3, 0.6))  # a broad pen set down
BAR = tuple(((-2.5, y), (2.5, y)) for y in np.linspace(-1.2, 1.2, 9))
STROKES = {"1": CROSS, "2": CIRCLE, "3": DASH, "4": SCRIBBLE, "5": DOT, "6": BAR}


def tables() -> list[tuple[Rule[Any], ...]]:
    named = {**vars(mark_rules), **vars(rules), **vars(sign_rules)}
    return [table for name, table in named.items() if name.endswith("_RULES")]


def seen_on(sheet: Sheet) -> Seen:
    seen = see(sheet.page, (sheet.printed.form,), NO_MARKUP)
    assert isinstance(seen, Seen), seen
    return seen


def strange(printed: Printed) -> Sheet:
    sheet = Sheet(printed).tick_others(*STROKES, "7", "8")
    for item, strokes in STROKES.items():
        sheet.draw(item, 1, *strokes)
    sheet.draw("7", 1, ((-1.8, -0.8), (-0.6, 1.4), (2.2, -2.0)), dark=170)
    return sheet.tick("8", 0).tick("8", 0, size=0.5).tick("8", 2, size=0.5)


def scrawled(printed: Printed, seed: int) -> Sheet:
    """Strokes of any shape, size, darkness and number in every row, over rulings and rows."""
    random = Random(seed)  # noqa: S311 - invented strokes
    sheet = Sheet(printed)
    for item in sheet.rows:
        for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
            reach = random.choice((0.4, 1.0, 2.0, 5.0))
            points = [
                (random.uniform(-reach, reach), random.uniform(-reach, reach)) for _ in range(random.randint(2, 5))
            ]
            sheet.draw(item, random.randrange(3), tuple(points), dark=random.choice((20, 60, 120, 180, 215)))
    return sheet


def mostly_crossed(printed: Printed) -> Sheet:
    """A sheet that reads so badly that its blank rows are not believed."""
    sheet = Sheet(printed)
    for item in list(sheet.rows)[::2]:
        sheet.draw(item, 1, *CROSS)
    return sheet


def judged_knowing(printed: Printed, **items: str) -> Seen:
    """A well ticked sheet of some of whose rows something is known before they are looked at."""
    seen = seen_on(Sheet(printed).tick_others())
    marks = tuple(row.seen.row for row in seen.rows)
    known = Known(**{name: frozenset({items.get(name, "")}) for name in ("unsteady", "hidden", "unproven", "edited")})
    return replace(seen, rows=judge(seen.found.table, seen.ink, seen.found.form, marks, known))


def judged_pages(printed: Printed) -> Iterator[Seen]:
    yield seen_on(strange(printed))
    yield from (seen_on(scrawled(printed, seed)) for seed in range(4))
    yield judged_knowing(printed, unsteady="1", hidden="2", unproven="3", edited="4")
    yield seen_on(Sheet(printed).tick("1"))
    yield seen_on(mostly_crossed(printed))
    for marks in (Declared.DOT, Declared.TICK_OR_CROSS):
        declared = replace(printed, form=replace(printed.form, marks=marks))
        yield from (seen_on(sheet) for sheet in (strange(declared), scrawled(declared, 9), mostly_crossed(declared)))


def test_what_is_held_against_a_row_is_shown_beyond_its_limit_and_nothing_else_is(printed: Printed) -> None:
    raised: set[Doubt] = set()
    for seen in judged_pages(printed):
        for row in seen.rows:
            shown = (*row_figures(row), *(figure for mark in row.seen.main for figure in mark_figures(mark)))
            beyond = {figure.doubt for figure in shown if not figure.passes}
            assert beyond == {*row.first.doubts, *row.reading.reasons}, row
            raised |= beyond
    elsewhere = {Doubt.PRINT_IN_CELL, Doubt.WRITTEN_NAME}  # no print in these forms' cells, no lines for names
    assert raised == set(Doubt) - elsewhere


def test_a_row_shows_these_figures_of_each_of_its_marks_and_what_no_mark_is(printed: Printed) -> None:
    seen = seen_on(strange(printed))
    by_item = {row.reading.item: row for row in seen.rows}
    for item in (*STROKES, "7", "8", "9"):
        row = by_item[item]
        found = evidence(seen, row, Source(file="a.png", page=1))
        assert found.beyond() == {*row.first.doubts, *row.reading.reasons}
        assert [mark.measured for mark in found.marks if mark.measured] == [mark_figures(m) for m in row.seen.main]
        assert len(found.marks) == len(row.seen.row.marks)
    told = {item: set(by_item[item].first.doubts) for item in STROKES}
    assert Doubt.SPECK in told["5"], "a broad pen's dot"
    assert Doubt.BAR in told["6"]


def test_a_flat_stroke_without_left_arm_is_shown_to_be_too_low(printed: Printed) -> None:
    row = seen_on(Sheet(printed).tick_others()).rows[0].seen
    tick = row.main[0]
    flat = replace(tick.mark, width=4.0, height=1.4, left_arm=0.2, right_arm=1.2)
    for mark, doubts in ((flat, (Doubt.UNLIKE_SHEET,)), (replace(flat, left_arm=0.6), ())):
        seen = replace(tick, mark=mark)
        (opinion,) = first_opinion([replace(row, main=(seen,))])
        assert opinion.doubts == doubts
        assert [figure.label for figure in mark_figures(seen) if not figure.passes] == ["高"] * len(doubts)


def test_every_doubt_has_a_rule_and_every_rule_says_what_it_measures() -> None:
    every = [rule for table in tables() for rule in table]
    assert {rule.doubt for rule in every} == set(Doubt)
    assert all(re.search(r"[\u4e00-\u9fff]", rule.label) for rule in every)


def test_the_odds_shown_are_those_the_row_was_judged_by(printed: Printed) -> None:
    two = Sheet(printed).tick_others("27").tick("27", 0).tick("27", 2)
    seen = see(two.page, (printed.form,), NO_MARKUP)
    assert isinstance(seen, Seen)
    rows = {row.reading.item: evidence(seen, row, Source(file="t.pdf", page=1)) for row in seen.rows}
    assert rows["26"].odds_needed[0] == rules.AGREES
    assert rows["27"].odds_needed[0] == rules.AGREES_VOID
