"""The demo from the start page: asked for by a button, watched while it is made, opened when it is."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.web.beginning import Begun, draw
from pingyi.web.server.demo_run import DemoRun

router = APIRouter(prefix="/demo")


def demo_of(request: Request) -> DemoRun:
    """The one demo of this start page."""
    found: DemoRun = request.app.state.demo
    return found


@router.post("")
def make(request: Request, _: Begun) -> Response:
    """Begin, unless it is under way."""
    demo_of(request).start()
    return RedirectResponse("/demo", 303)


@router.get("", response_model=None)
def watch(request: Request, begun: Begun) -> Response:
    """How far it is; the page asks again by itself."""
    state = demo_of(request).state
    if state is None:
        return RedirectResponse("/", 303)
    return draw(request, begun, "start_demo.html", state=state)


@router.get("/state")
def state(request: Request, _: Begun) -> dict[str, str | int | bool]:
    """The same for the page's script."""
    now = demo_of(request).state
    if now is None:
        return {"running": False, "made": False, "doing": "", "done": 0, "total": 0}
    return {"running": now.running, "made": now.made, "doing": now.doing, "done": now.done, "total": now.total}
