"""The largest printed words on a page, for telling a person what a strange page is."""

import shutil

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

READ_SIDE_PX = 1600  # A4 at 137 dpi: enough for headings, quick to read
TOP_SHARE = 0.3  # of the page: headings stand there
LANGUAGE = "chi_sim"
MID_GREY = 128
LONGEST = 24  # characters shown
CONFIG = "--psm 6 -c tessedit_do_invert=0"  # every strange stroke would be read twice, as white on black too


def heading(grey: npt.NDArray[np.uint8]) -> str:
    """The heading's text (Chinese), or empty when tesseract is missing or reads nothing."""
    if shutil.which("tesseract") is None:
        return ""
    scale = min(1.0, READ_SIDE_PX / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top = small[: round(TOP_SHARE * small.shape[0])]
    if np.median(top) < MID_GREY:
        top = cv2.bitwise_not(top)
    try:
        lines = pytesseract.image_to_string(top, lang=LANGUAGE, config=CONFIG, timeout=20).splitlines()
    except (pytesseract.TesseractError, RuntimeError):  # language data missing, or time is up: a hint only
        return ""
    words = max(("".join(line.split()) for line in lines), key=_chinese, default="")
    return words[:LONGEST] if _chinese(words) >= 4 else ""


def reads_chinese() -> bool:
    """Whether tesseract is installed with Chinese."""
    try:
        return LANGUAGE in pytesseract.get_languages()
    except (pytesseract.TesseractError, OSError):
        return False


def _chinese(text: str) -> int:
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text)
