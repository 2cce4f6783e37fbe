"""What long jobs do; run in a process of their own, each gives Chinese lines saying what came of it."""

import shutil
from pathlib import Path
from typing import assert_never

from pingyi.ground.errors import ImportRowsError, NotReadyError
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import (
    AdoptPlan,
    AnnounceCount,
    CheckFormat,
    CountVote,
    DraftOpinions,
    DrawAudit,
    JobRequest,
    KeepBundles,
    LookAtForm,
    LookAtTables,
    MakeBundle,
    MakeForms,
    ReadPlan,
    ReadScans,
    ReadScores,
    Seal,
    SeeAudit,
    TakeInStations,
    TakeSights,
    TakeTables,
    Verify,
    WriteFeedback,
    WriteNotice,
)
from pingyi.web.server.looks import Pile, looking
from pingyi.web.server.waiting import agreed_lines, put_waiting, tables_in
from pingyi.web.server.work.job_parts import only_file, words
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.keys import Pair
from pingyi.workflow.plan_in.replace import adopt, propose
from pingyi.workflow.results.feedback import give_feedback
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.said.lines import (
    feedback_lines,
    notice_lines,
)

RareJob = (
    Verify
    | Seal
    | CheckFormat
    | MakeBundle
    | KeepBundles
    | TakeInStations
    | AnnounceCount
    | DrawAudit
    | TakeSights
    | SeeAudit
)
NO_VOTE = "这个工作目录里是评议，不是一次投票；请从开始页打开那次投票"


def lines_of(
    wish: JobRequest, desk: Workspace | VoteDesk, store: Store, advance: Advance, pair: Pair | None = None
) -> list[str]:
    """Do what was wished, `pair` signing for it where two must; Chinese lines. Raises what the doing of it raises."""
    if isinstance(desk, VoteDesk):
        from pingyi.web.server.work.vote_jobs import vote_lines_of  # noqa: PLC0415 - a campaign's jobs do without it

        return vote_lines_of(wish, desk, store, advance)
    return campaign_lines_of(wish, confirmed(desk, store), store, advance, pair)


def campaign_lines_of(
    wish: JobRequest, workspace: Workspace, store: Store, advance: Advance, pair: Pair | None
) -> list[str]:
    """The same in a campaign, its policies as confirmed."""
    match wish:
        case ReadScans() | ReadScores() | DraftOpinions() | MakeForms() | LookAtForm():
            from pingyi.web.server.work.job_papers import papers  # noqa: PLC0415 - others do without the scanner

            lines = papers(workspace, store, wish, advance)
        case LookAtTables():
            lines = look(workspace, store, wish, advance)
        case TakeTables():
            lines = tables(workspace, store, wish, advance)
        case ReadPlan() | AdoptPlan():
            lines = plan(workspace, store, wish)
        case WriteNotice() | WriteFeedback() | CountVote():
            lines = documents(workspace, store, wish, advance)
        case _:
            lines = rarer(wish, workspace, store, advance, pair)
    return lines


def rarer(wish: RareJob, workspace: Workspace, store: Store, advance: Advance, pair: Pair | None) -> list[str]:
    """The same of what few ask for, in modules that other jobs do not wait for."""
    match wish:
        case Verify() | Seal() | CheckFormat():
            from pingyi.web.server.work.job_checks import checked  # noqa: PLC0415

            return checked(workspace, store, wish, advance)
        case MakeBundle() | KeepBundles() | TakeInStations():
            from pingyi.web.server.work.job_stations import stations  # noqa: PLC0415

            return stations(workspace, store, wish, advance, pair)
        case AnnounceCount() | DrawAudit() | TakeSights() | SeeAudit():
            from pingyi.web.server.work.job_audits import audited  # noqa: PLC0415

            return audited(workspace, store, wish, advance)
        case _:
            assert_never(wish)


def look(workspace: Workspace, store: Store, wish: LookAtTables, advance: Advance) -> list[str]:
    """What came from outside says; it waits until somebody confirms, but for what cannot be taken in."""
    folder = Path(wish.folder)
    with looking(Pile(workspace=workspace, store=store, kind=wish.kind, folder=folder, account=""), advance) as found:
        if not found.lines:
            shutil.rmtree(folder)
            raise ImportRowsError("\n".join(found.refused))
        for path in set(tables_in(folder)) - found.sound:
            path.unlink()
        put_waiting(folder, wish.kind, found.lines)
        return [*found.refused, f"{len(found.sound)} 个文件等您核看，确认后才导入：见“等待确认”"]


def tables(workspace: Workspace, store: Store, wish: TakeTables, advance: Advance) -> list[str]:
    """
    Take in what somebody saw, each table whole or not at all.

    Where the files or what is there have become others since, they wait anew.
    """
    folder = Path(wish.folder)
    agreed = agreed_lines(folder)
    pile = Pile(workspace=workspace, store=store, kind=wish.kind, folder=folder, account=wish.account)
    with looking(pile, advance) as found:
        if found.refused or found.lines != agreed:
            put_waiting(folder, wish.kind, [*found.refused, *found.lines])
            raise NotReadyError("核看以后，这些表、单位名单或已导入的数有了变化，还没有导入；请在“等待确认”里再核看")
        said = found.take()
    shutil.rmtree(folder)
    return said


def documents(
    workspace: Workspace, store: Store, wish: WriteNotice | WriteFeedback | CountVote, advance: Advance
) -> list[str]:
    """The notice, or a letter for each unit. Raises NotReadyError on a vote's result."""
    if isinstance(wish, CountVote):
        raise NotReadyError(NO_VOTE)
    if isinstance(wish, WriteFeedback):
        return words(feedback_lines(give_feedback(workspace, store, advance, draft=wish.draft)))
    asked = NoticeWish(final=wish.final, draft=wish.draft)
    return words(notice_lines(give_notice(workspace, store, asked, advance)))


def plan(workspace: Workspace, store: Store, wish: ReadPlan | AdoptPlan) -> list[str]:
    """An uploaded plan document, proposed; or what was proposed and gone through put in the campaign's place."""
    if isinstance(wish, AdoptPlan):
        name = adopt(workspace, store).reading.name
        return [f"已换上《{name}》的方案，原来的在 history 文件夹；请两人在“方案与政策”页核对出处后确认"]
    folder = Path(wish.folder)
    try:
        found = propose(workspace.root, only_file(folder, "方案文件"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [f"从《{found.name}》读出 {len(found.told)} 项，还有 {len(found.asked)} 项要填：请看“从方案文件读出”页"]
