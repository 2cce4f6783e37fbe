"""What the scanner adds: uneven light, streaks, dust, blur, noise, a narrow range of greys."""

from functools import lru_cache

import cv2
import numpy as np

from pingyi.samples.filler.layout import MM_PER_INCH, Picture

Random = np.random.Generator
NOISE_TILE_PX = 1024
NOISE_LEVELS = 24  # different noise pictures kept, by standard deviation in half grey levels
LIGHT_GRID = 8  # light varies slowly: so many support points each way


def shaded(rng: Random, page: Picture, strength: float) -> Picture:
    """Uneven light; `strength` is the share of white lost where it is darkest."""
    y, x = np.mgrid[0 : 1 : LIGHT_GRID * 1j, 0 : 1 : LIGHT_GRID * 1j]
    lean = rng.normal(0, 1, 2)
    slope = x * lean[0] + y * lean[1]
    edge = np.abs(x - rng.uniform(0.3, 0.7)) ** 2 * rng.uniform(0, 2) + np.abs(
        y - rng.uniform(0.3, 0.7)
    ) ** 2 * rng.uniform(0, 2)
    cloud = rng.normal(0, 0.25, (LIGHT_GRID, LIGHT_GRID))
    dark = slope + edge + cloud
    dark = (dark - dark.min()) / max(float(np.ptp(dark)), 1e-6)
    light = (255 * (1 - strength * rng.uniform(0.3, 1.0) * dark)).astype(np.uint8)
    full = cv2.resize(light, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(page, _like(full, page), scale=1 / 255))


def _like(grey: Picture, page: Picture) -> Picture:
    return grey if page.ndim == 2 else np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


def streaked(rng: Random, page: Picture, dpi: int) -> None:
    """Dirt on a feeder's glass slit, in place: lines along the feed, dark or pale, some broken."""
    scale = dpi / MM_PER_INCH
    height, width = page.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        x = int(rng.uniform(0.08, 0.92) * width)
        wide = max(1, round(rng.uniform(0.08, 0.45) * scale))
        strength = rng.uniform(0.15, 0.8)
        first, last = (0, height) if rng.random() < 0.7 else sorted(rng.integers(0, height, 2).tolist())
        band = page[first:last, x : x + wide]
        if rng.random() < 0.8:
            band[:] = (band * (1 - strength)).astype(np.uint8)
        else:
            band[:] = (255 - (255 - band) * (1 - strength)).astype(np.uint8)


def dusty(rng: Random, page: Picture, dpi: int) -> None:
    """Specks and hairs on the glass, in place."""
    scale = dpi / MM_PER_INCH
    height, width = page.shape[:2]
    for _ in range(int(rng.integers(4, 40))):
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        tone = (int(rng.uniform(60, 200)),) * 3
        cv2.circle(page, centre, max(1, round(rng.uniform(0.04, 0.14) * scale)), tone, -1, cv2.LINE_AA)


def blurred(page: Picture, sigma_px: float) -> Picture:
    """Out of focus by that many pixels."""
    return page if sigma_px < 0.25 else np.asarray(cv2.GaussianBlur(page, (0, 0), sigma_px))


@lru_cache(maxsize=NOISE_LEVELS)
def _noise_tile(half_levels: int) -> Picture:
    values = np.random.default_rng(half_levels).normal(0, half_levels / 2, (NOISE_TILE_PX, NOISE_TILE_PX))
    return np.clip(np.round(values), -127, 127).astype(np.int8)


def noisy(rng: Random, page: Picture, sigma: float) -> Picture:
    """Sensor noise of that standard deviation in grey levels."""
    half_levels = min(round(2 * sigma), NOISE_LEVELS - 1)
    if half_levels < 1:
        return page
    tile = np.roll(_noise_tile(half_levels), rng.integers(0, NOISE_TILE_PX, 2), (0, 1))
    height, width = page.shape[:2]
    repeats = (-(-height // NOISE_TILE_PX), -(-width // NOISE_TILE_PX))
    noise = np.tile(tile, repeats)[:height, :width]
    if page.ndim == 3:
        noise = np.repeat(noise[:, :, None], 3, axis=2)
    return np.asarray(cv2.add(page, np.ascontiguousarray(noise), dtype=cv2.CV_8U))


def toned(page: Picture, black: float, white: float) -> Picture:
    """A scanner whose black and white are greys."""
    table = np.clip(np.linspace(black, white, 256), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(page, table))
