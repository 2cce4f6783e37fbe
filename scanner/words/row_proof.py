"""Which rows of a page are proven by their own print, and whether the page's grid is proven as a whole.

A row is proven when its labels are like its own print more than like any other row's. One whose print says too little
leans on proven rows above and below, between which it is fixed by rulings that were all found. A row that looks like
another, or like none, is never proven, and neither are rows beside it that are not very sure of themselves, nor any
row beside one that is not on the page: a fold may have put it together out of two. A row that looks like none may
still be told by its words, read: the office's printer may have set them in other lines than ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.rulings import Rulings
from pingyi.scanner.words.label_proof import LabelLikeness

CLEARER = 0.04  # margin over every other row's print that proves a row
SURE = 0.1  # margin that proves it even beside rows that look wrong
OTHER = -0.1  # margin at which it looks like another row; a grid laid wrongly shows −0.2 to −1
WHOLE = 0.7  # of the usual likeness: less is print in part
STRANGE = 0.6  # of the usual likeness: less is other words, or words under ink
LIKE_ANOTHER = 0.5  # likeness from which a word over a choice is that other word
LEAST_LIKE = 0.25  # usual likeness of a page that prints this form's words, in whatever face
LEAST_PROVEN = 0.5  # of the rows whose print is seen
MOST_WRONG = 0.25  # of them: more, and the page as a whole is something else
LEAN = 4  # rows that may lean together
LEAN_OUTSIDE = 1  # rows at a block's end, with a proven row on one side only
REGULAR = 0.15  # of a row's height against what the form's other rows lead one to expect

Signs = npt.NDArray[np.int64]  # 1: shown to be this row, -1: shown not to be, 0: not told


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProof:
    """What the print says of a page's rows."""

    unproven: frozenset[str]  # items
    holds: bool  # the grid as a whole
    seen: int  # rows whose print is seen
    wrong: tuple[tuple[str, str], ...]  # items whose print looks like another item's
    unlike: tuple[int, ...] = ()  # indices of unproven rows whose print is there and looks like no other row's


def row_proof(
    blocks: Sequence[LabelLikeness], form: BallotForm, rulings: Rulings, said: frozenset[int] = frozenset()
) -> RowProof:
    """Judge what was compared; `said` are rows (indices) whose words were read and are theirs alone."""
    if form.alone:  # known by its mark, and laid by the words over its choices
        return RowProof(unproven=frozenset(), holds=True, seen=0, wrong=())
    signs = [_said(block, _signs(block), said) for block in blocks]
    wrong, lost = _wrong_levels(blocks, signs, form), _lost_levels(blocks, signs, form)
    proven = {
        form.rows[index].item
        for block, sign in zip(blocks, signs, strict=True)
        for index, fixed in zip(block.rows, _proven(block, sign, form, rulings, (wrong, lost)), strict=True)
        if fixed
    }
    unlike = [index for block, sign in zip(blocks, signs, strict=True) for index in block.rows[_unlike(block, sign)]]
    told = np.concatenate(signs) if signs else np.zeros(0, np.int64)
    seen = int(sum(block.seen.sum() for block in blocks))
    holds = (
        seen > 0
        and (told > 0).sum() >= LEAST_PROVEN * seen
        and (told < 0).sum() <= MOST_WRONG * seen
        and all(_usual(block) >= LEAST_LIKE for block in blocks)
    )
    return RowProof(
        unproven=frozenset(row.item for row in form.rows) - proven,
        holds=bool(holds),
        seen=seen,
        wrong=tuple(pair for block, sign in zip(blocks, signs, strict=True) for pair in _looks(block, sign, form)),
        unlike=tuple(int(index) for index in unlike if form.rows[index].item not in proven),
    )


def heads_hold(heads: Sequence[LabelLikeness]) -> bool:
    """Whether no word over a choice looks like another choice's; one set in other lines looks like none."""
    return not any(((block.margins() <= OTHER) & (block.likeness.max(axis=1) >= LIKE_ANOTHER)).any() for block in heads)


def loose_columns(
    heads: Sequence[LabelLikeness], form: BallotForm, rulings: Rulings, *, more: bool = False
) -> frozenset[str]:
    """
    Items under choices that are neither proven by the words over them nor fixed by rulings that were all found.

    Rulings alone say nothing where a choice's place over them is empty: a part of the table may lie a row off.
    `more`: the page shows more columns than the form has, and rulings do not tell which.
    """
    blocks = {row.cells[0].col: row for row in form.rows if len({head.text for head in row.heads}) > 1}
    told = dict(zip(blocks, heads, strict=True)) if len(blocks) == len(heads) else {}
    shown = {block for block, head in told.items() if _shown(head)}
    open_ = set(blocks) if more else {block for block, head in told.items() if not head.seen.all()}
    return frozenset(
        row.item
        for row in form.rows
        if (first := row.cells[0].col) not in shown
        and (
            form.alone or first in open_ or not rulings.even(first, row.cells[-1].col + row.cells[-1].col_span, REGULAR)
        )
    )


