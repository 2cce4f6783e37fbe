"""Scans on a web server: what is put there anew under its address is fetched anew, whatever the server says of it."""

import os
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pingyi.workflow.cluster import remote
from pingyi.workflow.cluster.remote import fetched, local_scans

pytestmark = pytest.mark.outside

FIRST, SECOND = b"%PDF-1 first", b"%PDF-1 other"  # as long


class Server(SimpleHTTPRequestHandler):
    """Gives what lies in `folder`, with these headers."""

    folder = Path()
    said: tuple[str, ...] = ()
    gets = 0

    def do_GET(self) -> None:
        type(self).gets += 1
        self._give()
        self.wfile.write(self._content())

    def do_HEAD(self) -> None:
        self._give()

    def _content(self) -> bytes:
        return (self.folder / self.path.strip("/")).read_bytes()

    def _give(self) -> None:
        content = self._content()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        tell = {"ETag": f'"{hash(content)}"', "Last-Modified": "Sun, 29 Nov 2026 06:00:00 GMT"}
        tell |= {"Last-Modified": "Sun, 29 Nov 2026 07:00:00 GMT"} if content == SECOND else {}
        for name in self.said:
            self.send_header(name, tell[name])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[tuple[str, ...]], str]]:
    """The address of a folder, on a server that says so much of its files."""
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(remote, "_cache", lambda: tmp_path / "copies")
    monkeypatch.setattr(Server, "folder", tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def at(said: tuple[str, ...]) -> str:
            monkeypatch.setattr(Server, "said", said)
            return f"http://127.0.0.1:{server.server_port}"

        yield at
        server.shutdown()


@pytest.mark.parametrize("said", [("ETag", "Last-Modified"), ("ETag",), ("Last-Modified",), ()])
def test_a_scan_put_there_anew_is_fetched_anew(
    serve: Callable[[tuple[str, ...]], str], tmp_path: Path, said: tuple[str, ...]
) -> None:
    url = f"{serve(said)}/a.pdf"
    (tmp_path / "a.pdf").write_bytes(FIRST)
    first = fetched(url)
    assert first.read_bytes() == FIRST
    (tmp_path / "a.pdf").write_bytes(SECOND)
    (second,), origins, _ = local_scans([url])
    assert (second.read_bytes(), first.read_bytes()) == (SECOND, FIRST)  # who reads the first goes on reading it
    assert origins == {second.resolve(): url}


def test_what_the_server_says_is_the_same_is_not_fetched_again(
    serve: Callable[[tuple[str, ...]], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{serve(('ETag',))}/a.pdf"
    monkeypatch.setattr(Server, "gets", 0)
    (tmp_path / "a.pdf").write_bytes(FIRST)
    assert len({fetched(url) for _ in range(3)}) == 1
    assert Server.gets == 1


def test_a_scan_that_nothing_is_said_of_is_one_copy_as_long_as_it_is_the_same(
    serve: Callable[[tuple[str, ...]], str], tmp_path: Path
) -> None:
    url = f"{serve(())}/a.pdf"
    (tmp_path / "a.pdf").write_bytes(FIRST)
    assert len({fetched(url) for _ in range(3)}) == 1


def test_copies_nobody_asks_for_go_in_the_end(serve: Callable[[tuple[str, ...]], str], tmp_path: Path) -> None:
    at = serve(("ETag",))
    copies = []
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(name.encode())
        copies.append(fetched(f"{at}/{name}"))
    for copy in copies:
        os.utime(copy.parent, (1e9, 1e9))
    before = copies[1].stat().st_mtime_ns
    fetched(f"{at}/b.pdf")
    (tmp_path / "d.pdf").write_bytes(FIRST)
    fetched(f"{at}/d.pdf")
    assert [copy.exists() for copy in copies] == [False, True, False]
    assert copies[1].stat().st_mtime_ns == before
