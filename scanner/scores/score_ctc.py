"""How surely a reader read a number: the probability of its writing over all alignments (Graves et al., 2006)."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

Odds = npt.NDArray[np.float64]

SIGNS = "0123456789.#分"  # after the blank; # is anything that is no digit
TAILS = ("", ".", "分", ".分")  # what may stand behind a number and says nothing
END = re.compile(r"[.]*分?[.]*$")
SCORES = (*(str(whole) for whole in range(101)), *(f"{whole}.{tenth}" for whole in range(100) for tenth in range(10)))
LEAST = 1e-30  # a probability nobody tells from none


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


def likelihoods(odds: Odds) -> Odds:
    """The log-probability of every one of SCORES: `written`, for all of them at once."""
    signs, jump, lengths = _lattice()
    now = np.zeros(signs.shape)
    now[:, :2] = odds[0][signs[:, :2]]
    for step in odds[1:]:
        ahead = now.copy()
        ahead[:, 1:] += now[:, :-1]
        ahead[:, 2:] += np.where(jump[:, 2:], now[:, :-2], 0.0)
        now = ahead * step[signs]
    each = np.arange(len(SCORES))
    return np.log(now[each, 2 * lengths] + now[each, 2 * lengths - 1] + LEAST)


def lead(likely: Odds, text: str) -> float:
    """How much likelier `text` is than any other score, as a natural logarithm; -inf when it is none of SCORES."""
    if text not in SCORES:
        return -np.inf
    at = SCORES.index(text)
    return float(likely[at] - max(likely[:at].max(initial=-np.inf), likely[at + 1 :].max(initial=-np.inf)))


@cache
def _lattice() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Signs with blanks between (score, place), where a blank may be left out, and the scores' lengths."""
    lengths = np.array([len(score) for score in SCORES])
    signs = np.zeros((len(SCORES), 2 * int(lengths.max()) + 1), np.int64)
    for row, score in zip(signs, SCORES, strict=True):
        row[1 : 2 * len(score) : 2] = [SIGNS.index(sign) + 1 for sign in score]
    jump = np.zeros(signs.shape, bool)
    jump[:, 2:] = (signs[:, 2:] != 0) & (signs[:, 2:] != signs[:, :-2])
    return signs, jump, lengths
