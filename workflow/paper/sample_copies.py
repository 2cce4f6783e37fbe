"""Numbers of copies nobody counted: no pile for handing out is printed by them, on the page or in the terminal."""

from pingyi.ground.errors import NotReadyError
from pingyi.workflow.desk.workspace import Workspace, read_text
from pingyi.workflow.init import count_samples

BY_COPIES = ("ballots", "all")  # kinds of which as many are printed as the plan of distribution says
MEND = "请在发放计划（“方案与政策”页，或 batches.csv）里填实际份数，并删去“示例份数”的备注"


def sample_copies(workspace: Workspace) -> int:
    """How many batches of the plan of distribution still have a sample's number of copies."""
    return count_samples(read_text(workspace.batches_file)) if workspace.batches_file.exists() else 0


def check_counted(kind: str, workspace: Workspace) -> None:
    """See that what is printed by copies has counted ones. Raises NotReadyError saying how many batches have not."""
    if kind in BY_COPIES and (samples := sample_copies(workspace)):
        raise NotReadyError(f"发放计划里还有 {samples} 批是示例份数，没有印；{MEND}，再印")


def trial_remark(kind: str, workspace: Workspace) -> tuple[str, ...]:
    """That a print made all the same is for trial (Chinese), if it is."""
    if kind in BY_COPIES and (samples := sample_copies(workspace)):
        return (f"这是试印，不要发出去：发放计划里还有 {samples} 批是示例份数；{MEND}，再印一次",)
    return ()
