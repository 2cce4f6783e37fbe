"""Compiled inner loops of finding lines and laying a form on them."""

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROUNDS = 6  # of reweighting; the fit stands still after four
OFF_PX = 0.5  # a point this far off counts half
CLUSTER_PX, START_OFF_PX = 1.0, 1.5  # the first round starts from where most ink lies
LONG_PX, MANY = 300.0, 8  # what a parabola needs; less gives a straight line


@numba.njit(cache=True)
def sharpest_slope(xs: Ints, ys: Ints, slopes: Floats, bin_px: float) -> float:
    """Of `slopes`, the one whose sheared row counts have the greatest sum of squares."""
    best, best_sum = 0.0, -1.0
    reach = int((np.abs(slopes).max() * xs.max() + ys.max()) / bin_px) + 2
    counts = np.zeros(2 * reach, np.int64)
    for slope in slopes:
        counts[:] = 0
        total = 0.0
        for k in range(len(xs)):
            row = int(np.floor((ys[k] - slope * xs[k]) / bin_px)) + reach
            total += 2 * counts[row] + 1  # the square grows by this
            counts[row] += 1
        if total > best_sum:
            best, best_sum = slope, total
    return best


@numba.njit(cache=True)
def _root(parents: Ints, label: int) -> int:
    while parents[label] != label:
        parents[label] = parents[parents[label]]
        label = parents[label]
    return label


@numba.njit(cache=True)
def _label(parents: Ints, above: Ints, first: int, last: int, fresh: int) -> int:
    """The label of a run of pixels: of the runs it touches in the row above, joined, or `fresh`."""
    label = -1
    for x in range(first, last):
        if above[x] >= 0:
            root = _root(parents, above[x])
            if label < 0:
                label = root
            elif root != label:
                parents[max(root, label)] = min(root, label)
                label = min(root, label)
    if label < 0:
        parents[fresh] = fresh
        return fresh
    return label


@numba.njit(cache=True)
def pieces(response: npt.NDArray[np.uint8], dark: npt.NDArray[np.uint8], level: int, stripe: int) -> Floats:
    """
    Connected pieces of pixels at `level` or above, cut every `stripe` columns.

    Rows of the result: x, y and slope weighted by darkness, width and area in pixels.
    """
    height, width = response.shape
    most = height * width // 8
    parents, sums = np.empty(most, np.int64), np.zeros((most, 8))
    count = 0
    above, here = np.full(width, -1, np.int64), np.full(width, -1, np.int64)
    for y in range(height):
        here[:] = -1
        x = 0
        while x < width:
            if response[y, x] < level or x % stripe == 0 or count >= most:
                x += 1
                continue
            start = x
            while x < width and response[y, x] >= level and x % stripe:
                x += 1
            floor = start - start % stripe
            label = _label(parents, above, max(floor, start - 1), min(floor + stripe, width, x + 1), count)
            count += label == count
            if sums[label, 5] == 0:
                sums[label, 6], sums[label, 7] = start, x
            sums[label, 6], sums[label, 7] = min(sums[label, 6], start), max(sums[label, 7], x)
            sums[label, 5] += x - start
            for k in range(start, x):
                here[k] = label
                weight = dark[y, k] + 1.0
                local = float(k - floor)
                sums[label, 0] += weight
                sums[label, 1] += weight * local
                sums[label, 2] += weight * y
                sums[label, 3] += weight * local * local
                sums[label, 4] += weight * local * y
        above, here = here, above
    return _summed(parents[:count], sums[:count], stripe)


@numba.njit(cache=True)
def _summed(parents: Ints, sums: Floats, stripe: int) -> Floats:
    """Figures of whole pieces from those of their joined parts."""
    whole = np.empty(len(parents), np.int64)
    number = 0
    for label in range(len(parents)):
        root = _root(parents, label)
        if root == label:
            whole[number] = label
            number += 1
        else:
            sums[root, :6] += sums[label, :6]
            sums[root, 6] = min(sums[root, 6], sums[label, 6])
            sums[root, 7] = max(sums[root, 7], sums[label, 7])
    found = np.empty((number, 5))
    for k in range(number):
        mass, sx, sy, sxx, sxy, area, first, last = sums[whole[k]]
        x, y = sx / mass, sy / mass
        found[k, 0] = x + first - first % stripe
        found[k, 1] = y
        found[k, 2] = (sxy / mass - x * y) / max(sxx / mass - x * x, 1e-9)
        found[k, 3], found[k, 4] = last - first, area
    return found


