"""What a reader sees of a score field, and how surely it read what it says."""

from itertools import product

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage.foreign_ink import JOINED, NUMBERS, SEVENS, TWOS, band_over, field, silently_changed
from pingyi.domain.readings.score_reading import ScoreDoubt
from pingyi.scanner.scores.score_ctc import SCORES, SIGNS, lead, likelihoods, number_of, written
from pingyi.scanner.scores.score_field import DUST_DARK, field_ink
from pingyi.scanner.scores.score_sheet import read_field

Grey = npt.NDArray[np.uint8]
Strokes = tuple[tuple[tuple[int, int], ...], ...]
WIDE, HIGH = 114, 120
CELL = (10, 108)  # its rulings, px from the top


def steps_of(*signs: str, sure: float = 0.9) -> npt.NDArray[np.float64]:
    """Probabilities of steps that say these signs, `-` for none."""
    odds = np.full((len(signs), len(SIGNS) + 1), (1 - sure) / len(SIGNS))
    for step, sign in enumerate(signs):
        odds[step, 0 if sign == "-" else SIGNS.index(sign) + 1] = sure
    return odds


def summed(odds: npt.NDArray[np.float64], text: str) -> float:
    """The probability of a text by its definition: every alignment that says it, one by one."""
    total = 0.0
    for path in product(range(odds.shape[1]), repeat=len(odds)):
        said = [sign for sign, before in zip(path, (0, *path[:-1]), strict=True) if sign and sign != before]
        if "".join(SIGNS[sign - 1] for sign in said) == text:
            total += float(np.prod([odds[step, sign] for step, sign in enumerate(path)]))
    return total


@pytest.mark.parametrize("text", ["", "1", "11", "10", "1.0", "0"])
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_a_text_is_as_likely_as_all_its_alignments_together(text: str, seed: int) -> None:
    odds = np.zeros((4, len(SIGNS) + 1))
    some = [0, SIGNS.index("0") + 1, SIGNS.index("1") + 1, SIGNS.index(".") + 1]
    odds[:, some] = np.random.default_rng(seed).dirichlet(np.ones(len(some)), 4)
    few = odds[:, some]
    sign_of = {"": "", "0": SIGNS[0], "1": SIGNS[1], ".": SIGNS[2]}
    assert written(odds, text) == pytest.approx(summed(few, "".join(sign_of[sign] for sign in text)))


@pytest.mark.parametrize(
    ("signs", "text"),
    [
        ("9-8", "98"),
        ("99-8", "98"),  # one sign over two steps
        ("9-9", "99"),  # a blank between equal signs
        ("-95分", "95"),
        ("95-.", "95"),
        ("8-2.5", "82.5"),
        ("9#5", "9#5"),
        ("---", ""),
    ],
)
def test_what_the_steps_say_is_read(signs: str, text: str) -> None:
    assert number_of(steps_of(*signs))[0] == text


def test_two_likely_writings_leave_a_reader_unsure() -> None:
    odds = steps_of("9", "-", "4", "-", sure=0.97)
    odds[2, SIGNS.index("4") + 1], odds[2, SIGNS.index("9") + 1] = 0.5, 0.47
    text, sure = number_of(odds)
    assert text == "94"
    assert sure < 0.6 < number_of(steps_of("9", "-", "4", "-", sure=0.97))[1]


def cell(*lines: tuple[tuple[int, int], ...], pen: int = 5, dark: int = 30) -> Grey:
    """A field from ruling to ruling with lines of ink."""
    grey = np.full((HIGH, WIDE), 245, np.uint8)
    for y in CELL:
        cv2.line(grey, (0, y), (WIDE, y), 20, 2)
    for points in lines:
        cv2.polylines(grey, [np.array(points, np.int32)], isClosed=False, color=dark, thickness=pen, lineType=16)
    return grey


