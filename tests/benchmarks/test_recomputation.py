"""The points computed a second time, by other code: in short what the benchmark does at length."""

import ast
from pathlib import Path

import pytest

from benchmarks.points import recomputation
from benchmarks.points.recomputed import compare


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 4])
def test_points_are_those_of_an_independent_recomputation(tmp_path: Path, seed: int) -> None:
    found = compare(tmp_path, seed)
    assert found.numbers > 7 * found.units
    assert found.differences == ()


def test_the_recomputation_has_nothing_of_the_program_and_is_short() -> None:
    text = Path(recomputation.__file__).read_text(encoding="utf-8")
    names = {node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    names |= {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    assert not {name for name in names if name and name.startswith(("pingyi", "benchmarks"))}
    assert len(text.splitlines()) <= 300