def _shown(head: LabelLikeness) -> bool:
    """Whether each word over a choice is there as a whole, and is no other's."""
    whole = np.diag(head.likeness) >= WHOLE * max(_usual(head), LEAST_LIKE)
    return bool((whole & (np.nan_to_num(head.margins()) >= SURE)).all())


def _usual(block: LabelLikeness) -> float:
    own = np.diag(block.likeness)[block.seen]
    return float(np.median(own)) if len(own) else 0.0


def _signs(block: LabelLikeness) -> Signs:
    margins, own = block.margins(), np.diag(block.likeness)
    usual = max(_usual(block), LEAST_LIKE)
    right = (margins >= CLEARER) & (own >= WHOLE * usual)
    wrong = (margins <= OTHER) | (own < STRANGE * usual)
    return np.where(block.seen, np.where(wrong, -1, np.where(right, 1, 0)), 0)


def _unlike(block: LabelLikeness, sign: Signs) -> npt.NDArray[np.bool_]:
    """Rows whose print is there and looks neither like theirs nor like another's."""
    strange = block.likeness.max(axis=1) < STRANGE * max(_usual(block), LEAST_LIKE)
    undecided = np.nan_to_num(block.margins(), nan=OTHER) > OTHER
    return np.asarray(block.seen & (sign < 1) & (strange | undecided))


def _said(block: LabelLikeness, sign: Signs, said: frozenset[int]) -> Signs:
    """What is not told by how it looks is told by what it says."""
    return np.where(_unlike(block, sign) & np.isin(block.rows, list(said)), 1, sign)


def _wrong_levels(blocks: Sequence[LabelLikeness], signs: Sequence[Signs], form: BallotForm) -> frozenset[int]:
    """Rows of the table in which a label of any block looks wrong: rulings run through all blocks."""
    return frozenset(
        form.rows[index].cells[0].row
        for block, sign in zip(blocks, signs, strict=True)
        for index in block.rows[sign < 0]
    )


def _lost_levels(blocks: Sequence[LabelLikeness], signs: Sequence[Signs], form: BallotForm) -> frozenset[int]:
    """
    Rows of the table that are not on the page: no block shows their label, and one shows another or nothing at all.

    The rows beside them may have been put together out of two, by a fold, whatever their labels say.
    """
    shown, doubted = set[int](), set[int]()
    for block, sign in zip(blocks, signs, strict=True):
        levels = np.array([form.rows[index].cells[0].row for index in block.rows])
        shown |= set(levels[sign > 0].tolist())
        doubted |= set(levels[(sign < 0) | ~block.seen].tolist())
    return frozenset(doubted - shown)


def _proven(
    block: LabelLikeness, sign: Signs, form: BallotForm, rulings: Rulings, bad: tuple[frozenset[int], frozenset[int]]
) -> list[bool]:
    """For each row of the block; `bad` are the table's rows that look wrong somewhere, and those not on the page."""
    wrong, lost = bad
    margins = np.nan_to_num(block.margins())
    levels = [form.rows[index].cells[0].row for index in block.rows]
    near_wrong = [bool({level - 1, level, level + 1} & wrong) for level in levels]
    near_lost = np.array([bool({level - 1, level, level + 1} & lost) for level in levels], np.bool_)
    by_itself = (sign > 0) & ~near_lost & (~np.array(near_wrong) | (margins >= SURE))
    return [
        bool(fixed) or (sign[k] == 0 and not (near_wrong[k] or near_lost[k]) and _leans(k, by_itself, levels, rulings))
        for k, fixed in enumerate(by_itself)
    ]


def _leans(k: int, fixed: npt.NDArray[np.bool_], levels: Sequence[int], rulings: Rulings) -> bool:
    """Whether a row that was not told is fixed by proven ones and by rulings that were all found."""
    above = next((j for j in range(k - 1, -1, -1) if fixed[j]), None)
    below = next((j for j in range(k + 1, len(fixed)) if fixed[j]), None)
    if above is not None and below is not None:
        return below - above - 1 <= LEAN and rulings.regular(levels[above], levels[below], REGULAR)
    if above is not None:
        return k - above <= LEAN_OUTSIDE and rulings.regular(levels[above], levels[k], REGULAR)
    return below is not None and below - k <= LEAN_OUTSIDE and rulings.regular(levels[k], levels[below], REGULAR)


def _looks(block: LabelLikeness, sign: Signs, form: BallotForm) -> list[tuple[str, str]]:
    like = block.looks_like()
    return [
        (form.rows[block.rows[k]].item, form.rows[block.rows[like[k]]].item)
        for k in np.flatnonzero(sign < 0)
        if like[k] != k
    ]
