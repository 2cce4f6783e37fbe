"""One filled sheet through the machine: print, ink, paper, placement, glass, file, in the order of life."""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from pingyi.samples.filler import machine_faults, paper_faults, placement
from pingyi.samples.filler.copier import Copier
from pingyi.samples.filler.hand import Pen
from pingyi.samples.filler.ink import draw
from pingyi.samples.filler.layout import Picture
from pingyi.samples.filler.voters import FilledPage

Random = np.random.Generator
THRESHOLDS = (0.62, 0.82)  # of the paper's brightness: darker is black
PALE_INK, PALE_THRESHOLD = 0.82, 0.86  # for pencils people turn the copier up, or nothing would be left of them
PAPER_PX = 16  # coarse enough for the paper's light, fine enough for a fold's shadow


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """An encoded picture: JPEG, or a G4 TIFF when it is two-level."""

    data: bytes
    width: int
    height: int
    colours: int  # 1 grey or two-level, 3 colour
    two_level: bool
    turn: int  # degrees clockwise that bring it upright
    dpi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A printed page and what the voter did to it."""

    printed: Picture  # grey, read-only
    dpi: int
    filled: FilledPage


def scan(rng: Random, sheet: Sheet, copier: Copier) -> ScannedPage:
    """The sheet as this machine would deliver it."""
    page = _on_paper(rng, sheet, copier)
    page = _on_glass(rng, page, sheet.dpi, copier)
    turn = _turn(rng, copier)
    page = placement.turned(page, turn)
    two_level = page.ndim == 2 and not copier.photo and rng.random() < copier.two_level_share
    quality = int(rng.integers(copier.jpeg_quality[0], copier.jpeg_quality[1] + 1))
    data = _two_level(rng, page, sheet.filled.hand.pen) if two_level else _jpeg(page, quality)
    return ScannedPage(
        data=data,
        width=page.shape[1],
        height=page.shape[0],
        colours=1 if page.ndim == 2 else 3,
        two_level=two_level,
        turn=turn,
        dpi=sheet.dpi,
    )


def _on_paper(rng: Random, sheet: Sheet, copier: Copier) -> Picture:
    page: Picture = sheet.printed
    if rng.random() < copier.faint_print_share:
        page = paper_faults.faint(rng, page)
    elif rng.random() < copier.thick_print_share:
        page = paper_faults.thick(page, sheet.dpi)
    if rng.random() < copier.colour_share:
        page = np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))
    elif not page.flags.writeable:
        page = page.copy()
    draw(page, sheet.dpi, sheet.filled.strokes, sheet.filled.hand.pen)
    if rng.random() < copier.show_through_share:
        page = paper_faults.showing_through(rng, page, sheet.printed, sheet.dpi)
    if rng.random() < copier.seal_share:
        paper_faults.sealed(rng, page, sheet.dpi)
    if rng.random() < copier.fold_share:
        paper_faults.folded(rng, page, sheet.dpi)
    if rng.random() < copier.punched_share:
        paper_faults.punched(rng, page, sheet.dpi)
    return page


def _on_glass(rng: Random, page: Picture, dpi: int, copier: Copier) -> Picture:
    if rng.random() < copier.bend_share:
        page = placement.bent(rng, page, dpi)
    page = placement.laid(rng, page, dpi, copier)
    if copier.photo:
        page = placement.photographed(rng, page)
    page = machine_faults.blurred(page, rng.uniform(*copier.blur_px))
    if copier.shading:
        page = machine_faults.shaded(rng, page, copier.shading)
    page = machine_faults.toned(page, rng.uniform(*copier.black), rng.uniform(*copier.white))
    if rng.random() < copier.dust_share:
        machine_faults.dusty(rng, page, dpi)
    if rng.random() < copier.streak_share:
        machine_faults.streaked(rng, page, dpi)
    return machine_faults.noisy(rng, page, rng.uniform(*copier.noise))


def _turn(rng: Random, copier: Copier) -> int:
    roll = rng.random()
    if roll < copier.upside_down_share:
        return 180
    if roll < copier.upside_down_share + copier.sideways_share:
        return int(rng.choice([90, 270]))
    return 0


def _jpeg(page: Picture, quality: int) -> bytes:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()


def _two_level(rng: Random, page: Picture, pen: Pen) -> bytes:
    """A G4 TIFF of one strip; like any copier's, the threshold follows the paper's own light."""
    height, width = page.shape
    coarse = cv2.resize(page, (width // PAPER_PX + 1, height // PAPER_PX + 1), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(coarse, np.ones((5, 5), np.uint8))
    share = max(rng.uniform(*THRESHOLDS), PALE_THRESHOLD if pen.darkness < PALE_INK else 0.0)
    level = cv2.resize((paper * share).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    picture = Image.fromarray(np.asarray(cv2.compare(page, level, cv2.CMP_GT))).convert("1", dither=Image.Dither.NONE)
    buffer = BytesIO()
    strip = (width + 7) // 8 * height  # bytes: all rows in one strip
    picture.save(buffer, "TIFF", compression="group4", strip_size=strip)
    return buffer.getvalue()
