"""The handbook on the page: the same text as on paper."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pingyi.web.guard import Looker
from pingyi.web.state import draw
from pingyi.workflow.handbook import chapter_page, chapters, handbook_picture

router = APIRouter()
PICTURE = ".png"


@router.get("/help")
def begin(request: Request, person: Looker) -> Response:
    """The first chapter, beside the list of all."""
    return chapter(request, person, next(chapters())[0])


@router.get("/help/{name}")
def chapter(request: Request, person: Looker, name: str) -> Response:
    """One chapter beside the list of all, or a picture that stands in one."""
    if name.endswith(PICTURE):
        picture = handbook_picture(name)
        if picture is None:
            raise HTTPException(404, "手册里没有这张图；请从“帮助”进入")
        return Response(picture, media_type="image/png")
    texts = dict(chapters())
    if name not in texts:
        raise HTTPException(404, "手册里没有这一章；请从“帮助”进入")
    titles = {one: text.splitlines()[0].removeprefix("# ") for one, text in texts.items()}
    shown = chapter_page(texts[name])  # whatever looks like HTML in it is escaped there
    return draw(request, "help.html", person=person, here="help", titles=titles, name=name, text=shown)
