"""What the second judge is shown, and that both judges must agree."""

import numpy as np
import pytest
from pen import Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import Doubt, Verdict
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.windows import HEIGHT_PX, WIDTH_PX, windows
from pingyi.scanner.reader import Refusal, ink_of, register
from pingyi.scanner.verdict.first_judge import Opinion
from pingyi.scanner.verdict.judge import decided
from pingyi.scanner.verdict.second_judge import Odds, second_opinion


def inked(sheet: Sheet) -> tuple[Table, Ink]:
    found = register(sheet.page, (sheet.printed.form,))
    assert not isinstance(found, Refusal)
    return found[2], ink_of(found[2], sheet.printed.form)


def test_every_ticked_cell_has_a_window_and_an_empty_one_has_none(printed: Printed) -> None:
    sheet = Sheet(printed)
    for k, row in enumerate(printed.form.rows):
        sheet.tick(row.item, k % 3)
    seen = windows(*inked(sheet), printed.form)
    cells = set(zip(seen.rows.tolist(), seen.choices.tolist(), strict=True))
    assert {(k, k % 3) for k in range(len(printed.form.rows))} <= cells
    assert seen.pictures.shape == (len(cells), 2, HEIGHT_PX, WIDTH_PX)
    assert len(cells) < 3 * len(printed.form.rows)


def test_a_window_holds_its_cell_in_the_middle(printed: Printed) -> None:
    sheet = Sheet(printed).tick("5", 1)
    seen = windows(*inked(sheet), printed.form)
    own = [k for k in range(len(seen.rows)) if (seen.rows[k], seen.choices[k]) == (4, 1)]
    ink, outline = seen.pictures[own[0]]
    assert outline[HEIGHT_PX // 2, WIDTH_PX // 2] == 255
    assert outline[0, WIDTH_PX // 2] == 0
    assert (ink > 100).sum() > 20


def test_a_form_without_ink_is_blank_for_sure(printed: Printed) -> None:
    odds = second_opinion(*inked(Sheet(printed)), printed.form)
    assert min(row.blank for row in odds) > 0.9


def test_odds_of_a_row_do_not_exceed_one(printed: Printed) -> None:
    sheet = Sheet(printed).tick("1", 0).tick("1", 2).tick("2", 1)
    for row in second_opinion(*inked(sheet), printed.form):
        assert 0 <= row.blank + row.multiple + sum(row.valid) <= 1 + 1e-9


def opinion(verdict: Verdict, choice: int | None = None, *doubts: Doubt) -> Opinion:
    cells = {Verdict.BLANK: (), Verdict.VALID: (choice,), Verdict.MULTIPLE: (0, 1)}[verdict]
    return Opinion(cells=frozenset(cells), doubts=doubts)


SURE = Odds(valid=(0.99, 0.0, 0.0), blank=0.005, multiple=0.0)
EMPTY = Odds(valid=(0.0, 0.0, 0.0), blank=0.999, multiple=0.0)


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        (opinion(Verdict.VALID, 0), SURE, ()),
        (opinion(Verdict.VALID, 1), SURE, (Doubt.JUDGES_DIFFER,)),
        (opinion(Verdict.BLANK), SURE, (Doubt.JUDGES_DIFFER,)),
        (opinion(Verdict.VALID, 0, Doubt.CROSS), SURE, ()),
        (opinion(Verdict.VALID, 1, Doubt.CROSS), SURE, (Doubt.CROSS,)),
        (opinion(Verdict.VALID, 0, Doubt.FAINT), SURE, (Doubt.FAINT,)),
        (opinion(Verdict.BLANK, None, Doubt.STRAY_INK), EMPTY, (Doubt.STRAY_INK,)),
    ],
)
def test_both_judges_must_agree(first: Opinion, second: Odds, reasons: tuple[Doubt, ...]) -> None:
    assert decided(first, second) == reasons


def test_no_odds_are_nan(printed: Printed) -> None:
    odds = second_opinion(*inked(Sheet(printed).tick("1", 0)), printed.form)
    assert np.isfinite([value for row in odds for value in (*row.valid, row.blank, row.multiple)]).all()
