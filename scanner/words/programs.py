"""Which programs outside of Python the reader asks, and with which data: of others a row may be believed, or not."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from pingyi.scanner.words.cell_words import LANGUAGE

SHOWN = 12  # hex digits of a digest
NONE = "没有安装"
MOST_SECONDS = 20


def programs() -> tuple[str, ...]:
    """Tesseract with its Chinese, and poppler, as they are shown to people (Chinese)."""
    return f"tesseract {_said('tesseract', '--version')} {_chinese()}", f"poppler {_said('pdftoppm', '-v')}"


def _said(program: str, option: str) -> str:
    """The first number that it says of itself."""
    found = re.search(r"\d+(\.\d+)+\S*", _words(program, option))
    return found[0] if found else NONE


def _chinese() -> str:
    """A digest of the data: small and large ones read differently. Older releases do not tell their place."""
    listed = _words("tesseract", "--list-langs")
    if LANGUAGE not in listed.split():
        return "无中文"
    folder = re.search(r'"([^"]+)"', listed)
    try:
        data = (Path(folder[1] if folder else "") / f"{LANGUAGE}.traineddata").read_bytes()
    except OSError:
        return LANGUAGE
    return f"{LANGUAGE} {hashlib.sha256(data).hexdigest()[:SHOWN]}"


def _words(program: str, option: str) -> str:
    found = shutil.which(program)
    if found is None:
        return ""
    try:
        said = subprocess.run([found, option], capture_output=True, check=False, timeout=MOST_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (said.stdout + said.stderr).decode(errors="replace")
