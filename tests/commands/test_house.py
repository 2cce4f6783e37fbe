"""The house as a whole: modules form no ring, and nothing stands in it that nobody uses."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from program_text import ROOT, tree

import pingyi

ROOMS = ("checker", "commands", "domain", "generator", "ground", "scanner", "scoring", "store", "tally", "web")
ROOMS = (*ROOMS, "workflow")
CALLED_BY_LIBRARIES = {"call_binop", "format_commands", "list_commands", "teardown", "write_heading", "write_usage"}


@pytest.mark.slow
def test_no_module_imports_one_that_stands_on_it() -> None:
    """Not even inside a function."""
    paths = [ROOT / "cli.py", *(path for room in (*ROOMS, "samples") for path in (ROOT / room).rglob("*.py"))]
    named = {module_name(path): tree(path) for path in paths}
    stands_on = {name: set(imported(one)) & set(named) - {name} for name, one in named.items()}
    try:
        tuple(TopologicalSorter(stands_on).static_order())
    except CycleError as ring:
        raise AssertionError(" → ".join(ring.args[1])) from None


def module_name(path: Path) -> str:
    return ".".join(("pingyi", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


@pytest.mark.slow
def test_nothing_public_is_unused() -> None:
    """But by tests and other programs; `samples` is there for those."""
    rooms = [tree for room in ROOMS for tree in trees(ROOT / room)]
    everywhere = [*rooms, *trees(ROOT / "samples"), tree(ROOT / "cli.py")]
    used = {name for one in everywhere for name in names_read(one)}
    used |= {word for page in (ROOT / "web").rglob("*.html") for word in re.findall(r"\w+", page.read_text("utf-8"))}
    defined = {name for one in rooms for name in names_defined(one) if not name.startswith("_")}
    assert defined - used - CALLED_BY_LIBRARIES - set(pingyi.__all__) == set()


def trees(room: Path) -> Iterator[ast.Module]:
    return map(tree, room.rglob("*.py"))


def names_read(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id


def names_defined(module: ast.Module) -> Iterator[str]:
    """Public functions and classes, their methods, and constants; what a library registers counts as used."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            registered = not isinstance(node, ast.ClassDef) and any(map(registers, node.decorator_list))
            yield from [] if registered else [node.name]
            inside = node.body if isinstance(node, ast.ClassDef) else []
            yield from (one.name for one in inside if isinstance(one, ast.FunctionDef))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


def registers(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith(("click.", "router.", "app."))
