"""A plan document brought to a workspace that has a campaign: proposed, gone through, put in the campaign's place."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.store.base.store import Store
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace, read_text
from pingyi.workflow.plan_in.draft import draft_text, unfilled
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.record import kept_rows, record_text
from pingyi.workflow.plan_in.start import FORMS, KEPT, Begun, kept_plan, whole

PROPOSED = Path(KEPT) / "new"
HISTORY = "history"  # earlier states of the files
WAITING = "待填"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan that was read and does not hold yet; `rows` are its record's: setting, name, as read, place."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    text: str
    left: tuple[str, ...]  # lines of the text that wait

    @property
    def asked(self) -> tuple[tuple[str, ...], ...]:
        """The rows that are questions."""
        return tuple(row for row in self.rows if row[2] == WAITING)


def propose(root: Path, plan: Path) -> PlanReading:
    """Read a document and keep it beside the campaign, in place of one proposed before. Raises FileError."""
    folder = root / PROPOSED
    if folder.exists():
        shutil.rmtree(folder)
    reading = read_plan_file(plan, folder / KEPT / FORMS)
    put(folder / KEPT / plan.name, plan.read_bytes())
    put(folder / PLAN_RECORD, record_text(reading).encode("utf-8-sig"))
    put(folder / CAMPAIGN, draft_text(reading).encode())
    return reading


def proposal(root: Path) -> Proposal | None:
    """What is proposed; None where nothing is."""
    folder = root / PROPOSED
    plan = kept_plan(folder)
    if plan is None or not (folder / CAMPAIGN).is_file():
        return None
    text = read_text(folder / CAMPAIGN)
    return Proposal(name=plan.name, rows=kept_rows(folder), text=text, left=unfilled(text))


def keep_draft(root: Path, text: str) -> None:
    """Keep what people have filled in so far. Raises NotReadyError where nothing is proposed."""
    if proposal(root) is None:
        raise NotReadyError("没有读出的方案可存；请先上传方案文件")
    put(root / PROPOSED / CAMPAIGN, text.replace("\r\n", "\n").encode())


def check_replaceable(store: Store) -> None:
    """Raises NotReadyError once ballots have been read: they bear the words of the campaign that printed them."""
    if store.progress():
        raise NotReadyError(
            "已经读入了票，票上印的是现在的方案，不能整个换掉；请在 campaign.toml 里逐项改，或另建工作目录"
        )


def adopt(workspace: Workspace, store: Store) -> Begun:
    """
    Put the proposed campaign in the place of the one that holds; both old files stay in history.

    Raises NotReadyError while questions are left or once ballots were read, CampaignError on a wrong file.
    """
    check_replaceable(store)
    root = workspace.root
    plan = kept_plan(root / PROPOSED)
    if plan is None:
        raise NotReadyError("没有读出的方案可换上；请先上传方案文件")
    made = whole(root / PROPOSED / CAMPAIGN, plan)
    before = kept_plan(root)
    _to_history(root, [root / name for name in (CAMPAIGN, BATCHES, PLAN_RECORD)] + [before] * bool(before))
    if before:
        before.unlink()
    shutil.copytree(root / PROPOSED / KEPT, root / KEPT, dirs_exist_ok=True)
    begun = made.written(root)
    shutil.rmtree(root / PROPOSED)
    return begun


def _to_history(root: Path, files: Sequence[Path | None]) -> None:
    at = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    for file in files:
        if file and file.exists():
            with new_file(root / HISTORY / f"{file.stem}-{at}{file.suffix}") as part:
                shutil.copyfile(file, part)
