"""Damage does what it says; what is read on damaged pages and strange forms is judged as people would judge it."""

from functools import partial
from itertools import islice
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.oxml.ns import qn

from benchmarks.answers import Answer, Refused
from benchmarks.damage import damage, damage_truth
from benchmarks.damage.damage_truth import Row
from benchmarks.damage.damages import ACROSS, DOWN, Damage, Geometry, Picture, Step, band, whole
from benchmarks.damage.damages_paper import EVERY_KIND, SIDES, Fold, cut, folded, together
from benchmarks.pingyi_read import Table, score
from benchmarks.strange.strange_docx import write
from benchmarks.strange.strange_layouts import invent

PITCH, ROWS, COLUMNS, LEFT, TOP = 40, 8, 4, 60, 100
MM = 5.0  # pixels
RNG = 7


@pytest.fixture
def geometry() -> Geometry:
    x, y = np.meshgrid(LEFT + PITCH * np.arange(COLUMNS + 1), TOP + PITCH * np.arange(ROWS + 1))
    return Geometry(
        crossings=np.stack([x, y], axis=-1).astype(np.float64),
        across=np.ones((ROWS + 1, COLUMNS), np.bool_),
        down=np.ones((ROWS, COLUMNS + 1), np.bool_),
        px_per_mm=MM,
    )


@pytest.fixture
def page() -> Picture:
    picture = np.full((600, 420), 245, np.uint8)
    for k in range(ROWS + 1):
        picture[TOP + PITCH * k - 1 : TOP + PITCH * k + 1, LEFT : LEFT + PITCH * COLUMNS] = 20
    for k in range(COLUMNS + 1):
        picture[TOP : TOP + PITCH * ROWS, LEFT + PITCH * k - 1 : LEFT + PITCH * k + 1] = 20
    for k in range(ROWS):  # each row's tick is as dark as its number says
        picture[TOP + PITCH * k + 15 : TOP + PITCH * k + 25, LEFT + 15 : LEFT + 25] = 60 + 10 * k
    return picture


def row(number: int, choice: str = "好") -> Row:
    top = TOP + PITCH * number
    places = np.argwhere(np.ones((10, 10))).astype(np.int32) + np.array([top + 15, LEFT + 15], np.int32)
    area = np.argwhere(np.ones((PITCH - 6, 2 * PITCH))).astype(np.int32) + np.array([top + 3, LEFT], np.int32)
    answer = Answer(state="valid", choice=choice)
    return Row(answer=answer, free=False, before=True, ink=places, weight=np.ones(100, np.float32), area=area)


def step(kind: str, label: str, geometry: Geometry, page: Picture, which: int = 0) -> Step:
    return [s for s in EVERY_KIND[kind](geometry, (page.shape[0], page.shape[1])) if s.label == label][which]


def test_a_wiped_ruling_is_paper_again_and_the_others_stand(geometry: Geometry, page: Picture) -> None:
    wiped = step("ruling", "outer ruling across wiped", geometry, page).damage(page, geometry, np.random.default_rng(3))
    assert wiped.picture[TOP, LEFT + 10 : LEFT + 150 : 40].min() > 180
    assert wiped.hidden[TOP, LEFT + 20]
    assert (wiped.picture[TOP + PITCH + 5 :] == page[TOP + PITCH + 5 :]).all()
    assert not wiped.gone.any()


def test_a_doubled_ruling_hides_nothing(geometry: Geometry, page: Picture) -> None:
    wished = step("ruling", "inner ruling down doubled", geometry, page)
    doubled = wished.damage(page, geometry, np.random.default_rng(RNG))
    assert not doubled.hidden.any()
    assert (doubled.picture < 100).sum() > (page < 100).sum() + 200


@pytest.mark.parametrize(("tone", "low", "high"), [("white", 225, 255), ("black", 0, 60)])
def test_a_band_covers_what_lies_under_it(tone: str, low: int, high: int, geometry: Geometry, page: Picture) -> None:
    at = (TOP + PITCH + 20) / MM
    whole_length = next(
        found
        for seed in range(50)
        if (found := band((ACROSS, at, tone), page, geometry, np.random.default_rng(seed))).hidden[:, 200].sum() >= 9
        and found.hidden.any(axis=0).all()
    )
    covered = whole_length.picture[whole_length.hidden]
    assert low <= np.median(covered) <= high
    assert damage_truth.seen_share(row(1), whole_length) < 0.8


