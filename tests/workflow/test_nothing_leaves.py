"""What the program asks the system for, from outside: no address but this machine's, no file not its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside
ROOT = Path(__file__).parent.parent.parent
TRACED = "connect,sendto,sendmsg,sendmmsg,openat,open,creat"
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
WRITTEN = re.compile(r'(?:openat|open|creat)\([^"]*"([^"]+)"(?:, [A-Z_|0-9]*(?:O_WRONLY|O_RDWR|O_CREAT)|, 0)')
LOOKING_UP = ("resolv.conf", "libnss_dns", "nsswitch-dns")
SYSTEM = ("/dev/", "/proc/")
LIBREOFFICE = ("/usr/lib/libreoffice/share/uno_packages/cache/",)  # its own, and only for root
CACHES = ("pingyi", "dconf")  # dconf: LibreOffice's settings
WHOLE_JOB = """
import sys
from pathlib import Path
from benchmarks.trust.tampering import make_workspace, sealed, still
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.people.written.opinions import export_opinions

workspace = make_workspace(Path(sys.argv[1]))
with working(workspace, "test") as store:
    assert export_opinions(workspace.campaign, store, workspace.root / "opinions.xlsx", still).opinions
assert not sealed(workspace.root, workspace.root / "archive.zip")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A machine of its own, as far as the program can see."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Run Python under strace."""
        own = {"HOME": "home", "TMPDIR": "tmp"}
        for name in own.values():
            (self.folder / name).mkdir(exist_ok=True)
        clean = {name: word for name, word in os.environ.items() if not name.startswith(("XDG_", "PINGYI_"))}
        env = clean | {name: str(self.folder / place) for name, place in own.items()} | {"PYTHONPATH": str(ROOT)}
        trace = ["strace", "-f", "-s", "300", "-o", str(self.folder / "trace"), "-e", f"trace={TRACED}"]
        return subprocess.Popen([*trace, sys.executable, *words], env=env, cwd=self.folder, start_new_session=True)

    def calls(self) -> list[str]:
        return (self.folder / "trace").read_text(encoding="utf-8", errors="replace").splitlines()

    def strange_files(self) -> set[str]:
        """Opened to be written, and not of the workspace, a cache or settings of ours, or the system's."""
        home = self.folder / "home"
        caches = (home / ".cache" / name for name in CACHES)
        ours = (self.workspace, self.folder / "tmp", home / ".config" / "pingyi", *caches)
        allowed = (*map(str, ours), *SYSTEM, *LIBREOFFICE)
        found = (WRITTEN.search(call) for call in self.calls() if " ENOENT " not in call)
        paths = {one[1] for one in found if one and one[1].startswith("/")}
        return {path for path in paths if not path.startswith(allowed) and "__pycache__" not in path}

    def strange_addresses(self) -> set[str]:
        found = {one or other for call in self.calls() for one, other in ADDRESS.findall(call)}
        return {address for address in found if not address.startswith("127.") and address != "::1"}

    def looked_up(self) -> list[str]:
        return [call for call in self.calls() if any(word in call for word in LOOKING_UP)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: make setup")
    probe = subprocess.run([strace, "-o", os.devnull, sys.executable, "-c", ""], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine lets nobody be traced")
    return Desk(folder=tmp_path)


def check(desk: Desk) -> None:
    assert len(desk.calls()) > 100, "nothing was traced"
    assert not desk.strange_addresses()
    assert not desk.looked_up()
    assert not desk.strange_files()


@pytest.mark.office
@pytest.mark.slow
def test_reading_counting_notice_and_archive_talk_to_nobody(desk: Desk) -> None:
    assert desk.start("-c", WHOLE_JOB, str(desk.workspace)).wait() == 0
    check(desk)
    assert any("/home/.cache/pingyi/" in call for call in desk.calls())


def test_the_page_talks_to_this_machine_alone(desk: Desk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run([sys.executable, "-m", "pingyi.cli", "init", desk.workspace], check=True, capture_output=True)
    server = desk.start("-m", "pingyi.cli", "-C", str(desk.workspace), "serve", "--port", str(port))
    try:
        page = fetched(f"http://127.0.0.1:{port}/", server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # strace itself does not listen
        server.wait()
    assert "评议" in page
    check(desk)


def test_a_call_to_another_machine_would_be_seen(desk: Desk) -> None:
    """The trace itself is tried: a name looked up, an address asked, a file left behind."""
    said = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"
    desk.start("-c", said).wait()
    assert desk.strange_addresses() == {"192.0.2.1"}
    desk.start("-c", "import pathlib; (pathlib.Path.home() / 'left.db').write_text('x')").wait()
    assert desk.strange_files() == {str(desk.folder / "home" / "left.db")}
    desk.start("-c", "open('/etc/resolv.conf')").wait()
    assert desk.looked_up()


def fetched(address: str, server: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(address) as page:  # noqa: S310 - our own
                return str(page.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page did not start")
