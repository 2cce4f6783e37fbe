"""A plan document brought to a workspace that has a campaign: proposed, gone through, put in the campaign's place."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import put
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import CAMPAIGN, read_text
from pingyi.workflow.plan_in.draft import unfilled
from pingyi.workflow.plan_in.record import KEPT, WAITING, kept_plan, kept_rows

PROPOSED = Path(KEPT) / "new"


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
