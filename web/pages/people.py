"""Signing in and out, the first account, and everybody's accounts."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.domain.people import Account, Role
from pingyi.web.guard import COOKIE, Limiter, Looker, Runner
from pingyi.web.server import accounts
from pingyi.web.state import Here, State, draw

router = APIRouter()
by_name = Limiter(most=5, seconds=30)
by_address = Limiter(most=30, seconds=5)  # an office may share one address

Text = Annotated[str, Form()]
Name = Annotated[str, Form(max_length=100)]
Password = Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD + 1)]


def _same_origin(request: Request) -> None:
    """Before there is a session there is no token: the browser's own word must do."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "请求不是从本页面发出的，没有执行")


def _entered(state: State, secret: str) -> Response:
    reply = RedirectResponse("/", 303)
    reply.set_cookie(COOKIE, secret, httponly=True, samesite="strict", secure=state.secure, path="/")
    return reply


@router.get("/login")
def login(request: Request, state: Here) -> Response:
    """Ask for name and password."""
    with state.office.store() as store:
        ready = accounts.any_account(store)
    return draw(request, "login.html", ready=ready, message="", name="")


@router.post("/login")
def sign_in(request: Request, state: Here, name: Name, password: Password) -> Response:
    """Let in, or say that name or password is wrong, not which."""
    _same_origin(request)
    address = request.client.host if request.client else ""
    name = name.strip()
    if not by_address.take(address) or not by_name.take(name):
        message = "试的次数太多；请等半分钟再试"
        return draw(request, "login.html", 429, ready=True, message=message, name=name)
    with state.office.store() as store:
        found = accounts.sign_in(store, name, password)
    if found is None:
        return draw(request, "login.html", 401, ready=True, message="姓名或密码不对；请再试一次", name=name)
    by_name.forget(name)
    return _entered(state, found[0])


@router.post("/logout")
def sign_out(state: Here, person: Looker) -> Response:
    """End this session and go to the page that lets in."""
    with state.office.store() as store:
        accounts.sign_out(store, person)
    reply = RedirectResponse("/login", 303)
    reply.delete_cookie(COOKIE, path="/")
    return reply


@router.get("/setup")
def set_up(request: Request, state: Here, token: str = "") -> Response:
    """The first account, by the link the server printed."""
    _check_setup(state, token)
    return draw(request, "setup.html", token=token, message="", name="")


@router.post("/setup")
def first_account(request: Request, state: Here, name: Name, password: Password, token: Text) -> Response:
    """Make the first account, who runs the office, and let them in."""
    _same_origin(request)
    _check_setup(state, token)
    account = Account(name=name.strip(), role=Role.ADMIN)
    with state.office.store() as store:
        accounts.add_account(store, account, password, account.name)
        found = accounts.sign_in(store, account.name, password)
    if found is None:
        raise HTTPException(500, "账号已建好，但没有登录成功；请到登录页再试")
    return _entered(state, found[0])


def _check_setup(state: State, token: str) -> None:
    with state.office.store() as store:
        used = accounts.any_account(store)
    if used or not state.setup or not secrets.compare_digest(token.encode(), state.setup.encode()):
        raise HTTPException(403, "设置链接无效或已用过；请登录，或重新运行 pingyi serve 取得新的链接")


@router.get("/people")
def everybody(request: Request, state: Here, person: Runner) -> Response:
    """The page of accounts, for those who run the office's page."""
    with state.office.store() as store:
        listed = accounts.all_accounts(store)
    return draw(request, "people.html", person=person, here="people", accounts=listed, roles=list(Role))


@router.post("/people/add")
def add(state: Here, person: Runner, name: Name, password: Password, role: Annotated[Role, Form()]) -> Response:
    """Add an account. FileError tells of a name taken or a password of wrong length."""
    with state.office.store() as store:
        accounts.add_account(store, Account(name=name.strip(), role=role), password, person.account.name)
    return RedirectResponse("/people", 303)


@router.post("/people/change")
def change(
    state: Here,
    person: Runner,
    name: Name,
    role: Annotated[Role, Form()],
    password: Annotated[str, Form()] = "",
    active: Annotated[bool, Form()] = False,  # a box that is not ticked is not sent
) -> Response:
    """Another role, another password, or out of use."""
    with state.office.store() as store:
        account = Account(name=name, role=role, active=active)
        accounts.change_account(store, account, password, person.account.name)
    return RedirectResponse("/people", 303)
