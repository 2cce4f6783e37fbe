"""
The page of a double click, before there is a campaign: open one, make one of tables or of last year's, bring one back.

It is served until somebody has chosen a folder; then the campaign's own page takes its address.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, File, Form, HTTPException, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as AnyHTTPException

from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.web.addressed import Addressed
from pingyi.web.begin_vote import add_votes
from pingyi.web.beginning import COOKIE, Beginning, Begun, draw, go_on, make_way, uploaded_word
from pingyi.web.demo_page import demo_of
from pingyi.web.demo_page import router as demo_router
from pingyi.web.guard import Headed
from pingyi.web.kept import kept_from
from pingyi.web.server.demo_run import DemoRun
from pingyi.web.server.uploads import accepted
from pingyi.web.typed_in import place, table_rows
from pingyi.workflow.by_hand.drafts import draft, draft_from_plan, drafts, drop, keep, new_draft, plan_of
from pingyi.workflow.by_hand.faults import faults, suggested, suggested_all
from pingyi.workflow.by_hand.make import NewYear, make_by_hand, make_next_year
from pingyi.workflow.by_hand.tables import ABOUT, COLUMNS, COMPONENT_TEXT, PART_TEXT, Draft, Fault, Part
from pingyi.workflow.desk.known import forget, known_campaigns, new_folder
from pingyi.workflow.desk.workspace import open_workspace, today
from pingyi.workflow.evidence.restore import restore_any

HERE = Path(__file__).parent
SPARE_ROWS = 8  # empty ones under a table, to type into
LONGEST_PATH = 1000
NOT_FOUND = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A draft at one of its parts."""

    name: str
    part: Part
    kept: Draft


class YearAfter(BaseModel):
    """What the form of a new year holds."""

    folder: Annotated[str, Field(max_length=LONGEST_PATH)]
    year: int
    plan_number: int
    plan_date: date
    analysis_due: date


Place = Annotated[str, Form(max_length=LONGEST_PATH)]


