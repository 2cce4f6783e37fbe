"""How surely a reader read a number: the probability of its writing over all alignments (Graves et al., 2006)."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

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
    signs, before, ends = _beginnings()
    return np.log(_forward(np.ascontiguousarray(odds), signs, before)[ends] + LEAST)


def lead(likely: Odds, text: str) -> float:
    """How much likelier `text` is than any other score, as a natural logarithm; -inf when it is none of SCORES."""
    if text not in SCORES:
        return -np.inf
    at = SCORES.index(text)
    return float(likely[at] - max(likely[:at].max(initial=-np.inf), likely[at + 1 :].max(initial=-np.inf)))


@cache
def _beginnings() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every beginning of a score, the shorter ones first: its last sign, which it goes on from; and each score's."""
    texts = sorted({score[:length] for score in SCORES for length in range(len(score) + 1)}, key=len)
    number = {text: at for at, text in enumerate(texts)}
    signs = np.array([SIGNS.index(text[-1]) + 1 if text else 0 for text in texts])
    return signs, np.array([number[text[:-1]] for text in texts]), np.array([number[score] for score in SCORES])


@compiled
def _forward(odds: Odds, signs: npt.NDArray[np.int64], before: npt.NDArray[np.int64]) -> Odds:
    """The forward pass over all beginnings at once, since what begins alike is alike so far."""
    on_sign, on_blank = np.zeros(len(signs)), np.zeros(len(signs))
    on_blank[0] = odds[0, 0]
    for text in range(1, len(signs)):
        if before[text] == 0:
            on_sign[text] = odds[0, signs[text]]
    for step in range(1, len(odds)):
        for text in range(len(signs) - 1, 0, -1):  # the shorter ones are still as they were a step ago
            last = before[text]
            ahead = on_sign[text] + on_blank[last]
            if last and signs[last] != signs[text]:
                ahead += on_sign[last]
            on_blank[text] = (on_blank[text] + on_sign[text]) * odds[step, 0]
            on_sign[text] = ahead * odds[step, signs[text]]
        on_blank[0] *= odds[step, 0]
    return on_blank + on_sign
