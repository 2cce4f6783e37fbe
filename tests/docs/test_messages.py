"""A message that refuses a wish says what to do: held over every message written in the program."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
from program_text import ROOT, program, source

from pingyi.domain.readings import reading
from pingyi.ground import errors

WISHES = {
    name
    for module in (errors, reading)
    for name, one in inspect.getmembers(module, inspect.isclass)
    if issubclass(one, errors.PingyiError)
}
REMEDY = re.compile(
    r"请|可用：|可写：|应为|怎么办：|应有：|：\n|只能|改成|改用|要改|例如|运行|这里收|每区写|不用|自动留下"
)
STANDALONE = "pingyi_verify.py"  # a report, not a wish


def _said(node: ast.AST, names: dict[str, str]) -> str:
    """The text of an expression, as far as it is written there or in a constant it names."""
    return "".join(
        names.get(part.id, "") if isinstance(part, ast.Name) else str(part.value)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant | ast.Name)
    )


def _assigned(nodes: tuple[ast.AST, ...]) -> Iterator[tuple[str, str]]:
    """Names and the texts they stand for."""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(
            node.value, ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp
        ):
            yield from ((one.id, _said(node.value, {})) for one in node.targets if isinstance(one, ast.Name))


def _refusals() -> Iterator[tuple[str, str]]:
    files = {path: source(path)[1] for path in program() if path.name != STANDALONE}
    constants = {name: text for nodes in files.values() for name, text in _assigned(nodes) if name.isupper()}
    for path, nodes in files.items():
        raised = [
            node.args[0]
            for node in nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WISHES and node.args
        ]
        names = constants | dict(_assigned(nodes)) if raised else {}
        for words in raised:
            yield f"{path.relative_to(ROOT)}:{words.lineno}", _said(words, names) + _called(words, nodes)


def _called(node: ast.expr, nodes: tuple[ast.AST, ...]) -> str:
    """What functions of the same file add."""
    called = {
        one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", "")
        for one in ast.walk(node)
        if isinstance(one, ast.Call)
    }
    return "".join(_said(one, {}) for one in nodes if isinstance(one, ast.FunctionDef) and one.name in called)


@pytest.mark.slow
def test_every_refusal_says_what_to_do() -> None:
    silent = [
        f"{place} {text}" for place, text in _refusals() if re.search("[一-鿿]", text) and not REMEDY.search(text)
    ]
    assert not silent, "\n".join(silent)
