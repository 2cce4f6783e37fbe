"""What speaks in the strokes against a number: more loops than its figures have, or one the other way up."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.readings.score_reading import score_of
from pingyi.scanner.scores.score_line import inked_pixels

Picture = npt.NDArray[np.uint8]

LOOPS = {
    "0": 1,
    "1": 0,
    "2": 1,
    "3": 0,
    "4": 1,
    "5": 0,
    "6": 1,
    "7": 0,
    "8": 2,
    "9": 1,
    ".": 0,
}  # at most, a hand's 2 too
LEAST_LOOP = 0.008  # of the writing's height squared: less is where strokes meet; the sign reader sees the rest
TURNING = frozenset("01689.")  # signs that are signs the other way up


def too_many_loops(dark: Picture, text: str) -> bool:
    """Whether ink (0 = paper) encloses more patches of paper than the figures read there can: 8 over 6, 9 over 7."""
    inked = inked_pixels(dark) > 0
    rows = np.flatnonzero(inked.any(axis=1))
    if not len(rows):
        return False
    tall = int(rows[-1] - rows[0] + 1)
    _, _, stats, _ = cv2.connectedComponentsWithStats((~np.pad(inked, 1)).astype(np.uint8), connectivity=4)
    enclosed = stats[1:][stats[1:, cv2.CC_STAT_LEFT] > 0]  # all but the paper around
    loops = int((enclosed[:, cv2.CC_STAT_AREA] > LEAST_LOOP * tall**2).sum())
    return loops > sum(LOOPS.get(sign, 0) for sign in text)


def may_turn(text: str) -> bool:
    """Whether the same strokes may be another score the other way up: 86 and 98, not 80 and not 88."""
    turned = text[::-1].translate(str.maketrans("69", "96"))
    return set(text) <= TURNING and turned != text and score_of(turned)[0] is not None
