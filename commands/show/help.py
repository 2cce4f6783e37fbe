"""Help and usage errors, in Chinese and in lines that fit the terminal."""

import sys
from collections.abc import Iterable
from gettext import gettext, ngettext

import click

from pingyi.commands.show.click_words import MANY, WORDS
from pingyi.commands.show.fold import cells, folded

GAP = 2  # between a term and what is said of it
TERM_MOST = 30  # cells; what is said of a longer term begins on a line of its own
METAVARS = {"INTEGER RANGE": "N", "FLOAT RANGE": "X", "FLOAT": "X", "PATH": "FILE", "TEXT": "文字"}


class Pages(click.HelpFormatter):
    """Counts a Chinese letter as the two cells it takes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is written."""
        head = f"{prefix or '用法：'}{prog} "
        self.write("\n".join(folded(head + args, self.width, " " * cells(head))) + "\n")

    def write_heading(self, heading: str) -> None:
        """The line over a section, with a Chinese colon."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """What a command does."""
        indent = " " * self.current_indent
        for line in folded(" ".join(text.split()), self.width - len(indent)):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = TERM_MOST, col_spacing: int = GAP) -> None:
        """Options, or commands, and what is said of each."""
        listed = list(rows)
        indent = " " * self.current_indent
        widest = min(max(cells(term) for term, _ in listed), col_max) + col_spacing
        beside = indent + " " * widest
        for term, said in listed:
            lines = folded(said, self.width - len(beside))
            own_line = cells(term) > widest - col_spacing
            self.write(f"{indent}{term}" + ("\n" + beside if own_line else " " * (widest - cells(term))))
            self.write(f"\n{beside}".join(lines).rstrip() + "\n")


class Context(click.Context):
    """Writes help by these pages."""

    formatter_class = Pages


class InOrder(click.Group):
    """Lists its commands as they were added, each with the whole first sentence of its help."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Not by the alphabet."""
        return list(self.commands)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """No sentence is cut."""
        with formatter.section("命令"):
            formatter.write_dl([(name, _first_sentence(one.help or "")) for name, one in self.commands.items()])


def in_chinese(command: click.Command) -> None:
    """Make a command, and all below it, speak Chinese in lines that fit."""
    _teach_click()
    command.context_class = Context
    command.options_metavar = "[选项]"
    for parameter in command.params:
        if parameter.metavar is None and not getattr(parameter, "is_flag", False):
            made = parameter.make_metavar(Context(command))
            parameter.metavar = METAVARS.get(made, made)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]…"
        for one in command.commands.values():
            in_chinese(one)


def usage_error(wrong: click.UsageError) -> str:
    """What is wrong with the words of a command, and where to read how it is written."""
    said = wrong.format_message().removesuffix(".")
    if wrong.ctx is None:
        return f"命令写法有误：{said}"
    return f"{wrong.ctx.get_usage()}\n命令写法有误：{said}\n写 {wrong.ctx.command_path} --help 看用法"


def _first_sentence(text: str) -> str:
    return text.partition("。")[0] + "。" * ("。" in text)


def _teach_click() -> None:
    """Click asks gettext for its words under two names in each module; the catalogue is ours, whatever the system's."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "click":
            for word, own, theirs in (("_", _said, gettext), ("ngettext", _said_of, ngettext)):
                if getattr(module, word, None) is theirs:
                    setattr(module, word, own)


def _said(text: str) -> str:
    return WORDS.get(text, text)


def _said_of(one: str, _many: str, _count: int) -> str:
    return MANY.get(one, one)
