"""The invented voters: what they draw is what the truth says."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from printed_ballot import Printed

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.readings.reading import Verdict
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import Box, find_layout
from pingyi.samples.filler.marks import BEHAVIOURS, SPRAWLING_SHARE, Marked, RowToMark
from pingyi.samples.filler.voters import NEAT, ORDINARY, UNRULY, VoterMix, fill_page

MARKS = 60  # of each behaviour: enough hands to meet the odd ones


def marks(printed: Printed, kind: str) -> list[tuple[RowToMark, Marked]]:
    row = printed.form.rows[7]
    boxes = tuple(printed.layout.box(cell) for cell in row.cells)
    places = []
    for seed in range(MARKS):
        rng = np.random.default_rng(seed)
        hand = invent_hand(rng, boxes[0].size)
        places.append(RowToMark(rng=rng, hand=hand, row=row, boxes=boxes, chosen=seed % len(boxes)))
    return [(place, BEHAVIOURS[kind](place)) for place in places]


def inside(points: np.ndarray, box: Box) -> float:
    x, y = points.T
    return float(np.mean((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)))


def test_layout_has_the_widths_of_the_word_file(printed: Printed) -> None:
    widths = np.diff(printed.layout.xs)
    assert np.allclose(widths, printed.form.table.column_widths_mm, atol=0.6)


@pytest.mark.parametrize("code", ["A01", "A06", "F01"])  # the mark of the second has lines as long as rulings
def test_no_batchs_mark_is_taken_for_rulings(printed: Printed, campaign: Campaign, tmp_path: Path, code: str) -> None:
    page = to_pdf([printed.docx], tmp_path)[0]
    batch = Batch(code=code, group="A", distributor="区教育局", copies=1)
    run = write_print_run(page, batch, tmp_path / f"{code}.pdf", campaign.ballot_print)
    assert find_layout(run, printed.form).xs == printed.layout.xs


def test_layout_refuses_another_form(printed: Printed) -> None:
    table = replace(printed.form.table, row_heights_mm=printed.form.table.row_heights_mm[1:])
    with pytest.raises(FormError, match="横线"):
        find_layout(printed.pdf, replace(printed.form, table=table))


def test_a_normal_tick_has_its_lowest_point_in_the_chosen_cell(printed: Printed) -> None:
    for place, marked in marks(printed, "normal"):
        (stroke,) = marked.strokes
        assert (marked.verdict, marked.choice) == (Verdict.VALID, place.chosen)
        if marked.kind != "sprawling":
            assert inside(stroke.points, place.box) > SPRAWLING_SHARE - 0.1


def test_no_tick_lies_mostly_in_another_choice(printed: Printed) -> None:
    for kind in ("normal", "overflow", "sprawling"):
        for place, marked in marks(printed, kind):
            shares = [inside(marked.strokes[0].points, box) for box in place.boxes]
            assert int(np.argmax(shares)) == place.chosen, kind


def test_overflow_and_sprawling_really_leave_the_cell(printed: Printed) -> None:
    for kind in ("overflow", "sprawling"):
        kinds = Counter(marked.kind for _, marked in marks(printed, kind))
        assert kinds[kind] > MARKS * 0.6


def test_two_ticks_are_multiple_and_nothing_is_blank(printed: Printed) -> None:
    for place, marked in marks(printed, "multi"):
        cells = {max(range(3), key=lambda i, s=stroke: inside(s.points, place.boxes[i])) for stroke in marked.strokes}
        assert marked.verdict is Verdict.MULTIPLE
        assert len(cells) >= 2
    assert all(not marked.strokes and marked.verdict is Verdict.BLANK for _, marked in marks(printed, "blank"))


@pytest.mark.parametrize("kind", ["cross", "circle", "corrected", "strike", "dot", "border"])
def test_what_no_machine_should_decide_is_doubtful(printed: Printed, kind: str) -> None:
    for _, marked in marks(printed, kind):
        assert marked.verdict is Verdict.DOUBTFUL
        assert marked.kind == kind
        assert marked.strokes


def test_a_mark_on_the_border_lies_about_equally_in_both_cells(printed: Printed) -> None:
    for place, marked in marks(printed, "border"):
        line = place.boxes[min(place.chosen, 1)].right
        assert 0.3 < float(np.mean(marked.strokes[0].points[:, 0] < line)) < 0.7


def test_a_correction_has_a_strike_over_a_tick_and_another_tick(printed: Printed) -> None:
    for place, marked in marks(printed, "corrected"):
        touched = [any(inside(s.points, box) > 0.3 for s in marked.strokes) for box in place.boxes]
        assert sum(touched) >= 2
        assert len(marked.strokes) >= 3


def test_a_line_through_rows_makes_them_doubtful(printed: Printed) -> None:
    page = fill_page(np.random.default_rng(3), printed.form, printed.layout, replace(NEAT, line_voters=1.0))
    lined = [row for row in page.truth if row.kind == "line"]
    assert len(lined) >= 4
    assert all(row.verdict is Verdict.DOUBTFUL for row in lined)


def test_every_row_of_the_form_has_one_truth(printed: Printed) -> None:
    page = fill_page(np.random.default_rng(1), printed.form, printed.layout, UNRULY)
    assert [row.item for row in page.truth] == [row.item for row in printed.form.rows]
    assert all(bool(row.choice) == (row.verdict is Verdict.VALID) for row in page.truth)


def test_hands_differ_and_one_hand_stays_alike() -> None:
    hands = [invent_hand(np.random.default_rng(seed), (8.0, 8.0)) for seed in range(200)]
    assert {hand.pen.kind.value for hand in hands} == {"ballpoint", "gel", "pencil", "marker"}
    assert len({round(hand.shape.up_mm, 3) for hand in hands}) > 150


@pytest.mark.parametrize("mix", [NEAT, ORDINARY, UNRULY])
def test_shares_of_behaviours_make_a_whole(mix: VoterMix) -> None:
    assert sum(mix.shares().values()) == pytest.approx(1.0)
    assert mix.shares()["normal"] > 0.5


def test_liked_units_get_more_first_choices(printed: Printed) -> None:
    first = Counter[str]()
    mix = replace(NEAT, liking={"1": 0.4, "2": -0.4}, opinions=0.0)
    for seed in range(60):
        page = fill_page(np.random.default_rng(seed), printed.form, printed.layout, mix)
        first.update(row.item for row in page.truth if row.choice == printed.form.choices[0])
    assert first["1"] > first["2"]
