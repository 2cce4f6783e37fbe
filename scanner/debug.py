"""Pictures of what was seen on a page, for finding out why it was read as it was."""

from pathlib import Path

import cv2
import numpy as np

from domain.form import BallotForm
from domain.reading import SheetReading, Source, Verdict
from scanner.pages import load_page
from scanner.reader import ink_of, read_picture, register
from scanner.refusal import Refusal

COLOURS = {  # blue, green, red
    Verdict.VALID: (60, 160, 60),
    Verdict.BLANK: (160, 160, 160),
    Verdict.MULTIPLE: (0, 140, 255),
    Verdict.DOUBTFUL: (0, 0, 220),
}


def debug_picture(path: Path, page: int, forms: tuple[BallotForm, ...], folder: Path) -> None:
    """Write `folder`/<file>-<page>.png: the registered table with verdicts, its ink beside it.

    A page that fits no form has no picture; its reason stands in the readings.
    Raises UnreadableFileError when the page cannot be loaded.
    """
    grey = load_page(path, page)
    found = register(grey, forms)
    if isinstance(found, Refusal):
        return
    _, form, table = found
    outcome = read_picture(grey, Source(file=path.name, page=page), (form,))
    assert isinstance(outcome, SheetReading)  # noqa: S101 - the same picture was registered just above
    drawn = cv2.cvtColor(table.grey, cv2.COLOR_GRAY2BGR)
    for row, reading in zip(form.rows, outcome.rows, strict=True):
        for choice, cell in zip(form.choices, row.cells, strict=True):
            if reading.verdict is not Verdict.VALID or choice == reading.choice:
                box = table.box(cell)
                cv2.rectangle(drawn, (box.left, box.top), (box.right, box.bottom), COLOURS[reading.verdict], 2)
    ink = cv2.cvtColor(255 - ink_of(table, form).dark, cv2.COLOR_GRAY2BGR)
    _, data = cv2.imencode(".png", np.hstack([drawn, ink]))
    (folder / f"{path.stem}-{page}.png").write_bytes(bytes(data))
