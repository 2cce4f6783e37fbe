"""One error root and the exit code of each way a wish can fail."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from pingyi.ground.names import readable_text


class ExitCode(IntEnum):
    """What the shell sees. 1 stays unused: it is what a crash of the interpreter returns."""

    OK = 0
    USAGE = 2  # click's own
    PAGES_UNREAD = 3  # everything else went through; the unread pages are listed
    BAD_FILE = 4  # a file could not be opened or is not what it should be
    BAD_CAMPAIGN = 5
    BAD_IMPORT = 6
    OPEN_DOUBTS = 7
    NOT_READY = 8  # an earlier step is missing
    BUSY = 9  # another process works in this workspace
    NO_SPACE = 10
    MISSING_TOOL = 11  # LibreOffice, poppler or tesseract is not installed
    DIFFERS = 15  # verify or restore found something that is not as it was written down
    BAD_FORMAT = 12  # a checked document departs from the standard; what is wrong is listed
    NO_CLUSTER = 16  # the scheduler or its reading machines cannot be used
    CLOSED = 17  # a formal notice is out, and nothing may change what it says
    SUPERSEDED = 18  # verify was given the head of a notice that a later one has replaced
    UNBALANCED = 13  # paper out, in, read and counted do not agree; what does not is listed


class PingyiError(Exception):
    """A wish that cannot be fulfilled; the message is Chinese: what, where, and what to do."""

    exit_code = ExitCode.BAD_FILE

    def __str__(self) -> str:
        return readable_text(super().__str__())


class FileError(PingyiError):
    """A file is missing, damaged, protected or of the wrong kind."""


class ClosedError(PingyiError):
    """A formal notice is out: what would change its numbers is refused until two people reopen the campaign."""

    exit_code = ExitCode.CLOSED


class DamagedStoreError(FileError):
    """The database has damaged pages; the message tells how to go back to a backup."""


class ArchiveError(PingyiError):
    """A sealed archive is not as it was sealed."""

    exit_code = ExitCode.DIFFERS


class FormError(PingyiError):
    """The Word file given as form has no table that can be read as one."""


class UncertainFormError(FormError):
    """A form that may be meant in several ways: `choices` and `names` are what a person might confirm."""

    def __init__(self, message: str, choices: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> None:
        super().__init__(message, choices, names)  # all, or it could not go from one process to another
        self.message, self.choices, self.names = message, choices, names

    def __str__(self) -> str:
        return readable_text(self.message)


class CampaignError(PingyiError):
    """The campaign file or the batch list is wrong; the message names the line and the fix."""

    exit_code = ExitCode.BAD_CAMPAIGN


class RosterError(CampaignError):
    """Units or choices of the campaign are not those printed on the sheets read; the message lists them."""


class CalendarError(PingyiError):
    """Nobody has told which days of a year are worked, or the office's list of them is wrong."""

    exit_code = ExitCode.BAD_CAMPAIGN


class ImportRowsError(PingyiError):
    """A table to import names unknown units, lacks columns or holds impossible numbers."""

    exit_code = ExitCode.BAD_IMPORT


class CellsError(ImportRowsError):
    """What somebody typed cannot be taken in; `cells` says why, by row and column."""

    def __init__(self, message: str, cells: Mapping[tuple[str, str], str]) -> None:
        super().__init__(message)
        self.cells = dict(cells)


def rows_refused(name: str, problems: Sequence[str], most: int = 30) -> ImportRowsError:
    """`name` was not taken in for these problems, of which `most` are told: a clerk mends them and meets the rest."""
    more = [f"… 另有 {len(problems) - most} 处"] if len(problems) > most else []
    listed = "\n".join(f"  {line}" for line in (*problems[:most], *more))
    return ImportRowsError(f"{name} 有 {len(problems)} 处要改，没有导入：\n{listed}")


class OpenDoubtsError(PingyiError):
    """Rows still wait for a person."""

    exit_code = ExitCode.OPEN_DOUBTS


class UnbalancedError(PingyiError):
    """Ballots handed out, returned, read and counted do not agree."""

    exit_code = ExitCode.UNBALANCED


class NotReadyError(PingyiError):
    """An earlier step has not been done."""

    exit_code = ExitCode.NOT_READY


class WorkspaceBusyError(PingyiError):
    """Another process holds the workspace."""

    exit_code = ExitCode.BUSY


class NoSpaceError(PingyiError):
    """The disk is full; what was there before is unharmed."""

    exit_code = ExitCode.NO_SPACE


class ClusterError(PingyiError):
    """The cluster cannot read: no scheduler, or no machine that may."""

    exit_code = ExitCode.NO_CLUSTER


class MissingToolError(PingyiError):
    """A program this one calls is not installed."""

    exit_code = ExitCode.MISSING_TOOL


def missing_extra(wish: str, extra: str) -> MissingToolError:
    """What to raise when a wish needs packages that come with this extra of pyproject.toml alone."""
    return MissingToolError(
        f'{wish}需要另装几个包；请在程序的文件夹里运行 uv tool install --force ".[{extra}]"，再试一次'
    )