@numba.njit(cache=True)
def _weighted_fit(t: Floats, values: Floats, weights: Floats, degree: int) -> Floats:
    """Least squares polynomial c0 + c1·t + c2·t²; absent powers are 0."""
    size = degree + 1
    normal, right = np.zeros((size, size)), np.zeros(size)
    for k in range(len(t)):
        power = np.ones(size)
        for i in range(1, size):
            power[i] = power[i - 1] * t[k]
        for i in range(size):
            right[i] += weights[k] * power[i] * values[k]
            for j in range(size):
                normal[i, j] += weights[k] * power[i] * power[j]
    coefficients = np.zeros(3)
    for i in range(size):  # three unknowns at most, positive definite: elimination needs no pivots
        normal[i, i] += 1e-9
        for row in range(i + 1, size):
            share = normal[row, i] / normal[i, i]
            normal[row] -= share * normal[i]
            right[row] -= share * right[i]
    for i in range(size - 1, -1, -1):
        coefficients[i] = (right[i] - (normal[i, i + 1 :] * coefficients[i + 1 : size]).sum()) / normal[i, i]
    return coefficients


@numba.njit(cache=True)
def fit_line(along: Floats, across: Floats, length: Floats, place: Floats) -> tuple[Floats, Floats, float]:
    """
    Robust parabola (or straight line) through a track's pieces, weighted by their lengths.

    Gives its coefficients over t = (along - centre) / extent, each piece's distance from it, and the weighted
    root mean square of those. A streak that joins a ruling's pieces is outvoted by where most ink lies.
    """
    start, end = (along - length / 2).min(), (along + length / 2).max()
    count = len(along)
    degree = 2 if end - start > LONG_PX and count > MANY else min(1, count - 1)
    t = (along - (start + end) / 2) / max(end - start, 1.0)
    best, most = 0, -1.0
    for k in range(count):
        near = 0.0
        for j in range(count):
            if abs(place[j] - place[k]) < CLUSTER_PX:
                near += length[j]
        if near > most:
            best, most = k, near
    weights = length / (1 + ((place - place[best]) / START_OFF_PX) ** 2)
    fit, off = np.zeros(3), np.zeros(count)
    for _ in range(ROUNDS):
        fit = _weighted_fit(t, across, weights, degree)
        off = np.abs(across - (fit[0] + fit[1] * t + fit[2] * t * t))
        weights = length / (1 + (off / OFF_PX) ** 2)
    return fit, off, np.sqrt((weights * off**2).sum() / weights.sum())


@numba.njit(cache=True)
def _misfit(gap: float, sizes: Floats, costs: Floats) -> float:
    """Cost of a gap (px) for the lines' nominal gaps; negative infinity when too small, infinity when too large."""
    spread, slack, limit, least, largest = costs[3:]
    size = sizes.sum()
    if (sizes == 0).any():
        if gap >= largest * len(sizes):
            return np.inf
        return 0.5 if gap > least else -np.inf
    off = (gap - size) / np.hypot(spread * size, slack)
    if abs(off) >= limit:
        return np.inf if off > 0 else -np.inf
    return float(0.5 * off * off)


@numba.njit(cache=True)
def _scores(place: Floats, weight: Floats, sizes: Floats, costs: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Best score of every line on every track, and where it came from."""
    miss, skip, outside = costs[:3]
    lines, count = len(sizes) + 1, len(place)
    skipped = np.zeros(count + 1)
    skipped[1:] = np.cumsum(weight)
    score = np.full((lines, count), -np.inf)
    back = np.zeros((lines, count, 2), np.int64)
    score[0] = weight - outside * skipped[:-1]
    for line in range(1, lines):
        for step in range(1, min(3, line) + 1):
            for later in range(1, count):
                for earlier in range(later - 1, -1, -1):
                    cost = _misfit(place[later] - place[earlier], sizes[line - step : line], costs)
                    if cost == np.inf:
                        break  # gaps only grow from here
                    if cost == -np.inf:
                        continue
                    cost += skip * max(0.0, skipped[later] - skipped[earlier + 1]) + miss * (step - 1)
                    value = score[line - step, earlier] - cost + weight[later]
                    if value > score[line, later]:
                        score[line, later] = value
                        back[line, later, 0], back[line, later, 1] = line - step, earlier
    score[-1] -= outside * (skipped[-1] - skipped[1:])
    return score, back


@numba.njit(cache=True)
def align(place: Floats, weight: Floats, sizes: Floats, costs: Floats) -> tuple[float, Ints]:
    """
    Assign lines 0 … len(sizes) to tracks: the greatest matched weight less the misfit of gaps.

    `place` (px, ascending) and `weight` (0..1) of the tracks, `sizes` of the gaps in pixels (0 = free), and in `costs`:
    a missed line, a skipped track, a track outside, the relative and absolute (px) scatter of a gap, how many scatters
    are too many, the least and the largest free gap (px). Gives the score, -inf when nothing fits, and per line its
    track or -1; the first and last line are always matched.
    """
    score, back = _scores(place, weight, sizes, costs)
    line = len(sizes)
    track = int(score[line].argmax())
    best = score[line, track]
    chosen = np.full(line + 1, -1, np.int64)
    chosen[line] = track
    while line > 0 and best > -np.inf:
        line, track = back[line, track, 0], back[line, track, 1]
        chosen[line] = track
    return best, chosen
