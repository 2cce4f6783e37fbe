"""What labels say whose print looks like no row's, set in other lines, smaller, in another face: read as words."""

import shutil
from collections.abc import Sequence
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.words.cell_words import ENLARGED, LANGUAGE, TIMEOUT_S, cell_picture

LEAST_LETTERS = 3  # a label of fewer says too little
LIKE_OWN = 0.6  # of the letters of a label and of what was read
CLEARER = 0.2  # of likeness than to any other row's label
MOST_READ = 30  # rows of a page; more, and the page is not to be believed row by row


def said_by_words(table: Table, form: BallotForm, rows: Sequence[int]) -> frozenset[int]:
    """Those of these rows (indices) whose labels say in words that they are these rows, and no other."""
    labels = [_longest(form, index) for index in range(len(form.rows))]
    asked = [index for index in rows if len(_letters(labels[index])) >= LEAST_LETTERS]
    if not asked or len(asked) > MOST_READ or shutil.which("tesseract") is None:
        return frozenset()
    pictures = {index: cell_picture(table, cell) for index in asked if (cell := labels[index]) is not None}
    texts = [_letters(label) for label in labels]
    said = set[int]()
    for enlarged in ENLARGED:  # some words are seen at one size only
        rest = {index: picture for index, picture in pictures.items() if index not in said}
        read = _read(list(rest.values()), enlarged) if rest else ()
        said |= {index for index, words in zip(rest, read, strict=True) if _own(words, index, texts)}
    return frozenset(said)


def _longest(form: BallotForm, index: int) -> FormCell | None:
    return max(form.rows[index].labels, key=lambda cell: len(cell.text), default=None)


def _letters(label: FormCell | None) -> str:
    return "".join(letter for letter in label.text if letter.isalnum()) if label is not None else ""


def _own(words: str, index: int, texts: Sequence[str]) -> bool:
    """Whether what was read is like this row's label, and clearly less like any that is not the same."""
    alike = [SequenceMatcher(None, words, text, autojunk=False).ratio() if text else 0.0 for text in texts]
    others = [value for value, text in zip(alike, texts, strict=True) if text != texts[index]]
    return alike[index] >= LIKE_OWN and alike[index] - max(others, default=0.0) >= CLEARER


def _read(pictures: Sequence[npt.NDArray[np.uint8]], enlarged: float) -> list[str]:
    """The letters on each picture; they are put under each other and read at once: every start takes its time."""
    wide = max(picture.shape[1] for picture in pictures)
    padded = [
        cv2.copyMakeBorder(picture, 0, 0, 0, wide - picture.shape[1], cv2.BORDER_CONSTANT, value=(255,))
        for picture in pictures
    ]
    large = cv2.resize(np.vstack(padded), None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC)
    ends = np.cumsum([picture.shape[0] for picture in pictures]) * enlarged
    found = [""] * len(pictures)
    try:
        seen = pytesseract.image_to_data(
            large, lang=LANGUAGE, config="--psm 6", timeout=TIMEOUT_S, output_type=pytesseract.Output.DICT
        )
    except (pytesseract.TesseractError, RuntimeError):  # language data missing, or time is up: nothing is said
        return found
    for text, top, height, sure in zip(seen["text"], seen["top"], seen["height"], seen["conf"], strict=True):
        if float(sure) >= 0:  # else a box, no word
            found[int(np.searchsorted(ends, top + height / 2))] += "".join(x for x in text if x.isalnum())
    return found
