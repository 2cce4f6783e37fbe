"""What a file is before it is opened, by its first bytes and its name: a scan, a ZIP, something else on purpose."""

from enum import Enum
from pathlib import PurePath

from pingyi.workflow.files.formats import PACKED, SCANS, is_scan

OTHER_SUFFIXES = frozenset({
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".rtf", ".odt", ".wps", ".wpt", ".xls", ".xlsx", ".xlsm", ".xlsb",
    ".csv", ".tsv", ".et", ".ett", ".ods", ".ppt", ".pptx", ".pps", ".dps", ".odp", ".txt", ".md", ".log", ".json",
    ".jsonl", ".xml", ".ini", ".toml", ".yaml", ".yml", ".cfg", ".htm", ".html", ".mht", ".eml", ".msg", ".db",
    ".sqlite", ".lnk", ".url", ".exe", ".dll", ".msi", ".bat", ".cmd", ".ps1", ".sh", ".py", ".mp3", ".wav", ".m4a",
    ".ttf", ".otf",
})  # fmt: skip  # no scan has such a name
OTHER_NAMES = frozenset({"thumbs.db", "desktop.ini"})
OTHER_STARTS = ("~$", ".")  # an open Office file's companion; what systems hide


class FileKind(Enum):
    """What is done with a file found in a folder."""

    SCAN = "scan"
    ZIP = "zip"
    OTHER = "other"  # clearly none: named, and no fault
    STRANGE = "strange"  # it may be a scan that cannot be read: a page for people


def file_kind(name: str, head: bytes) -> FileKind:
    """By its first HEAD_BYTES where they tell, else by its name."""
    path = PurePath(name)
    bare, suffix = path.name.lower(), path.suffix.lower()
    if is_scan(head):
        return FileKind.SCAN
    if suffix in OTHER_SUFFIXES or bare in OTHER_NAMES or bare.startswith(OTHER_STARTS):
        return FileKind.OTHER
    if suffix in PACKED:
        return FileKind.ZIP
    return FileKind.SCAN if suffix in SCANS else FileKind.STRANGE
