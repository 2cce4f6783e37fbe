"""Signing in and out, the first account, and everybody's accounts."""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.domain.trust.people import Account, Role
from pingyi.web.guard import COOKIE, Limiter, Looker, Runner, signing_witness
from pingyi.web.server import sessions
from pingyi.web.state import Shared, There, draw
from pingyi.workflow.people import accounts
from pingyi.workflow.people.accounts import NewAccount
from pingyi.workflow.people.keys import Signer

router = APIRouter()
by_name = Limiter(most=5, seconds=30)  # for each address: nobody locks out somebody else
by_address = Limiter(most=30, seconds=5)  # an office may share one address
by_device = Limiter(most=5, seconds=30)
REMEMBERED_S = 400 * 86400  # the longest a browser allows
DEVICE = "pingyi-device"  # a browser somebody signed in with before is not held up by others' wrong passwords

Text = Annotated[str, Form()]
Name = Annotated[str, Form(max_length=100)]
Password = Annotated[str, Form(max_length=accounts.LONGEST_PASSWORD + 1)]


class NewPerson(BaseModel):
    """An account to be made, or to be given another key; `witness` may be nobody."""

    name: Annotated[str, Field(max_length=100)]
    password: Annotated[str, Field(max_length=accounts.LONGEST_PASSWORD + 1)]
    role: Role = Role.ENTRY
    witness: Annotated[str, Field(max_length=100)] = ""
    witness_password: Annotated[str, Field(max_length=accounts.LONGEST_PASSWORD + 1)] = ""


def _same_origin(request: Request) -> None:
    """Before there is a session there is no token: the browser's own word must do."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "请求不是从本页面发出的，没有执行")


def _device(state: Shared, name: str) -> str:
    return hmac.digest(state.device_key, name.encode(), "sha256").hex()


def _entered(state: Shared, secret: str, person: str) -> Response:
    reply = RedirectResponse("/", 303)
    for name, value, kept in ((COOKIE, secret, None), (DEVICE, _device(state, person), REMEMBERED_S)):
        reply.set_cookie(name, value, kept, httponly=True, samesite="strict", secure=state.secure, path="/")
    return reply


@router.get("/login")
def login(request: Request, state: There) -> Response:
    """Ask for name and password."""
    with state.office.store() as store:
        ready = accounts.any_account(store)
    return draw(request, "login.html", ready=ready, message="", name="")


@router.post("/login")
def sign_in(request: Request, state: There, name: Name, password: Password) -> Response:
    """Let in, or say that name or password is wrong, not which."""
    _same_origin(request)
    name = name.strip()
    if not _may_try(request, state, name):
        message = "试的次数太多；请等半分钟再试"
        return draw(request, "login.html", 429, ready=True, message=message, name=name)
    with state.office.store() as store:
        found = sessions.sign_in(store, name, password)
    if found is None:
        return draw(request, "login.html", 401, ready=True, message="姓名或密码不对；请再试一次", name=name)
    return _entered(state, found[0], name)


def _may_try(request: Request, state: Shared, name: str) -> bool:
    device = request.cookies.get(DEVICE, "")
    if secrets.compare_digest(device.encode(), _device(state, name).encode()):
        return by_device.take(device)
    address = request.client.host if request.client else ""
    return by_name.take(f"{address}\n{name}") and by_address.take(address)


@router.post("/logout")
def sign_out(state: There, person: Looker) -> Response:
    """End this session and go to the page that lets in."""
    with state.office.store() as store:
        sessions.sign_out(store, person)
    state.claims.end(person.token)
    reply = RedirectResponse("/login", 303)
    reply.delete_cookie(COOKIE, path="/")
    return reply


@router.get("/setup")
def set_up(request: Request, state: There, token: str = "") -> Response:
    """The first account, by the link the server printed."""
    _check_setup(state, token)
    return draw(request, "setup.html", token=token, message="", name="")


@router.post("/setup")
def first_account(request: Request, state: There, name: Name, password: Password, token: Text) -> Response:
    """Make the first account, who runs the office, and let them in."""
    _same_origin(request)
    _check_setup(state, token)
    account = Account(name=name.strip(), role=Role.ADMIN)
    with state.office.store() as store:
        accounts.add_account(store, NewAccount(account=account, password=password, vouchers=()), account.name)
        found = sessions.sign_in(store, account.name, password)
    if found is None:
        raise HTTPException(500, "账号已建好，但没有登录成功；请到登录页再试")
    return _entered(state, found[0], account.name)


def _check_setup(state: Shared, token: str) -> None:
    with state.office.store() as store:
        used = accounts.any_account(store)
    if used or not state.setup or not secrets.compare_digest(token.encode(), state.setup.encode()):
        raise HTTPException(403, "设置链接无效或已用过；请登录，或重新运行 pingyi serve 取得新的链接")


@router.get("/people")
def everybody(request: Request, state: There, person: Looker) -> Response:
    """Everybody's accounts, for those who run the office's page; for others their own password."""
    with state.office.store() as store:
        listed = accounts.all_accounts(store)
    return draw(request, "people.html", person=person, here="people", accounts=listed, roles=list(Role))


@router.post("/people/add")
def add(
    state: There,
    person: Runner,
    new: Annotated[NewPerson, Form()],
) -> Response:
    """Add an account. FileError tells of a name taken, a password of wrong length, a witness too few."""
    account = Account(name=new.name.strip(), role=new.role)
    vouchers = _vouchers(state, person, new)
    with state.office.store() as store:
        made = NewAccount(account=account, password=new.password, vouchers=vouchers)
        accounts.add_account(store, made, person.account.name)
    return RedirectResponse("/people", 303)


@router.post("/people/renew")
def renew(state: There, person: Runner, new: Annotated[NewPerson, Form()]) -> Response:
    """Another password and key for somebody who lost theirs."""
    vouchers = _vouchers(state, person, new)
    with state.office.store() as store:
        known = next((one for one in accounts.all_accounts(store) if one.name == new.name), None)
        if known is None:
            raise HTTPException(404, f"没有名为“{new.name}”的账号；请刷新页面再试")
        made = NewAccount(account=known, password=new.password, vouchers=vouchers)
        accounts.renew_key(store, made, person.account.name)
    return RedirectResponse("/people", 303)


@router.post("/people/password")
def own_password(state: There, person: Looker, old: Password, new: Password) -> Response:
    """One's own password; everybody may. Whoever was signed in by the old one is no longer."""
    with state.office.store() as store:
        accounts.change_password(store, person.account.name, old, new)
    return RedirectResponse("/login", 303)


@router.post("/people/change")
def change(
    state: There,
    person: Runner,
    name: Name,
    role: Annotated[Role, Form()],
    active: Annotated[bool, Form()] = False,  # a box that is not ticked is not sent
) -> Response:
    """Another role, or out of use."""
    with state.office.store() as store:
        accounts.change_account(store, Account(name=name, role=role, active=active), person.account.name)
    return RedirectResponse("/people", 303)


def _vouchers(state: Shared, person: Runner, new: NewPerson) -> tuple[Signer, ...]:
    """The one who runs the page, where they can sign and it is not their own key, and who stands beside them."""
    own = (person.key,) if person.key and person.account.name != new.name else ()
    beside = (signing_witness(state, new.witness, new.witness_password),) if new.witness_password else ()
    return (*own, *beside)
