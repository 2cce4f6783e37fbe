"""A second look at pages whose print is broken into dots: poor copies, and black-and-white scans of pale ones."""

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

THICK_PX = 3
SMEAR_PX = 41  # five millimetres at 200 dpi: dots of one ruling become a line again
GAIN = 3.0


def thickened(grey: Grey) -> Grey:
    """Every dark pixel grown by one: what nearly touches, touches."""
    return np.asarray(cv2.erode(grey, np.ones((THICK_PX, THICK_PX), np.uint8)), dtype=np.uint8)


def smeared(grey: Grey) -> Grey:
    """Print drawn out both ways: dotted rulings show, and so do lines of text; tells why, is not read from."""
    dark = cv2.bitwise_not(grey)
    along = [
        cv2.blur(cv2.dilate(dark, np.ones(across, np.uint8)), length)
        for across, length in (((THICK_PX, 1), (SMEAR_PX, 1)), ((1, THICK_PX), (1, SMEAR_PX)))
    ]
    return np.asarray(cv2.bitwise_not(cv2.convertScaleAbs(cv2.max(*along), alpha=GAIN)), dtype=np.uint8)
