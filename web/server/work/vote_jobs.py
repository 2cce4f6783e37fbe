"""Long jobs of a vote; each gives Chinese lines saying what came of it."""

from pathlib import Path

from pingyi.domain.readings.unread_lines import unread_lines
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import CountVote, DraftOpinions, JobRequest, ReadScans, Seal, Verify
from pingyi.web.server.work.job_parts import clear, readers, words
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.evidence.archive import archive_path, make_archive
from pingyi.workflow.evidence.verify_vote import verify_vote
from pingyi.workflow.people.written.opinions import draft_opinions
from pingyi.workflow.said.evidence import DONE, archive_lines, verify_lines
from pingyi.workflow.said.lines import scan_lines
from pingyi.workflow.said.vote import result_lines
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.count import give_result
from pingyi.workflow.votes.sheets import scan_vote


def vote_lines_of(wish: JobRequest, desk: VoteDesk, store: Store, advance: Advance) -> list[str]:
    """Do what was wished. Raises NotReadyError for what no vote has, and what the doing of it raises."""
    match wish:
        case ReadScans():
            return _scan(desk, store, wish, advance)
        case DraftOpinions():
            return [f"已识别书面意见初稿 {draft_opinions(store, advance)} 条"]
        case CountVote():
            counted = give_result(desk, store, draft=wish.draft)
            return [*result_lines(counted.result), *(f"已写出 {file.name}" for file in counted.files)]
        case Seal():
            return list(archive_lines(make_archive(desk, store, archive_path(desk), pictures=not wish.apart)))
        case Verify():
            return _verified(desk, wish, advance)
        case _:
            raise NotReadyError("投票没有这一项；请刷新页面，从左边的菜单进入")


def _scan(desk: VoteDesk, store: Store, wish: ReadScans, advance: Advance) -> list[str]:
    folder = Path(wish.folder)
    request = ScanRequest(scans=(folder,), batch=wish.batch, jobs=readers())
    summary = scan_vote(desk, store, request, advance)
    kept = clear(folder, summary.left) if wish.temporary else []
    return [*words(scan_lines(summary)), *unread_lines(summary.unread), *summary.notes(), *kept]


def _verified(desk: VoteDesk, wish: Verify, advance: Advance) -> list[str]:
    found = verify_vote(desk, None if wish.reread < 0 else wish.reread, advance)
    lines = sorted(verify_lines(found), key=lambda line: line.startswith(DONE))  # what it comes to, first
    if found.differences:
        raise NotReadyError("\n".join(lines))
    return lines
