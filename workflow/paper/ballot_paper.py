"""What ballots are printed on: chosen while none has been read, for they are read as they were printed."""

import tomlkit
from pydantic import BaseModel, ConfigDict, Field

from pingyi.domain.campaign.texts import Paper
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.paper.office_ballot import check_unread, own_ballot

MOST_BLOCKS, MOST_PAGES = 8, 4


class BallotPaper(BaseModel):
    """Size, how many columns of units stand beside each other, and how many pages a ballot has."""

    model_config = ConfigDict(frozen=True)

    paper: Paper
    blocks: int = Field(ge=1, le=MOST_BLOCKS)
    pages: int = Field(ge=1, le=MOST_PAGES)


def with_paper(text: str, wanted: BallotPaper) -> str:
    """campaign.toml's text with ballots on this paper; all else as it stands."""
    document = tomlkit.parse(text)
    table = document.setdefault("ballot", tomlkit.table())
    table["paper"], table["blocks"], table["pages"] = wanted.paper.value, wanted.blocks, wanted.pages
    return tomlkit.dumps(document)


def check_may_change(workspace: Workspace, store: Store) -> None:
    """Raises NotReadyError once ballots were read, and where the office's own form says what it is printed on."""
    if own_ballot(workspace.root) is not None:
        raise NotReadyError("正在用本办改过的表样，纸张以它为准；要改请先改回程序的表样")
    check_unread(store)
