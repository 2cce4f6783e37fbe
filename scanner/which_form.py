"""Two forms with one and the same grid are told apart by their printed words."""

import shutil
from collections.abc import Sequence
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

from domain.form import BallotForm
from scanner.canvas import Table

SOME_CELLS = 8  # read: enough to tell, and one call of the reader
ENLARGED = 2.0  # the canvas has 152 dpi; the reader wants 300
INSIDE_PX = 4  # keep off the rulings
AIR_PX = 12  # around each cell
CLEARER = 0.05  # of likeness to what was read: else it is not decided
TITLE_CLEARER = 0.005  # titles often differ in one figure of the year
TIMEOUT_S = 20


def which_form(tables: Sequence[Table], forms: Sequence[BallotForm], above: npt.NDArray[np.uint8]) -> int | None:
    """
    Index of the form whose words stand on the page; None when that cannot be told.

    `tables[k]` is the page as form k sees it, `above` the upright page over the table (grey). Forms with the
    same words everywhere are the same: the first is taken.
    """
    places = _differing(forms)
    if places:
        read = _read(_montage(tables[0], forms[0], places))
        return _most_alike(read, [_words(form, places) for form in forms], CLEARER)
    titles = [form.table.heading for form in forms]
    if len(set(titles)) == 1:
        return 0
    return _most_alike(_read(above), titles, TITLE_CLEARER)


def _differing(forms: Sequence[BallotForm]) -> list[tuple[int, int]]:
    """Cells (row, col) whose words are not the same on all forms, those with the most words first."""
    texts = [{(cell.row, cell.col): cell.text for cell in form.table.cells} for form in forms]
    places = [place for place in texts[0] if len({text.get(place, "") for text in texts}) > 1]
    return sorted(sorted(places, key=lambda place: -len(texts[0][place]))[:SOME_CELLS])


def _words(form: BallotForm, places: Sequence[tuple[int, int]]) -> str:
    texts = {(cell.row, cell.col): cell.text for cell in form.table.cells}
    return "".join(texts.get(place, "") for place in places)


def _montage(table: Table, form: BallotForm, places: Sequence[tuple[int, int]]) -> npt.NDArray[np.uint8]:
    """The cells one below the other on white."""
    cells = {(cell.row, cell.col): cell for cell in form.table.cells}
    boxes = (table.box(cells[place]).grown(-INSIDE_PX, table.dark.shape) for place in places)
    parts = [255 - box.of(table.dark) for box in boxes]
    width = max(part.shape[1] for part in parts)
    padded = [
        cv2.copyMakeBorder(
            part, AIR_PX, AIR_PX, AIR_PX, AIR_PX + width - part.shape[1], cv2.BORDER_CONSTANT, value=(255,)
        )
        for part in parts
    ]
    return np.concatenate(padded)


def _read(picture: npt.NDArray[np.uint8]) -> str:
    """The words on a picture (Chinese); empty when nothing can read them."""
    if shutil.which("tesseract") is None:
        return ""
    large = cv2.resize(picture, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    try:
        text = pytesseract.image_to_string(large, lang="chi_sim", config="--psm 6", timeout=TIMEOUT_S)
    except (pytesseract.TesseractError, RuntimeError):  # language data missing, or time is up: not decided
        return ""
    return "".join(text.split())


def _most_alike(read: str, wanted: Sequence[str], clearer: float) -> int | None:
    alike = [SequenceMatcher(None, read, words, autojunk=False).ratio() for words in wanted]
    best = int(np.argmax(alike))
    others = [value for k, value in enumerate(alike) if k != best]
    return best if alike[best] - max(others) >= clearer else None
