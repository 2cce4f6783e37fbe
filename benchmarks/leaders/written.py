"""Sentences in invented handwriting: the strokes of public character data, moved by a hand of our own."""

import hashlib
import io
import json
import tarfile
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pingyi.samples.filler.curves import Points, Stroke
from pingyi.samples.filler.hand import Hand, drawn
from pingyi.samples.filler.layout import Box

# medians of the strokes of 9,574 characters, from Make Me a Hanzi (Arphic Public Licence); fetched, not shipped
PACKAGE = "https://registry.npmjs.org/hanzi-writer-data/-/hanzi-writer-data-2.0.1.tgz"
SHA256 = "72baf3d82b114e60d6e40ea05f24d2262a05cd39d544e2f322ba2fceb7beff15"
CACHE = Path.home() / ".cache" / "pingyi" / "hanzi-writer-data.tgz"
UNITS_PER_EM, BASE = 1024.0, 900.0  # the data's em, and its y of the top

PEOPLE_SAY = (
    "{u}办事效率有待提高", "希望{u}多到基层走访", "建议{u}公开办事流程，减少跑腿", "{u}工作人员态度很好，给予表扬",
    "{u}电话经常无人接听", "对{u}处理投诉的速度不满意", "请{u}加强窗口服务", "{u}应当加强对小区停车的管理",
    "路灯坏了很久没人修", "总体满意，继续努力", "请加强农村道路建设", "老旧小区改造进度慢，请加快", "希望多听群众意见",
    "{u}和{v}互相推诿，问题长期得不到解决", "第{n}号单位服务不错",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How this voter writes."""

    size_mm: float
    pitch: float  # of characters, in sizes
    leading: float
    slope: float
    slant: float
    wobble: float  # of strokes against each other, in sizes
    joined: float  # chance that the pen stays on the paper between two strokes


def invent_writing(rng: np.random.Generator, box: Box) -> Writing:
    """A new way of writing that fits the box."""
    return Writing(
        size_mm=float(min(rng.uniform(3.2, 5.8), 0.75 * box.size[1])),
        pitch=rng.uniform(0.95, 1.2),
        leading=rng.uniform(1.15, 1.6),
        slope=rng.normal(0, 0.015),
        slant=rng.normal(0.05, 0.12),
        wobble=rng.uniform(0.01, 0.05),
        joined=float(rng.choice([0.0, 0.1, 0.3], p=[0.5, 0.35, 0.15])),
    )


def write(
    rng: np.random.Generator, hand: Hand, box: Box, text: str, how: Writing
) -> tuple[tuple[Stroke, ...], tuple[str, ...]]:
    """The strokes of `text` from the box's top left, and the lines it came to; what does not fit is not written."""
    pitch, leading = how.size_mm * how.pitch, how.size_mm * how.leading
    across = int((box.size[0] - 3) / pitch)
    rows = max(1, int((box.size[1] - 1.5 - how.size_mm) / leading) + 1)
    lines = tuple(text[i : i + across] for i in range(0, len(text), across))[:rows]
    strokes: list[Stroke] = []
    for row, line in enumerate(lines):
        for place, char in enumerate(line):
            x = (place + 0.5) * pitch
            corner = np.array([box.left + 1.5 + x, box.top + 0.8 + how.size_mm / 2 + row * leading + how.slope * x])
            strokes += [drawn(rng, hand, path + corner) for path in _character(rng, char, how)]
    return tuple(strokes), lines


def _character(rng: np.random.Generator, char: str, how: Writing) -> list[Points]:
    """Pen paths about the middle of the character, mm."""
    size = how.size_mm * rng.normal(1, 0.05)
    turn = rng.normal(0, 0.03)
    shape = np.array([[1.0, -how.slant + turn], [-turn, 1.0]]) * np.array([rng.normal(1, 0.05), rng.normal(1, 0.05)])
    paths: list[Points] = []
    for median in medians(char):
        moved = (median - 0.5) @ shape.T * size + rng.normal(0, how.wobble * size, 2)
        path = _smooth(moved * rng.normal(1, 0.03))
        if paths and rng.random() < how.joined:
            path = np.vstack([paths.pop(), path])
        paths.append(path)
    return paths


def _smooth(knots: Points) -> Points:
    """Corners rounded twice, as a pen does; sampled finely enough for any scan."""
    for _ in range(2):
        first, second = 0.75 * knots[:-1] + 0.25 * knots[1:], 0.25 * knots[:-1] + 0.75 * knots[1:]
        knots = np.vstack([knots[:1], np.stack([first, second], axis=1).reshape(-1, 2), knots[-1:]])
    return knots


def medians(char: str) -> tuple[Points, ...]:
    """Strokes of one character in 0..1, y down. Raises KeyError for a character without strokes."""
    if char in "，。":
        return (np.array([[0.15, 0.75], [0.22, 0.82], [0.12, 0.98]]),)
    if char.isascii() and char.isdecimal():
        return DIGITS[char]
    return tuple(
        np.column_stack([np.array(stroke)[:, 0] / UNITS_PER_EM, (BASE - np.array(stroke)[:, 1]) / UNITS_PER_EM])
        for stroke in _data()[char]
    )


def _digit(*strokes: list[tuple[float, float]]) -> tuple[Points, ...]:
    return tuple(np.array(stroke, dtype=np.float64) for stroke in strokes)


DIGITS = {
    "0": _digit([(0.5, 0.1), (0.3, 0.3), (0.3, 0.7), (0.5, 0.9), (0.7, 0.7), (0.7, 0.3), (0.5, 0.1)]),
    "1": _digit([(0.5, 0.1), (0.5, 0.9)]),
    "2": _digit([(0.3, 0.3), (0.4, 0.12), (0.6, 0.12), (0.7, 0.3), (0.6, 0.5), (0.3, 0.88), (0.72, 0.88)]),
    "3": _digit([(0.3, 0.15), (0.6, 0.12), (0.68, 0.3), (0.48, 0.46), (0.7, 0.6), (0.66, 0.85), (0.3, 0.88)]),
    "4": _digit([(0.5, 0.1), (0.28, 0.6), (0.75, 0.6)], [(0.6, 0.35), (0.58, 0.9)]),
    "5": _digit(
        [(0.38, 0.12), (0.34, 0.45), (0.6, 0.44), (0.7, 0.65), (0.6, 0.88), (0.3, 0.86)],
        [(0.38, 0.12), (0.7, 0.12)],
    ),
    "6": _digit([(0.62, 0.1), (0.36, 0.45), (0.34, 0.78), (0.5, 0.9), (0.68, 0.75), (0.6, 0.55), (0.36, 0.65)]),
    "7": _digit([(0.3, 0.14), (0.7, 0.14), (0.45, 0.9)]),
    "8": _digit([(0.62, 0.2), (0.45, 0.12), (0.38, 0.3), (0.66, 0.65), (0.5, 0.9), (0.34, 0.7), (0.62, 0.2)]),
    "9": _digit([(0.66, 0.3), (0.48, 0.12), (0.34, 0.3), (0.48, 0.48), (0.66, 0.3), (0.62, 0.9)]),
}  # fmt: skip


@cache
def _data() -> dict[str, list[list[list[float]]]]:
    if not CACHE.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(PACKAGE, timeout=120) as answer:
            CACHE.write_bytes(answer.read())
    content = CACHE.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{CACHE} is not the expected package; delete it and try again")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        files = {Path(member.name).stem: member for member in package if len(Path(member.name).stem) == 1}
        return {char: json.load(package.extractfile(member))["medians"] for char, member in files.items()}  # type: ignore[arg-type]