def create_begin(key: str, home: Path, end: Callable[[], None]) -> FastAPI:
    """The application; new folders are made in `home`, `end` stops its server: then `chosen` is what to go on with."""
    templates = Jinja2Templates(HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    app = FastAPI(title="pingyi", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.demo = DemoRun(home)
    app.state.beginning = Beginning(key=key, home=home, end=end, templates=templates)
    app.add_middleware(Addressed, names=())
    app.add_middleware(Headed)
    app.add_api_route("/static/{name}", kept_from(HERE / "static"), methods=["GET"], response_model=None)
    app.add_api_route("/begin", enter, methods=["GET"], response_model=None)
    app.add_api_route("/", begin, methods=["GET"], response_model=None)
    app.add_api_route("/login", make_way, methods=["GET"], response_model=None)
    app.add_api_route("/open", open_one, methods=["POST"], response_model=None)
    app.add_api_route("/forget", leave_out, methods=["POST"], response_model=None)
    app.add_api_route("/new", new_one, methods=["POST"], response_model=None)
    app.add_api_route("/plan/upload", from_plan, methods=["POST"], response_model=None)
    app.add_api_route("/next-year", next_year, methods=["POST"], response_model=None)
    app.add_api_route("/restore", bring_back, methods=["POST"], response_model=None)
    app.add_api_route("/draft/{name}/drop", drop_draft, methods=["POST"], response_model=None)
    app.add_api_route("/draft/{name}/make", make_draft, methods=["POST"], response_model=None)
    app.add_api_route("/draft/{name}/{part}/typed", keep_typing, methods=["POST"], response_model=None)
    app.add_api_route("/draft/{name}/{part}", show_part, methods=["GET"], response_model=None)
    app.add_api_route("/draft/{name}/{part}", keep_part, methods=["POST"], response_model=None)
    add_votes(app)
    app.include_router(demo_router)
    app.add_exception_handler(PingyiError, _told)
    app.add_exception_handler(AnyHTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(OSError, _told)
    return app


def enter(request: Request, key: str = "") -> Response:
    """Take the key from the link into a cookie no other site can use."""
    found: Beginning = request.app.state.beginning
    if not secrets.compare_digest(key.encode(), found.key.encode()):
        raise HTTPException(403, "链接不对；请从桌面图标，或终端里显示的链接打开开始页")
    reply = RedirectResponse("/", 303)
    reply.set_cookie(COOKIE, key, httponly=True, samesite="strict")
    return reply


def begin(request: Request, begun: Begun) -> Response:
    """The campaigns on this PC, those under way, and how to begin another."""
    known = known_campaigns(begun.home)
    campaigns = tuple(one for one in known if not one.wrong and not one.vote)
    return draw(
        request, begun, "start.html", known=known, drafts=tuple(drafts()), this_year=today().year, home=begun.home,
        accepted=accepted("plan"), campaigns=campaigns, demo=demo_of(request).state,
    )  # fmt: skip


def open_one(request: Request, begun: Begun, folder: Place) -> Response:
    """Go on with a campaign. Raises what opening it raises."""
    return go_on(request, begun, place(folder))


def leave_out(begun: Begun, folder: Place) -> Response:  # noqa: ARG001 - only who holds the key
    """Out of the list; nothing in the folder is touched."""
    forget(place(folder))
    return RedirectResponse("/", 303)


def new_one(begun: Begun) -> Response:  # noqa: ARG001 - only who holds the key
    """Begin one of tables."""
    return RedirectResponse(f"/draft/{new_draft()}/{Part.ABOUT.value}", 303)


def from_plan(begun: Begun, plan: Annotated[UploadFile, File()]) -> Response:  # noqa: ARG001 - only who holds the key
    """Begin one of tables that the office's own plan document fills. Raises FileError when it cannot be read."""
    with uploaded_word(plan) as file:
        made = draft_from_plan(file)
    return RedirectResponse(f"/draft/{made}/{Part.ABOUT.value}", 303)


def next_year(request: Request, begun: Begun, year: Annotated[YearAfter, Form()]) -> Response:
    """Make the year after of a campaign."""
    last = place(year.folder)
    about = NewYear(
        year=year.year, plan_number=year.plan_number, plan_date=year.plan_date, analysis_due=year.analysis_due
    )
    district = open_workspace(last).campaign.about.district
    made = make_next_year(last, about, new_folder(f"{year.year}年度{district}", begun.home))
    return go_on(request, begun, made.root)


def bring_back(request: Request, begun: Begun, sealed: Place, pictures: Place = "") -> Response:
    """A sealed file into a folder of its own. Raises what `restore_any` raises."""
    files = [place(one) for one in (sealed, pictures) if one.strip()]
    if not files:
        raise NotReadyError("没有写归档文件在哪里；请写上，如 D:\\2024年度评议归档.zip")
    return go_on(request, begun, restore_any(tuple(files), new_folder(files[0].stem, begun.home)).desk.root)


def show_part(request: Request, begun: Begun, name: str, part: Part) -> Response:
    """One table, as kept or as suggested; a part before it that is wrong comes first."""
    kept = draft(name)
    if (first := _first_wrong(kept, part)) is not part:
        return RedirectResponse(f"/draft/{name}/{first.value}", 303)
    return _part(request, begun, Step(name=name, part=part, kept=kept), ())


async def keep_part(request: Request, begun: Begun, name: str, part: Part) -> Response:
    """Keep what was typed, whatever is wrong in it; go on when nothing is."""
    kept = await _typed(request, name, part)
    if (first := _first_wrong(kept, part)) is not part:
        return RedirectResponse(f"/draft/{name}/{first.value}", 303)
    if found := faults(kept, part):
        return _part(request, begun, Step(name=name, part=part, kept=kept), tuple(found))
    later = [one for one in Part if list(Part).index(one) > list(Part).index(part)]
    return RedirectResponse(f"/draft/{name}/{later[0].value}" if later else f"/draft/{name}/{part.value}?whole=1", 303)


async def keep_typing(request: Request, begun: Begun, name: str, part: Part) -> Response:  # noqa: ARG001 - the key
    """Keep what stands in the fields while somebody types: a closed tab loses nothing."""
    await _typed(request, name, part)
    return Response(status_code=204)


async def _typed(request: Request, name: str, part: Part) -> Draft:
    kept, form = draft(name), await request.form()
    typed = {key: str(value) for key, value in form.items()}
    if part is Part.ABOUT:
        kept = kept.model_copy(update={"about": {one.name: typed.get(one.name, "").strip() for one in ABOUT}})
    else:
        kept = kept.model_copy(update={"rows": {**kept.rows, part: table_rows(typed, part)}})
    keep(name, kept)
    return kept


def make_draft(request: Request, begun: Begun, name: str) -> Response:
    """Make the folder of a draft's tables. Raises CampaignError naming the step that is wrong."""
    kept = draft(name)
    made = make_by_hand(
        kept,
        new_folder(f"{kept.about.get('year', '')}年度{kept.about.get('district', '')}", begun.home),
        plan_of(name),
    )
    drop(name)
    return go_on(request, begun, made.root)


def drop_draft(begun: Begun, name: str) -> Response:  # noqa: ARG001 - only who holds the key
    """Nobody wants it any more."""
    drop(name)
    return RedirectResponse("/", 303)


def _first_wrong(kept: Draft, until: Part) -> Part:
    """The first part before `until` that has a fault; `until` itself when there is none."""
    whole = suggested_all(kept) if until is Part.PLAN else kept
    return next((one for one in Part if list(Part).index(one) < list(Part).index(until) and faults(whole, one)), until)


def _part(request: Request, begun: Beginning, step: Step, found: tuple[Fault, ...]) -> HTMLResponse:
    name, part, kept = step.name, step.part, step.kept
    rows = kept.rows.get(part, []) if kept.has(part) else suggested(kept, part)
    wide = len(COLUMNS.get(part, ()))
    cells = [[*row[:wide], *[""] * (wide - len(row))] for row in [*rows, *([[]] * SPARE_ROWS)]]
    beside = {(one.row, one.column): one.words for one in found if one.row is not None or part is Part.ABOUT}
    whole = part is Part.PLAN and kept.has(part) and not found and "whole" in request.query_params
    return draw(
        request, begun, "start_part.html", name=name, part=part, parts=PART_TEXT, about=ABOUT, kept=kept, cells=cells,
        columns=COLUMNS.get(part, ()), beside=beside, components=tuple(COMPONENT_TEXT.values()), whole=whole,
        of_the_table=[one.words for one in found if one.row is None and part is not Part.ABOUT],
        heads=sum(int(row[2]) for row in rows if part is Part.PLAN and row[2].isdecimal()),
    )  # fmt: skip


def _told(request: Request, error: Exception) -> Response:
    begun: Beginning = request.app.state.beginning
    match error:
        case AnyHTTPException():
            status, message = (
                error.status_code,
                "没有这一页；请回到开始页" if error.status_code == NOT_FOUND else str(error.detail),
            )
        case RequestValidationError():
            status, message = 422, "填的内容不完整或不对；请回到开始页再填"
        case OSError():
            status, message = 507, f"无法读写文件（{error}）；请核对磁盘空间和权限后再试"
        case _:
            status, message = 409, str(error)
    return draw(request, begun, "start_error.html", status, message=message)
