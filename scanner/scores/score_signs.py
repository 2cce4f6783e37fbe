"""Handwriting of a score field taken apart into its signs, each brought to the size the sign reader was trained on."""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.scores.score_line import FULL_RANK, inked_pixels

Picture = npt.NDArray[np.uint8]

SIDE_PX, INKED_PX = 32, 26
POINT_SHARE = 0.34  # of the tallest sign's height: no higher is a point
LEAST_CUT_PX = 8
EDGE_SHARE = 0.25  # of a piece: no cut so near its ends
VIEWS = ((0.0, 1.0), (0.12, 1.0), (-0.12, 1.0), (0.0, 0.88))  # lean, px per px, and size
ASIDE, TO_MIDDLE = 0.05, 1e-3  # what a step aside costs, and lying off the middle, in pixels of ink


def sign_picture(dark: Picture, inked: Picture) -> Picture | None:
    """One sign's ink (`dark`, 0 = paper, where `inked`) in the middle of uint8 (32, 32); None when there is none."""
    x, y, width, height = cv2.boundingRect(inked)
    if width == 0 or height == 0:
        return None
    kept = cv2.dilate(inked, np.ones((3, 3), np.uint8))[y : y + height, x : x + width]
    part = dark[y : y + height, x : x + width]
    full = max(float(np.percentile(part[inked[y : y + height, x : x + width] > 0], FULL_RANK)), 1.0)
    part = np.where(kept > 0, np.minimum(part * (255.0 / full), 255.0), 0.0).astype(np.uint8)
    scale = INKED_PX / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    square = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    top, left = (SIDE_PX - size[1]) // 2, (SIDE_PX - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    return square


def apart(dark: Picture, text: str) -> list[Picture] | None:
    """
    The pictures of the signs of `text` in clean handwriting (uint8, 0 = paper), from left to right; a point has none.

    None where the ink does not fall into so many signs, points low and small and figures tall.
    """
    inked = inked_pixels(dark)
    signs = _joined(_pieces(inked), len(text))
    while 0 < len(signs) < len(text):
        signs = _cut(signs)
    if len(signs) != len(text) or not signs:
        return None
    tall = max(cv2.boundingRect(sign)[3] for sign in signs)
    low = [cv2.boundingRect(sign)[3] < POINT_SHARE * tall for sign in signs]
    if low != [sign == "." for sign in text]:
        return None
    pictures = [sign_picture(dark, sign) for sign, point in zip(signs, low, strict=True) if not point]
    return [picture for picture in pictures if picture is not None]


def views(sign: Picture) -> Picture:
    """A sign as it is, and leaned and made smaller a little: (len(VIEWS), 32, 32); it stays what it is."""
    made = []
    for lean, size in VIEWS:
        x, y = SIDE_PX / 2 * (1 - size - lean * size), SIDE_PX / 2 * (1 - size)
        moved = np.array([[size, lean * size, x], [0, size, y]], np.float32)
        made.append(np.asarray(cv2.warpAffine(sign, moved, (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR), np.uint8))
    return np.stack(made)


def _pieces(inked: Picture) -> list[Picture]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    order = sorted(range(1, count), key=lambda label: int(2 * stats[label, 0] + stats[label, 2]))
    return [(labels == label).astype(np.uint8) for label in order]


def _joined(signs: list[Picture], count: int) -> list[Picture]:
    """The two that lie most over each other made one, until there are so many."""
    while len(signs) > max(1, count):
        boxes = [cv2.boundingRect(sign) for sign in signs]
        over = [(min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])) / min(a[2], b[2]) for a, b in pairwise(boxes)]
        at = int(np.argmax(over))
        signs = [*signs[:at], signs[at] | signs[at + 1], *signs[at + 2 :]]
    return signs


def _cut(signs: list[Picture]) -> list[Picture]:
    """The broadest cut in two along the way from top to bottom that crosses least ink; none where nothing is broad."""
    boxes = [cv2.boundingRect(sign) for sign in signs]
    at = max(range(len(signs)), key=lambda place: boxes[place][2])
    left, top, width, height = boxes[at]
    if width < LEAST_CUT_PX:
        return []
    way = _least_ink(signs[at][top : top + height, left : left + width])
    before = np.zeros(signs[at].shape, np.uint8)
    before[top : top + height, left : left + width] = np.arange(width) < way[:, None]
    return [*signs[:at], signs[at] & before, signs[at] & (1 - before), *signs[at + 1 :]]


def _least_ink(inked: Picture) -> npt.NDArray[np.int64]:
    """For each row the column of the way down that crosses least ink, at most one column aside from row to row."""
    height, width = inked.shape
    cost = inked + TO_MIDDLE * np.abs(np.arange(width) / width - 0.5)
    edge = round(EDGE_SHARE * width)
    cost[:, :edge] = cost[:, width - edge :] = np.inf
    for row in range(1, height):
        beside = np.pad(cost[row - 1], 1, constant_values=np.inf)
        cost[row] += np.minimum(np.minimum(beside[:-2], beside[2:]) + ASIDE, beside[1:-1])
    way = np.full(height, int(np.argmin(cost[-1])))
    for row in range(height - 2, -1, -1):
        near = np.arange(max(0, way[row + 1] - 1), min(width, way[row + 1] + 2))
        way[row] = near[np.argmin(cost[row, near] + ASIDE * (near != way[row + 1]))]
    return way
