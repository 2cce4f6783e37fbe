"""Pictures, drawn when first asked for: rows, cells, whole sheets, unread pages, opinions."""

import asyncio
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from pingyi.web.guard import Checker, Looker, Worker
from pingyi.web.kept import KeptFile
from pingyi.web.server.draw.drawing import OUTLINES
from pingyi.web.server.draw.pictures import Picture, opinion_crop
from pingyi.web.state import Shared, There

router = APIRouter(prefix="/pictures")
PATIENCE_S = 30  # the drawing process has to load the scanner first


async def reply_with(picture: Picture) -> Response:
    """The picture once it is drawn, or what may stand in for it."""
    try:
        made = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(picture.made)), PATIENCE_S)
    except TimeoutError as error:
        raise HTTPException(503, "图像还在准备；请稍候再试") from error
    return kept_file(picture.path if made else picture.instead)


def kept_file(path: Path | None) -> Response:
    """A picture that lies there already."""
    if path is None or not path.is_file():
        raise HTTPException(404, "没有这幅图像；扫描件可能已被移走")
    return KeptFile(path)


def _row(state: Shared, sheet: str, item: str, kind: str) -> Picture:
    with state.office.store() as store:
        return state.pictures.row(state.office.desk, store, (sheet, item), kind)


@router.get("/row/{sheet}/{item:path}.png")
async def row(state: There, _: Worker, sheet: str, item: str) -> Response:
    """A row to decide."""
    return await reply_with(_row(state, sheet, item, "row"))


@router.get("/cells/{sheet}/{item:path}.png")
async def cells(state: There, _: Checker, sheet: str, item: str) -> Response:
    """A row's tick cells, for those who check."""
    return await reply_with(_row(state, sheet, item, "cells"))


@router.get("/sheet/{sheet}.jpg")
async def sheet(state: There, _: Worker, sheet: str) -> Response:
    """The whole page of a sheet (by its digest) as JPEG, drawn once."""
    with state.office.store() as store:
        picture = state.pictures.sheet(state.office.desk, store, sheet)
    return await reply_with(picture)


@router.get("/places/{sheet}")
async def places(state: There, _: Worker, sheet: str) -> Response:
    """Where the rows lie on the page's picture."""
    with state.office.store() as store:
        picture = state.pictures.sheet(state.office.desk, store, sheet)
    await reply_with(picture)
    return kept_file(picture.path.with_name(OUTLINES))


@router.get("/unread/{number}.jpg")
async def unread(state: There, _: Looker, number: int) -> Response:
    """A page that was not read."""
    with state.office.store() as store:
        picture = state.pictures.unread(state.office.desk, store, number)
    return await reply_with(picture)


@router.get("/opinion/{sheet}/{item}.png")
def opinion(state: There, _: Worker, sheet: str, item: str) -> Response:
    """What was written at one place of a sheet."""
    return kept_file(opinion_crop(state.office.desk, sheet, item) if sheet.isalnum() else None)