@pytest.mark.parametrize("number", [SEVENS, TWOS, JOINED], ids=["77", "22", "74"])
def test_level_strokes_are_no_ruling(number: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    bare = np.full((HIGH, WIDE), 245, np.uint8)
    for points in number:
        cv2.polylines(bare, [np.array(points, np.int32)], isClosed=False, color=30, thickness=5, lineType=16)
    found = field_ink(cell(*number), sides=False)
    assert np.count_nonzero(found.dark > DUST_DARK) >= 0.97 * np.count_nonzero(bare < 120)
    assert not found.cut
    assert not found.lost


def test_a_line_to_write_on_is_taken_off_and_nothing_lost() -> None:
    found = field_ink(cell(*SEVENS, ((6, 90), (108, 90)), pen=3), sides=False)
    assert not found.dark[86:94].any()
    assert not found.lost


def test_a_broad_pen_is_no_paper() -> None:
    found = field_ink(cell(((40, 40), (40, 80)), pen=14), sides=False)
    assert (found.dark[45:75, 36:44] > DUST_DARK).all()


def test_a_neighbours_tail_is_not_ours() -> None:
    found = field_ink(cell(*SEVENS, ((30, 0), (40, 22))), sides=False)
    assert not found.dark[:24].any()


@pytest.mark.slow
@pytest.mark.parametrize("at", [57, 84, 100])
def test_a_streak_through_the_field_goes_to_people(at: int) -> None:
    reading = read_field(cell(*SEVENS[:1], ((at, 0), (at, HIGH)), pen=3), 0, ("某局", "某局"))
    assert ScoreDoubt.INK_LOST in reading.doubts


def test_a_cells_own_sides_are_no_ink() -> None:
    sided = cell(*SEVENS, ((6, 0), (6, HIGH)), ((107, 0), (107, HIGH)), pen=3)
    found = field_ink(sided, sides=True)
    assert not found.dark[:, :10].any()
    assert not found.dark[:, 104:].any()
    assert not found.lost


@pytest.mark.slow
def test_ink_too_pale_for_the_readers_goes_to_people() -> None:
    grey = np.minimum(cell(*SEVENS[:1], dark=10), cell(*SEVENS[1:], dark=170))
    reading = read_field(grey, 0, ("某局", "某局"))
    assert ScoreDoubt.INK_LOST in reading.doubts


def test_a_digit_halfway_over_the_ruling_is_not_dropped_unseen() -> None:
    reading = read_field(cell(*SEVENS[:1], ((70, 96), (96, 96), (84, 119))), 0, ("某局", "某局"))
    assert {ScoreDoubt.INK_LOST, ScoreDoubt.CUT_OFF} & set(reading.doubts)


def test_a_clear_number_has_no_such_doubt() -> None:
    assert not {ScoreDoubt.INK_LOST, ScoreDoubt.CUT_OFF} & set(read_field(cell(*SEVENS), 0, ("某局", "某局")).doubts)


def test_every_score_is_as_likely_as_it_is_alone() -> None:
    odds = np.random.default_rng(3).dirichlet(np.ones(len(SIGNS) + 1), 9)
    likely = likelihoods(odds)
    for text in ("0", "7", "11", "100", "99.9", "50.0"):
        assert likely[SCORES.index(text)] == pytest.approx(np.log(written(odds, text)))


def test_a_number_leads_by_what_tells_it_from_the_next_score() -> None:
    odds = steps_of("9", "-", "4", "-", sure=0.97)
    odds[2, SIGNS.index("4") + 1], odds[2, SIGNS.index("9") + 1] = 0.6, 0.3
    assert lead(likelihoods(odds), "94") == pytest.approx(np.log(2), abs=0.05)
    assert lead(likelihoods(odds), "104") == -np.inf


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(
    seed=st.integers(0, 1_000_000),
    number=st.sampled_from(NUMBERS),
    form=st.sampled_from([{"sides": True}, {"sides": False}]),
)
def test_no_band_over_the_digits_takes_ink_in_silence(seed: int, number: Strokes, form: dict[str, bool]) -> None:
    whole = field(number, **form)
    assert not silently_changed(whole, band_over(whole, np.random.default_rng(seed)), **form)
