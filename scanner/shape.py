"""The shape of one connected piece of ink (a boolean picture cut to its box); lengths in pixels."""

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

PROMINENCE_PX = 5.0  # 0.8 mm: a second low point must stand out this much
PROMINENCE_SHARE = 0.2  # and this share of the piece's height
GROUP_PX = 3  # rows (columns) in a group of two strokes; fewer are the roughness of one stroke


def lower_edge(piece: Mask, column: int) -> int:
    """Row of the lowest ink in a column."""
    return int(piece.shape[0] - 1 - piece[::-1, column].argmax())


def low_points(piece: Mask) -> tuple[int, ...]:
    """Columns where the piece's lower edge has a low point of its own; the lowest always counts."""
    edge = (piece.shape[0] - 1 - piece[::-1].argmax(axis=0)).astype(np.float64)
    return tuple(_peaks(edge, max(PROMINENCE_PX, PROMINENCE_SHARE * piece.shape[0])))


def _peaks(edge: Floats, need: float) -> list[int]:
    """Local maxima of `edge` with a prominence of at least `need`."""
    peaks: list[int] = []
    best, valley, rising = 0, -1.0, True
    for k, value in enumerate(edge):
        if rising:
            if value > edge[best]:
                best = k
            elif value < edge[best] - need:
                peaks.append(best)
                rising, valley = False, value
        else:
            valley = min(valley, value)
            if value > valley + need:
                rising, best = True, k
    if rising and (not peaks or edge[best] > valley + need):
        peaks.append(best)
    return peaks


def arms(piece: Mask, low: int, beside: int = 0) -> tuple[float, float]:
    """Rise of the stroke left and right of the column `low`, leaving out `beside` columns next to it."""
    bottom = lower_edge(piece, low)
    tops = np.where(piece.any(axis=0), piece.argmax(axis=0), bottom)
    left, right = tops[: max(0, low + 1 - beside)], tops[low + beside :]
    rise = [float(bottom - side.min()) if len(side) else 0.0 for side in (left, right)]
    return rise[0], rise[1]


def crossings(piece: Mask) -> float:
    """Share of columns holding two or more separate strokes."""
    return float((_strokes(piece, 0) >= 2).mean())


def forks(piece: Mask) -> int:
    """Groups of rows with two or more strokes: a tick opens once, a cross below and above its middle."""
    return _groups(_strokes(piece, 1) >= 2)


def plus(piece: Mask, low: int) -> bool:
    """An upright cross: over its low point it stands higher than what it has to both sides."""
    height, width = piece.shape
    near = round(0.2 * width)
    sides = [piece[:, : max(0, low - near)], piece[:, low + near + 1 :]]
    if not all(side.any() for side in sides):
        return False
    rises = [height - int(side.any(axis=1).argmax()) for side in sides]
    return bool(max(rises) < 0.75 * height and min(rises) > 0.2 * height)


def thickness(piece: Mask) -> float:
    """Diameter of the largest disc of ink: a stroke's width, more where strokes lie over each other."""
    padded = np.pad(piece, 1).astype(np.uint8)
    return float(2 * cv2.distanceTransform(padded, cv2.DIST_L2, 3).max())


def hole(piece: Mask) -> float:
    """Area enclosed by ink."""
    padded = np.pad(~piece, 1, constant_values=True).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(padded, connectivity=4)
    return float(stats[2:, cv2.CC_STAT_AREA].sum()) if len(stats) > 2 else 0.0


def _strokes(piece: Mask, axis: int) -> npt.NDArray[np.int64]:
    """Separate runs of ink along `axis`."""
    return np.asarray((np.diff(piece.astype(np.int8), axis=axis, prepend=0) == 1).sum(axis=axis))


def _groups(lines: Mask) -> int:
    """Runs of True of at least GROUP_PX."""
    padded = np.concatenate([[False], lines, [False]]).astype(np.int8)
    starts, ends = np.nonzero(np.diff(padded) == 1)[0], np.nonzero(np.diff(padded) == -1)[0]
    return int((ends - starts >= GROUP_PX).sum())
