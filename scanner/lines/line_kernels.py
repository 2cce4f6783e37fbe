"""Compiled inner loops of finding lines."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Picture = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

ROUNDS = 6  # of reweighting; the fit stands still after four
OFF_PX = 0.5  # a point this far off counts half
CLUSTER_PX, START_OFF_PX = 1.0, 1.5  # the first round starts from where most ink lies
STRAIGHT_ROUNDS = 5
ON_LINE_PX = 1.2  # further off, a piece belongs to something else
LONG_PX, MANY = 300.0, 8  # what a parabola needs; less gives a straight line


def in_words(picture: Picture) -> Words:
    """A picture as rows of eight pixels each, padded with 0: where little is dark, most of it is passed over."""
    padded = cv2.copyMakeBorder(picture, 0, 0, 0, -picture.shape[1] % 8, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(padded.view(np.uint64))


@compiled
def root_of(parents: Ints, label: int) -> int:
    """The label that stands for all that were joined with this one; the ways there are shortened."""
    while parents[label] != label:
        parents[label] = parents[parents[label]]
        label = parents[label]
    return label


@compiled
def join(parents: Ints, above: Ints, first: int, last: int, fresh: int) -> int:
    """The label of a run of pixels: of the runs it touches in the row above, joined, or `fresh`."""
    label = -1
    for x in range(first, last):
        if above[x] >= 0:
            root = root_of(parents, above[x])
            if label < 0:
                label = root
            elif root != label:
                parents[max(root, label)] = min(root, label)
                label = min(root, label)
    if label < 0:
        parents[fresh] = fresh
        return fresh
    return label


@compiled
def _add_run(sums: Floats, label: int, row: tuple[Picture, int], ends: tuple[int, int, int]) -> None:
    """Add the pixels first … last of a row of darkness to a piece, columns counted from the stripe's floor."""
    dark, y = row
    first, last, floor = ends
    figures = sums[label]
    if figures[5] == 0:
        figures[6], figures[7] = first, last
    figures[6], figures[7] = min(figures[6], first), max(figures[7], last)
    figures[5] += last - first
    mass, moment, second = 0, 0, 0
    for x in range(first, last):
        weight, local = int(dark[x]) + 1, x - floor
        mass += weight
        moment += weight * local
        second += weight * local * local
    figures[0] += mass
    figures[1] += moment
    figures[2] += mass * y
    figures[3] += second
    figures[4] += moment * y


@compiled
def pieces(words: Words, response: Picture, dark: Picture, stripe: int) -> Floats:
    """
    Connected pieces of the pixels of `response` that are not 0, cut every `stripe` columns; `words` as of `in_words`.

    Rows of the result: x, y and slope weighted by darkness, width and area in pixels.
    """
    height, width = response.shape
    most = height * width // 8
    parents, sums = np.empty(most, np.int64), np.empty((most, 8))  # touched as far as there are pieces
    count = 0
    above, here = np.full(width, -1, np.int64), np.full(width, -1, np.int64)
    for y in range(height):
        here[:] = -1
        x = 0
        while x < width:
            if x % 8 == 0 and words[y, x // 8] == 0:
                x += 8
                continue
            if response[y, x] == 0 or x % stripe == 0 or count >= most:
                x += 1
                continue
            start, floor = x, x - x % stripe
            end = min(floor + stripe, width)
            while x < end and response[y, x]:
                x += 1
            label = join(parents, above, max(floor, start - 1), min(end, x + 1), count)
            if label == count:
                sums[count] = 0
                count += 1
            here[start:x] = label
            _add_run(sums, label, (dark[y], y), (start, x, floor))
        above, here = here, above
    return _summed(parents[:count], sums[:count], stripe)


@compiled
def _summed(parents: Ints, sums: Floats, stripe: int) -> Floats:
    """Figures of whole pieces from those of their joined parts."""
    whole = np.empty(len(parents), np.int64)
    number = 0
    for label in range(len(parents)):
        root = root_of(parents, label)
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


@compiled
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


@compiled
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


@compiled
def fit_groups(bits: tuple[Floats, Floats, Floats, Floats], order: Ints, bounds: Ints) -> tuple[Floats, Flags]:
    """
    Fit a line to each group of pieces: those numbered in `order` between two neighbouring `bounds`.

    `bits` are the pieces' along, across, length and place. Rows of the result: coefficients of 1, t and t², start, end,
    ink on the line (px), residual; and, parallel to `order`, whether a piece lies on its line.
    """
    along, across, length, place = bits
    found = np.empty((len(bounds) - 1, 7))
    on_line = np.empty(len(order), np.bool_)
    for k in range(len(bounds) - 1):
        group = order[bounds[k] : bounds[k + 1]]
        half = length[group] / 2
        found[k, 3], found[k, 4] = (along[group] - half).min(), (along[group] + half).max()
        fit, off, found[k, 6] = fit_line(along[group], across[group], length[group], place[group])
        found[k, :3] = fit
        flags = off < ON_LINE_PX
        on_line[bounds[k] : bounds[k + 1]] = flags
        found[k, 5] = (length[group] * flags).sum()
    return found, on_line


@compiled
def straight(at: Floats, values: Floats, start: float, scale: float) -> tuple[float, float]:
    """Robust `base + tilt · at` through `values`, begun level at `start`; what lies `scale` off counts half."""
    base, tilt = start, 0.0
    middle = at.mean()
    for _ in range(STRAIGHT_ROUNDS):
        weights = 1 / (1 + (np.abs(values - (base + tilt * at)) / scale) ** 2)
        fit = _weighted_fit((at - middle) / 100, values, weights**2, 1)
        tilt = fit[1] / 100
        base = fit[0] - tilt * middle
    return base, tilt
