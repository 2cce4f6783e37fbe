"""A draft of handwritten opinions, for people to correct: never counted, never published unread."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.ground.errors import FileError
from pingyi.scanner.writing.text_lines import Picture, text_lines

if TYPE_CHECKING:
    from rapidocr import RapidOCR

HEIGHT_PX = 48  # of the recogniser's input
SHORT_PX = 96  # the least width a short line is padded to
LEAST_SURE = 0.3  # per line; less is not writing, or beyond the reader


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as the recogniser reads it, and how sure it is (0..1)."""

    text: str
    sure: float


def draft(png: bytes) -> tuple[DraftLine, ...]:
    """Read the picture of an opinion box (PNG, 6 px/mm), line by line; a line nobody could read has no text."""
    box = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if box is None:
        raise FileError("意见栏的图像打不开；请把这张评议表重新扫描入库")
    return tuple(read_line(line) for line in text_lines(box))


def read_line(line: Picture) -> DraftLine:
    """Recognise one cropped line (grey, dark on white)."""
    text, sure = recognise(line)
    return DraftLine(text if sure >= LEAST_SURE else "", sure)


def recognise(line: Picture, *, short: bool = False) -> tuple[str, float]:
    """
    What the recogniser reads on a line (grey, dark on white), and how sure it is; it may be anything at all.

    `short` lines are not padded to the length of a sentence, which costs three times as much.
    """
    read: Any = _recogniser(short=short)(
        cv2.cvtColor(line, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True
    )
    return (read.txts[0].strip(), float(read.scores[0])) if read.txts else ("", 0.0)


def line_odds(line: Picture) -> npt.NDArray[np.float64]:
    """The recogniser's probabilities of its signs at each step of a short line (grey): (steps, signs), blank first."""
    reader = _line_reader()
    colour = cv2.cvtColor(line, cv2.COLOR_GRAY2BGR)
    ratio = max(SHORT_PX / HEIGHT_PX, line.shape[1] / line.shape[0])
    return np.asarray(reader.session(reader.resize_norm_img(colour, ratio)[None])[0], dtype=np.float64)


@cache
def signs_of_lines() -> tuple[str, ...]:
    """What the columns of `line_odds` stand for; the first is the blank."""
    return tuple(_line_reader().postprocess_op.character)


@cache
def _line_reader() -> Any:
    """The part of it that reads lines; it is loaded at the first use, for which there is no public call."""
    return _recogniser(short=True)._load_rec_model()  # type: ignore[no-untyped-call]  # noqa: SLF001


@cache
def _recogniser(*, short: bool) -> "RapidOCR":
    """PP-OCR's line recogniser; its weights come with the package, nothing is fetched."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    settings: dict[str, Any] = {"Global.log_level": "error", "Global.text_score": 0.0}
    if short:
        settings |= {"Rec.rec_img_shape": [3, 48, SHORT_PX], "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    return RapidOCR(params=settings)
