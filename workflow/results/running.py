"""A campaign that is under way loses nothing by an edit: what has paper, votes or points behind it stays."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.ground.errors import CampaignError
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.returns import returns_entered
from pingyi.store.people.leader_scores import standing_score_pages
from pingyi.workflow.results.issuing import is_closed
from pingyi.workflow.results.tally import check_units

SOME = 12  # named in a message


def check_still_whole(campaign: Campaign, batches: Sequence[Batch], store: Store) -> None:
    """
    See that a campaign and plan may take the place of those that hold.

    Raises CampaignError naming what stands behind that which would be lost (RosterError where units or choices are no
    longer those on the sheets read), and while a formal notice closes the campaign.
    """
    if is_closed(store):
        raise CampaignError(
            "正式通报已经发出，评议已经封账，方案和发放计划没有改；"
            "确需更改的，请两人先重新打开（文件页，或 pingyi reopen）"
        )
    lost = [*_batches(campaign, batches, store), *_groups(campaign, store)]
    if lost:
        more = f"\n  ……共 {len(lost)} 处" if len(lost) > SOME else ""
        listed = "\n".join(f"  {line}" for line in lost[:SOME])
        raise CampaignError(
            f"这样改会丢掉已有的数，没有改：\n{listed}{more}\n请留着这些批次和群体；确实弃用的，"
            "先把票移出或改归（pingyi papers），登记的份数和导入的表先撤回（pingyi imports revoke），再改"
        )
    check_units(campaign, store)


def _batches(campaign: Campaign, batches: Sequence[Batch], store: Store) -> Iterator[str]:
    """Chinese: batches that are no longer in the plan and have something behind them."""
    known = {batch.code for batch in batches} | {group.key for group in campaign.groups}
    sheets = {code: one.sheets for code, one in store.progress().items() if code and one.sheets}
    for page in standing_score_pages(store):
        sheets[page.batch] = sheets.get(page.batch, 0) + 1
    entered = returns_entered(store)
    for code in sorted({*sheets, *entered} - known):
        has = [f"已读入 {sheets[code]} 张"] if code in sheets else []
        has += [f"登记了回收 {entered[code].returned + entered[code].spoiled} 份"] if code in entered else []
        yield f"批次 {code}：{'、'.join(has)}"


def _groups(campaign: Campaign, store: Store) -> Iterator[str]:
    """Chinese: groups that are gone and of which scores were brought in."""
    known = {group.key for group in campaign.groups}
    found = outside(store)
    brought = Counter([*(one.group for one in found.leaders), *(one.group for one in found.leader_votes)])
    for key in sorted(brought.keys() - known):
        yield f"群体 {key}：已导入 {brought[key]} 个单位的领导评价"
