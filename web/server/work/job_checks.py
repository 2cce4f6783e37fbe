"""Jobs that hold what there is against what was written down, or against the standard; and seal it for others."""

import shutil
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import CheckFormat, Seal, Verify
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.evidence.archive import archive_path, make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.paper.check import check_files
from pingyi.workflow.said.check import check_lines
from pingyi.workflow.said.evidence import DONE, archive_lines, verify_lines


def checked(workspace: Workspace, store: Store, wish: Verify | Seal | CheckFormat, advance: Advance) -> list[str]:
    """Do what was wished; Chinese lines. Raises NotReadyError where something differs, and what the doing raises."""
    match wish:
        case Verify():
            return _verified(workspace, wish, advance)
        case Seal():
            return list(archive_lines(make_archive(workspace, store, archive_path(workspace), pictures=not wish.apart)))
        case CheckFormat():
            return _format(Path(wish.folder), advance)


def _verified(workspace: Workspace, wish: Verify, advance: Advance) -> list[str]:
    asked = VerifyRequest(reread=None if wish.reread < 0 else wish.reread, printed=wish.printed)
    found = verify(workspace, asked, advance)
    lines = sorted(verify_lines(found), key=lambda line: line.startswith(DONE))  # what it comes to, first
    if found.differences:
        raise NotReadyError("\n".join(lines))
    return lines


def _format(folder: Path, advance: Advance) -> list[str]:
    try:
        found = check_files(sorted(folder.iterdir()), None, None, advance)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [f"{'　' * (len(indent) // 2)}{line}" for indent, line in check_lines(found)]
