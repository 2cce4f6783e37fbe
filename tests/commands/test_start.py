"""A command loads what it needs: what is asked many times a day must not wait for libraries that draw or print."""

import subprocess
import sys
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

pytestmark = pytest.mark.outside

HEAVY = {"cv2", "docx", "fastapi", "lxml", "matplotlib", "numba", "numpy", "onnxruntime", "pandas", "pikepdf"}
HEAVY |= {"pypdfium2", "scipy", "xlsxwriter"}
HEAVY_FOR_HELP = HEAVY | {"pydantic", "rich", "sqlite3", "sqlite_utils"}
PRINT_LOADED = "import atexit, sys; atexit.register(lambda: print('loaded', *sys.modules, file=sys.stderr)); "


def loaded(*words: str) -> set[str]:
    code = f"{PRINT_LOADED}from pingyi.cli import main; main({list(words)!r})"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    return {name.partition(".")[0] for name in ran.stderr.splitlines()[-1].split()}


def test_status_loads_nothing_that_reads_pictures_or_writes_documents(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=2)
    assert loaded("-C", str(workspace.root), "status") & HEAVY == set()


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("scan", "--help")])
def test_help_loads_nothing_but_the_commands_themselves(words: tuple[str, ...]) -> None:
    assert loaded(*words) & HEAVY_FOR_HELP == set()
