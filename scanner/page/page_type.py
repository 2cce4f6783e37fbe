"""A page as a picture, and where someone wrote on it after it was scanned."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]


class Rect(NamedTuple):
    """In pixels of a page's picture, right and bottom not included."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What no scanner made on a page: someone wrote on the picture."""

    touched: tuple[Rect, ...] = ()
    stamped: bool = False  # by a stamp or a watermark, which speak of the whole sheet


NO_MARKUP = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as a viewer shows it."""

    grey: Grey  # height × width, 255 = white
    markup: Markup = NO_MARKUP
