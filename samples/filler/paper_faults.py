"""What happens to the sheet before it reaches the glass: folds, seals, holes, the other side showing through."""

import cv2
import numpy as np

from pingyi.samples.filler.layout import MM_PER_INCH, Picture

Random = np.random.Generator
FOLD_REACH_MM = 7.0  # how far the light changes on either side of a fold
SEAL_RADIUS_MM = (17.0, 21.0)  # official seals are 38-42 mm across
SEAL_COLOUR = (60, 50, 205)  # blue, green, red
SEAL_GREY = 118  # the same ink on a grey scanner
HOLE_RADIUS_MM = 3.0  # a two-hole punch: 6 mm holes, 80 mm apart
HOLE_DISTANCE_MM = 80.0


def faint(rng: Random, page: Picture) -> Picture:
    """Toner running low: everything printed turns grey."""
    left = rng.uniform(0.35, 0.7)
    table = np.clip(255 - (255 - np.arange(256)) * left, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(page, table))


def thick(page: Picture, dpi: int) -> Picture:
    """A printer or copier that lays it on: every line grows by about 0.1 mm."""
    size = max(2, round(0.17 * dpi / MM_PER_INCH))
    return np.asarray(cv2.erode(page, np.ones((size, size), np.uint8)))


def folded(rng: Random, page: Picture, dpi: int) -> None:
    """A crease across or along the sheet, in place: a thin dark and a bright line, soft light around."""
    scale = dpi / MM_PER_INCH
    across = rng.random() < 0.6
    view = page if across else page.swapaxes(0, 1)
    height, width = view.shape[:2]
    middle = height * rng.choice([1 / 3, 0.5, 2 / 3]) + rng.normal(0, 6) * scale
    tilt = np.tan(np.radians(rng.normal(0, 0.6)))
    line = middle + tilt * (np.arange(width) - width / 2)
    reach = FOLD_REACH_MM * scale
    first, last = int(max(line.min() - reach, 0)), int(min(line.max() + reach, height))
    if last <= first:
        return
    away = ((np.arange(first, last)[:, None] - line[None, :]) / scale).astype(np.float32)  # mm
    depth, side = rng.uniform(0.18, 0.5), rng.choice([-1.0, 1.0])
    light = 1 - depth * np.exp(-((away / rng.uniform(0.12, 0.3)) ** 2))
    light += 0.3 * depth * np.exp(-(((away - side * 0.45) / 0.25) ** 2))
    light -= rng.uniform(0.02, 0.1) * np.exp(-np.abs(away) / 2.5) * (np.sign(away) == side)
    if rng.random() < 0.4:  # the toner flakes off along a hard fold
        flaked = np.asarray(rng.random((1, width)) < 0.5)
        light += 0.8 * (np.abs(away) < 0.15) * flaked
    band = view[first:last]
    light = light if page.ndim == 2 else light[:, :, None]
    band[:] = np.clip(band * light, 0, 255).astype(np.uint8)


def sealed(rng: Random, page: Picture, dpi: int) -> None:
    """A round official seal with a star, in place; the letters are invented strokes."""
    scale = dpi / MM_PER_INCH
    height, width = page.shape[:2]
    radius = rng.uniform(*SEAL_RADIUS_MM) * scale
    reach = int(radius + 2 * scale)
    x, y = int(rng.uniform(0.15, 0.85) * width), int(rng.uniform(0.35, 0.9) * height)
    left, top = max(x - reach, 0), max(y - reach, 0)
    patch = page[top : y + reach, left : x + reach]
    stamp = np.zeros(patch.shape[:2], np.uint8)
    centre = (x - left, y - top)
    cv2.circle(stamp, centre, int(radius), 255, max(1, int(1.1 * scale)), cv2.LINE_AA)
    angles = -np.pi / 2 + np.arange(10) * np.pi / 5
    radii = np.where(np.arange(10) % 2 == 0, 0.3, 0.12) * radius
    star = np.stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)], axis=1)
    cv2.fillPoly(stamp, [star.astype(np.int32)], 255, cv2.LINE_AA)
    for angle in np.radians(np.arange(150, 391, 15)):
        letter = np.array([np.cos(angle), np.sin(angle)]) * radius * 0.78 + centre
        for _ in range(4):
            ends = (letter + rng.uniform(-1.6, 1.6, (2, 2)) * scale).astype(int)
            cv2.line(stamp, ends[0].tolist(), ends[1].tolist(), 255, max(1, int(0.45 * scale)), cv2.LINE_AA)
    patchy = cv2.resize(rng.uniform(0.3, 1.0, (9, 9)), stamp.shape[::-1], interpolation=cv2.INTER_CUBIC)
    cover = stamp / 255 * np.clip(patchy, 0, 1) * rng.uniform(0.45, 0.95)
    if page.ndim == 2:
        patch[:] = (patch * (1 - cover * (1 - SEAL_GREY / 255))).astype(np.uint8)
        return
    for channel, part in enumerate(SEAL_COLOUR):
        patch[:, :, channel] = (patch[:, :, channel] * (1 - cover * (1 - part / 255))).astype(np.uint8)


def showing_through(rng: Random, page: Picture, other_side: Picture, dpi: int) -> Picture:
    """The other side of thin paper, mirrored, soft and pale."""
    height, width = other_side.shape[:2]
    small = cv2.resize(other_side, (width // 3, height // 3), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(cv2.flip(small, 1), (0, 0), max(0.5, 0.15 * dpi / MM_PER_INCH / 3))
    shade = 255 - (255 - small.astype(np.float32)) * rng.uniform(0.05, 0.16)
    shade = cv2.resize(shade.astype(np.uint8), (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    if page.ndim == 3 and shade.ndim == 2:
        shade = cv2.cvtColor(shade, cv2.COLOR_GRAY2BGR)
    return np.asarray(cv2.multiply(page, shade, scale=1 / 255))


def punched(rng: Random, page: Picture, dpi: int) -> None:
    """Two filing holes in the left margin, in place; the lid behind them is dark or white."""
    scale = dpi / MM_PER_INCH
    tone = (int(rng.choice([25, 90, 235])),) * 3
    x, y = int(rng.uniform(7, 10) * scale), page.shape[0] / 2 + rng.normal(0, 4) * scale
    for sign in (-0.5, 0.5):
        centre = (x, int(y + sign * HOLE_DISTANCE_MM * scale))
        cv2.circle(page, centre, int(HOLE_RADIUS_MM * scale), tone, -1, cv2.LINE_AA)
