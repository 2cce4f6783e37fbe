"""Every command and option that a document or a message names is one of the program's, and each is documented."""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from program_text import ROOT, program, rooms, source

from pingyi.cli import commands

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "ARCHITECTURE.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "templates" / "handbook").glob("*.md")),
]
SPAN = re.compile(r"`([^`\n]+)`")
WORD = re.compile(r"[a-z][a-z-]*")
OURS = re.compile(r"(?:^|[\s`（(：:；，。“/])pingyi(?: -C \S+)? (-?-?[a-z][^`\n]*)")
OTHERS = re.compile(r"^(python|dask|verify\.py|make|uv|git|apt)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command of the program as somewhere written: its names, and the options given to it."""

    names: tuple[str, ...]
    wrong: tuple[str, ...]


def _all(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*names, name), command
        if isinstance(command, click.Group):
            yield from _all(command, (*names, name))


PROGRAM = dict(_all(commands))
EVERYWHERE = {"--help", "-h", "--version", "-C"}


def _options(command: click.Command) -> set[str]:
    return {option for one in command.params for option in one.opts} | EVERYWHERE


def _words(line: str) -> list[str]:
    """As a shell would part them; a sentence that goes on after the command ends it."""
    line = re.split(r"\s#|[；;。，）|&]|\s\(|, ", line)[0]
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _read(line: str) -> Asked:
    """What follows `pingyi`."""
    words = _words(line)
    group: click.Command = commands
    names: tuple[str, ...] = ()
    wrong: list[str] = []
    for word in words:
        if isinstance(group, click.Group) and not word.startswith("-") and WORD.fullmatch(word):
            if word in group.commands:
                group, names = group.commands[word], (*names, word)
                continue
            if not names:
                wrong.append(word)
            break
        option = re.match(r"--?[a-z][a-z-]*|-[A-Z]", word.strip("[](),.：，、"))
        if option and option[0] not in _options(group):
            wrong.append(f"{' '.join(names)} {option[0]}")
    return Asked(names=names, wrong=tuple(wrong))


def _written(text: str) -> Iterator[str]:
    """Each place where the program is called by name."""
    for line in text.splitlines():
        for found in OURS.finditer(line):
            yield found[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_calls_only_what_the_program_has(document: Path) -> None:
    assert not [bad for line in _written(document.read_text(encoding="utf-8")) for bad in _read(line).wrong]


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, list items and rows of tables; blocks of code left out."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    for block in re.split(r"\n\s*\n", text):
        yield from re.split(r"\n(?=[|\-*]|\d+\. )", block)


def _loose(paragraph: str) -> Iterator[str]:
    """Options standing alone that no command named beside them has."""
    spans = SPAN.findall(paragraph)
    known = set(EVERYWHERE)
    for span in spans:
        names = tuple(re.sub(r"^pingyi(?: -C \S+)? ", "", span).split(" -")[0].split())
        for length in range(1, len(names) + 1):
            if names[:length] in PROGRAM:
                known |= _options(PROGRAM[names[:length]])
        if OTHERS.match(span):
            known |= set(re.findall(r"--[a-z-]+", span)) | _options_of_script(span)
    for span in spans:
        if span.startswith("--") and (option := re.match(r"--[a-z-]+", span)) and option[0] not in known:
            yield option[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_an_option_stands_beside_a_command_that_has_it(document: Path) -> None:
    assert not [bad for one in _paragraphs(document.read_text(encoding="utf-8")) for bad in _loose(one)]


def _options_of_script(call: str) -> set[str]:
    found = re.match(r"python -m ([\w.]+)", call)
    place = ROOT / found[1].replace(".", "/") if found else ROOT / "workflow" / "evidence" / "pingyi_verify"
    files = place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]
    return {option for file in files for option in re.findall(r'"(--[a-z-]+)"', file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_options_of_a_measurement_are_its_own(document: Path) -> None:
    wrong = []
    for call in re.findall(r"python -m (?:benchmarks|training)[^`\n#]+", document.read_text(encoding="utf-8")):
        script = _options_of_script(call)
        wrong += [f"{call}: {option}" for option in re.findall(r"--[a-z-]+", call) if option not in script]
    assert not wrong


@pytest.mark.parametrize("document", DOCUMENTS[:2], ids=lambda path: path.name)
def test_every_command_stands_in_the_readme(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    called = {_read(line).names for line in _written(text)}
    spans = {tuple(span.split(" -")[0].split()) for span in SPAN.findall(text)}
    groups = {names for names, command in PROGRAM.items() if isinstance(command, click.Group)}
    leaves = set(PROGRAM) - {names for names in groups if not PROGRAM[names].invoke_without_command}
    told = {names[:length] for names in (called | spans) for length in range(1, len(names) + 1)}
    assert sorted(leaves - told) == []


def test_both_readmes_call_the_same() -> None:
    english, chinese = (
        [_read(line).names for line in _written(path.read_text(encoding="utf-8"))] for path in DOCUMENTS[:2]
    )
    assert english == chinese
    headings = [len(re.findall(r"^#+ ", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in DOCUMENTS[:2]]
    assert headings[0] == headings[1]


def _messages() -> Iterator[tuple[Path, str]]:
    """Every text in the code; what is put into it stands as a word."""
    for path in program():
        for node in source(path)[1]:
            if isinstance(node, ast.JoinedStr):
                yield path, "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value
    for path in (path for room in rooms() for path in room.rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_message_tells_to_run_only_what_the_program_has() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {bad}"
        for path, text in _messages()
        for line in _written(text)
        for bad in _read(line).wrong
    }
    assert not wrong
