"""Printed 附件3 whose mark, name, district or year do not agree, as offices come to have them; each with its truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pdfplumber
import segno

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.marks import AnalysisMark
from pingyi.domain.handed_in.analysis_form import Piece, ReportLine, ReturnedAnalysis
from pingyi.generator.forms.analysis import write_analysis, write_clean
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render

Picture = npt.NDArray[np.uint8]
Random = np.random.Generator

DPI = 200
MM = DPI / 25.4
QUIET_MM = 3.0  # of white around a mark stuck on


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One unit's form as printed, and where its parts lie (px): left, top, right, bottom."""

    unit: str
    serial: int
    page: Picture
    mark: tuple[int, int, int, int]
    name: tuple[int, int, int, int]  # the cell it stands in, inside its rulings
    field: tuple[int, int]  # the middle of where a score is written


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiltPage:
    """A page and what it may be taken for: its unit with a proof, or nothing at all."""

    kind: str
    page: Picture
    truth: str  # the printed unit; empty: of no unit of this campaign
    provable: bool  # mark, name, district and year agree


def of_year(campaign: Campaign, year: int) -> Campaign:
    """The same campaign in another year."""
    words = campaign.analysis.model_dump() | {
        "title": campaign.analysis.title.replace(str(campaign.about.year), str(year)),
        "score_prompt": campaign.analysis.score_prompt.replace(str(campaign.about.year), str(year)),
    }
    about = campaign.about.model_copy(update={"year": year})
    return campaign.model_copy(update={"about": about, "analysis": type(campaign.analysis)(**words)})


def printed_forms(campaign: Campaign, units: tuple[Unit, ...], folder: Path) -> tuple[Printed, ...]:
    """The forms of these units, printed."""
    folder.mkdir(exist_ok=True)
    made = to_pdf([write_analysis(campaign, unit.name, folder / f"{unit.serial}.docx") for unit in units], folder)
    return tuple(_printed(unit, pdf) for unit, pdf in zip(units, made, strict=True))


def long_pages(campaign: Campaign, units: tuple[Unit, ...], folder: Path) -> tuple[tuple[Picture, ...], ...]:
    """The pages of each unit's form whose report goes over the page, as the office prints what came back."""
    folder.mkdir(exist_ok=True)
    lines = ("一、主要工作", *("全年按照年初计划推进各项重点任务，各项指标均按时完成。" * 2 for _ in range(14)))
    report = tuple(ReportLine(pieces=_words(line), exact_pt=None, before_pt=0, after_pt=0) for line in lines)
    forms = [
        write_clean(
            campaign,
            ReturnedAnalysis(file="", unit=_words(unit.name), report=report, awards=()),
            unit.name,
            folder / f"{unit.serial}.docx",
        )
        for unit in units
    ]
    return tuple(_pages(pdf) for pdf in to_pdf(forms, folder))


def _words(text: str) -> tuple[Piece, ...]:
    return (Piece(text=text, face="", size_pt=None),)


def _pages(pdf: Path) -> tuple[Picture, ...]:
    with pdfplumber.open(pdf) as opened:
        count = len(opened.pages)
    return tuple(np.asarray(render(pdf, number, DPI)) for number in range(count))


def _printed(unit: Unit, pdf: Path) -> Printed:
    scale = DPI / 72
    with pdfplumber.open(pdf) as opened:
        page = opened.pages[0]
        image = max(page.images, key=lambda one: one["top"])
        name = [char for char in page.chars if "单位名称" in char["text"] or char["text"] in "单位名称"][:4]
        chars = page.chars
        left, right = max(char["x1"] for char in name), page.width - 68
        top, bottom = name[0]["top"] - 8, name[0]["bottom"] + 8
        colon = [char for char in chars if char["text"] == "："][-1]
        bracket = [char for char in chars if char["text"] == "（"][-1]
    box = [left + 22, top, right - 10, bottom]
    mark = [image["x0"] - 2, image["top"] - 2, image["x1"] + 2, image["bottom"] + 2]
    return Printed(
        unit=unit.name,
        serial=unit.serial,
        page=np.asarray(render(pdf, 0, DPI)),
        mark=_px(mark, scale),
        name=_px(box, scale),
        field=(
            round((colon["x1"] + bracket["x0"]) / 2 * scale),
            round((colon["top"] + colon["bottom"]) / 2 * scale),
        ),
    )


