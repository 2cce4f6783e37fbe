"""Free faces in place of the official ones, which may not be handed on: said to fontconfig, and to the user."""

import hashlib
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from pingyi.generator.libreoffice.faces import FACES, chosen, is_free

HEAVY = {"方正小标宋简体", "小标宋"}  # the bold of a text face comes nearest to these
TEXT_FACES = {"FandolSong", "Noto Serif CJK SC"}  # which have a bold to give
SYSTEMS_RULES = Path("/etc/fonts/conf.d")
WINDOWS_FOLDERS = (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts"))  # the system's, the user's own
_HEAD = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>/usr/share/fonts</dir>
<dir>/usr/local/share/fonts</dir>
<dir prefix="xdg">fonts</dir>
<dir>~/.fonts</dir>
<cachedir prefix="xdg">pingyi/fonts</cachedir>
"""
# Fandol's bold files call themselves regular, so that a system picks either: what their names say is put right.
# Caches made without this rule would hide it; hence a cache of our own, and not the system's whole set-up.
_FANDOL_WEIGHT = """<match target="scan">
<test name="family" compare="contains"><string>Fandol</string></test>
<test name="style"><string>Bold</string></test>
<edit name="weight" mode="assign"><const>bold</const></edit>
</match>
<include ignore_missing="yes">/etc/fonts/conf.d</include>
"""


def write_aliases(folder: Path) -> Path:
    """A fontconfig file that knows the system's faces, and the stand-ins of those it lacks."""
    path = folder / "fonts.conf"
    cache = f"<cachedir>{folder / 'cache'}</cachedir>"  # should the user's own not be writable
    path.write_text(f"{_HEAD}{cache}\n{_stand_ins()}\n</fontconfig>\n", encoding="utf-8")
    return path


def _stand_ins() -> str:
    others = {face: name for face, name in drawn(set(FACES)).items() if name not in {"", face}}
    return _FANDOL_WEIGHT + "\n".join(_rule(face, name) for face, name in others.items())


def _rule(face: str, stand_in: str) -> str:
    """A rule that wins over any similar name: without it all faces collapse into one."""
    heavy = face in HEAVY and stand_in in TEXT_FACES
    weight = '<edit name="weight" mode="assign"><const>bold</const></edit>' if heavy else ""
    return (
        f'<match target="pattern"><test name="family" qual="any"><string>{face}</string></test>'
        f'<edit name="family" mode="append" binding="strong"><string>{stand_in}</string></edit>{weight}</match>'
    )


def drawn(faces: set[str]) -> dict[str, str]:
    """
    The name each of the faces is printed under on this computer (empty when nothing known is).

    Where fontconfig is not used (Windows), LibreOffice chooses by itself and nothing is said.
    """
    if shutil.which("fc-list") is None:
        return {}
    installed = {name.strip() for line in _faces("%{family}") for name in line.split(",")}
    return {face: chosen(face, installed) for face in sorted(faces)}


def faces_here() -> str:
    """A digest of all faces on this computer, each by its file's size and age too, and of the rules of stand-ins."""
    named = sorted(_faces("%{file}\t%{family}\t%{style}"))
    files = {Path(line.partition("\t")[0]) for line in named}
    folders = [SYSTEMS_RULES, *(Path(os.environ[home], place) for home, place in WINDOWS_FOLDERS if home in os.environ)]
    files.update(file for folder in folders for file in _within(folder))
    return hashlib.sha256("\n".join((*named, *_states(sorted(files)), _HEAD, _stand_ins())).encode()).hexdigest()


def _within(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # not there, or not to be read
        return []


def _states(files: Iterable[Path]) -> Iterator[str]:
    """A face may be put in another's place under its name: fontconfig's listing, made before, is then the same."""
    for file in files:
        try:
            about = file.stat()
        except OSError:  # gone meanwhile
            continue
        yield f"{file} {about.st_size} {about.st_mtime_ns}"


def _faces(what: str) -> list[str]:
    """A line for each face, as fontconfig's own format has it: in its usual listing a hyphen is escaped."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    command = [program, f"--format={what}\\n"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.splitlines()


def substitutions(faces: set[str]) -> dict[str, str]:
    """For each of the faces that this computer has under no name: what will be printed in its place (or nothing)."""
    return {face: name for face, name in drawn(faces).items() if is_free(face, name)}


def faceless(text: str) -> str:
    """
    The characters of a text that no installed face has: they would be printed as boxes, without a word.

    Those of GB 2312 every Chinese face has. Where fontconfig is not used (Windows), nothing is known.
    """
    program = shutil.which("fc-list")
    if program is None:
        return ""
    rare = (sign for sign in dict.fromkeys(text) if sign.isprintable() or unicodedata.category(sign) == "Co")
    return "".join(sign for sign in rare if not _common(sign) and not _listed(program, sign))


def _common(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _listed(program: str, sign: str) -> bool:
    command = [program, f":charset={ord(sign):x}", "family"]
    return bool(subprocess.run(command, capture_output=True, check=True).stdout.strip())
