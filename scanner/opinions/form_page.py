"""A scan laid on the form's own printed page, and that print outside the table taken off it."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from pingyi.domain.forms.form import TablePrint
from pingyi.scanner.lines.lines import Floats
from pingyi.scanner.opinions.holes import AROUND_MM as HOLE_MM
from pingyi.scanner.opinions.holes import Place, holes
from pingyi.scanner.opinions.likest import likest
from pingyi.scanner.opinions.pieces import INKED, Mask
from pingyi.scanner.page.darkness import darkness, shrunk
from pingyi.scanner.page.levels import percentile
from pingyi.scanner.page.sampling import perspective

Picture = npt.NDArray[np.uint8]

PX_PER_MM = 4.0  # a pen's stroke is nearly two pixels wide, and a page costs some ten milliseconds
AROUND_MM = 8.0  # of the form's page: print made smaller to fit leaves more paper around
POINTS_PER_MM = 72 / 25.4
PRINTED = 60  # of 255: what counts as print on the form's own page
JOINED_MM = 3.0  # letters nearer than this are of one line
PIECE_MM = 40.0  # a line is looked for in pieces: a page bends and stretches
REACH_MM = 2.0  # how far print may lie off its place
FOUND = 0.3  # likeness from which a piece of print is where it is most like; toner in dots shows 0.43, other faces less
OWN_FACE = 0.62  # of the middle piece: the form's own print shows 0.7 and more, another face 0.56 at most
SOFT_MM = 1.0  # around print, both sides together: toner spreads
TABLE_AIR_MM = 1.6  # around the table: its own rulings
EDGE_MM = 1.0  # of the scanned picture: shadows
PAPER_RANK, PAPER_SHARE = 90, 0.62  # what is as bright is paper
INK_MM, RIM_MM = 7, 3  # wider than any stroke; of the sheet's edge and its shadow, both sides together


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """The form's page as its own file prints it, with AROUND_MM about it."""

    dark: Picture
    print: Mask  # outside the table
    lines: tuple[tuple[int, int, int, int], ...]  # of print: left, top, width, height, px
    table: tuple[int, int, int, int]  # left, top, right, bottom with its rulings, px
    xs_mm: tuple[float, ...]
    ys_mm: tuple[float, ...]
    known: list["KnownLine"] = field(default_factory=list)  # read on scans before and found to say what the form says


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """A line of the form's words in another face, as a scan showed it: left, top, width, height, px."""

    box: tuple[int, int, int, int]
    dark: Picture


@dataclass(frozen=True, kw_only=True)
class LaidPage:
    """A scan laid on its form's page: grey, its darkness, where there is paper at all, and the way back."""

    grey: Picture
    dark: Picture
    there: Mask
    to_scan: npt.NDArray[np.float64]  # 3 × 3, from px here to px of the scan

    @cached_property
    def holes(self) -> tuple[Place, ...]:
        """Punched, px; looked for where there is ink to be told from them."""
        return holes(self.grey, PX_PER_MM)

    def near_hole(self, x_mm: float, y_mm: float) -> bool:
        """Whether a place of the form's page lies at a punched hole."""
        x, y = ((at + AROUND_MM) * PX_PER_MM for at in (x_mm, y_mm))
        reach = HOLE_MM * PX_PER_MM
        return any(abs(x - at[0]) <= reach and abs(y - at[1]) <= reach for at in self.holes)


