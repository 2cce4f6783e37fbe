"""The office's own ballot, changed in Word: one that was looked at and waits, put in use, given up."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.store.base.store import Store
from pingyi.store.people.events import write_log
from pingyi.workflow.desk.workspace import Workspace

OWN_BALLOT = Path("templates") / "ballot.docx"  # in the workspace: in use
BROUGHT = Path("templates") / "new"  # looked at, not in use
FORM, SAID, PICTURE = "ballot.docx", "said.json", "understood-{}.png"  # of it
HISTORY = "history"  # earlier states of the files


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtForm:
    """One that was looked at: the file's name as the office calls it, what was understood (Chinese), the pictures."""

    name: str
    lines: tuple[str, ...]
    faults: tuple[str, ...]
    pictures: tuple[Path, ...]


def brought_form(root: Path) -> BroughtForm | None:
    """The one that was looked at and waits; None where none does."""
    folder = root / BROUGHT
    return brought_in(folder) if (folder / SAID).is_file() else None


def brought_in(folder: Path) -> BroughtForm:
    """What `keep_brought` put there."""
    said = json.loads((folder / SAID).read_text(encoding="utf-8"))
    pictures = tuple(folder / PICTURE.format(page) for page in range(1, said["pages"] + 1))
    return BroughtForm(name=said["name"], lines=tuple(said["lines"]), faults=tuple(said["faults"]), pictures=pictures)


def drop_brought(root: Path) -> None:
    """Leave it; the form in use stays. Raises NotReadyError when none waits."""
    if brought_form(root) is None:
        raise NotReadyError("没有等着用的表样；请刷新页面")
    shutil.rmtree(root / BROUGHT)


def use_brought(workspace: Workspace, store: Store, by: str) -> None:
    """
    Somebody puts what was looked at in use: from the next printing on ballots are printed of it and read by it.

    The one before stays in history. Raises NotReadyError when none waits, it has faults, or ballots were read.
    """
    found = brought_form(workspace.root)
    if found is None:
        raise NotReadyError("没有等着用的表样；请先上传")
    if found.faults:
        raise NotReadyError(f"{found.name} 还不能用，请改好再传：{found.faults[0]}")
    check_unread(store)
    _to_history(workspace.root)
    put(workspace.root / OWN_BALLOT, (workspace.root / BROUGHT / FORM).read_bytes())
    shutil.rmtree(workspace.root / BROUGHT)
    write_log(store, by, "换用表样", found.name)


def give_up_own(workspace: Workspace, store: Store, by: str) -> None:
    """Print by the campaign's words again; the office's form stays in history. Raises NotReadyError."""
    if own_ballot(workspace.root) is None:
        raise NotReadyError("现在没有用本办改过的表样；请刷新页面")
    check_unread(store)
    _to_history(workspace.root)
    (workspace.root / OWN_BALLOT).unlink()
    write_log(store, by, "改回程序的表样")


def own_ballot(root: Path) -> Path | None:
    """The office's form in use; None where ballots are printed by the campaign's words."""
    path = root / OWN_BALLOT
    return path if path.is_file() else None


def check_unread(store: Store) -> None:
    """Raises NotReadyError once ballots were read."""
    if store.progress():
        raise NotReadyError("已经读入了票，票是按现在的表样印和读的，不能再换；请把改动留到下一年")


def _to_history(root: Path) -> None:
    path = own_ballot(root)
    if path is None:
        return
    at = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    with new_file(root / HISTORY / f"{path.stem}-{at}{path.suffix}") as part:
        shutil.copyfile(path, part)
