"""Invented single signs: a figure the right or the other way up, one over another, struck out, two at once."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.scores.score_line import inked_pixels
from pingyi.scanner.scores.score_signs import sign_picture
from training.scores.digits import Digits
from training.scores.hand import Hand, digit, put
from training.scores.spoilt import other, soiled, strike
from training.scores.strings import PEN

Picture = npt.NDArray[np.uint8]

CANVAS = (96, 340)
TURNED, SPOILT = 10, 20  # labels: 0..9, the same upside down from 10 on, and what is no one figure
PLAIN_SHARE, TURNED_SHARE, OVER_SHARE = 0.6, 0.12, 0.2  # the rest is struck out, two figures at once, no figure


def sign(source: Digits, rng: np.random.Generator) -> tuple[Picture, int]:
    """A reader's picture (uint8 32 x 32) and its label."""
    while True:
        height, thick = rng.uniform(24, 56), bool(rng.random() < 0.6)
        hand = Hand(
            height=height,
            pen=height * rng.uniform(*PEN) if thick else rng.uniform(1.6, 4.5),
            slant=rng.normal(0.08, 0.16),
            own=bool(rng.random() < 0.15),
            thick=thick,
            gap=0.0,
        )
        canvas = np.zeros(CANVAS, np.uint8)
        label = _drawn(canvas, hand, source, rng)
        dark = soiled(canvas, rng)
        picture = sign_picture(dark, inked_pixels(dark))
        if picture is not None:
            return picture, label


def _drawn(canvas: Picture, hand: Hand, source: Digits, rng: np.random.Generator) -> int:
    kind, figure = rng.random(), int(rng.integers(10))
    patch = digit(str(figure), hand, source, rng)
    if kind < PLAIN_SHARE:
        put(canvas, patch, 20, 48)
        return figure
    if kind < PLAIN_SHARE + TURNED_SHARE:
        put(canvas, patch[::-1, ::-1], 20, 48)
        return TURNED + figure
    if kind < PLAIN_SHARE + TURNED_SHARE + OVER_SHARE:
        return _over(canvas, (figure, patch), hand, source, rng)
    if kind > 0.97:
        other(canvas, hand, rng)
    elif kind > 0.95:
        put(canvas, patch, 20, 48)
        put(canvas, digit(str(int(rng.integers(10))), hand, source, rng), 20 + patch.shape[1] - rng.uniform(-2, 4), 48)
    else:
        put(canvas, patch, 20, 48)
        strike(canvas, (20, 20 + patch.shape[1]), hand, rng)
    return SPOILT


def _over(canvas: Picture, first: tuple[int, Picture], hand: Hand, source: Digits, rng: np.random.Generator) -> int:
    """Another figure over the first, nearly in its place, now and then by a harder pen."""
    figure = (first[0] + int(rng.integers(1, 10))) % 10
    if rng.random() < 0.3:
        hand.pen *= rng.uniform(1.0, 1.6)
    patch = digit(str(figure), hand, source, rng)
    faint = rng.uniform(0.6, 1.0) if rng.random() < 0.3 else 1.0
    middle = 40 + max(first[1].shape[1], patch.shape[1]) / 2
    for one, dark in ((first[1], faint), (patch, 1.0)):
        at = middle - one.shape[1] / 2 + rng.normal(0, 0.06) * hand.height
        put(canvas, (one * dark).astype(np.uint8), at, 48 + rng.normal(0, 0.04) * hand.height)
    return SPOILT