@lru_cache(maxsize=16)
def form_page(printed: TablePrint) -> FormPage:
    """The page a table is printed on."""
    document = pdfium.PdfDocument(printed.pdf)
    try:
        bitmap = document[printed.page - 1].render(scale=PX_PER_MM / POINTS_PER_MM, grayscale=True)
        grey = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    finally:
        document.close()
    edge = round(AROUND_MM * PX_PER_MM)
    dark = darkness(cv2.copyMakeBorder(grey, *(edge,) * 4, cv2.BORDER_CONSTANT, value=(255,)))
    air = TABLE_AIR_MM
    left, right = (round((x + AROUND_MM) * PX_PER_MM) for x in (printed.xs_mm[0] - air, printed.xs_mm[-1] + air))
    top, bottom = (round((y + AROUND_MM) * PX_PER_MM) for y in (printed.ys_mm[0] - air, printed.ys_mm[-1] + air))
    print_ = (dark > PRINTED).astype(np.uint8)
    print_[top:bottom, left:right] = 0
    joined = cv2.dilate(print_, np.ones((3, round(JOINED_MM * PX_PER_MM) | 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined)[2]
    return FormPage(
        dark=dark,
        print=print_,
        lines=tuple(_lines(stats.tolist())),
        table=(left, top, right, bottom),
        xs_mm=printed.xs_mm,
        ys_mm=printed.ys_mm,
    )


def _lines(stats: list[list[int]]) -> list[tuple[int, int, int, int]]:
    most = round(PIECE_MM * PX_PER_MM)
    return [
        (start, top, min(most, left + width - start), height)
        for left, top, width, height, _ in stats[1:]
        for start in range(left, left + width, most)
    ]


def laid(grey: Picture, crossings: Floats, page: FormPage) -> LaidPage:
    """The scan (grey, as fed) on the form's page, by where the table's rulings cross on the scan (px)."""
    places = np.stack(np.meshgrid(np.array(page.xs_mm), np.array(page.ys_mm)), axis=-1).reshape(-1, 2)
    on_scan = crossings.reshape(-1, 2).astype(np.float64)
    found, _ = cv2.findHomography((places + AROUND_MM) * PX_PER_MM, on_scan, 0)
    to_scan = np.asarray(found, np.float64)
    shrink = max(1, int(_scale(on_scan, places) / PX_PER_MM + 0.25))
    source = grey if shrink == 1 else shrunk(grey, shrink)
    way = np.diag([1 / shrink, 1 / shrink, 1.0]) @ to_scan
    picture = perspective(source, way, page.dark.shape)
    there = _scanned(source.shape, way, picture.shape) & _paper(picture, page.table)
    return LaidPage(
        grey=picture,
        dark=darkness(picture),
        there=np.asarray(there, np.uint8),
        to_scan=to_scan,
    )


def _scanned(source: tuple[int, ...], way: npt.NDArray[np.float64], shape: tuple[int, ...]) -> Mask:
    """What of the form's page lies on the scan, its shadowed edges left out."""
    height, width = source
    edge = max(1, round(EDGE_MM * PX_PER_MM))
    corners = [(edge, edge), (width - edge - 1, edge), (width - edge - 1, height - edge - 1), (edge, height - edge - 1)]
    here = cv2.perspectiveTransform(np.array([corners], np.float64), np.linalg.inv(way))
    there = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(there, np.rint(here).astype(np.int32), (1,))
    return there


def _paper(grey: Picture, table: tuple[int, int, int, int]) -> Mask:
    """The bright sheet the table lies on, its rim left out: beyond lie a copier's black edge and the desk."""
    step = round(PX_PER_MM)
    small = shrunk(grey, step)
    left, top, right, bottom = (edge // step for edge in table)
    bright = (small > PAPER_SHARE * percentile(small[top:bottom, left:right], PAPER_RANK)).astype(np.uint8)
    bright[top:bottom, left:right] = 1
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((INK_MM, INK_MM), np.uint8))
    _, labels = cv2.connectedComponents(bright, connectivity=4)
    sheet = (labels == labels[(top + bottom) // 2, (left + right) // 2]).astype(np.uint8)
    outlines, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(sheet, outlines, -1, (1,), cv2.FILLED)
    if sheet.all():  # nothing but paper, as most scans are
        return np.ones(grey.shape, np.uint8)
    sheet = cv2.erode(sheet, np.ones((RIM_MM, RIM_MM), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(sheet, grey.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _scale(on_scan: Floats, places: Floats) -> float:
    """Pixels of the scan for a millimetre of the form."""
    return float(np.linalg.norm(on_scan[-1] - on_scan[0]) / np.linalg.norm(places[-1] - places[0]))


def without_print(page: FormPage, scan: LaidPage) -> tuple[Mask, bool]:
    """Where the scan is inked outside the table and the form prints nothing; whether its print is the form's own."""
    printed, likes = np.zeros(page.dark.shape, np.uint8), [1.0]
    for line in page.lines:
        left, top, width, height = line
        shift, like = _shift(page, scan, line)
        likes.append(like)
        if like < FOUND:
            continue
        x, y = left + shift[0], top + shift[1]
        part = printed[y : y + height, x : x + width]
        np.maximum(part, page.print[top : top + height, left : left + width], out=part)
    soft = round(SOFT_MM * PX_PER_MM) | 1
    inked = (scan.dark > INKED).view(np.uint8)
    left, top, right, bottom = page.table
    inked[top:bottom, left:right] = 0
    inked[cv2.dilate(printed, np.ones((soft, soft), np.uint8)).view(np.bool_)] = 0
    return inked, median(likes[1:] or likes) >= OWN_FACE


def _shift(page: FormPage, scan: LaidPage, line: tuple[int, int, int, int]) -> tuple[tuple[int, int], float]:
    """How far (x, y) a piece of the form's print lies off its place on the scan, and how like it is there."""
    left, top, width, height = line
    reach = round(REACH_MM * PX_PER_MM)
    first_y, first_x = max(0, top - reach), max(0, left - reach)
    window = scan.dark[first_y : top + height + reach, first_x : left + width + reach]
    like, x, y = likest(window, page.dark[top : top + height, left : left + width])
    return (first_x + x - left, first_y + y - top), like
