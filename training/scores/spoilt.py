"""Numbers struck out, overwritten, two at once, no number, and what a copier adds."""

import cv2
import numpy as np
import numpy.typing as npt

from training.scores.digits import Digits
from training.scores.hand import Hand, digit, line, number, put, write
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]
REJECT = "#"
BESIDE = 1.5  # digit heights between two numbers, at least 0.7


def spoilt(canvas: Picture, hand: Hand, source: Digits, rng: np.random.Generator) -> str:
    """Struck out, struck out and written anew, overwritten, or two numbers."""
    hand.height = min(hand.height, 42)
    kind = rng.integers(5)
    text = number(rng)
    end, places = write(canvas, text, 16.0, hand, source, rng)
    if kind == 0:  # all struck out
        strike(canvas, (places[0][0], places[-1][1]), hand, rng)
        return REJECT
    if kind == 1:  # and another beside it
        strike(canvas, (places[0][0], places[-1][1]), hand, rng)
        if end > 190:
            return REJECT
        again = number(rng)
        write(canvas, again, end + hand.height * rng.uniform(0.1, 0.6), hand, source, rng)
        return REJECT + again
    if kind == 2:  # two numbers
        if end > 180:
            strike(canvas, (places[0][0], places[-1][1]), hand, rng)
            return REJECT
        again = number(rng)
        write(canvas, again, end + hand.height * rng.uniform(0.7, BESIDE), hand, source, rng)
        return text + REJECT + again
    k = int(rng.integers(len(text)))
    left, right = places[k]
    if text[k] == "." or kind == 3:  # one digit struck out
        strike(canvas, (left, right), hand, rng)
    else:  # another written over it
        patch = digit(str((int(text[k]) + int(rng.integers(1, 10))) % 10), hand, source, rng)
        if text[k] == "1" or patch.shape[1] < 0.35 * patch.shape[0]:
            strike(canvas, (left, right), hand, rng)
        else:
            put(canvas, patch, left + rng.normal(0, 1.5), 48 + rng.normal(0, 1.5))
    return text[:k] + REJECT + text[k + 1 :]


def strike(canvas: Picture, span: tuple[float, float], hand: Hand, rng: np.random.Generator) -> None:
    """Lines, a bar or a zigzag through what stands between left and right, in place."""
    left, right = span[0] - rng.uniform(0, 5), span[1] + rng.uniform(0, 6)
    high = hand.height
    kind = rng.integers(4)
    pen = max(1, round(hand.pen))
    if kind == 0:
        for _ in range(int(rng.integers(1, 4))):
            y = 48 + high * rng.uniform(-0.25, 0.25)
            line(canvas, [(left, y + rng.normal(0, 3)), (right, y + rng.normal(0, 3))], pen)
    elif kind == 1:
        line(canvas, [(left, 48 + high * 0.5), (right, 48 - high * 0.5)], pen)
        if rng.random() < 0.6:
            line(canvas, [(left, 48 - high * 0.5), (right, 48 + high * 0.5)], pen)
    else:
        steps = int(rng.integers(5, 22))
        xs = np.linspace(left, right, steps) + rng.normal(0, 4, steps)
        ys = 48 + high * 0.45 * np.where(np.arange(steps) % 2, 1, -1) * rng.uniform(0.5, 1.1, steps)
        line(canvas, list(zip(xs, ys, strict=True)), pen)


def other(canvas: Picture, hand: Hand, rng: np.random.Generator) -> str:
    """No number at all: a tick, a cross, words, a scribble, a dash."""
    kind = rng.integers(4)
    if kind == 0:
        put(canvas, drawn(str(rng.choice(["√", "×"])), hand.height, hand.pen, rng), 30, 48)
    elif kind == 1:
        for k in range(int(rng.integers(1, 4))):
            put(
                canvas,
                drawn(str(rng.choice(["大", "不"])), hand.height, hand.pen, rng),
                20 + k * hand.height * 1.1,
                48,
            )
    elif kind == 2:
        count = int(rng.integers(4, 16))
        line(
            canvas,
            list(zip(rng.uniform(20, 20 + 2 * hand.height, count), rng.uniform(20, 76, count), strict=True)),
            max(1, round(hand.pen)),
        )
    else:
        y = 48.0
        line(canvas, [(20, y), (20 + hand.height * rng.uniform(0.5, 2), y + rng.normal(0, 3))], max(1, round(hand.pen)))
    return REJECT


def soiled(canvas: Picture, rng: np.random.Generator) -> Picture:
    """Remnants of rulings, a line to write on, dust, a copier's blur, noise and levels."""
    right = int(np.flatnonzero(canvas.max(axis=0) > 0)[-1]) if canvas.any() else 0
    dark = canvas[:, : right + 12].copy()
    inked = np.flatnonzero(dark.max(axis=0) > 60)
    if rng.random() < 0.15 and len(inked):  # ruling taken off: strokes across it are thinned
        y = int(rng.integers(60, 90))
        dark[y : y + int(rng.integers(1, 3))] //= 2
    if rng.random() < 0.12 and len(inked):  # a remnant of a ruling or of the line to write on
        y, x = int(rng.integers(72, 92)), int(rng.integers(max(1, inked[-1])))
        cv2.line(
            dark,
            (x, y),
            (x + int(rng.integers(4, 40)), y + int(rng.integers(-1, 2))),
            int(rng.integers(60, 200)),
            1,
            cv2.LINE_AA,
        )
    if rng.random() < 0.2:
        for _ in range(int(rng.integers(1, 4))):
            dark[int(rng.integers(10, 86)), int(rng.integers(dark.shape[1]))] = 255
    if rng.random() < 0.7:
        dark = cv2.GaussianBlur(dark, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.25:
        dark = np.where(dark > rng.integers(70, 170), 255, 0).astype(np.uint8)
    if rng.random() < 0.1:  # a dry pen, a two-level scan of pale ink
        dark[rng.random(dark.shape) < rng.uniform(0.05, 0.3)] = 0
    noise = rng.standard_normal(dark.shape, dtype=np.float32) * np.float32(rng.uniform(0, 14))
    return np.clip(dark * np.float32(rng.uniform(0.35, 1.0)) + noise, 0, 255).astype(np.uint8)
