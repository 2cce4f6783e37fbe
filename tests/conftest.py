"""What many tests need: the default campaign, its printed ballot, made once by LibreOffice; and which are quick."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from invented_year import default_campaign
from kept_paper import kept_in
from leader_paper import Form3, printed_form3
from printed_ballot import Printed
from small_process import forget_pictures, settle

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import find_layout

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from pingyi.web.server.office import Office

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of the many processes compiles everything again
sys.dont_write_bytecode = False
settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("untimed")
TURNS = ("long", "slow", "quick")  # markers, in the order of their files
NOT_QUICK = {"office", "slow", "outside", "long"}  # markers
OUTSIDE = {"printed", "form3", "small_disk", "office"}  # fixtures that start LibreOffice, a server or another program


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as quick whatever neither a marker nor a fixture takes outside its process; long files go first."""
    turns: dict[Path, int] = {}
    for item in items:
        marked = {mark.name for mark in item.iter_markers()}
        if not NOT_QUICK & marked and not OUTSIDE & set(getattr(item, "fixturenames", ())):
            item.add_marker("quick")
            marked.add("quick")
        turn = next((number for number, name in enumerate(TURNS) if name in marked), 1)
        turns[item.path] = min(turn, turns.get(item.path, turn))
    items.sort(key=lambda item: turns[item.path])  # or a worker would begin the longest when the others are done


def pytest_collection_finish() -> None:
    """What was imported and collected stays: neither the collector nor a forked process touches it again."""
    settle()


@pytest.fixture(scope="session", autouse=True)
def _kept_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What LibreOffice made in this run, whichever worker asked."""
    own = tmp_path_factory.getbasetemp()
    with kept_in((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prints"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's own: what other programs of this run keep, whichever worker started them."""
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _signing_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's own key: one made for these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PINGYI_KEY", str(tmp_path_factory.mktemp("key") / "signing.key"))
        yield


@pytest.fixture(scope="module", autouse=True)
def _small_process() -> Iterator[None]:
    """Each file begins in a process that forks cheaply."""
    yield
    forget_pictures()


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    return default_campaign()


@pytest.fixture(scope="session")
def printed(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("printed")
    docx = write_ballot(campaign, folder / "附件4.docx")
    page = to_pdf([docx], folder)[0]
    batch = Batch(code="A07", group="A", distributor="区教育局", copies=2)
    run = write_print_run(page, batch, folder / "A07.pdf", campaign.ballot_print)
    form = ballot_form(read_table_form(docx), campaign.ballot.choices)
    return Printed(form=form, docx=docx, pdf=run, layout=find_layout(run, form))


@pytest.fixture(scope="session")
def form3(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Form3:
    """附件3 of one unit, printed, for leaders to write on."""
    return printed_form3(campaign, tmp_path_factory.mktemp("form3"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.name != "posix" or mount is None:
        pytest.skip("needs mount")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    yield disk
    subprocess.run([shutil.which("umount") or "umount", str(disk)], check=True)


@pytest.fixture(scope="session")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from web_office import prepare  # noqa: PLC0415 - few tests need the page

    return prepare(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(tmp_path: Path, prepared_office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Office"]:
    """An invented workspace behind the page; signing in is slowed down only where a test asks for it."""
    from web_office import office_in  # noqa: PLC0415 - few tests need the page

    from pingyi.web.guard import Limiter  # noqa: PLC0415
    from pingyi.web.pages import people  # noqa: PLC0415

    monkeypatch.setattr(people, "by_address", Limiter(most=1000, seconds=1))
    monkeypatch.setattr(people, "by_name", Limiter(most=1000, seconds=1))
    with office_in(tmp_path, prepared_office) as opened:
        yield opened


@pytest.fixture
def client(office: "Office") -> Iterator["TestClient"]:
    from web_office import client_of  # noqa: PLC0415

    with client_of(office) as opened:
        yield opened
