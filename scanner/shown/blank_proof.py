"""A form reads its own blank print before anything else is read by it: every row there, every row blank, no doubt.

Borders that do not print, strips that look like rows, words in tick cells: whatever would go wrong on every sheet goes
wrong here first.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import pypdfium2 as pdfium

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import DOUBT_TEXT, UNREAD_TEXT, Source, UnreadPage, Verdict
from pingyi.scanner.grid.form_canvas import PT_PER_MM, form_canvas
from pingyi.scanner.sheet import read_tables

DPI = 200  # what a copier is set to
MM_PER_INCH = 25.4
ANYTHING = frozenset(Verdict)  # of rows of tables beside it, which prove themselves
FRAME_PX = 2
RED = (30, 30, 220)  # BGR


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankFault:
    """Where a form's blank print is not read as blank."""

    said: str  # Chinese: which rows, and why
    picture: bytes  # PNG of the form's table, those rows framed


def blank_fault(form: BallotForm, *beside: BallotForm) -> BlankFault | None:
    """Read the form's own print, with the tables `beside` it on its page; None when it proves itself."""
    tables = tuple(replace(table, key="") for table in (form, *beside))
    found = read_tables(_blank(form), Source(file=form.table.name, page=form.page), tables)
    if isinstance(found, UnreadPage):
        said = f"空白表样自己读自己时整页读不出（{UNREAD_TEXT[found.reason]}：{found.detail}）"
        return BlankFault(said=said, picture=_framed(form, frozenset(_items(form))))
    printed = {
        row.item for row in form.rows if any(cell.text for cell in row.cells)
    }  # under each tick: told page by page
    allowed = {item: {Verdict.BLANK, Verdict.DOUBTFUL} if item in printed else {Verdict.BLANK} for item in _items(form)}
    wrong = {row.item: row for row in found.rows if row.verdict not in allowed.get(row.item, ANYTHING)}
    if not wrong:
        return None
    reasons = "、".join(dict.fromkeys(DOUBT_TEXT[doubt] for row in wrong.values() for doubt in row.reasons)) or "有墨迹"
    said = f"空白表样自己读自己时，{'、'.join(list(wrong)[:6])} 等 {len(wrong)} 行读不成空白（{reasons}）"
    return BlankFault(said=said, picture=_framed(form, frozenset(wrong)))


def _items(form: BallotForm) -> tuple[str, ...]:
    return tuple(row.item for row in form.rows)


def _blank(form: BallotForm) -> np.ndarray:
    document = pdfium.PdfDocument(form.table.printed.pdf)
    try:
        scale = DPI / MM_PER_INCH / PT_PER_MM
        bitmap = document[form.table.printed.page - 1].render(scale=scale, grayscale=True)
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    finally:
        document.close()


def _framed(form: BallotForm, items: frozenset[str]) -> bytes:
    blank = form_canvas(form.table)
    drawn = np.asarray(cv2.cvtColor(blank.grey, cv2.COLOR_GRAY2BGR))
    for row in form.rows:
        for cell in row.cells if row.item in items else ():
            box = blank.box(cell)
            cv2.rectangle(drawn, (box.left, box.top), (box.right, box.bottom), RED, FRAME_PX)
    _, data = cv2.imencode(".png", drawn)
    return bytes(data)
