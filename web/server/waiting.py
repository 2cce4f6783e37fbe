"""Uploaded tables that were looked at and wait for somebody's word before they are taken in."""

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.names import readable_name
from pingyi.ground.whole import new_file
from pingyi.web.server.uploads import UPLOADS

LOOKED, AGREED = ".looked.json", ".agreed.json"  # no upload is called so: leading dots are taken off
NAMES = {  # of what may wait for somebody's word
    "leaders": "领导评分",
    "hotline": "12345热线",
    "phone": "电话访谈",
    "returns": "发放回收登记表",
    "analysis": "绩效分析表",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A pile of tables of one kind, and what was understood of them (Chinese)."""

    pile: str
    kind: str
    files: tuple[str, ...]
    lines: tuple[str, ...]


def tables_in(folder: Path) -> list[Path]:
    """The tables of a pile, by name."""
    return sorted(path for path in folder.iterdir() if path.name not in (LOOKED, AGREED))


def put_waiting(folder: Path, kind: str, lines: Sequence[str]) -> None:
    """Let a pile wait, whatever was agreed to before."""
    (folder / AGREED).unlink(missing_ok=True)
    with new_file(folder / LOOKED) as part:
        part.write_text(json.dumps({"kind": kind, "lines": list(lines)}, ensure_ascii=False), encoding="utf-8")


def all_waiting(root: Path) -> tuple[Waiting, ...]:
    """Every pile that waits, the oldest first."""
    found = sorted((root / UPLOADS).glob(f"*/{LOOKED}"), key=lambda path: path.stat().st_mtime)
    return tuple(_waiting(path) for path in found)


def waiting_pile(root: Path, pile: str) -> tuple[Path, str]:
    """The folder and kind of a pile. Raises NotReadyError when none waits by this name."""
    waiting = next((one for one in all_waiting(root) if one.pile == pile), None)  # compared: a name is never a path
    if waiting is None:
        raise NotReadyError("这些表已经有人处理过了；请刷新页面")
    return root / UPLOADS / waiting.pile, waiting.kind


def agree(folder: Path) -> None:
    """Somebody has said yes to what was shown of a pile; done after its job was kept, which a crash may not lose."""
    with suppress(FileNotFoundError):  # the job was faster, and has removed the pile
        (folder / LOOKED).rename(folder / AGREED)


def agreed_lines(folder: Path) -> tuple[str, ...]:
    """What was shown of a pile that somebody said yes to. Raises NotReadyError when the pile is gone."""
    for name in (AGREED, LOOKED):
        with suppress(FileNotFoundError):
            return tuple(json.loads((folder / name).read_text(encoding="utf-8"))["lines"])
    raise NotReadyError("这些表已经有人处理过了；请刷新页面")


def dropped(root: Path, pile: str) -> None:
    """Remove a pile nobody wants. Raises NotReadyError when none waits by this name."""
    shutil.rmtree(waiting_pile(root, pile)[0])


def _waiting(path: Path) -> Waiting:
    told = json.loads(path.read_text(encoding="utf-8"))
    files = tuple(readable_name(table.name) for table in tables_in(path.parent))
    return Waiting(pile=path.parent.name, kind=told["kind"], files=files, lines=tuple(told["lines"]))