def test_a_fold_of_two_rows_takes_them_away_and_moves_the_rest_up(geometry: Geometry, page: Picture) -> None:
    fold = Fold(start=TOP + 2 * PITCH, height=2 * PITCH, slope=0.0)
    found = folded(page, geometry, np.random.default_rng(RNG), ACROSS, fold)
    assert found.picture[TOP + 2 * PITCH + 20, LEFT + 20] == page[TOP + 4 * PITCH + 20, LEFT + 20]
    assert [damage_truth.is_gone(row(k), found) for k in range(5)] == [False, False, True, True, False]


def test_no_fold_hides_more_than_half_a_page(geometry: Geometry, page: Picture) -> None:
    fold = Fold(start=LEFT, height=3.0 * page.shape[0], slope=0.01)
    for axis in (ACROSS, DOWN):
        found = folded(page, geometry, np.random.default_rng(RNG), axis, fold)
        assert found.gone.mean() < 0.55


def test_a_fold_down_hides_columns(geometry: Geometry, page: Picture) -> None:
    fold = Fold(start=LEFT, height=PITCH, slope=0.0)
    found = folded(page, geometry, np.random.default_rng(RNG), DOWN, fold)
    assert found.gone[:, LEFT + 1 : LEFT + PITCH].all()
    assert damage_truth.seen_share(row(1), found) == 0.0
    assert not damage_truth.is_gone(row(1), found)  # half its cells are still there


def test_rows_left_out_are_gone_and_rows_repeated_are_there_twice(geometry: Geometry, page: Picture) -> None:
    for k in range(ROWS):
        left_out = step("moved", "rows skipped", geometry, page, k).damage(page, geometry, np.random.default_rng(k))
        gone = left_out.gone.all(axis=1)
        assert (left_out.picture == page[~gone]).all()
        assert gone[TOP + PITCH * k - 2 : TOP + PITCH * (k + 1) + 2].any()
        twice = step("moved", "rows repeated", geometry, page, k).damage(page, geometry, np.random.default_rng(k))
        assert len(twice.picture) > len(page)
        assert not twice.gone.any()


def test_what_slides_leaves_the_rest_where_it_was(geometry: Geometry, page: Picture) -> None:
    for label in ("lower part slid aside", "columns slid up or down", "block moved"):
        found = step("moved", label, geometry, page).damage(page, geometry, np.random.default_rng(RNG))
        assert found.picture.shape == page.shape
        assert 0 < (found.picture != page).mean() < 0.5, label


@pytest.mark.parametrize("side", SIDES)
def test_a_cut_takes_one_side(side: tuple[str, int], geometry: Geometry, page: Picture) -> None:
    found = cut(page, geometry, np.random.default_rng(RNG), side=side, depth_mm=10.0)
    assert found.gone.mean() == pytest.approx(50 / page.shape[0 if side[0] == ACROSS else 1], abs=0.01)


def test_everything_drawn_beside_the_table_leaves_the_rows(geometry: Geometry, page: Picture) -> None:
    for wished in EVERY_KIND["strip"](geometry, (page.shape[0], page.shape[1])):
        found = wished.damage(page, geometry, np.random.default_rng(RNG))
        assert (found.picture < page).any(), wished.label
        inside = (slice(TOP + 20, TOP + PITCH * ROWS - 20), slice(LEFT + 20, LEFT + PITCH * COLUMNS - 20))
        assert (found.picture[inside] == page[inside]).all(), wished.label


def test_the_same_chance_gives_the_same_page(geometry: Geometry, page: Picture) -> None:
    for kind, steps in EVERY_KIND.items():
        for wished in list(steps(geometry, (page.shape[0], page.shape[1])))[::17]:
            twice = [wished.damage(page, geometry, np.random.default_rng([RNG, 1])) for _ in range(2)]
            assert (twice[0].picture == twice[1].picture).all(), kind
            assert twice[0].hidden.shape == page.shape


def test_two_damages_hide_what_either_hides(geometry: Geometry, page: Picture) -> None:
    strip: Damage = partial(band, (ACROSS, (TOP + 20) / MM, "black"))
    fold = Fold(start=TOP + 4 * PITCH, height=PITCH, slope=0.0)
    crease: Damage = lambda p, g, r: folded(p, g, r, ACROSS, fold)  # noqa: E731 - a damage of the test's own
    found = together(page, geometry, np.random.default_rng(RNG), [strip, crease])
    assert found.hidden[TOP + 20].any()
    assert damage_truth.is_gone(row(4), found)


