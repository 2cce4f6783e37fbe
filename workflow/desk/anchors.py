"""Hashes of the evidence chain that stand outside the database: in notices and in sealed archives."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.workflow.desk.documents import HOTLINE_CHECK
from pingyi.workflow.desk.seal import ARCHIVES, MANIFEST, SIGNATURE, signed_by
from pingyi.workflow.desk.workspace import Workspace

DOCUMENT = "word/document.xml"
LETTERS = "反馈"
BESIDE = ("~$", ".")  # so their names begin
MOST_BYTES = 64 << 20  # of either: more is none of ours
# The hash itself is what earlier programs print.
CODE = re.compile(r"至第\d+条的校验(?:值为([0-9a-f]{64})|码为((?:[0-9A-Z]{4}-){6}[0-9A-Z*~$=]))")
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a hash stands (Chinese), and the hash, or its code."""

    where: str
    hash: str
    document: str  # by its path in the workspace: must be in the chain itself; empty for what need not be


def anchors(workspace: Workspace) -> Iterator[Anchor]:
    """Every one to be found in the workspace; a file that is no notice or archive of ours has none."""
    for path in sorted(workspace.results.glob("*.docx")):
        for found in CODE.finditer(TAGS.sub("", _text(path, DOCUMENT))):
            name = path.relative_to(workspace.root).as_posix()
            yield Anchor(where=f"{name} 上印的", hash=found[1] or found[2], document=name)
    for path in sorted((workspace.root / ARCHIVES).glob("*.zip")):
        manifest = _text(path, MANIFEST)
        try:
            content = json.loads(manifest)
            if signed_by(manifest.encode(), _text(path, SIGNATURE), content["key"]):
                yield Anchor(where=f"{ARCHIVES}/{path.name} 里签了名的", hash=content["head"]["hash"], document="")
        except (ValueError, KeyError, TypeError):
            continue


def results_lying(workspace: Workspace) -> tuple[str, ...]:
    """
    All that lies among the results, at any depth, by its path in the workspace: it must be in the chain.

    Left out are the one workbook that is no result, and what office programs keep beside an open file.
    """
    lying = (file for file in sorted(workspace.results.rglob("*")) if file.is_symlink() or not file.is_dir())
    names = (file.relative_to(workspace.root).as_posix() for file in lying if not file.name.startswith(BESIDE))
    return tuple(name for name in names if name != f"results/{HOTLINE_CHECK}")


def _text(path: Path, name: str) -> str:
    """A file of a zip; empty when it is none, or not there."""
    try:
        with zipfile.ZipFile(path) as found:
            if found.getinfo(name).file_size > MOST_BYTES:
                return ""
            return found.read(name).decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, EOFError):
        return ""
