"""Everything written on a sheet beside its ticks, as pictures for people by where it stands."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.campaign.marks import ballot_mark
from pingyi.domain.readings.reading import OPINION_AROUND, OPINION_CROP, OpinionPlace
from pingyi.scanner.found.located import Located
from pingyi.scanner.grid.canvas import PX_PER_MM, Box
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.opinions.beside import beside
from pingyi.scanner.opinions.between import between
from pingyi.scanner.opinions.form_page import form_page, laid
from pingyi.scanner.opinions.overrun import AROUND_MM, overrun

Picture = npt.NDArray[np.uint8]

CONTEXT_MM = 6.0  # around what is written between print


def opinions(grey: Picture, found: Located, ink: Ink) -> dict[str, bytes]:
    """PNG of everything written beside the ticks of a sheet found on a scan (grey, as fed); none where nothing is."""
    table, form = found.table, found.form
    pictures: dict[str, bytes] = {}
    scan = laid(grey, found.crossings, form_page(form.table.printed))
    within = between(table, ink.dark, form, scan)
    if within.in_box and form.opinion is not None:
        box = table.box(form.opinion)
        pictures[OPINION_CROP] = _png(box.of(table.grey))
        if overrun(table, box, ink):
            around = box.grown(round(AROUND_MM * PX_PER_MM), table.grey.shape)
            pictures[OPINION_AROUND] = _png(around.of(table.grey))
    if within.places:
        pictures[OpinionPlace.TABLE] = _png(_around(within.places, table.grey.shape).of(table.grey))
    for one in beside(grey, scan, form, _stamped(found)):
        pictures[one.place] = _png(one.picture)
    return pictures


def _stamped(found: Located) -> tuple[str, ...]:
    """What a print run puts on the form beside its mark; nothing where no mark was read."""
    said = ballot_mark(found.mark.text)
    if said is None:
        return ()
    page, pages = found.form.page, found.form.pages
    words = [said.batch, f"批次 {said.batch}"] if said.batch else []
    return (*words, f"{said.batch} {page}/{pages}", f"第 {page} 页，共 {pages} 页")


def _around(places: tuple[Box, ...], shape: tuple[int, ...]) -> Box:
    whole = Box(
        left=min(box.left for box in places),
        top=min(box.top for box in places),
        right=max(box.right for box in places),
        bottom=max(box.bottom for box in places),
    )
    return whole.grown(round(CONTEXT_MM * PX_PER_MM), shape)


def _png(picture: Picture) -> bytes:
    ok, data = cv2.imencode(".png", picture)
    if not ok:
        raise ValueError("a picture of an opinion could not be written as PNG")
    return bytes(data)
