"""
pingyi(1) and what shells complete, from the program itself: every command with its options, in Chinese.

Run by itself, so that it is the packed commit's program that is asked: `manual.py VERSION` writes JSON.
"""

import json
import sys
from collections.abc import Iterator

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


def manual(commands: click.Group, version: str) -> str:
    """The page as man reads it (roff)."""
    lines = [
        f'.TH PINGYI 1 "" "pingyi {version}" "评议"',
        ".SH 名称",
        "pingyi \\- 评议评价的印表、读票、计票、计分和通报",
    ]
    lines += [".SH 用法", "\\fBpingyi\\fR [\\-C \\fIDIR\\fR] \\fI命令\\fR …", ".SH 命令"]
    for name, command in commands.commands.items():
        lines += _command(("pingyi", name), command)
    lines += [".SH 退出码", "0 成功；其余见随附文档。出错时说明哪个文件、哪一页、怎么办。"]
    lines += [".SH 文件", "~/评议 各年度的工作目录；升级和卸载都不改动。"]
    return "\n".join(lines) + "\n"


def _command(names: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(names))
    usage = " ".join([*names, *command.collect_usage_pieces(context)])
    yield f".SS {_plain(usage)}"
    yield _plain(command.help or "")
    for parameter in command.params:
        if record := parameter.get_help_record(context):
            yield from (".TP", f"\\fB{_plain(record[0])}\\fR", _plain(record[1]))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command((*names, name), inner)


def _plain(text: str) -> str:
    """Roff takes a backslash, a hyphen and a leading dot or quote for its own."""
    escaped = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _completion(commands: click.Group, shell: str) -> str:
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(shell)
    return kind(commands, {}, "pingyi", "_PINGYI_COMPLETE").source()


def main() -> None:
    """All of it, by name."""
    from pingyi.cli import commands  # noqa: PLC0415 - whichever lies first on the path

    print(json.dumps({"man": manual(commands, sys.argv[1]), **{one: _completion(commands, one) for one in SHELLS}}))


if __name__ == "__main__":
    main()
