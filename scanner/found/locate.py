"""Which form lies where on a page, with what certainty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, paper_long_mm
from pingyi.scanner.damage.beyond import runs_on
from pingyi.scanner.damage.damage import Damage, damage
from pingyi.scanner.damage.interrupted import interrupted
from pingyi.scanner.damage.second_sheet import second_table
from pingyi.scanner.found.located import Located
from pingyi.scanner.found.refusal import (
    AGREEMENT,
    Attempt,
    Refusal,
    heads_differ,
    not_marked,
    not_proven,
    other_page,
    other_words,
    refusal,
    two_sheets,
    which_of_several,
)
from pingyi.scanner.found.relay import by_labels
from pingyi.scanner.grid.borrowed import without_borrowed
from pingyi.scanner.grid.canvas import Table, crossings, rectify
from pingyi.scanner.grid.in_place import where_printed
from pingyi.scanner.grid.places import BOTTOM, LEFT, RIGHT, TOP, any_within, tick_places
from pingyi.scanner.grid.rulings import Rulings, rulings_of
from pingyi.scanner.grid.topology import Fit, Skeleton, fit_skeleton, skeleton, turned
from pingyi.scanner.lines.lines import Levelled, page_lines
from pingyi.scanner.page.faint import thickened
from pingyi.scanner.words.batch_code import SheetMark, read_sheet_mark
from pingyi.scanner.words.label_prints import softened
from pingyi.scanner.words.label_proof import LabelLikeness, head_likeness, label_likeness
from pingyi.scanner.words.print_check import print_agreement
from pingyi.scanner.words.row_proof import RowProof, heads_hold, loose_columns, row_proof
from pingyi.scanner.words.row_words import said_by_words
from pingyi.scanner.words.which_form import which_form

PRINT_AGREEMENT = 0.9  # of label cells must hold words or none as the form says
LEAST_AGREEMENT = 0.75  # of a page with a hidden corner
PRESENT = 0.97
ABSENT = 0.8
FADED_AGREEMENT, FADED_ABSENT = 0.92, 0.99
WHOLE_CELL = 0.85  # of its printed size, or that of its own: photos of flat paper show 0.94 and more, either way
MOST_MISSING = 3  # rulings without track; the rows beside them are told by their print or asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A form laid with certainty; its words are yet to be looked at."""

    fit: Fit
    form: BallotForm
    hurt: Damage
    table: Table
    words: float  # share of its printed cells that agree


def locate(grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...], *, in_place: bool = False) -> Located | Refusal:
    """
    Lay the best form in the best turn; refuse rather than guess.

    `in_place`: the page is an upright one of the form's own size, and the only form's table lies where it is printed.
    """
    long_mm = paper_long_mm(forms)
    lines, attempts = _laid(grey, forms, long_mm, in_place=in_place)
    candidates = _candidates(grey, lines, attempts)
    if not candidates:  # a page of faint print is worth a second look
        thick = page_lines(thickened(grey), long_mm)
        candidates = [found for found in _candidates(grey, thick, lay(thick, forms)) if fits_well(found.fit)]
        lines = thick if candidates else lines
    if not candidates:
        return refusal(grey, lines, attempts, forms)
    found = _one_of(grey, lines, candidates)
    if isinstance(found, Refusal):
        return found
    if found.form.alone and found.form.key != "" and (key := _mark(grey, lines, found).key) != found.form.key:
        return not_marked(found.form, key)
    proven = _proven(grey, lines, found)
    if isinstance(proven, Refusal):
        return proven
    found, proof = proven
    mark = _mark(grey, lines, found)
    if found.form.pages > 1 and mark.page not in (0, found.form.page):
        return other_page(found.form, mark.page)
    rulings = rulings_of(found.fit, found.table, found.form)
    return Located(
        fit=found.fit,
        form=found.form,
        table=found.table,
        crossings=crossings(lines, found.fit)[1],
        mark=mark,
        unsteady=_unsteady(rulings, found.form),
        unproven=proof.unproven,
        hidden=_hidden(found, rulings),
    )


def _laid(
    grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...], long_mm: float, *, in_place: bool
) -> tuple[Levelled, list[Attempt]]:
    """The page's lines, and the forms laid on them; where streaks hide how a sheet lies askew, by its level lines."""
    lines = page_lines(grey, long_mm)
    lines = where_printed(lines, forms[0].table, grey.shape[1]) if in_place else lines
    attempts = lay(lines, forms)
    if not any(_all_found(attempt.fit) for attempt in attempts):
        squared = page_lines(grey, long_mm, square=True)
        again = lay(squared, forms)
        if any(_all_found(attempt.fit) for attempt in again):
            return squared, again
    return lines, attempts


