"""One handwritten score, read by our digit net, PP-OCR's recogniser, and sign by sign by a second net of ours."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from pingyi.scanner.scores.score_ctc import SCORES, SIGNS, Odds, likelihoods, number_of
from pingyi.scanner.scores.score_line import inked_pixels, line_picture, views
from pingyi.scanner.scores.score_signs import apart
from pingyi.scanner.scores.score_signs import views as sign_views
from pingyi.scanner.writing.handwriting import line_odds, signs_of_lines

Picture = npt.NDArray[np.uint8]

WEIGHTS = "weights/scores.onnx"  # made by training/scores/train.py
SIGN_WEIGHTS = "weights/signs.onnx"  # made by training/scores/train_signs.py
TURNED, SPOILT = 10, 20  # columns of the sign net: 0..9, the same upside down, no one figure
AIR_PX = 8  # around the writing, for PP-OCR
TALL_PX = 40  # of the writing, for PP-OCR: its input is 48 high
GREY = 0.75  # how dark strokes are made for it
# What PP-OCR takes handwritten digits and points for; only an equal reading of the other reader lets it count.
ALIKE = str.maketrans("OoD〇○lI|丨/，,。、·．'SsqgbZzB", "0000011111.......55996228")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one reader reads, `#` for what is no digit, how sure it is (0..1), and how likely every score is to it."""

    text: str
    sure: float
    likely: Odds = field(repr=False, compare=False)  # natural logarithms, in the order of SCORES


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Figures of one number, each seen alone: how likely it is every figure, one upside down, or none (logarithms)."""

    figures: tuple[int, ...]  # of the number it is held to be, from the left
    likely: Odds = field(repr=False, compare=False)  # (figures, 21)

    @property
    def lead(self) -> float:
        """Of the figures over any other, where it is least."""
        others = self.likely[:, :TURNED].copy()
        others[np.arange(len(self.figures)), self.figures] = -np.inf
        return float((self._own() - others.max(axis=1)).min())

    @property
    def spoilt(self) -> float:
        """How much likelier it is that one of them is no figure written once: over another, struck out."""
        return float((self.likely[:, SPOILT] - self._own()).max())

    @property
    def turned(self) -> float:
        """How much likelier it is that all are figures upside down."""
        return float((self.likely[:, TURNED:SPOILT].max(axis=1) - self._own()).sum())

    def _own(self) -> Odds:
        return self.likely[np.arange(len(self.figures)), self.figures]


NOTHING = Read(text="", sure=1.0, likely=np.zeros(len(SCORES)))


def read_by_net(dark: Picture) -> Read:
    """Our own net's reading of clean handwriting (uint8, 0 = paper): its text, and what several views make likely."""
    line = line_picture(dark)
    if line is None:
        return NOTHING
    lines = (views(line)[:, None] / 255).astype(np.float32)
    odds = np.exp(np.asarray(_net(WEIGHTS).run(None, {"lines": lines})[0]).astype(np.float64))
    text, sure = number_of(odds[0])
    return Read(text=text, sure=sure, likely=np.mean([likelihoods(view) for view in odds], axis=0))


def read_by_ocr(dark: Picture) -> Read:
    """PP-OCR's reading of the same."""
    inked = inked_pixels(dark)
    x, y, width, height = cv2.boundingRect(inked)
    if not width:
        return NOTHING
    part = dark[y : y + height, x : x + width]
    full = max(float(np.percentile(part[inked[y : y + height, x : x + width] > 0], 80)), 1.0)
    grey = 255 - np.minimum(part * (GREY * 255 / full), 255)
    scale = TALL_PX / height
    size = (max(1, round(width * scale)), TALL_PX)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    small = cv2.copyMakeBorder(small.clip(0, 255).astype(np.uint8), *(AIR_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    odds = _digits(line_odds(small))
    text, sure = number_of(odds)
    return Read(text=text, sure=sure, likely=likelihoods(odds))


def read_signs(dark: Picture, text: str) -> Signs | None:
    """The figures of `text` in the same, each by itself; None where the ink does not fall into its signs."""
    signs = apart(dark, text)
    if not signs:
        return None
    seen = np.concatenate([sign_views(sign) for sign in signs])[:, None]
    likely = np.asarray(_net(SIGN_WEIGHTS).run(None, {"signs": (seen / 255).astype(np.float32)})[0])
    each = likely.reshape(len(signs), -1, SPOILT + 1).mean(axis=1).astype(np.float64)
    return Signs(figures=tuple(int(sign) for sign in text if sign != "."), likely=each)


def _digits(odds: Odds) -> Odds:
    """PP-OCR's thousands of signs brought to ours: the likeliest of all others stands for `#`."""
    told = np.zeros((len(odds), len(SIGNS) + 1))
    of, others = _columns()
    np.add.at(told.T, of, odds[:, others < 0].T)
    told[:, SIGNS.index("#") + 1] = odds[:, others >= 0].max(axis=1)
    return told


@cache
def _columns() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Our columns for those of PP-OCR's signs that are ours, in order, and -1 where they are."""
    ours, others = [], []
    for number, word in enumerate(signs_of_lines()):
        sign = word.translate(ALIKE)
        known = number == 0 or not sign.strip() or sign in SIGNS.replace("#", "")
        others.append(-1 if known else number)
        if known:
            ours.append(0 if number == 0 or not sign.strip() else SIGNS.index(sign) + 1)
    return np.array(ours), np.array(others)


@cache
def _net(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = files("pingyi.scanner").joinpath(name).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
