"""The library's document: its examples run as they stand, its names are there, and light until they are used."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from program_text import ROOT

import pingyi
from pingyi.workflow.scans.read import ReadRequest, csv_rows, read_scans

DOCUMENT = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
SCANS = ROOT / "samples" / "scans"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files the examples name."""
    for name in ("form.docx", "office.pdf", "rough.pdf"):
        shutil.copyfile(SCANS / name, tmp_path / name)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_an_example_runs_as_it_stands(desk: Path, number: int) -> None:
    ran = subprocess.run([sys.executable, "-c", EXAMPLES[number]], cwd=desk, capture_output=True, text=True, check=True)
    if number == 0:
        assert "满意" in ran.stdout
    elif number == 1:
        assert re.search(r"[1-9]\d* rows decided, \d+ for people", ran.stdout)
    else:
        assert [path for path in (desk / "waiting").iterdir() if path.read_bytes().startswith(b"\x89PNG")]


def test_there_are_three_examples_and_each_name_told_is_there() -> None:
    assert len(EXAMPLES) == 3
    told = set(re.findall(r"pingyi\.(\w+)", "".join(EXAMPLES))) | set(re.findall(r"^\| `(\w+)", DOCUMENT, re.MULTILINE))
    assert told <= set(pingyi.__all__)
    for name in pingyi.__all__:
        assert getattr(pingyi, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pingyi.nothing  # noqa: B018 # type: ignore[attr-defined]


@pytest.mark.slow
def test_the_library_reads_what_the_command_reads(desk: Path) -> None:
    form = pingyi.read_form(desk / "form.docx")
    mine = [line for page in pingyi.read_scans(desk / "office.pdf", form) for line in csv_rows(page)]
    request = ReadRequest(scans=(desk / "office.pdf",), forms=form, output=desk / "r.csv", jobs=1, debug=None)
    read_scans(request, lambda *_: None)
    theirs = (desk / "r.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert Counter(",".join(map(str, line)) for line in mine) == Counter(theirs)


def test_the_name_alone_loads_no_scanner() -> None:
    asked = "import sys, pingyi; print([name for name in ('cv2', 'numpy', 'docx') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"
