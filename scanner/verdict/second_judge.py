"""The second judge: a small net that looks at each inked cell, knowing nothing of strokes or thresholds."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import prod

import numpy as np
import numpy.typing as npt
import onnxruntime

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Verdict
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.windows import windows

WEIGHTS = "weights/cells.onnx"  # made by training/train.py
NOTHING, TICK, OTHER = range(3)  # its classes: no mark of this cell, a tick meant for it, anything else


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """Probabilities (0..1) of what one row says; they and the ambiguous rest sum to 1."""

    valid: tuple[float, ...]  # by choice
    blank: float
    multiple: float
    alone: tuple[float, ...] = ()  # by choice: that its cell holds something, whatever it is, and no other does
    nothing: tuple[float, ...] = ()  # by choice, of its cell alone: that it holds no mark
    tick: tuple[float, ...] = ()  # and a tick

    def exactly(self, cells: AbstractSet[int]) -> float:
        """Probability that these cells hold ticks and the others nothing."""
        kinds = zip(self.tick, self.nothing, strict=True)
        return prod(tick if k in cells else nothing for k, (tick, nothing) in enumerate(kinds))

    def of(self, verdict: Verdict, choice: int | None) -> float:
        """Probability of a verdict (of one choice when it is valid)."""
        if verdict is Verdict.VALID:
            return self.valid[choice] if choice is not None else 0.0
        return {Verdict.BLANK: self.blank, Verdict.MULTIPLE: self.multiple}.get(verdict, 0.0)


def second_opinion(table: Table, ink: Ink, form: BallotForm) -> tuple[Odds, ...]:
    """Odds for every row of the form, in its order."""
    seen = windows(table, ink, form)
    cells = np.zeros((len(form.rows), len(form.choices), 3))
    cells[:, :, NOTHING] = 1.0  # a cell without ink holds nothing
    cells[seen.rows, seen.choices] = _classes(seen.pictures)
    return tuple(_odds(row) for row in cells)


def _classes(pictures: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Softmax (n, 3) of the net's logits."""
    if not len(pictures):
        return np.zeros((0, 3))
    logits = np.asarray(_net().run(None, {"windows": pictures.astype(np.float32)})[0], np.float64)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _odds(cells: npt.NDArray[np.float64]) -> Odds:
    """One row from its cells (choices, 3), taken as independent."""
    kinds = cells.tolist()
    nothing = [kind[NOTHING] for kind in kinds]
    others = [prod(nothing[:k] + nothing[k + 1 :]) for k in range(len(kinds))]
    valid = [kind[TICK] * rest for kind, rest in zip(kinds, others, strict=True)]
    alone = [(1 - here) * rest for here, rest in zip(nothing, others, strict=True)]
    blank, clear = prod(nothing), prod(1 - kind[OTHER] for kind in kinds)
    return Odds(
        valid=tuple(valid),
        blank=blank,
        multiple=max(0.0, clear - blank - sum(valid)),
        alone=tuple(alone),
        nothing=tuple(nothing),
        tick=tuple(kind[TICK] for kind in kinds),
    )


@lru_cache(maxsize=1)
def _net() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # processes are the parallelism
    options.inter_op_num_threads = 1
    weights = files("pingyi.scanner").joinpath(WEIGHTS).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
