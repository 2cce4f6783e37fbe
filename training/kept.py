"""Ink as it is kept between making pages and training on them."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.ink.ink import Ink


def packed(ink: Ink) -> dict[str, object]:
    """The ink as the second judge sees it, small enough for thousands of pages."""
    _, png = cv2.imencode(".png", ink.crossed, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    return {
        "dark": png.tobytes(),
        "pen": ink.pen,
        "noise": ink.noise,
        "blurred": np.packbits(ink.blurred),
        "covered": np.packbits(ink.covered),
        "shape": ink.crossed.shape,
        "unsure": ink.unsure,
        "among": ink.among,
        "second": ink.second,
    }


def unpacked(page: dict[str, object]) -> Ink:
    """The ink of a kept page."""
    kept = page["ink"]
    assert isinstance(kept, dict)  # noqa: S101
    shape = kept["shape"]

    def mask(name: str) -> npt.NDArray[np.bool_]:
        return np.unpackbits(kept[name], count=shape[0] * shape[1]).reshape(shape).astype(bool)

    ink = np.asarray(cv2.imdecode(np.frombuffer(kept["dark"], np.uint8), cv2.IMREAD_GRAYSCALE))
    return Ink(
        dark=ink,
        crossed=ink,
        pen=kept["pen"],
        noise=kept["noise"],
        blurred=mask("blurred"),
        covered=mask("covered"),
        unsure=kept["unsure"],
        among=kept["among"],
        second=kept["second"],
    )
