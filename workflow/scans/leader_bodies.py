"""Which body of leaders a batch belongs to."""

from collections.abc import Sequence

from pingyi.domain.campaign import Batch, Campaign, Component
from pingyi.ground.errors import NotReadyError


def leaders_of(batch: str, campaign: Campaign, batches: Sequence[Batch]) -> str:
    """Key of the body a batch belongs to. Raises NotReadyError when it is no batch or body of leaders."""
    bodies = {group.key: group.name for group in campaign.groups if group.component is not Component.VOTES}
    known = {one.code: one.group for one in batches} | {key: key for key in bodies}
    if known.get(batch, "") not in bodies:
        named = "、".join(f"{key}（{name}）" for key, name in bodies.items())
        raise NotReadyError(f"--batch “{batch}”不是领导评价的批次或群体代号；可用：{named}")
    return known[batch]
