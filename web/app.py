"""The page as an ASGI application; `web.serve` launches it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException as AnyHTTPException

from pingyi.domain.trust.people import ROLE_TEXT, Right
from pingyi.ground.errors import PingyiError
from pingyi.web.addressed import Addressed
from pingyi.web.fields import FieldsError
from pingyi.web.guard import Headed, NotSignedInError
from pingyi.web.kept import kept_from
from pingyi.web.pages import REGISTRY
from pingyi.web.server.draw.pictures import Pictures
from pingyi.web.server.incoming import Watch
from pingyi.web.server.jobs import Jobs
from pingyi.web.server.menu import MENU
from pingyi.web.server.office import Office
from pingyi.web.server.page_words import on_page, without_root
from pingyi.web.server.results_desk import Results
from pingyi.web.state import State, draw, shared_in
from pingyi.workflow.people.claims import Claims

HERE = Path(__file__).parent


def create_app(office: Office, *, setup: str = "", secure: bool = False, names: tuple[str, ...] = ()) -> FastAPI:
    """
    The page for one workspace, known by these `names` besides this machine's own.

    Whoever calls holds its lock, and closes the office after the application.
    """
    templates = drawn_by(MENU)
    state = State(
        office=office,
        jobs=Jobs(office),
        claims=Claims(),
        pictures=Pictures(),
        results=Results(office),
        templates=templates,
        setup=setup,
        secure=secure,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watch = Watch(office, state.jobs)
        yield
        watch.close()
        state.jobs.close()
        state.pictures.close()

    app = FastAPI(title="pingyi", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.pingyi = state
    equip(app, names, REGISTRY)
    return app


def drawn_by(menu: object) -> Jinja2Templates:
    """The templates, with this menu on each page."""
    templates = Jinja2Templates(HERE / "templates")
    templates.env.globals.update(ROLE_TEXT=ROLE_TEXT, Right=Right, MENU=menu)
    templates.env.filters["zip"] = lambda first, second: list(zip(first, second, strict=True))
    templates.env.add_extension("jinja2.ext.loopcontrols")
    templates.env.filters["told"] = on_page  # the program's own words; what people wrote is never touched
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    return templates


def equip(app: FastAPI, names: tuple[str, ...], routers: tuple[APIRouter, ...]) -> None:
    """What stands before the pages, the pages, and what is said when they fail."""
    app.add_middleware(Addressed, names=names)
    app.add_middleware(Headed)
    app.add_api_route("/static/{name}", kept_from(HERE / "static"), methods=["GET"], response_model=None)
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(NotSignedInError, _to_sign_in)
    app.add_exception_handler(PingyiError, _explained)
    app.add_exception_handler(AnyHTTPException, _explained)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(OSError, _disk)


def _wants_data(request: Request) -> bool:
    """The page's own scripts read a reply's words; htmx puts them into the page."""
    return "hx-request" in request.headers or "application/json" in request.headers.get("accept", "")


def _to_sign_in(request: Request, _: Exception) -> Response:
    if _wants_data(request):
        return JSONResponse({"message": "已退出登录；请重新登录"}, 401, {"HX-Redirect": "/login"})
    return RedirectResponse("/login", 303)


def _explained(request: Request, error: Exception) -> Response:
    if isinstance(error, AnyHTTPException):
        status = error.status_code
        words = {404: "没有这一页；请从左边的菜单进入", 405: "这里不能这样操作；请从左边的菜单进入"}
        message = str(error.detail) if isinstance(error, HTTPException) else words.get(status, str(error.detail))
    else:
        status, message = 409, str(error)
    return _told(request, status, message, error.fields if isinstance(error, FieldsError) else {})


def _misunderstood(request: Request, _: Exception) -> Response:
    return _told(request, 422, "提交的内容不完整或不对；请刷新页面再试")


def _disk(request: Request, error: Exception) -> Response:
    return _told(request, 507, f"无法读写文件（{error}）；请核对磁盘空间和权限后再试")


def _told(request: Request, status: int, message: str, fields: Mapping[str, str] | None = None) -> Response:
    root = shared_in(request).office.root
    message = without_root(on_page(message), root)
    if _wants_data(request):
        told = {name: without_root(on_page(words), root) for name, words in (fields or {}).items()}
        return JSONResponse({"message": message, "fields": told}, status)
    page: HTMLResponse = draw(request, "error.html", status, message=message)
    return page
