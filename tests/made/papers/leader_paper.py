"""A printed 附件3 on which our own pen writes a score."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pdfplumber

from pingyi.domain.campaign.campaign import Campaign
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]
DPI = 200
MM = DPI / 25.4
CLEAR = {"95": 27, "88": 11, "76": 35, "100": 30}  # seeds of hands that write these plainly
UNIT = 3  # index of the unit whose form is printed


def ink(text: str, height_mm: float, seed: int = 1) -> Picture:
    """A number by our own pen."""
    rng = np.random.default_rng(seed)
    signs: list[Picture] = []
    for sign in text:
        if sign == " ":
            signs.append(np.zeros((4, round(6 * MM)), np.uint8))
        elif sign == ".":
            signs.append(np.full((4, 4), 255, np.uint8))
        else:
            signs.append(drawn(sign, height_mm * MM, 3.0, rng))
    high = max(sign.shape[0] for sign in signs)
    padded = [cv2.copyMakeBorder(s, high - s.shape[0], 0, 2, 3, cv2.BORDER_CONSTANT, value=(0,)) for s in signs]
    return np.hstack(padded)


def put(page: Picture, patch: Picture, middle: tuple[float, float]) -> None:
    """Lay ink on a page."""
    x, y = round(middle[0] - patch.shape[1] / 2), round(middle[1] - patch.shape[0] / 2)
    part = page[y : y + patch.shape[0], x : x + patch.shape[1]]
    np.minimum(part, 255 - (patch * 0.9).astype(np.uint8), out=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form3:
    """A printed 附件3 and the middle of its score field, px; its mark lies right of `mark`."""

    page: Picture
    field: tuple[float, float]
    mark: int
    folder: Path

    def scan(self, text: str, height_mm: float = 6.0) -> Path:
        page = self.page.copy()
        if text:
            put(page, ink(text, height_mm, CLEAR.get(text, 1)), self.field)
        path = self.folder / f"{text or 'empty'}.png"
        cv2.imwrite(str(path), page)
        return path

    def save(self, page: Picture, name: str) -> Path:
        path = self.folder / name
        cv2.imwrite(str(path), page)
        return path


def printed_form3(campaign: Campaign, folder: Path) -> Form3:
    """The form of one unit, printed."""
    pdf = to_pdf([write_analysis(campaign, campaign.units[UNIT].name, folder / "附件3.docx")], folder)[0]
    with pdfplumber.open(pdf) as opened:
        number = len(opened.pages) - 1
        chars = opened.pages[number].chars
    colon = [c for c in chars if c["text"] == "："][-1]
    bracket = [c for c in chars if c["text"] == "（"][-1]
    k = DPI / 72
    middle = ((colon["x1"] + bracket["x0"]) / 2 * k - 2, (colon["top"] + colon["bottom"]) / 2 * k)
    return Form3(
        page=np.array(render(pdf, number, DPI)), field=middle, mark=round((bracket["x1"] + 60) * k), folder=folder
    )
