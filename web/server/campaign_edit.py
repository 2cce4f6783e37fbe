"""The office's own files changed from the page: checked whole before a letter is kept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.domain.trust.people import Account
from pingyi.ground.whole import new_file
from pingyi.store.base.store import Store
from pingyi.store.people.events import write_log
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace, read_text
from pingyi.workflow.paper.ballot_paper import BallotPaper, check_may_change, with_paper
from pingyi.workflow.people.keys import Pair, Signer, both
from pingyi.workflow.results.policies import give_confirmation, take_back, with_answer
from pingyi.workflow.results.running import check_still_whole

KEPT = "history"  # earlier states of the files, by when they were replaced


def campaign_text(workspace: Workspace) -> str:
    """campaign.toml as it stands."""
    return read_text(workspace.campaign_file)


def batches_text(workspace: Workspace) -> str:
    """batches.csv as it stands."""
    return read_text(workspace.batches_file).removeprefix("\ufeff") if workspace.batches_file.exists() else ""


def save_campaign(workspace: Workspace, store: Store, text: str, by: Account) -> None:
    """Raises CampaignError naming each line to mend, or what the change would lose; then nothing is changed."""
    campaign = parse_campaign(_lines(text), CAMPAIGN)
    batches = parse_batches(batches_text(workspace), BATCHES, campaign)  # the plan must still fit the roster
    check_still_whole(campaign, batches, store)
    _replace(workspace.campaign_file, _lines(text), "utf-8")
    write_log(store, by.name, "修改方案", "方案全文")


def save_batches(workspace: Workspace, store: Store, text: str, by: Account) -> None:
    """Raises CampaignError naming each line to mend, or what the change would lose; then nothing is changed."""
    check_still_whole(workspace.campaign, parse_batches(_lines(text), BATCHES, workspace.campaign), store)
    _replace(workspace.batches_file, _lines(text), "utf-8-sig")
    write_log(store, by.name, "修改发放计划", "各批次")


def confirm_policies(workspace: Workspace, store: Store, names: Sequence[str], by: Signer, witness: Signer) -> None:
    """Two people confirm policies as they stand, all or none. Raises NotReadyError, CampaignError."""
    titles = _titles(workspace)
    with store.transaction():
        for name in names:
            words = give_confirmation(workspace, store, name, both(by, witness))
            write_log(store, by.name, "确认政策", f"{titles[name]}：{words}（监督人 {witness.name}）")


def revoke_policies(workspace: Workspace, store: Store, names: Sequence[str], pair: Pair, reason: str) -> None:
    """Two people take back what was confirmed, all or none. Raises NotReadyError, also without a reason."""
    with store.transaction():
        for name in names:
            take_back(workspace.campaign, store, name, pair, reason)


def choose_answer(workspace: Workspace, store: Store, chosen: tuple[str, int], by: Account) -> None:
    """
    Put the answer at a place among a policy's alternatives in use, and the one in use among them.

    Raises CampaignError, also while a formal notice closes the campaign; NotReadyError for no policy or no answer.
    """
    name, place = chosen
    text = with_answer(campaign_text(workspace), workspace.campaign, name, place)
    save_campaign(workspace, store, text, by)
    write_log(store, by.name, "改用其他办法", _titles(workspace)[name])


def choose_paper(workspace: Workspace, store: Store, wanted: BallotPaper, by: Account) -> None:
    """Raises NotReadyError once ballots were read, CampaignError where ballots do not fit on it."""
    check_may_change(workspace, store)
    save_campaign(workspace, store, with_paper(campaign_text(workspace), wanted), by)
    write_log(store, by.name, "改评议表的纸张", f"{wanted.paper} {wanted.blocks} 栏 {wanted.pages} 页")


def _titles(workspace: Workspace) -> dict[str, str]:
    return {name: policy.title for name, policy in questions(workspace.campaign)}


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def _replace(path: Path, text: str, encoding: str) -> None:
    if path.exists():
        at = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        with new_file(path.parent / KEPT / f"{path.stem}-{at}{path.suffix}") as part:
            part.write_bytes(path.read_bytes())
    with new_file(path) as part:
        part.write_text(text, encoding=encoding, newline="\n")
