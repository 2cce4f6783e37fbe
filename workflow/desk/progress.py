"""The one progress bar: pages done, speed and time left, in Chinese, on the error stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

BAR_CELLS = 24  # with the words beside it the line stays under 80 columns


class Advance(Protocol):
    """How long work tells how far it is; called at every step, so it must cost little."""

    def __call__(self, doing: str, done: int, total: int, /) -> None:
        """Say what is being done, and how many of `total` are done."""


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} 页/秒" if task.speed else "")


@contextmanager
def progress_bar(doing: str) -> Iterator[Advance]:
    """Give the function that moves the bar; nothing is drawn when nobody watches (no terminal)."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(BAR_CELLS),
        MofNCompleteColumn(),
        _Speed(),
        TextColumn("剩余"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(doing, total=None)

        def advance(now: str, done: int, total: int, /) -> None:
            progress.update(task, description=now, completed=done, total=total)

        yield advance
