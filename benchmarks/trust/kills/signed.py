"""Stages of benchmarks.trust.kills at which people sign: a key changed, a formal notice issued, a campaign reopened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.trust.invented_sheets import SHEETS, file_sheets
from benchmarks.trust.people import PASSWORD, enrol
from benchmarks.trust.tampering import still
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.readings.returns import Returns
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Role
from pingyi.ground.errors import PingyiError
from pingyi.samples.tables import write_tables
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import events
from pingyi.store.outside.returns import add_returns
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching, working
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.accounts import all_accounts, signer_of
from pingyi.workflow.people.keys import Pair, both
from pingyi.workflow.results.issuing import agree, is_closed
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.policies import confirm, confirmed
from pingyi.workflow.tables.imports import import_table

PEOPLE = {"甲某": Role.ADMIN, "乙某": Role.REVIEW, "丙某": Role.ENTRY}
ME, HER, HIM = PEOPLE
ANOTHER = "又一句好记的话2025"
BOTH_TYPE = f"{PASSWORD}\n" * 2
PAIR = ("--by", ME, "--witness", HER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedStage:
    """A command at which two people type their passwords, and what it says when it was done before."""

    words: tuple[str, ...]
    base: Callable[[Path], None]  # makes the workspace it starts from
    already: str


def ready(root: Path) -> None:
    """All that a formal notice asks for: sheets, tables, forms counted, policies confirmed, people with keys."""
    workspace, _ = start_workspace(root)
    file_sheets(workspace, doubtful=0)
    with working(workspace, "benchmark") as store:
        pair = _pair(store)
        for name in dict(questions(workspace.campaign)):
            confirm(workspace.campaign, store, name, pair)
        for kind, path in write_tables(workspace.campaign, root.parent, 1).items():
            import_table(workspace.campaign, store, kind, path)
        counted = [
            Returns(batch=one.code, issued=one.copies, returned=SHEETS, spoiled=0, outstanding=one.copies - SHEETS)
            for one in workspace.batches()
        ]
        add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), counted)


def closed(root: Path) -> None:
    """The same after its formal notice."""
    ready(root)
    workspace = open_workspace(root)
    with working(workspace, "benchmark") as store:
        signers = [signer_of(store, name, PASSWORD) for name in (ME, HER)]
        agree(workspace, store, both(*signers))
        give_notice(confirmed(workspace, store), store, NoticeWish(final=True, draft=False), still)


def _pair(store: Store) -> Pair:
    people = enrol(store, PEOPLE)
    return both(people[ME], people[HER])


SIGNED = {
    "key change": SignedStage(
        words=("account", "renew", HIM, "--witness", ME, "--witness", HER, "--password", ANOTHER),
        base=ready,
        already="",
    ),
    "formal notice": SignedStage(words=("notice", "--final", *PAIR), base=ready, already=""),
    "reopening": SignedStage(words=("reopen", *PAIR, "--reason", "漏录一批"), base=closed, already="已经重新打开"),
}


def seen_signed(workspace: Workspace) -> dict[str, object]:
    """What signatures decide: who may sign with which password, whether it is closed, what `verify` says."""
    with watching(workspace) as store:
        return {
            "people": [(one, *_opened(store, one.name)) for one in all_accounts(store)],
            "closed": is_closed(store),
            "reopened": sum(one.kind == EventKind.REOPEN for one in events(store)),
            "differences": verify(workspace, VerifyRequest(), still).differences,
        }


def _opened(store: Store, name: str) -> list[str]:
    return [password for password in (PASSWORD, ANOTHER) if _opens(store, name, password)]


def _opens(store: Store, name: str, password: str) -> bool:
    try:
        signer_of(store, name, password)
    except PingyiError:
        return False
    return True
