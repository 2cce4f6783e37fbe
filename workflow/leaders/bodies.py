"""Which body of leaders a batch, or a paper, belongs to."""

from collections.abc import Sequence

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.reading import Unread, UnreadPage
from pingyi.domain.readings.score_reading import ScorePage
from pingyi.ground.errors import NotReadyError


def leaders_of(batch: str, campaign: Campaign, batches: Sequence[Batch]) -> str:
    """Key of the body a batch belongs to. Raises NotReadyError when it is no batch or body of leaders."""
    bodies = {group.key: group.name for group in campaign.groups if group.component is not Component.VOTES}
    known = {one.code: one.group for one in batches} | {key: key for key in bodies}
    if known.get(batch, "") not in bodies:
        named = "、".join(f"{key}（{name}）" for key, name in bodies.items())
        raise NotReadyError(f"--batch “{batch}”不是领导评价的批次或群体代号；可用：{named}")
    return known[batch]


def of_another_body(page: ScorePage, key: str, campaign: Campaign) -> UnreadPage | None:
    """The page refused when the code printed on it is of another body than `key`; a person decides, no machine."""
    printed = page.batch_code[:1]
    if not printed or printed == key:
        return None
    names = {group.key: f"{group.key}（{group.name}）" for group in campaign.groups}
    said, given = (names.get(one, one) for one in (printed, key))
    detail = f"表上印的是 {said} 的表，命令写的是 {given}；请核对，确属 {printed} 就用 --batch {printed} 再扫"
    return UnreadPage(source=page.source, digest=page.digest, reason=Unread.BATCH_MISMATCH, detail=detail)
