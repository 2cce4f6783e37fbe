"""Dirt in a feeder: a band of short dashes down the page, as worn copiers leave it."""

import numpy as np
import numpy.typing as npt

WIDTH_MM = (1.5, 25.0)
DASH_MM = (0.2, 3.5)
PER_MM2 = (0.02, 0.5)
PALEST, DARKEST = 20, 220  # grey levels taken off
A4_LONG_MM = 297.0


def dirty(rng: np.random.Generator, grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The grey page with such a band, denser in its middle; along either side, as pages may lie turned."""
    if rng.random() < 0.2:
        return np.ascontiguousarray(dirty(rng, np.ascontiguousarray(grey.T)).T)
    height, width = grey.shape
    px_per_mm = max(height, width) / A4_LONG_MM
    middle, spread = rng.uniform(0.05, 0.95) * width, rng.uniform(*WIDTH_MM) * px_per_mm / 4
    density = np.exp(rng.uniform(*np.log(PER_MM2)))
    count = int(density * 4 * spread / px_per_mm * height / px_per_mm)
    soiled = grey.copy()
    xs = rng.normal(middle, spread, count).astype(int)
    ys = rng.integers(0, height, count)
    lengths = np.exp(rng.uniform(*np.log(DASH_MM), count)) * px_per_mm
    levels = rng.uniform(PALEST, DARKEST) * rng.uniform(0.3, 1.0, count)
    for x, y, length, level in zip(xs, ys, lengths, levels, strict=True):
        part = soiled[y : y + int(length) + 1, max(0, x) : max(0, x) + 1 + int(rng.random() < 0.3)]
        part[:] = np.maximum(part.astype(np.int64) - int(level), 10)
    return soiled
