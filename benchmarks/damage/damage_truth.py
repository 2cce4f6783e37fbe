"""What is right and wrong to say about a row of a damaged page, and the counts of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from benchmarks.answers import ASKED, Answer, Refused
from benchmarks.damage.damages import Damaged

CLEAR_SHARE = 0.7  # of a row's ink still to be seen: then the row keeps its truth
GONE_SHARE = 0.9  # of its tick cells: more hidden by folding or cutting, and the row is not on the page
COUNTED = (
    "pages",
    "refused",
    "decided",
    "wrong",
    "wrong_pages",
    "clear",
    "clear_read",
    "clear_asked",
    "before",
    "before_read",
)
FREE_KINDS = ("sprawling",)  # reading them and asking about them are both right


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row's truth, and where to look whether it can still be seen."""

    answer: Answer
    free: bool  # asking is as right as reading
    before: bool  # decided while the page was whole
    ink: npt.NDArray[np.int32]  # n × y, x of dark pixels in the cells that carry its truth
    weight: npt.NDArray[np.float32]  # n, their darkness
    area: npt.NDArray[np.int32]  # m × y, x, points all over its tick cells


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of pages under one damage."""

    pages: int = 0
    refused: int = 0
    decided: int = 0  # rows
    wrong: int = 0
    wrong_pages: int = 0
    clear: int = 0  # rows, refused pages too
    clear_read: int = 0
    clear_asked: int = 0  # on pages that were read
    before: int = 0  # of the clear rows, decided while the page was whole
    before_read: int = 0  # of these, still decided
    why: Counter[str] = field(default_factory=Counter)  # words of refusals

    def add(self, other: "Tally") -> None:
        """Sum up."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.why += other.why

    def figures(self) -> dict[str, int | dict[str, int]]:
        """For a file."""
        return {name: getattr(self, name) for name in COUNTED} | {"why": dict(self.why)}


def seen_share(row: Row, damaged: Damaged) -> float:
    """How much of the row's ink is still there, 0..1; all of it where the row has none."""
    total = float(row.weight.sum())
    if not total:
        return 1.0 - float(damaged.hidden[row.area[:, 0], row.area[:, 1]].mean())
    return 1.0 - float(row.weight @ damaged.hidden[row.ink[:, 0], row.ink[:, 1]]) / total


def is_gone(row: Row, damaged: Damaged) -> bool:
    """Whether the row is not on the page any more."""
    return float(damaged.gone[row.area[:, 0], row.area[:, 1]].mean()) >= GONE_SHARE


def wrong(true: Answer, got: Answer, *, gone: bool) -> bool:
    """
    Whether a decision is one too many.

    What was wiped away may be read (a remnant shows it) or asked about, never taken for no mark or for another; a row
    that is not on the page can be asked about alone. Where no machine should decide, nothing is counted.
    """
    if got.state == ASKED:
        return False
    if gone:
        return True
    if true.state == "doubtful":
        return False
    return (got.state, got.choice) != (true.state, true.choice)


def judge(rows: Mapping[str, Row], damaged: Damaged, read: Mapping[str, Answer] | Refused) -> tuple[Tally, list[str]]:
    """The counts of one page, and a line for each wrong row."""
    tally, lines = Tally(pages=1), []
    clear = {key for key, row in rows.items() if _clear(row, damaged)}
    before = {key for key in clear if rows[key].before}
    tally.clear, tally.before = len(clear), len(before)
    if isinstance(read, Refused):
        tally.refused = 1
        tally.why[read.reason] = 1
        return tally, lines
    for key, got in read.items():
        row = rows.get(key)
        tally.decided += got.state != ASKED
        tally.clear_asked += key in clear and got.state == ASKED
        true = row.answer if row else Answer(state="no such row")
        gone = row is None or is_gone(row, damaged)
        if wrong(true, got, gone=gone):
            tally.wrong += 1
            share = f"{seen_share(row, damaged):.0%} of its ink seen" if row else ""
            lines.append(
                f"{key}: truth {true.state} {true.choice}, read {got.state} {got.choice}, "
                f"{'not on the page' if gone else share}"
            )
        else:
            tally.clear_read += key in clear and got.state != ASKED
            tally.before_read += key in before and got.state != ASKED
    tally.wrong_pages = bool(lines)
    return tally, lines


def _clear(row: Row, damaged: Damaged) -> bool:
    clear = row.answer.state != "doubtful" and not row.free
    return clear and not is_gone(row, damaged) and seen_share(row, damaged) >= CLEAR_SHARE
