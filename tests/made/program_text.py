"""The program's own source, parsed once for all tests that read it."""

import ast
import gc
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
BESIDE = ("tests", "benchmarks")  # packages that are no rooms of the program


def rooms() -> list[Path]:
    """Folders of the rooms at the top level."""
    found = (path for path in ROOT.iterdir() if (path / "__init__.py").exists() and not path.is_symlink())
    return sorted(path for path in found if path.name not in (*BESIDE, "pingyi"))


@cache
def tree(path: Path) -> ast.Module:
    """A file parsed; out of the collector's sight, which takes longer over all trees than to make them."""
    gc.disable()
    try:
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        gc.freeze()
    finally:
        gc.enable()
    return parsed


@cache
def source(path: Path) -> tuple[str, tuple[ast.AST, ...]]:
    """Text of a file and every node of its tree."""
    return path.read_text(encoding="utf-8"), tuple(ast.walk(tree(path)))


def program() -> list[Path]:
    """Every file of Python in the rooms."""
    return sorted(path for room in rooms() for path in room.rglob("*.py"))
