"""The mark in a page's upper right corner: a QR code (form, batch, page) and its words, the same on every copy."""

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.marks import BallotMark
from pingyi.generator.word import word
from pingyi.generator.word.qr_code import add_code
from pingyi.generator.word.word import HEITI, Page, Type

CODE_MM = 13.0  # readable after a poor copier
CODE_RIGHT_MM, CODE_TOP_MM = 12.0, 7.0  # from the paper's edges: clear of the title and of what printers cut off
QUIET_MODULES = 4
LABEL_PT = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is said of a sheet; nothing in it singles out a voter."""

    key: str  # of the form (domain/campaign/marks.py)
    batch: str = ""  # code; empty: none
    page: int = 0  # 1-based; 0 on a ballot of one page
    pages: int = 1

    @property
    def text(self) -> str:
        """What the QR code says; empty when there is nothing to say."""
        return BallotMark(key=self.key, batch=self.batch, page=self.page).payload if self.batch or self.page else ""

    @property
    def page_words(self) -> str:
        """For people; empty on a ballot of one page."""
        return f"第 {self.page} 页，共 {self.pages} 页" if self.page else ""


def mark_code(mark: Mark) -> segno.QRCode:
    """The QR code, as strongly protected as its size allows."""
    return segno.make_qr(mark.text, error="m")


def dark_runs(mark: Mark) -> Iterator[tuple[int, int, int]]:
    """Dark runs of the code as row, first column and length, in modules from the upper left."""
    for y, row in enumerate(mark_code(mark).matrix):
        start = 0
        for x in range(1, len(row) + 1):
            if x == len(row) or row[x] != row[start]:
                if row[start]:
                    yield y, start, x - start
                start = x


def add_mark(line: Paragraph, mark: Mark, page: Page) -> None:
    """Put the mark, if it says anything, on a Word page; it hangs on `line`, which must be the page's first."""
    if mark.text:
        _add_code(line, mark, page)
    add_words(line, mark)


def add_words(line: Paragraph, mark: Mark) -> None:
    """What the mark says, for people."""
    words = [f"批次 {mark.batch}" if mark.batch else "", mark.page_words]
    for part in filter(None, words):
        word.run(line, f"　{part}", Type(face=HEITI, size_pt=LABEL_PT))


def _add_code(line: Paragraph, mark: Mark, page: Page) -> None:
    added = add_code(line, mark.text, CODE_MM, QUIET_MODULES)
    quiet_mm = CODE_MM * QUIET_MODULES / len(mark_code(mark).matrix)
    left = Mm(page.width - CODE_RIGHT_MM - CODE_MM - quiet_mm)
    _float(added, left, Mm(CODE_TOP_MM - quiet_mm))


def _float(run: object, left: Length, top: Length) -> None:
    """Lift the picture out of the line to a place on the page, behind the text: python-docx knows no other."""
    inline = run.find(f".//{qn('wp:inline')}")  # type: ignore[attr-defined]
    anchor = parse_xml(
        f'<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" '
        f'distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" '
        f'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{int(left)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{int(top)}</wp:posOffset></wp:positionV></wp:anchor>'
    )
    children = list(inline)
    anchor.append(children[0])  # wp:extent
    anchor.append(
        parse_xml('<wp:wrapNone xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/>')
    )
    for child in children[1:]:
        if child.tag != qn("wp:effectExtent"):
            anchor.append(child)
    inline.getparent().replace(inline, anchor)
