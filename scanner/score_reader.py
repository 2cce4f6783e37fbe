"""One handwritten score, read by two readers that know nothing of each other: our digit net and PP-OCR's recogniser."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from scanner.handwriting import recognise
from scanner.score_line import inked_pixels, line_picture

Picture = npt.NDArray[np.uint8]

WEIGHTS = "weights/scores.onnx"  # made by training/scores/train.py
SIGNS = "0123456789.#分"  # after the blank; # is anything that is no digit
AIR_PX = 8  # around the writing, for PP-OCR
TALL_PX = 40  # of the writing, for PP-OCR: its input is 48 high
GREY = 0.75  # how dark strokes are made for it
# What PP-OCR takes handwritten digits and points for; only an equal reading of the other reader lets it count.
ALIKE = str.maketrans("OoD〇○lI|丨/，,。、·．'SsqgbZzB", "0000011111.......55996228")
END = re.compile(r"[.\s]*分?[.\s]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one reader reads, `#` for what is no digit, and how sure it is (0..1)."""

    text: str
    sure: float


def read_by_net(dark: Picture) -> Read:
    """Our own net's reading of clean handwriting (uint8, 0 = paper)."""
    line = line_picture(dark)
    if line is None:
        return Read(text="", sure=1.0)
    odds = np.asarray(_net().run(None, {"lines": (line[None, None] / 255).astype(np.float32)})[0])[0]
    best = odds.argmax(axis=1)
    sure = float(np.exp(odds.max(axis=1).sum()))
    signs = [int(sign) for sign, last in zip(best, [0, *best[:-1]], strict=True) if sign and sign != last]
    return Read(text=_number("".join(SIGNS[sign - 1] for sign in signs)), sure=sure)


def read_by_ocr(dark: Picture) -> Read:
    """PP-OCR's reading of the same."""
    inked = inked_pixels(dark)
    x, y, width, height = cv2.boundingRect(inked)
    if not width:
        return Read(text="", sure=1.0)
    part = dark[y : y + height, x : x + width]
    full = max(float(np.percentile(part[inked[y : y + height, x : x + width] > 0], 80)), 1.0)
    grey = 255 - np.minimum(part * (GREY * 255 / full), 255)
    scale = TALL_PX / height
    size = (max(1, round(width * scale)), TALL_PX)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    small = cv2.copyMakeBorder(small.clip(0, 255).astype(np.uint8), *(AIR_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    text, sure = recognise(small, short=True)
    return Read(text=_number(text.translate(ALIKE)), sure=sure)


def _number(text: str) -> str:
    """Without 分 and what stands behind the number."""
    return END.sub("", "".join(text.split()))


@cache
def _net() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = files("scanner").joinpath(WEIGHTS).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
