"""What others wrote (an archive, a bundle, a strange database) before it becomes a path: inside, or refused."""

import re
from pathlib import Path
from string import ascii_uppercase
from unicodedata import category
from urllib.parse import quote

from pingyi.ground.errors import ArchiveError

DIGEST = re.compile(r"[0-9a-f]{64}")
FORBIDDEN = '\\/:"<>|*?'  # by Windows
DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in "0123456789¹²³")}
)  # there
MOST_BYTES = 255  # of one part
MOST_TITLE_BYTES = 200  # room for a suffix


def inside(folder: Path, name: str) -> Path:
    """
    The path below `folder` that a name of plain parts, joined by `/`, means.

    Raises ArchiveError for every other: absolute, upwards, of another system, its devices, too long, control signs.
    """
    parts = name.split("/") if isinstance(name, str) else [""]
    if not all(_plain(part) for part in parts):
        raise ArchiveError(f"文件名“{str(name)[:60]!r}”不安全，没有使用；请核对文件的来源，换一份可信的副本")
    return folder.joinpath(*parts)


def digest_of(text: object, what: str) -> str:
    """A SHA-256 as written by us: 64 small hex digits. Raises ArchiveError, naming `what` it stands in, otherwise."""
    if not isinstance(text, str) or not DIGEST.fullmatch(text):
        raise ArchiveError(f"{what}里有不是校验值的校验值“{str(text)[:20]!r}”；请核对文件的来源")
    return text


def file_name(title: str, suffix: str = ".docx") -> str:
    """A title as the name of a file: what systems forbid is `_`, and it is cut where it is too long for them."""
    name = "".join("_" if letter in FORBIDDEN or not _harmless(letter) else letter for letter in title).strip(". ")
    name = name.encode("utf-8", "replace")[:MOST_TITLE_BYTES].decode("utf-8", "ignore").rstrip(". ")
    return ("_" if not name or _is_device(name) else "") + name + suffix


def own_file(text: str) -> str:
    """A name no other text has, on Windows either, where A and a are one; `unquote` gives the text back."""
    name = "".join(f"%{ord(one):02X}" if one in ascii_uppercase else quote(one, safe="") for one in text)
    return f"%{ord(name[0]):02X}{name[1:]}" if _is_device(name) else name


def _plain(part: str) -> bool:
    return (
        part not in {"", ".", ".."}
        and not _is_device(part)
        and all(letter not in "\\:" and _harmless(letter) for letter in part)
        and len(part.encode("utf-8", "surrogatepass")) <= MOST_BYTES
    )


def _is_device(part: str) -> bool:
    """On Windows such a name is no file's, whatever its suffix: writing to it goes to a port, or nowhere."""
    return part.partition(".")[0].strip().upper() in DEVICES


def _harmless(letter: str) -> bool:
    return category(letter) not in {"Cc", "Cs"}
