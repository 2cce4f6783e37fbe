"""Launches the page."""

import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import uvicorn
from cryptography.x509 import DNSName, ExtensionNotFound, SubjectAlternativeName, load_pem_x509_certificate
from fastapi import FastAPI

from pingyi.ground.errors import FileError
from pingyi.web.app import create_app
from pingyi.web.begin import create_begin
from pingyi.web.server.office import Office, OpenDesk
from pingyi.workflow.desk.own_page import OwnPage, own_page
from pingyi.workflow.desk.vote_folder import VoteDesk, open_any
from pingyi.workflow.desk.workspace import Workspace, serving
from pingyi.workflow.people.accounts import any_account

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORT, PORTS = 8765, 20  # of a double click: as many people as are signed in on one PC
PATIENCE_S = 5.0  # for one's own page to answer
WRONG = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where to listen; with a certificate, over TLS."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    setup: str = ""  # the token of the first account; empty: one is made
    page: OwnPage = field(default_factory=OwnPage)  # is told the link


def serve(folder: Path, wanted: Wanted, say: Callable[[str], None]) -> None:
    """
    Serve the workspace until interrupted.

    Raises NotReadyError without a workspace, WorkspaceBusyError while a command runs in it, FileError when the
    address cannot be had, or others would be let in before there is an account.
    """
    desk = open_any(folder)
    with serving(desk, f"serve（页面 {_address(wanted)}；请在页面上操作，或先停止页面）"):
        office, create = _of(desk)
        try:
            with office.store() as store:
                setup = "" if any_account(store) else wanted.setup or secrets.token_urlsafe(24)
            if setup and wanted.host not in LOOPBACK:
                raise FileError("还没有账号，不能对外开放；请先不带 --host 运行一次，建好管理账号再开放")
            listening = _listen(wanted)
            wanted.page.tell(_first(wanted, setup))
            _tell(wanted, setup, say)
            secure = wanted.certificate is not None
            config = uvicorn.Config(
                create(setup=setup, secure=secure, names=(wanted.host, *certified(wanted.certificate))),
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=3,
                ssl_certfile=wanted.certificate,
                ssl_keyfile=wanted.key,
            )
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            office.close()


def _of(desk: Workspace | VoteDesk) -> tuple[OpenDesk, Callable[..., FastAPI]]:
    """What is open of a campaign or of a vote, and what makes its page."""
    if isinstance(desk, Workspace):
        office = Office(desk.root)
        return office, partial(create_app, office)
    # what reads a vote's form brings the scanner: a campaign's page does without it
    from pingyi.web.server.vote_office import VoteOffice  # noqa: PLC0415
    from pingyi.web.vote_app import create_vote_app  # noqa: PLC0415

    vote = VoteOffice(desk.root)
    return vote, partial(create_vote_app, vote)


def begin(home: Path, port: int | None, say: Callable[[str], None]) -> None:
    """
    From a double click: the start page in the browser, then the campaign that was chosen there, at the same address.

    Where this user has a page open already, it is shown again; a `port` that is named opens another one. New folders
    are made in `home`. Raises what serving the campaign raises.
    """
    if port is not None:
        _begin(home, (port,), OwnPage(), say)
        return
    with own_page() as page:
        if page.elsewhere:
            _show_again(page.elsewhere, say)
        else:
            _begin(home, range(PORT, PORT + PORTS), page, say)


def _begin(home: Path, ports: Sequence[int], page: OwnPage, say: Callable[[str], None]) -> None:
    listening = _listen_on_one(ports)
    key = secrets.token_urlsafe(24)
    wanted = Wanted(host=LOOPBACK[0], port=listening.getsockname()[1], setup=key, page=page)
    server: uvicorn.Server | None = None

    def end() -> None:
        if server is not None:
            server.should_exit = True

    app = create_begin(key, home, end)
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    first = f"{_address(wanted)}begin?key={key}"
    page.tell(first)
    say(f"开始页：{first}\n按 Ctrl-C 停止")
    webbrowser.open(first)
    try:
        server.run(sockets=[listening])
    finally:
        app.state.demo.close()
    listening.close()
    chosen: Path | None = app.state.beginning.chosen
    if chosen is not None:
        serve(chosen, wanted, say)


def _show_again(link: str, say: Callable[[str], None]) -> None:
    """The page this user has open: its link if that still leads on, as the first account's does once only."""
    address, _, rest = link.removeprefix("http://").partition("/")
    asked = HTTPConnection(address, timeout=PATIENCE_S)
    try:
        asked.request("GET", f"/{rest}")
        leads = asked.getresponse().status < WRONG
    except (OSError, HTTPException) as error:
        raise FileError("评议已经开着，但它的网页没有回答；请到它的黑色窗口按 Ctrl-C 停止，再双击一次图标") from error
    finally:
        asked.close()
    shown = link if leads else f"http://{address}/"
    say(f"评议已经开着，就在这个网页：{shown}\n要换一次评议，请先在它的黑色窗口按 Ctrl-C 停止")
    webbrowser.open(shown)


def certified(certificate: Path | None) -> tuple[str, ...]:
    """The names a TLS certificate is for. Raises FileError when it is none."""
    if certificate is None:
        return ()
    try:
        found = load_pem_x509_certificate(certificate.read_bytes())
        return tuple(
            found.extensions.get_extension_for_class(SubjectAlternativeName).value.get_values_for_type(DNSName)
        )
    except ExtensionNotFound:
        return ()
    except (OSError, ValueError) as error:
        raise FileError(f"TLS 证书 {certificate} 打不开（{error}）；请核对文件，要 PEM 格式") from error


def _address(wanted: Wanted) -> str:
    host = socket.gethostname() if wanted.host in ("0.0.0.0", "::") else wanted.host  # noqa: S104 - asked for
    return f"{'https' if wanted.certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{wanted.port}/"


def _first(wanted: Wanted, setup: str) -> str:
    """The page to begin with: the account's, while there is none."""
    return _address(wanted) + (f"setup?token={setup}" if setup else "")


def _listen_on_one(ports: Sequence[int]) -> socket.socket:
    """At the first that is free: somebody else signed in on this PC may have a page. Raises FileError."""
    for port in ports[:-1]:
        try:
            return _listen(Wanted(host=LOOPBACK[0], port=port))
        except FileError:
            continue
    return _listen(Wanted(host=LOOPBACK[0], port=ports[-1]))


def _listen(wanted: Wanted) -> socket.socket:
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    # named TCP, so that asyncio sends small replies at once instead of waiting 40 ms for the reader's word
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform == "win32":  # the other option would let a second page take the first one's port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((wanted.host, wanted.port))
        listening.listen()  # a browser faster than the page waits
    except OSError as error:
        listening.close()
        raise FileError(
            f"不能在 {wanted.host} 的 {wanted.port} 端口上开页面（{error.strerror}）；请用 --port 换一个端口"
        ) from error
    return listening


def _tell(wanted: Wanted, setup: str, say: Callable[[str], None]) -> None:
    first = _first(wanted, setup)
    if setup:
        say(f"第一次使用：请用浏览器打开下面的链接，建立管理账号（链接只能用一次）\n  {first}")
    else:
        say(f"页面已打开：{first}")
    if wanted.host not in LOOPBACK:
        say(
            "局域网内的人都能打开这个地址，凭账号登录"
            + ("" if wanted.certificate else "；未用证书，口令会以明文经过网络")
        )
    say("按 Ctrl-C 停止")