VALID, OTHER = Answer(state="valid", choice="好"), Answer(state="valid", choice="差")
BLANK, ASKED, DOUBTFUL = Answer(state="blank"), Answer(state="asked"), Answer(state="doubtful")


@pytest.mark.parametrize(
    ("true", "got", "gone", "is_wrong"),
    [
        (VALID, VALID, False, False),
        (VALID, OTHER, False, True),
        (VALID, BLANK, False, True),  # however much was wiped away
        (VALID, Answer(state="multiple"), False, True),
        (VALID, ASKED, False, False),
        (VALID, VALID, True, True),  # right by luck alone
        (VALID, ASKED, True, False),
        (BLANK, BLANK, False, False),
        (DOUBTFUL, VALID, False, False),
        (DOUBTFUL, VALID, True, True),
    ],
)
def test_what_is_wrong_to_say(true: Answer, got: Answer, gone: bool, is_wrong: bool) -> None:  # noqa: FBT001
    assert damage_truth.wrong(true, got, gone=gone) is is_wrong


def test_a_page_is_counted_row_by_row(page: Picture) -> None:
    rows = {"1": row(0), "2": row(1), "3": row(2)}
    tally, lines = damage_truth.judge(rows, whole(page), {"1": VALID, "2": ASKED, "3": OTHER, "9": VALID})
    assert (tally.pages, tally.decided, tally.wrong, tally.clear, tally.clear_read) == (1, 3, 2, 3, 1)
    assert (tally.clear_asked, tally.wrong_pages, len(lines)) == (1, 1, 2)


def test_a_refused_page_costs_its_clear_rows(page: Picture) -> None:
    tally, lines = damage_truth.judge({"1": row(0)}, whole(page), Refused(reason="cropped", words="切边"))
    assert (tally.refused, tally.clear, tally.clear_read, tally.wrong, lines) == (1, 1, 0, 0, [])


def line(item: str, verdict: str, choice: str = "", reason: str = "") -> dict[str, str]:
    return {"page": "1", "item": item, "name": f"单位{item}", "verdict": verdict, "choice": choice, "reason": reason}


def test_a_row_that_is_not_in_the_table_is_missing_unless_it_is_named() -> None:
    truth = {"单位1": VALID, "单位2": VALID, "单位3": VALID}
    table = Table(code=0, said="没有纳入：单位2", rows=(line("1", "valid", "好"), line("7", "blank")))
    got = score(table, 1, truth)
    assert (got.right, got.named, got.missing, got.wrong) == (1, 1, 1, 1)


def test_refusals_are_counted_with_their_words() -> None:
    truth = {"单位1": VALID}
    refused = Table(code=2, said="错误：表头里找不到选项栏", rows=())
    assert score(refused, 1, truth).words == ["错误：表头里找不到选项栏"]
    unread = Table(code=3, said="", rows=(line("", "unread", reason="cropped：切边"),))
    assert (score(unread, 1, truth).refused, score(unread, 1, truth).words) == (1, ["cropped：切边"])


def test_kinds_take_turns_and_a_long_run_begins_anew() -> None:
    queues = {"fold": [(Path("a"), 0), (Path("a"), 1)], "cut": [(Path("b"), 7)]}
    picked = [(kind, number, turn) for (_, number), kind, turn in islice(damage._in_turn(queues), 5)]
    assert picked == [("fold", 0, 0), ("cut", 7, 0), ("fold", 1, 0), ("fold", 0, 1), ("cut", 7, 1)]


def test_a_row_without_a_name_is_known_by_its_printed_serial() -> None:
    rows = ({"page": "1", "item": "2", "name": "", "verdict": "valid", "choice": "好", "reason": ""},)
    got = score(Table(code=0, said="", rows=rows), 1, {"单位2": VALID}, {"单位2": "2"})
    assert (got.right, got.missing, got.wrong) == (1, 0, 0)


@pytest.mark.parametrize("number", range(12))
def test_every_invented_form_is_written_with_its_twin(number: int, tmp_path: Path) -> None:
    spec = invent(number, 5)
    plain, twin = (write(spec, tmp_path / f"{marked}.docx", marked=marked) for marked in (False, True))
    bodies = [docx.Document(str(path)).element.body for path in (plain, twin)]
    texts = ["".join(text.text or "" for text in body.iter(qn("w:t"))) for body in bodies]
    assert all(label in text for label in spec.labels for text in texts)
    ticks = len(spec.labels) * len(spec.choices)
    assert spec.has("boxes in one cell") or len(texts[1]) - len(texts[0]) == sum(len(str(k + 1)) for k in range(ticks))
