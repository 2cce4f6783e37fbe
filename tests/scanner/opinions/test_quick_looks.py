"""What is passed over quickly would not have been found by the long way either."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.forms.form import FormCell
from pingyi.scanner.grid.canvas import PX_PER_MM, Box
from pingyi.scanner.opinions.between import PRINTED
from pingyi.scanner.opinions.pieces import INKED, pieces
from pingyi.scanner.opinions.placed_print import PrintedCell, beside_words, print_here


@given(
    size=st.tuples(st.integers(12, 60), st.integers(12, 320)),
    smaller=st.tuples(st.integers(-6, 6), st.integers(-30, 30)),
    seed=st.integers(0, 1 << 32),
)
def test_ink_beside_words_in_another_face_is_all_that_can_be_left(
    size: tuple[int, int], smaller: tuple[int, int], seed: int
) -> None:
    made = np.random.default_rng(seed)
    height, width = (max(10, side + less) for side, less in zip(size, smaller, strict=True))
    printed = np.zeros(size, np.uint8)
    top, left = (int(made.integers(0, side - 4)) for side in size)
    part = printed[top : top + int(made.integers(2, size[0])), left : left + int(made.integers(2, size[1]))]
    part[:] = np.where(made.random(part.shape) < 0.4, 255, 0)
    dark = np.where(made.random((height, width)) < made.random(), 255, 0).astype(np.uint8)
    words = (printed > PRINTED).astype(np.uint8)
    cell = PrintedCell(
        cell=FormCell(row=0, col=0, row_span=1, col_span=1, text=""),
        box=Box(left=0, top=0, right=width, bottom=height),
        printed=printed,
        words=words if words.any() else None,
    )
    inked = (dark > INKED).astype(np.uint8)
    left_over = inked & (1 - print_here(cell, dark, own=False))
    assert not (left_over & (1 - beside_words(inked, cell))).any()


def test_two_strands_far_apart_are_no_streak() -> None:
    """Their middle is straight and thin; a hand drew them."""
    page = np.zeros((400, 200), np.uint8)
    cv2.line(page, (100, 20), (60, 380), (1,), 2)
    cv2.line(page, (100, 20), (140, 380), (1,), 2)
    assert len(pieces(page, PX_PER_MM)[1]) == 1
    streak = np.zeros_like(page)
    cv2.line(streak, (100, 20), (102, 380), (1,), 2)
    assert pieces(streak, PX_PER_MM)[1] == ()
