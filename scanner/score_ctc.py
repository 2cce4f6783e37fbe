"""How surely a reader read a number: the probability of its writing over all alignments (Graves et al., 2006)."""

import re

import numpy as np
import numpy.typing as npt

Odds = npt.NDArray[np.float64]

SIGNS = "0123456789.#分"  # after the blank; # is anything that is no digit
TAILS = ("", ".", "分", ".分")  # what may stand behind a number and says nothing
END = re.compile(r"[.]*分?[.]*$")


def number_of(odds: Odds) -> tuple[str, float]:
    """
    The number most plainly written and its probability, from those of the signs (steps, 1 + len(SIGNS)), blank first.

    No number is preferred to another: what is read is what the steps say one by one, likely score or not.
    """
    best = odds.argmax(axis=1)
    signs = [int(sign) for sign, last in zip(best, [0, *best[:-1]], strict=True) if sign and sign != last]
    text = END.sub("", "".join(SIGNS[sign - 1] for sign in signs))
    return text, min(1.0, sum(written(odds, text + tail) for tail in TAILS))


def written(odds: Odds, text: str) -> float:
    """The probability that exactly `text` is written: the forward pass of CTC."""
    signs = np.zeros(2 * len(text) + 1, np.int64)
    signs[1::2] = [SIGNS.index(sign) + 1 for sign in text]
    jump = np.zeros(len(signs), bool)
    jump[2:] = (signs[2:] != 0) & (signs[2:] != signs[:-2])
    now = np.zeros(len(signs))
    now[:2] = odds[0, signs[:2]]
    for step in odds[1:, signs]:
        ahead = now.copy()
        ahead[1:] += now[:-1]
        ahead[2:] += np.where(jump[2:], now[:-2], 0.0)
        now = ahead * step
    return float(now[-2:].sum())
