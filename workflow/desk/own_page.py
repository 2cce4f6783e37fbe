"""The page one user has open on this PC: a second double click finds it instead of opening another."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pingyi.ground.whole import put
from pingyi.workflow.desk.known import own_folder

LOCK, LINK = ".page.lock", ".page.txt"  # beside each other: Windows lets nobody read a locked file
LONGEST_S = 5.0  # from the lock to the link


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """`elsewhere`: the link of the page another process of this user has open; empty where this one is the page."""

    elsewhere: str = ""
    file: Path | None = None  # nowhere to write it: the user's folder is closed, and every double click opens a page

    def tell(self, link: str) -> None:
        """Where the page is now. Raises what writing raises."""
        if self.file is not None:
            put(self.file, link.encode())
            self.file.chmod(0o600)


@contextmanager
def own_page() -> Iterator[OwnPage]:
    """Be this user's page while the block runs, unless there is one; the system frees it when the process dies."""
    folder = own_folder()
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        yield OwnPage(elsewhere=_link(folder / LINK))
        return
    except OSError:  # a home that is closed or full: what needs it says so itself
        yield OwnPage()
        return
    try:
        (folder / LINK).unlink(missing_ok=True)
        yield OwnPage(file=folder / LINK)
    finally:
        with suppress(OSError):
            (folder / LINK).unlink(missing_ok=True)
        lock.release()


def _link(file: Path) -> str:
    """Of a page that has just begun it may come in a moment; empty where it does not."""
    end = time.monotonic() + LONGEST_S
    while True:
        with suppress(OSError):
            if link := file.read_text(encoding="utf-8"):
                return link
        if time.monotonic() > end:
            return ""
        time.sleep(0.1)