def _px(box: list[float], scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom


def _pasted(page: Picture, box: tuple[int, int, int, int], patch: Picture) -> Picture:
    """A patch laid over a part of the page, as a slip glued on lies: white and all."""
    left, top, right, bottom = box
    page = page.copy()
    page[top:bottom, left:right] = cv2.resize(patch, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    return page


def _cut(page: Picture, box: tuple[int, int, int, int]) -> Picture:
    left, top, right, bottom = box
    return page[top:bottom, left:right]


def _code(mark: AnalysisMark) -> Picture:
    modules = np.array([[int(bit) for bit in row] for row in segno.make_qr(mark.payload, error="m").matrix], np.uint8)
    framed = np.pad((1 - modules) * 255, 2, constant_values=255).astype(np.uint8)
    return np.asarray(cv2.resize(framed, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a page is made of: a unit's form, another unit's, and its own of last year."""

    one: Printed
    other: Printed
    last: Printed
    campaign: Campaign
    rng: Random


def right(case: Case) -> SpoiltPage:
    """As printed."""
    return SpoiltPage(kind="right", page=case.one.page, truth=case.one.unit, provable=True)


def damaged(case: Case) -> SpoiltPage:
    """The mark crossed out, smeared or torn in part; it may still be read."""
    page, (left, top, right_, bottom) = case.one.page.copy(), case.one.mark
    for _line in range(int(case.rng.integers(1, 6))):
        ends = [(int(case.rng.integers(left, right_)), int(case.rng.integers(top, bottom))) for _end in range(2)]
        cv2.line(page, ends[0], ends[1], int(case.rng.choice([0, 255])), int(case.rng.integers(3, 14)))
    return SpoiltPage(kind="damaged", page=page, truth=case.one.unit, provable=True)


def missing(case: Case) -> SpoiltPage:
    """No mark: the office's own Word form, or last year's."""
    blank = np.full((4, 4), 255, np.uint8)
    page = _pasted(case.one.page, case.one.mark, blank)
    return SpoiltPage(kind="missing", page=page, truth=case.one.unit, provable=False)


def foreign(case: Case) -> SpoiltPage:
    """Another district's or year's mark: of its key, or an older one that knows no district."""
    serial = int(case.rng.integers(1, len(case.campaign.units) + 1))
    old = case.rng.random() < 0.5
    mark = (
        AnalysisMark(year=case.campaign.about.year, serial=serial) if old else AnalysisMark(key="ABCDEF", serial=serial)
    )
    provable = old and serial == case.one.serial  # an older mark of this very unit
    return SpoiltPage(
        kind="foreign", page=_pasted(case.one.page, case.one.mark, _code(mark)), truth=case.one.unit, provable=provable
    )


def stuck_on(case: Case) -> SpoiltPage:
    """Another unit's mark over this one's; also a Word file copied and renamed, which keeps the old mark."""
    page = _pasted(case.one.page, case.one.mark, _cut(case.other.page, case.other.mark))
    return SpoiltPage(kind="stuck on", page=page, truth=case.one.unit, provable=False)


def name_covered(case: Case) -> SpoiltPage:
    """A slip of paper over the name."""
    page = _pasted(case.one.page, case.one.name, np.full((4, 4), 255, np.uint8))
    return SpoiltPage(kind="name covered", page=page, truth=case.one.unit, provable=False)


def renamed(case: Case) -> SpoiltPage:
    """Another unit's name pasted over this one's: the page is that unit's now, its mark is not."""
    page = _pasted(case.one.page, case.one.name, _cut(case.other.page, case.other.name))
    return SpoiltPage(kind="renamed", page=page, truth=case.other.unit, provable=False)


def another_year(case: Case) -> SpoiltPage:
    """Last year's form, as it was or under this year's mark."""
    page = case.last.page
    if case.rng.random() < 0.5:
        page = _pasted(page, case.last.mark, _cut(case.one.page, case.one.mark))
    else:
        page = _pasted(page, case.last.mark, np.full((4, 4), 255, np.uint8))
    return SpoiltPage(kind="another year", page=page, truth="", provable=False)


def turned(case: Case) -> SpoiltPage:
    """Fed any way round."""
    quarters = int(case.rng.integers(1, 4))
    page = np.ascontiguousarray(np.rot90(case.one.page, quarters))
    return SpoiltPage(kind="turned", page=page, truth=case.one.unit, provable=True)


def copied(case: Case) -> SpoiltPage:
    """A photocopy of the form: smaller or larger, darker, its strokes fatter."""
    scale = float(case.rng.uniform(0.93, 1.0))
    small = cv2.resize(case.one.page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    page = np.full_like(case.one.page, 255)
    top, left = (page.shape[0] - small.shape[0]) // 2, (page.shape[1] - small.shape[1]) // 2
    page[top : top + small.shape[0], left : left + small.shape[1]] = small
    page = np.asarray(cv2.erode(page, np.ones((2, 2), np.uint8)), np.uint8)
    return SpoiltPage(kind="copied", page=page, truth=case.one.unit, provable=True)


KINDS = (right, damaged, missing, foreign, stuck_on, name_covered, renamed, another_year, turned, copied)


def near_units(forms: Mapping[str, Printed], one: Printed) -> list[str]:
    """The others, those whose names are most like this one's first."""
    return sorted(
        (name for name in forms if name != one.unit),
        key=lambda name: (-len(set(name) & set(one.unit)), abs(len(name) - len(one.unit))),
    )
