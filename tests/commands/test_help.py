"""Help and usage errors: Chinese throughout, whole, and within the terminal's width."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pingyi.cli import commands
from pingyi.commands.show.click_words import MANY, WORDS
from pingyi.commands.show.console import run
from pingyi.commands.show.fold import PIECE, cells, folded
from pingyi.ground.errors import ExitCode

CLOSING = "，。；：、？！）”’》〉」】…"
FOR_PROGRAMMERS = ("defined twice", "declaration", "same flag", "No options defined", "Deprecat", "Unknown")
FOR_PROGRAMMERS = (*FOR_PROGRAMMERS, "shell completion", "Bash", "Windows error")


def tree(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from tree(one, (*path, name))


ALL = list(tree(commands))


def click_messages() -> Iterator[tuple[str, ...]]:
    """Every text click would have translated: for one, and for several."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if said and len(said[0]) > 1 and not any(word in said[0] for word in FOR_PROGRAMMERS):
                    yield tuple(said)


def test_all_of_clicks_own_words_are_chinese_and_keep_their_places() -> None:
    for one, *many in click_messages():
        own = (MANY if many else WORDS)[one]
        assert re.search(r"[\u4e00-\u9fff]", own) or one == "%(prog)s, version %(version)s", one
        places = re.findall(r"\{\w+(?:![rs])?\}|%\(\w+\)s", own)
        assert set(places) <= set(re.findall(r"\{\w+(?:![rs])?\}|%\(\w+\)s", "".join((one, *many)))), one


@pytest.mark.parametrize("words", [path for path, _ in ALL], ids=" ".join)
def test_help_is_whole_chinese_and_fits_eighty_columns(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(commands, [*words, "--help"]) == ExitCode.OK
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if cell_len(line) > 80 or (line.lstrip()[:1] in CLOSING and line)] == []
    assert english_of_click(told) == []
    whole = "".join(told.split())
    command = dict(ALL)[words]
    below = list(getattr(command, "commands", {}).values())
    helped = [command.help or "", *(one.help.partition("。")[0] for one in below)]
    helped += [one.help for one in command.params if isinstance(one, click.Option) and one.help]
    assert [text for text in helped if "".join(text.split()) not in whole] == []
    spelt = {word for text in helped for word in re.findall(r"[!-~]+", text)}
    assert [word for word in spelt if word not in told] == [], "no word is cut"


def misspelt() -> Iterator[tuple[str, ...]]:
    for path, command in ALL:
        yield (*path, "--nonsense")
        yield (*path, "--helpp")
        if getattr(command, "commands", {}):
            yield (*path, "nonsense")
            continue
        if any(getattr(one, "prompt", None) for one in command.params):
            continue  # it asks for a password before it looks further
        if all(one.nargs != -1 for one in command.params):
            yield (*path, *["word"] * 9)
        if any(one.required for one in command.params):
            yield path
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag:
                yield (*path, option.opts[-1])
                if not isinstance(option.type, click.Path | click.types.StringParamType):
                    yield (*path, option.opts[-1], "nonsense")
                if isinstance(option.type, click.IntRange | click.FloatRange):
                    yield (*path, option.opts[-1], "-7")


def test_a_misspelt_command_is_answered_in_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in set(misspelt()):
        assert run(commands, list(words)) == ExitCode.USAGE, words
        said = capsys.readouterr()
        assert re.search(r"[\u4e00-\u9fff]", said.err), words
        assert english_of_click(said.err + said.out) == [], words
        assert "--help" in said.err or "命令：" in said.err or "后面要写值" in said.err, words


@cache
def own_words() -> frozenset[str]:
    """Longer words of click's own English."""
    said = (re.split(r"\{[^}]*\}|%\(\w+\)s", one) for message in click_messages() for one in message)
    words = {word for parts in said for part in parts for word in re.findall(r"[A-Za-z]{4,}", part)}
    return frozenset(words - {"file", "path", "help", "version"})


def english_of_click(told: str) -> list[str]:
    ours = {name for path, _ in ALL for name in path}  # `start` is a command, and a word of click's
    return [word for word in re.findall(r"(?<![\w./-])[A-Za-z]+(?![\w./-])", told) if word in own_words() - ours]


pieces = ("评议", "表", "，", "（", "）", "campaign.toml", "--final", " ", "2024", "。", "…", "results/反馈")


@given(st.lists(st.sampled_from(pieces), max_size=60).map("".join), st.integers(16, 80), st.sampled_from(("", "  ")))
def test_folding_keeps_every_letter_and_cuts_no_word(text: str, width: int, hang: str) -> None:
    lines = folded(text, width, hang)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [word for word in re.findall(r"[!-~]+", text) if not any(word in line for line in lines)] == []
    assert all(cells(line) <= width or len(PIECE.findall(line.strip())) == 1 for line in lines)
    assert all(line.startswith(hang) for line in lines[1:])
