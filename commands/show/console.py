"""What a command shows and how it ends: lines, exit codes, and errors as messages."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pingyi.commands.show.help import usage_error
from pingyi.domain.readings.reading import UnreadPage
from pingyi.domain.readings.unread_lines import unread_lines
from pingyi.ground.errors import ExitCode, NoSpaceError, PingyiError
from pingyi.ground.whole import FULL

if TYPE_CHECKING:  # what draws tables takes long to import
    from rich.console import RenderableType

    from pingyi.store.base.store import Store
    from pingyi.workflow.desk.workspace import Workspace

INTERRUPTED = 130  # what a shell expects after Ctrl-C


def show(lines: Iterable["RenderableType"]) -> None:
    """Tables and lines; a plain line is never wrapped or coloured, so that it can be copied."""
    from rich.console import Console

    console = Console(highlight=False)
    for line in lines:
        if isinstance(line, str):
            click.echo(line)
        else:
            console.print(line)


def end_with(unread: Iterable[UnreadPage], others: Iterable[str] = ()) -> None:
    """List the pages that were not taken in and leave with their exit code, or return when there are none."""
    lines = [*unread_lines(unread), *others]
    click.echo("\n".join(lines), err=True, nl=bool(lines))
    if lines:
        raise click.exceptions.Exit(ExitCode.PAGES_UNREAD)


def end_with_refused(refused: Sequence[PingyiError]) -> None:
    """List the tables that were not taken in and leave with the first one's exit code, or return without any."""
    for error in refused:
        click.echo(f"错误：{error}", err=True)
    if refused:
        raise click.exceptions.Exit(refused[0].exit_code)


def run(commands: click.Group, arguments: list[str] | None) -> int:
    """Run one command and give its exit code; the one place where errors become messages."""
    _write_utf8()
    try:
        outcome: Any = commands.main(arguments, prog_name="pingyi", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_:
        help_.show()
        return ExitCode.USAGE
    except click.UsageError as wrong:
        click.echo(usage_error(wrong), err=True)
        return ExitCode.USAGE
    except (PingyiError, OSError) as fault:
        error = _as_pingyi_error(fault) if isinstance(fault, OSError) else fault
        click.echo(f"错误：{error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断；没有留下写了一半的文件，要做完请再运行同一条命令", err=True)
        return INTERRUPTED
    return outcome if isinstance(outcome, int) else ExitCode.OK


def _as_pingyi_error(error: OSError) -> PingyiError:
    if error.errno in FULL:
        return NoSpaceError("磁盘已满，没有写成；请清出空间后再运行一次，原有数据没有损坏")
    return PingyiError(f"无法读写 {error.filename or '文件'}（{error.strerror or error}）；请核对路径和权限")


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def one_of(out: Path | None, filled: Path | None) -> None:
    """Refuse a command that was given neither or both of a table to write and one to take in."""
    if (out is None) == (filled is None):
        raise click.UsageError("请写 --export FILE.xlsx 或 --import FILE.xlsx 中的一个")


@contextmanager
def work_in(folder: Path, command: str) -> Iterator[tuple["Workspace", "Store"]]:
    """Open the workspace and hold it for one command."""
    from pingyi.workflow.desk.workspace import open_workspace, working
    from pingyi.workflow.results.policies import confirmed

    workspace = open_workspace(folder)
    with working(workspace, command) as store:
        yield confirmed(workspace, store), store
