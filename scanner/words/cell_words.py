"""A cell's print as the reader of words wants it."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import FormCell
from pingyi.scanner.grid.canvas import Table

LANGUAGE = "chi_sim"
ENLARGED = (2.0, 1.5)  # the canvas has 152 dpi; the reader wants 300
INSIDE_PX = 4  # keep off the rulings
AIR_PX = 12  # around each cell
TIMEOUT_S = 20


def cell_picture(table: Table, cell: FormCell) -> npt.NDArray[np.uint8]:
    """A cell's print, dark on white with air around."""
    part = 255 - table.box(cell).grown(-INSIDE_PX, table.dark.shape).of(table.dark)
    return np.asarray(cv2.copyMakeBorder(part, *(AIR_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,)))
