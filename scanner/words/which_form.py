"""Two forms with one and the same grid are told apart by their printed words."""

import shutil
from collections.abc import Sequence
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.words.cell_words import ENLARGED, LANGUAGE, TIMEOUT_S, cell_picture

SOME_CELLS = 4  # read: enough to tell, and each takes a moment
CLEARER = 0.05  # of likeness to what was read: else it is not decided
TITLE_CLEARER = 0.005  # titles often differ in one figure of the year


def which_form(tables: Sequence[Table], forms: Sequence[BallotForm], above: npt.NDArray[np.uint8]) -> int | None:
    """
    Index of the form whose words stand on the page; None when that cannot be told.

    `tables[k]` is the page as form k sees it, `above` the upright page over the table (grey). Forms with the
    same words everywhere are the same: the first is taken.
    """
    places = _differing(forms)
    if places:
        read = [_read(_cell(tables[0], forms[0], place)) for place in places]
        return _most_alike(read, [_words(form, places) for form in forms], CLEARER)
    titles = [form.table.heading for form in forms]
    if len(set(titles)) == 1:
        return 0
    return _most_alike([_read(above)], [[title] for title in titles], TITLE_CLEARER)


def _differing(forms: Sequence[BallotForm]) -> list[tuple[int, int]]:
    """Cells (row, col) whose words are not the same on all forms, those with the most words first."""
    texts = [{(cell.row, cell.col): cell.text for cell in form.table.cells} for form in forms]
    places = [place for place in texts[0] if len({text.get(place, "") for text in texts}) > 1]
    return sorted(sorted(places, key=lambda place: -len(texts[0][place]))[:SOME_CELLS])


def _words(form: BallotForm, places: Sequence[tuple[int, int]]) -> list[str]:
    texts = {(cell.row, cell.col): cell.text for cell in form.table.cells}
    return [texts.get(place, "") for place in places]


def _cell(table: Table, form: BallotForm, place: tuple[int, int]) -> npt.NDArray[np.uint8]:
    cell = next(cell for cell in form.table.cells if (cell.row, cell.col) == place)
    return cell_picture(table, cell)


def _read(picture: npt.NDArray[np.uint8]) -> str:
    """The words on a picture (Chinese); empty when nothing can read them."""
    if shutil.which("tesseract") is None:
        return ""
    for enlarged in ENLARGED:  # short words are now and then seen at one size only
        large = cv2.resize(picture, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC)
        try:
            text = pytesseract.image_to_string(large, lang=LANGUAGE, config="--psm 6", timeout=TIMEOUT_S)
        except (pytesseract.TesseractError, RuntimeError):  # language data missing, or time is up: not decided
            return ""
        if words := "".join(text.split()):
            return words
    return ""


def _most_alike(read: Sequence[str], wanted: Sequence[Sequence[str]], clearer: float) -> int | None:
    """Index of the form whose words are, place by place, most like what was read."""
    alike = [
        float(np.mean([SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in zip(read, words, strict=True)]))
        for words in wanted
    ]
    best = int(np.argmax(alike))
    others = [value for k, value in enumerate(alike) if k != best]
    return best if alike[best] - max(others) >= clearer else None
