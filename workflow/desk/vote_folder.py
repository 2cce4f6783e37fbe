"""The workspace of one vote: vote.toml, the form as it was printed, its print runs."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.votes.vote import Vote, parse_vote
from pingyi.ground.errors import NotReadyError
from pingyi.workflow.desk.workspace import VOTE, Desk, Workspace, open_workspace, read_text

PRINTED = "印制"  # the folder of print runs


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteDesk(Desk):
    """Where everything of one vote lies."""

    vote: Vote

    @property
    def form(self) -> Path:
        """The Word file that was printed, and that scans are read by."""
        return self.root / self.vote.form

    @property
    def printing(self) -> Path:
        """Print runs, one for each place."""
        return self.root / PRINTED


def open_vote(folder: Path) -> VoteDesk:
    """The vote in `folder`. Raises NotReadyError when there is none, CampaignError on a wrong vote.toml."""
    path = folder / VOTE
    if not path.is_file():
        where = folder.resolve()
        raise NotReadyError(
            f"{where} 不是一次投票的工作目录（没有 {VOTE}）；"
            "请先 pingyi vote new FORM.docx DIR，或用 pingyi -C DIR 指明"
        )
    return VoteDesk(root=folder, vote=parse_vote(read_text(path), VOTE))


def is_vote(folder: Path) -> bool:
    """Whether a folder is a vote's, and no campaign's."""
    return (folder / VOTE).is_file()


def open_any(folder: Path) -> Workspace | VoteDesk:
    """The campaign or the vote in `folder`. Raises NotReadyError when there is neither, CampaignError on faults."""
    return open_vote(folder) if is_vote(folder) else open_workspace(folder)
