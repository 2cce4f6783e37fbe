"""An opinion box with lines of writing in it."""

import shutil
import subprocess

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FC_MATCH = shutil.which("fc-match") or ""
SHAPE = (140, 900)  # 23 × 150 mm at 6 px/mm


def box(lines: list[str], *, slope: float = 0.0, paper: int = 240, size: int = 30, leading: int = 42) -> np.ndarray:
    """Words in a Kai face stand in for a neat hand, inside the box's own rulings."""
    found = subprocess.run([FC_MATCH, "-f", "%{file}", "FandolKai"], capture_output=True, text=True, check=True)
    picture = Image.new("L", SHAPE[::-1], paper)
    pen = ImageDraw.Draw(picture)
    for number, words in enumerate(lines):
        pen.text((20, 10 + number * leading), words, font=ImageFont.truetype(found.stdout, size), fill=60)
    written = np.array(picture)
    if slope:
        shear = np.array([[1.0, 0.0, 0.0], [slope, 1.0, -min(0.0, slope) * 400]])
        written = cv2.warpAffine(written, shear, SHAPE[::-1], borderValue=paper)
    cv2.rectangle(written, (0, 0), (SHAPE[1] - 1, SHAPE[0] - 1), 40, 3)
    return written
