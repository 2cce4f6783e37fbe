"""A vote from the start page: its Word form, how it was understood, what is asked, and the folder that is made."""

import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, File, Form, Query, Request, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.domain.forms.declared import DECLARED_TEXT, Declared
from pingyi.domain.forms.unknown import REDRAW
from pingyi.domain.votes.rules import rules_for
from pingyi.domain.votes.vote import Base, Quorum, VoteKind, parse_places
from pingyi.ground.errors import PingyiError
from pingyi.web.beginning import Beginning, Begun, draw, go_on, uploaded_word
from pingyi.web.server.page_words import on_page
from pingyi.workflow.desk.known import new_folder
from pingyi.workflow.votes.vote_drafts import (
    draft_form,
    draft_picture,
    drop_vote_draft,
    keep_pictures,
    new_vote_draft,
    replace_form,
)

MOST_PEOPLE = 999_999
Heads = Annotated[str, Field(max_length=400)]
Number = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]


class VoteAsked(BaseModel):
    """What the page asks of a vote; headings and places as they are typed."""

    title: Annotated[str, Field(max_length=120)] = ""
    kind: VoteKind = VoteKind.ASSESSMENT
    places: Annotated[str, Field(max_length=20_000)] = ""
    choices: Heads = ""
    names: Heads = ""
    favour: Heads = ""
    several: bool = False
    marks: Declared = Declared.TICK
    seats: Number = 0
    exact: bool = False
    base: Base = Base.ELIGIBLE
    quorum: Quorum = Quorum.FOUR_FIFTHS
    eligible: Number = 0
    attending: Number = 0


def add_votes(app: FastAPI) -> None:
    """Add the routes of a vote to the start page."""
    app.add_api_route("/vote/upload", from_form, methods=["POST"], response_model=None)
    app.add_api_route("/vote/{name}", show, methods=["GET"], response_model=None)
    app.add_api_route("/vote/{name}/redraw", draw_anew, methods=["POST"], response_model=None)
    app.add_api_route("/vote/{name}/form", take_form, methods=["GET"], response_model=None)
    app.add_api_route("/vote/{name}/make", make, methods=["POST"], response_model=None)
    app.add_api_route("/vote/{name}/{number}.png", picture, methods=["GET"], response_model=None)


def from_form(begun: Begun, form: Annotated[UploadFile, File()]) -> Response:  # noqa: ARG001 - only who holds the key
    """Keep an uploaded form. Raises FileError when it is no Word file."""
    with uploaded_word(form) as file:
        made = new_vote_draft(file)
    return RedirectResponse(f"/vote/{made}", 303)


def show(
    request: Request, begun: Begun, name: str, choices: Annotated[str, Query(max_length=400)] = "",
    names: Annotated[str, Query(max_length=400)] = "",
) -> Response:  # fmt: skip
    """How the form is understood, with these headings where it alone does not tell; and what is asked."""
    return _form(request, begun, name, VoteAsked(title=draft_form(name).stem, choices=choices, names=names))


def picture(begun: Begun, name: str, number: int) -> Response:  # noqa: ARG001 - only who holds the key
    """How one table was understood."""
    return FileResponse(draft_picture(name, number), headers={"Cache-Control": "no-store"})


def draw_anew(begun: Begun, name: str) -> Response:  # noqa: ARG001 - only who holds the key
    """Draw a refused form anew in the draft's place. Raises FormError when it cannot be."""
    from pingyi.workflow.votes.redraw import redraw  # noqa: PLC0415 - it brings the scanner

    form = draft_form(name)
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        made = redraw(form, Path(scratch) / f"{form.stem}（改画）.docx")
        replace_form(name, made.path)
    told = f"?choices={quote('、'.join(made.choices))}" if made.choices else ""
    return RedirectResponse(f"/vote/{name}{told}", 303)


def take_form(begun: Begun, name: str) -> Response:  # noqa: ARG001 - only who holds the key
    """The form of a draft as a download, to look at in Word."""
    form = draft_form(name)
    return FileResponse(form, filename=form.name)


def make(request: Request, begun: Begun, name: str, asked: Annotated[VoteAsked, Form()]) -> Response:
    """Make the vote and go on with it; what does not suit is said above what was typed, which stays."""
    from pingyi.workflow.votes.new_vote import NewVote, start_vote  # noqa: PLC0415 - it brings the scanner

    try:
        wish = NewVote(
            form=draft_form(name), name=asked.title.strip() or draft_form(name).stem, kind=asked.kind,
            copies=parse_places(asked.places), choices=_heads(asked.choices), names=_heads(asked.names),
            several=asked.several, marks=asked.marks, favour=asked.favour.strip(), seats=asked.seats, base=asked.base,
            exact=asked.exact and asked.kind.elects, quorum=asked.quorum,
            eligible=asked.eligible, attending=asked.attending,
        )  # fmt: skip
        made = start_vote(new_folder(wish.name, begun.home), wish).desk
    except PingyiError as error:
        return _form(request, begun, name, asked, str(error))
    drop_vote_draft(name)
    return go_on(request, begun, made.root)


def _form(request: Request, begun: Beginning, name: str, asked: VoteAsked, wrong: str = "") -> Response:
    from pingyi.workflow.said.vote import table_lines  # noqa: PLC0415 - they bring the scanner
    from pingyi.workflow.votes.new_vote import understand  # noqa: PLC0415

    lines, pictures, refused = list[str](), 0, ""
    try:
        found = understand(draft_form(name), _heads(asked.choices), _heads(asked.names))
    except PingyiError as error:
        refused = str(error)
    else:
        keep_pictures(name, found.pictures)
        lines, pictures = list(table_lines(found.tables)), len(found.pictures)
    rules = {kind: rules_for(kind, several=asked.several, exact=asked.exact, quorum=asked.quorum) for kind in VoteKind}
    return draw(
        request, begun, "start_vote.html", 409 if wrong else 200, name=name, form=draft_form(name).name, asked=asked,
        wrong=on_page(wrong), refused=on_page(refused), redrawable=REDRAW in refused,
        lines=lines, pictures=pictures, rules=rules, bases=list(Base), quorums=list(Quorum),
        declared={marks: DECLARED_TEXT[marks] for marks in Declared},
    )  # fmt: skip


def _heads(typed: str) -> tuple[str, ...]:
    """Words over columns, as people part them."""
    parted = typed.replace("，", ",").replace("、", ",").split(",")
    return tuple(one.strip() for one in parted if one.strip())
