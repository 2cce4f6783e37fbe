"""A scanned page as people look at it: upright, grey, small, nothing but the picture."""

from pathlib import Path

import cv2
import numpy as np

from scanner.pages import load_page

LONGEST_PX = 1754  # A4 at 150 dpi
TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


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
