"""What one process keeps of compiled loops is never taken for another's, however their writing falls together."""

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

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
    environment = os.environ | {
        "NUMBA_CACHE_DIR": str(folder / cache),
        "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
    }
    ran = subprocess.run(
        [sys.executable, "-c", CALL, layout], check=True, capture_output=True, text=True, env=environment
    )
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


def test_loops_of_other_sources_are_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop may hold one of another module, which numba does not look at."""
    from pingyi.scanner.page.levels import _counts  # noqa: PLC0415

    files = _counts._cache._cache_file
    before = files._source_stamp
    monkeypatch.setattr(made, "_sources", lambda: (("grid/line_kernels.py", 1, 1),))
    assert made._FilesByKey(files)._source_stamp != before


def test_every_loop_is_kept_this_way() -> None:
    others = [path for path in ROOM.rglob("*.py") if "numba.njit" in path.read_text(encoding="utf-8")]
    assert others == [Path(made.__file__)]
