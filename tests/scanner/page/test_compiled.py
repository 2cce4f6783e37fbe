"""What one process keeps of compiled loops is never taken for another's, however their writing falls together."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from pingyi.scanner import every_loop  # noqa: F401 - all loops
from pingyi.scanner.ink.piece_figures import measured
from pingyi.scanner.page import compiled as made

LOOP = """
from pingyi.scanner.page.compiled import compiled

@compiled
def weighed(rows):
    found = 0
    for y in range(rows.shape[0]):
        for x in range(rows.shape[1]):
            found += rows[y, x] * (x + 1)
    return found
"""
CALL = """
import sys
import numpy as np
from loop import weighed
rows = np.arange(12).reshape(3, 4)
print(weighed(rows if sys.argv[1] == "rows" else rows.T), sum(weighed.stats.cache_hits.values()))
"""
RIGHT = {"rows": "180", "columns": "164"}
ROOM = Path(made.__file__).parents[1]


CALLER = """
import numpy as np
from loop import weighed
from pingyi.scanner.page.compiled import compiled

@compiled
def twice(rows):
    return 2 * weighed(rows)

rows = np.arange(12).reshape(3, 4)
print(weighed(rows), twice(rows), sum(weighed.stats.cache_hits.values()))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loop, and what two processes keep of it that have met other arguments first."""
    folder = tmp_path_factory.mktemp("loop")
    (folder / "loop.py").write_text(LOOP, encoding="utf-8")
    for layout, right in RIGHT.items():
        assert called(folder, layout, layout) == (right, "0")
        assert called(folder, layout, layout) == (right, "1")  # it is kept
    return folder


def called(folder: Path, cache: str, layout: str) -> tuple[str, ...]:
    """What the loop says of rows or columns, and whether its code was found among what is kept."""
    return said_by(folder, cache, "-c", CALL, layout)


def said_by(folder: Path, cache: str, *program: str) -> tuple[str, ...]:
    environment = os.environ | {
        "NUMBA_CACHE_DIR": str(folder / cache),
        "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
    }
    ran = subprocess.run([sys.executable, *program], check=True, capture_output=True, text=True, env=environment)
    return tuple(ran.stdout.split())


@pytest.mark.outside
@pytest.mark.parametrize(("index", "last"), [*product(RIGHT, RIGHT)])
def test_two_processes_that_compile_at_once_leave_no_wrong_code(folder: Path, index: str, last: str) -> None:
    """Whichever wrote the index that stands, and whichever wrote its code last."""
    mixed = folder / f"{index} {last}"
    for layout in sorted(RIGHT, key=lambda layout: layout == last):
        shutil.copytree(folder / layout, mixed, dirs_exist_ok=True)
    for kept in (folder / index).rglob("*.nbi"):
        shutil.copy(kept, mixed / kept.relative_to(folder / index))
    assert {layout: called(folder, mixed.name, layout)[0] for layout in RIGHT} == RIGHT


@pytest.mark.outside
def test_a_loop_compiled_later_takes_in_one_that_was_kept(folder: Path) -> None:
    (folder / "caller").write_text(CALLER, encoding="utf-8")
    shutil.copytree(folder / "rows", folder / "taken in")
    assert said_by(folder, "taken in", str(folder / "caller")) == ("180", "360", "1")


def test_a_loop_whose_sources_change_is_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold a loop or a constant of another module, which numba does not look at; others say nothing of it."""
    files = made.LOOPS[0]._cache._cache_file
    assert made._FilesByKey(files, "others")._source_stamp != made._FilesByKey(files, "these")._source_stamp
    of_pieces = made.made_of(measured.__module__)
    for changed, other in (
        ("scanner.grid.canvas", True),
        ("scanner.ink.shape", True),
        ("scanner.verdict.rules", False),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(made, "_source", _one_changed(f"pingyi.{changed}"))
            assert (made.made_of(measured.__module__) != of_pieces) is other, changed


def _one_changed(module: str) -> Callable[[str], bytes]:
    whole = made._source
    return lambda name: whole(name) + (b"# changed" if name == module else b"")


def test_all_that_a_loop_calls_is_among_its_sources() -> None:
    for loop in made.LOOPS:
        module = loop.py_func.__module__
        for name in loop.py_func.__code__.co_names:
            called = getattr(loop.py_func.__globals__.get(name), "py_func", None)
            assert called is None or called.__module__ in made.sources(module), (module, name)


def test_what_a_module_imports_is_found_as_python_finds_it() -> None:
    for path in ROOM.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found = {name for name in made._imported(text) if name in sys.modules}
        assert found == {name for name in _by_python(text) if name in sys.modules}, path


def _by_python(text: str) -> Iterator[str]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("pingyi"):
            yield from (str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("pingyi"))


def test_every_loop_is_kept_this_way() -> None:
    others = [path for path in ROOM.rglob("*.py") if "numba.njit" in path.read_text(encoding="utf-8")]
    assert others == [Path(made.__file__)]