def _candidates(grey: npt.NDArray[np.uint8], lines: Levelled, attempts: Sequence[Attempt]) -> list[_Candidate]:
    """Forms whose rulings fit, best words first; a hidden corner is believed only where nothing fits whole."""
    whole = [attempt for attempt in attempts if fits_well(attempt.fit)]
    candidates = []
    for attempt in whole or attempts:
        fit, form = attempt.fit, attempt.form
        hurt = certainty(lines, fit)
        if hurt is not None:
            table = rectify(grey, lines, fit)
            words = print_agreement(table, _visible(form, hurt))
            candidates.append(_Candidate(fit=fit, form=form, hurt=hurt, table=table, words=words))
    return sorted(candidates, key=lambda candidate: -candidate.words)


def _one_of(grey: npt.NDArray[np.uint8], lines: Levelled, candidates: Sequence[_Candidate]) -> _Candidate | Refusal:
    """The candidate whose words are on the page."""
    agreeing = [candidate for candidate in candidates if candidate.words >= PRINT_AGREEMENT]
    if not agreeing:
        return other_words(grey, candidates[0].words)
    if second_table(lines, agreeing[0].fit, agreeing[0].form.table):
        return two_sheets()
    return _tell_apart(grey, lines, agreeing) or which_of_several(candidate.form for candidate in agreeing)


def _tell_apart(grey: npt.NDArray[np.uint8], lines: Levelled, agreeing: Sequence[_Candidate]) -> _Candidate | None:
    """One candidate, each form in its best turn; several are told by what is printed: page marks, else words."""
    by_form = {(candidate.form.table.digest, candidate.form.page): candidate for candidate in reversed(agreeing)}
    if len(by_form) == 1:
        return agreeing[0]
    several = list(reversed(by_form.values()))
    marked = [found for found in several if found.form.pages > 1 and _mark(grey, lines, found).page == found.form.page]
    if len(marked) == 1:
        return marked[0]
    above = _above(grey, lines, several[0].fit)
    best = which_form([candidate.table for candidate in several], [candidate.form for candidate in several], above)
    return None if best is None else several[best]


def _mark(grey: npt.NDArray[np.uint8], lines: Levelled, found: _Candidate) -> SheetMark:
    return read_sheet_mark(_above(grey, lines, found.fit), found.form.table.page_mm[0])


def _above(grey: npt.NDArray[np.uint8], lines: Levelled, fit: Fit) -> npt.NDArray[np.uint8]:
    """The page over the table, upright."""
    quarters = fit.skeleton.turn // 90
    corners = fit.grid[[0, 0, -1, -1], [0, -1, 0, -1]] @ lines.to_page[:, :2].T + lines.to_page[:, 2]
    height, width = grey.shape
    tops = (corners[:, 1], corners[:, 0], height - corners[:, 1], width - corners[:, 0])
    upright = np.rot90(grey, -quarters)
    return np.ascontiguousarray(upright[: max(1, int(tops[quarters].min()))])


def lay(lines: Levelled, forms: tuple[BallotForm, ...]) -> list[Attempt]:
    """Every form in every turn worth trying, the best first."""
    attempts = [Attempt(fit=fit, form=form) for form in forms for fit in _fits(lines, form)]
    return sorted(attempts, key=lambda attempt: attempt.fit.likeness, reverse=True)


def certainty(lines: Levelled, fit: Fit) -> Damage | None:
    """What is hidden of a grid that can be relied on: nothing, a corner; None when it cannot be."""
    enough = fit.missing <= MOST_MISSING and fit.agreement >= LEAST_AGREEMENT and fit.absent >= ABSENT
    if not fits_well(fit) and not enough:
        return None
    hurt = damage(lines, fit)
    return hurt if fits_well(fit) or hurt.bearable else None


def _visible(form: BallotForm, hurt: Damage) -> BallotForm:
    """The form without cells that are hidden, or that names are written in: their words cannot be looked for."""
    written = {row.written for row in form.rows if row.written is not None}
    if not written and not hurt.hidden.any():
        return form
    cells = tuple(cell for cell in form.table.cells if cell not in written and not hurt.hides(cell))
    return replace(form, table=replace(form.table, cells=cells))


@lru_cache(maxsize=16)
def upright(form: BallotForm) -> Skeleton:
    """The form's rulings, upright."""
    return skeleton(form.table)


