"""How the sheet comes to lie in the picture: shift, skew, stretch, turns, a bend, a telephone held askew."""

import cv2
import numpy as np

from pingyi.samples.filler.copier import Copier
from pingyi.samples.filler.layout import MM_PER_INCH, Picture

Random = np.random.Generator
MAX_SKEW_DEG = 3.0
BORDER_TONES = {"lid": 255, "gap": 18}  # a white lid, or the open dark behind the sheet
BEND_GRID = 24  # support points of a bend each way; it is smooth
DESK_SIZE_PX = 48  # texture of the desk before it is enlarged


def laid(rng: Random, page: Picture, dpi: int, copier: Copier) -> Picture:
    """The sheet as it lies on the glass, in one resampling; the picture keeps its size."""
    scale = dpi / MM_PER_INCH
    height, width = page.shape[:2]
    angle = float(np.clip(rng.normal(0, copier.skew_deg), -MAX_SKEW_DEG, MAX_SKEW_DEG)) if copier.skew_deg else 0.0
    size = rng.uniform(*copier.print_scale)
    stretch = 1 + np.clip(rng.normal(0, 1, 2), -2.5, 2.5) * copier.stretch
    turn = np.array(
        [
            [np.cos(np.radians(angle)), np.sin(np.radians(angle))],
            [-np.sin(np.radians(angle)), np.cos(np.radians(angle))],
        ]
    )
    linear = turn * size @ np.diag(stretch)
    middle = np.array([width / 2, height / 2])
    shift = np.clip(rng.normal(0, 1, 2), -2, 2) * copier.shift_mm * scale
    matrix = np.hstack([linear, (middle - linear @ middle + shift)[:, None]])
    gap = rng.random() < copier.black_border_share
    tone = BORDER_TONES["gap" if gap else "lid"]
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(tone, tone, tone))
    )


def bent(rng: Random, page: Picture, dpi: int) -> Picture:
    """Curled paper or a feeder that slips: straight rulings become slightly wavy."""
    height, width = page.shape[:2]
    scale = dpi / MM_PER_INCH
    y, x = np.mgrid[0 : 1 : BEND_GRID * 1j, 0 : 1 : BEND_GRID * 1j]
    phase = rng.uniform(0, 2 * np.pi, 2)
    dy = rng.uniform(0.2, 1.0) * scale * np.sin(np.pi * x * rng.uniform(0.6, 1.4) + phase[0])
    dx = rng.uniform(0.0, 0.6) * scale * np.sin(np.pi * y * rng.uniform(0.6, 1.4) + phase[1])
    map_x = cv2.resize((x * (width - 1) + dx).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    map_y = cv2.resize((y * (height - 1) + dy).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.remap(page, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def photographed(rng: Random, page: Picture) -> Picture:
    """The sheet on a desk, seen from a telephone held not quite above it; the whole sheet stays in the frame."""
    height, width = page.shape[:2]
    desk = _desk(rng, page)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inset = rng.uniform(0.012, 0.06, (4, 2)) * (width, height)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    seen = (corners + inset * inward).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(page, matrix, (width, height), dst=desk, borderMode=cv2.BORDER_TRANSPARENT))


def _desk(rng: Random, page: Picture) -> Picture:
    """A desk top with things on it that are not the form."""
    height, width = page.shape[:2]
    tone = rng.uniform(40, 150)
    rough = rng.normal(tone, 9, (DESK_SIZE_PX, DESK_SIZE_PX // 3)).clip(0, 255).astype(np.uint8)
    desk = np.asarray(cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC))
    for _ in range(int(rng.integers(0, 4))):
        ends = (rng.uniform(-0.2, 1.2, (2, 2)) * (width, height)).astype(int).tolist()
        cv2.line(desk, ends[0], ends[1], int(rng.uniform(0, 255)), int(width * rng.uniform(0.004, 0.03)), cv2.LINE_AA)
    if rng.random() < 0.5:  # another sheet lies below
        box = cv2.boxPoints(
            ((width * rng.uniform(0, 1), height * rng.uniform(0, 1)), (width, height), rng.uniform(0, 90))
        )
        cv2.fillConvexPoly(desk, box.astype(np.int32), int(rng.uniform(170, 235)), cv2.LINE_AA)
    return desk if page.ndim == 2 else np.asarray(cv2.cvtColor(desk, cv2.COLOR_GRAY2BGR))


def turned(page: Picture, degrees: int) -> Picture:
    """The picture as it comes when the page must be turned `degrees` clockwise to stand upright."""
    codes = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
    return page if degrees == 0 else np.asarray(cv2.rotate(page, codes[degrees]))
