"""Handwriting of a score field brought to the size the digit reader was trained on."""

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

HEIGHT_PX, WIDTH_PX = 32, 128
INKED_HEIGHT_PX, INKED_WIDTH_PX = 24, 120
LEFT_PX = 4
LEAST_DARK = 30  # of 255
INK_SHARE = 0.35  # of the writing's own darkness
SPECK_SHARE = 0.0015  # of the writing's height squared: a decimal point is four times that
VIEWS = ((0.12, 1.0), (-0.12, 1.0), (0.0, 0.85), (0.06, 0.92))  # lean, px per px, and size
FULL_RANK = 80  # percentile of the inked pixels that becomes black


def line_picture(dark: Picture) -> Picture | None:
    """The ink of `dark` (uint8, 0 = paper) cropped and centred, uint8 (32, 128); None when there is no ink."""
    inked = inked_pixels(dark)
    box = cv2.boundingRect(inked)
    if box[2] == 0 or box[3] == 0:
        return None
    x, y, width, height = box
    kept = cv2.dilate(inked, np.ones((3, 3), np.uint8))[y : y + height, x : x + width]
    part = dark[y : y + height, x : x + width]
    full = max(float(np.percentile(part[inked[y : y + height, x : x + width] > 0], FULL_RANK)), 1.0)
    part = np.where(kept > 0, np.minimum(part * (255.0 / full), 255.0), 0.0).astype(np.uint8)
    scale = min(INKED_HEIGHT_PX / height, INKED_WIDTH_PX / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    line = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    top = (HEIGHT_PX - size[1]) // 2
    line[top : top + size[1], LEFT_PX : LEFT_PX + size[0]] = small
    return line


def views(line: Picture) -> Picture:
    """The line as it is, and leaned and made smaller a little: (1 + len(VIEWS), 32, 128); a digit stays what it is."""
    made = [line]
    for lean, size in VIEWS:
        x, y = LEFT_PX * (1 - size) - lean * size * HEIGHT_PX / 2, (1 - size) * HEIGHT_PX / 2
        moved = np.array([[size, lean * size, x], [0, size, y]], np.float32)
        made.append(np.asarray(cv2.warpAffine(line, moved, (WIDTH_PX, HEIGHT_PX), flags=cv2.INTER_LINEAR), np.uint8))
    return np.stack(made)


def inked_pixels(dark: Picture) -> Picture:
    """Where writing is (1 or 0), specks left out."""
    some = dark[dark > LEAST_DARK]
    if not some.size:
        return np.zeros(dark.shape, np.uint8)
    inked = (dark > max(LEAST_DARK, INK_SHARE * float(np.percentile(some, 90)))).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    if count < 2:
        return inked
    tallest = float(stats[1:, cv2.CC_STAT_HEIGHT].max())
    keep = stats[:, cv2.CC_STAT_AREA] >= max(2.0, SPECK_SHARE * tallest**2)
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)