def _fits(lines: Levelled, form: BallotForm) -> list[Fit]:
    """The form laid on the page in each turn; sideways only where it does not fit upright or upside down."""
    found: list[Fit] = []
    for pair in ((0, 180), (90, 270)):
        laid = [fit_skeleton(lines, turned(upright(form), turn)) for turn in pair]
        found += [fit for fit in laid if fit is not None]
        if not any(_seen_whole(fit) for fit in found):
            again = [without_borrowed(lines, fit) for fit in found]
            found += [fit for fit in again if fit is not None and _seen_whole(fit)]
        if any(fits_well(fit) for fit in found):
            break
    return found


def fits_well(fit: Fit) -> bool:
    """Whether a grid can be relied on whole."""
    return _seen_whole(fit) or (fit.missing <= MOST_MISSING and _faded(fit))


def _seen_whole(fit: Fit) -> bool:
    """Nearly every edge is where the form says."""
    seen = fit.agreement >= AGREEMENT and fit.present >= PRESENT and fit.absent >= ABSENT
    return fit.missing <= MOST_MISSING and seen


def _all_found(fit: Fit) -> bool:
    """Each ruling left a track, and nearly every edge is where the form says."""
    return fit.missing == 0 and fits_well(fit)


def _faded(fit: Fit) -> bool:
    """Rulings broken by a poor copy, yet each of them found, and none where the form has none."""
    whole = None not in fit.rows and None not in fit.columns
    return whole and fit.agreement >= FADED_AGREEMENT and fit.absent >= FADED_ABSENT


def _proven(grey: npt.NDArray[np.uint8], lines: Levelled, found: _Candidate) -> tuple[_Candidate, RowProof] | Refusal:
    """The candidate with what its print says; laid again where the print says that it lies elsewhere."""
    picture = softened(found.table)
    blocks = label_likeness(found.table, picture, found.form)
    proof = row_proof(blocks, found.form, rulings_of(found.fit, found.table, found.form))
    if proof.wrong or not proof.holds:
        again = _laid_again(grey, lines, found, blocks)
        if again is not None:
            elsewhere = softened(again.table)
            labels = label_likeness(again.table, elsewhere, found.form)
            moved = row_proof(labels, found.form, rulings_of(again.fit, again.table, found.form))
            if moved.holds and len(moved.unproven) < len(proof.unproven):
                found, picture, proof, blocks = again, elsewhere, moved, labels
    if not proof.holds:
        return not_proven(grey, found.table, proof, found.form)
    if said := said_by_words(found.table, found.form, proof.unlike):
        proof = row_proof(blocks, found.form, rulings_of(found.fit, found.table, found.form), said)
    heads = head_likeness(found.table, picture, found.form)
    if not heads_hold(heads):
        return heads_differ(grey)
    rulings = rulings_of(found.fit, found.table, found.form)
    loose = loose_columns(heads, found.form, rulings, more=runs_on(found.fit))
    return found, replace(proof, unproven=proof.unproven | loose)


def _laid_again(
    grey: npt.NDArray[np.uint8], lines: Levelled, found: _Candidate, blocks: Sequence[LabelLikeness]
) -> _Candidate | None:
    """The same form where its labels say that it lies."""
    moved = by_labels(lines, found.fit, blocks, found.form)
    if moved is None or (fits_well(found.fit) and not fits_well(moved)):
        return None
    return replace(found, fit=moved, hurt=damage(lines, moved), table=rectify(grey, lines, moved))


def _hidden(found: _Candidate, rulings: Rulings) -> frozenset[str]:
    """Items of which a tick cell does not lie open as a whole, once, and where its column stands."""
    covered = found.hurt.hidden | found.hurt.aside[:, None] | rulings.unlike(WHOLE_CELL)
    return _of_items(found.form, covered) | interrupted(found.table, found.form, rulings)


def _unsteady(rulings: Rulings, form: BallotForm) -> frozenset[str]:
    """Items whose cells touch a ruling that was set by its neighbours or does not lie still."""
    places = tick_places(form)
    level, upright = (
        rulings.steady_level[places[..., [TOP, BOTTOM]]],
        rulings.steady_upright[places[..., [LEFT, RIGHT]]],
    )
    steady = level.all(axis=(1, 2)) & upright.all(axis=(1, 2))
    return frozenset(form.rows[index].item for index in np.flatnonzero(~steady))


def _of_items(form: BallotForm, flags: npt.NDArray[np.bool_]) -> frozenset[str]:
    """Items of which a tick cell holds one of the flags (rows × columns of the upright table)."""
    places = tick_places(form)
    flagged = any_within(np.ascontiguousarray(flags), places.reshape(-1, 4)).reshape(places.shape[:2]).any(axis=1)
    return frozenset(form.rows[index].item for index in np.flatnonzero(flagged))
