"""A scanned page as people look at it: upright, grey, small, nothing but the picture."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import A3_LONG_MM, A4_LONG_MM
from pingyi.scanner.files.pages import load_page
from pingyi.scanner.page.identity import picture_digest

LONGEST_PX = 1754  # A4 at 150 dpi
PAIR_HIGH_PX = 1200  # of a page beside another: rows can still be read
PAIR_GAP_PX, PAIR_GAP_GREY = 16, 90
PAIR_QUALITY = 60  # a clerk who scans a file twice makes hundreds of pairs
TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def side_by_side(pages: Sequence[bytes]) -> bytes:
    """Pages as `page_png` gives them, beside each other, equally high, as JPEG."""
    found = [np.asarray(cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_GRAYSCALE)) for page in pages]
    gap = np.full((PAIR_HIGH_PX, PAIR_GAP_PX), PAIR_GAP_GREY, np.uint8)
    parts = [part for page in found for part in (gap, _as_high(page))][1:]
    ok, data = cv2.imencode(".jpg", np.concatenate(parts, axis=1), [cv2.IMWRITE_JPEG_QUALITY, PAIR_QUALITY])
    if not ok:
        raise ValueError("a pair could not be written as JPEG")
    return bytes(data)


def one_below_another(pictures: Sequence[bytes]) -> bytes:
    """Pictures (PNG) in one, as PNG, grey lines between them."""
    found = [np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)) for data in pictures]
    width = max(picture.shape[1] for picture in found)
    gap = np.full((PAIR_GAP_PX // 2, width), PAIR_GAP_GREY, np.uint8)
    wide = [np.pad(one, ((0, 0), (0, width - one.shape[1])), constant_values=255) for one in found]
    ok, data = cv2.imencode(".png", np.concatenate([part for one in wide for part in (gap, one)][1:], axis=0))
    if not ok:
        raise ValueError("pictures could not be written as PNG")
    return bytes(data)


def _as_high(page: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    width = round(page.shape[1] * PAIR_HIGH_PX / page.shape[0])
    return np.asarray(cv2.resize(page, (width, PAIR_HIGH_PX), interpolation=cv2.INTER_AREA), np.uint8)


def page_png(path: Path, page: int, turn: int) -> bytes:
    """
    The 1-based page, turned clockwise by `turn` degrees (a multiple of 90), as PNG without metadata.

    Raises UnreadableFileError when it cannot be decoded.
    """
    grey = load_page(path, page, reduced=True)
    factor = LONGEST_PX / max(grey.shape)
    if factor < 1:
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    if turn in TURNS:
        grey = np.asarray(cv2.rotate(grey, TURNS[turn]))
    ok, data = cv2.imencode(".png", grey)
    if not ok:
        raise ValueError("a page could not be written as PNG")
    return bytes(data)


def picture_digests(path: Path, page: int, wanted: frozenset[str] = frozenset()) -> frozenset[str]:
    """
    By what the picture of a page may be known: as read for forms on A4 and on A3 (see load_page).

    Where some are wanted it is decoded no further than until these are seen. Raises UnreadableFileError when it
    cannot be decoded.
    """
    seen: set[str] = set()
    for long_mm in (A4_LONG_MM, A3_LONG_MM):
        seen.add(picture_digest(load_page(path, page, reduced=True, long_mm=long_mm)))
        if wanted and wanted <= seen:
            break
    return frozenset(seen)
