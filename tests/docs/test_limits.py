"""The limits that CONTRIBUTING gives are kept, in every room."""

import ast
import importlib.util
import re

import pytest
from PIL import Image
from program_text import ROOT, program, rooms, source

pytestmark = pytest.mark.slow

MODULE, BODY = 300, 40
FEW_WORDS = 3
ALONE = "pingyi_verify.py"  # a program of its own, in one file on purpose


def test_modules_and_functions_are_as_short_as_promised() -> None:
    long = []
    for path in program():
        name, (text, nodes) = str(path.relative_to(ROOT)), source(path)
        if path.name == ALONE:
            continue
        if len(text.splitlines()) > MODULE:
            long.append(name)
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.body[0].lineno + 1
                long += [f"{name}: {node.name}"] if lines > BODY else []
    assert not long


def test_what_is_public_says_what_it_is() -> None:
    """Three words say no shape, unit, error or source."""
    terse = []
    for path in program():
        for node in source(path)[1]:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                said = ast.get_docstring(node)
                terse += [f"{path.relative_to(ROOT)}: {node.name}"] if said and len(said.split()) <= FEW_WORDS else []
    assert not terse


def test_the_limits_told_are_these() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.search(rf"at most {MODULE} lines, a function's body at most {BODY}, five arguments", text)


def test_the_rooms_told_are_those_of_the_contracts() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + (ROOT / "ARCHITECTURE.md").read_text(
        encoding="utf-8"
    )
    assert not [room.name for room in rooms() if not re.search(rf"\b{room.name}\b", text)]


def test_the_picture_of_the_rooms_shows_the_rooms_there_are() -> None:
    place = ROOT / "scripts" / "rooms_picture.py"
    spec = importlib.util.spec_from_file_location("rooms_picture", place)
    assert spec is not None
    assert spec.loader is not None
    drawer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawer)
    with Image.open(drawer.TARGET) as picture:
        assert picture.text[drawer.KEY] == drawer.said(), "python scripts/rooms_picture.py draws it anew"
