"""Invented score fields: digits of MNIST (of any pen width) and of our own strokes, in a row, struck out, soiled."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.scores.score_line import line_picture
from training.scores.digits import Digits
from training.scores.hand import Hand, number, put, write
from training.scores.spoilt import REJECT, other, soiled, spoilt
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]
POINTS = "分"
SIGNS = "0123456789." + REJECT + POINTS  # after the blank of CTC
CANVAS = (96, 340)
PEN = (0.07, 0.12)  # of a digit's height: how broad MNIST's strokes are, and so the points beside them


def field(source: Digits, rng: np.random.Generator) -> tuple[Picture, str]:
    """A reader's line (uint8 32 × 128) and its label; '' when there is nothing to read."""
    while True:
        dark, label = raw_field(source, rng)
        line = line_picture(dark)
        if line is not None:
            return line, label


def raw_field(source: Digits, rng: np.random.Generator) -> tuple[Picture, str]:
    """The same before it is brought to size: darkness (uint8) as the scanner would give it."""
    height, thick = rng.uniform(24, 56), bool(rng.random() < 0.55)
    hand = Hand(
        height=height,
        pen=height * rng.uniform(*PEN) if thick else rng.uniform(1.6, 4.5),
        slant=rng.normal(0.08, 0.16),
        own=bool(rng.random() < 0.25),
        thick=thick,
        gap=rng.normal(0.1, 0.1),
    )
    canvas = np.zeros(CANVAS, np.uint8)
    kind = rng.random()
    if kind < 0.74:
        text = number(rng)
        at, _ = write(canvas, text, 14.0, hand, source, rng)
        label = text
        if rng.random() < 0.08:
            put(canvas, drawn("分", hand.height * rng.uniform(0.7, 1.1), hand.pen, rng), at + 4, 48)
            label += POINTS
    elif kind < 0.94:
        label = spoilt(canvas, hand, source, rng)
    else:
        label = other(canvas, hand, rng)
    return soiled(canvas, rng), label


def written(text: str, source: Digits, rng: np.random.Generator, height: float) -> Picture:
    """One score as one writer writes it, digits of `source` only, about `height` px high: ink 0..255, cut to size."""
    hand = Hand(
        height=56.0,
        pen=56.0 * rng.uniform(*PEN),
        slant=rng.normal(0.08, 0.12),
        own=False,
        thick=True,  # as MNIST has them: a digit redrawn may have lost a stroke, and its label with it
        gap=max(0.03, rng.normal(0.12, 0.06)),
    )
    canvas = np.zeros(CANVAS, np.uint8)
    write(canvas, text, 14.0, hand, source, rng)
    x, y, wide, high = cv2.boundingRect((canvas > 40).astype(np.uint8))
    scale = height / 56.0
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return np.asarray(cv2.resize(canvas[y : y + high, x : x + wide], size, interpolation=cv2.INTER_AREA))
