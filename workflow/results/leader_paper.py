"""Leaders' scored papers by batch, as they are balanced: in the plan, entered by hand, read, waiting."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.readings.returns import LeaderPaper, Returns
from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.store.base.store import Store
from pingyi.store.outside.returns import returns_entered, set_aside
from pingyi.store.people.leader_scores import PlacedScorePage, ScoreField, standing_score_pages
from pingyi.workflow.people.scores.open_scores import settle_field


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the workspace holds of leaders' papers."""

    pages: tuple[PlacedScorePage, ...]
    fields: tuple[ScoreField, ...]
    entered: dict[str, Returns]
    aside: dict[str, int]
    waiting: Counter[str]


def leader_papers(
    campaign: Campaign, batches: Sequence[Batch], store: Store, fields: tuple[ScoreField, ...]
) -> tuple[LeaderPaper, ...]:
    """Every batch of a body of which papers were read or counted by hand; papers in no batch make one of their own."""
    read = _Read(
        pages=standing_score_pages(store),
        fields=fields,
        entered=returns_entered(store),
        aside=set_aside(store),
        waiting=Counter(page.batch for page in store.open_pages() if not page.page.skipped),
    )
    bodies = (group for group in campaign.groups if group.component is not Component.VOTES)
    return tuple(paper for body in bodies for paper in _of_body(body, campaign, batches, read))


def _of_body(body: EvaluatorGroup, campaign: Campaign, batches: Sequence[Batch], read: _Read) -> Iterator[LeaderPaper]:
    planned = sorted((batch for batch in batches if batch.group == body.key), key=lambda batch: batch.code)
    codes = {batch.code for batch in planned}
    came = {page.batch for page in read.pages if page.batch == body.key or page.batch in codes}
    came |= {code for code in read.waiting if code == body.key}
    scored = campaign.policies.leader_form.value != "votes"
    if not came and not (scored and codes & read.entered.keys()):
        return
    if body.key in came:  # scanned under the body's letter: its batches cannot be told apart
        yield _paper(body.key, planned, campaign, read)
        return
    for batch in planned:
        yield _paper(batch.code, [batch], campaign, read)


def _paper(code: str, planned: Sequence[Batch], campaign: Campaign, read: _Read) -> LeaderPaper:
    codes = {code, *(batch.code for batch in planned)}
    pages = [page for page in read.pages if page.batch in codes]
    fields = [one for one in read.fields if one.batch in codes]
    settled = [settle_field(one, campaign) for one in fields]
    units = [
        campaign.unit(found.unit if found else one.reading.unit) for one, found in zip(fields, settled, strict=True)
    ]
    counts = Counter(unit.name for unit in units if unit is not None)
    sheets = any(page.paper is ScorePaper.LEADERS for page in pages)
    return LeaderPaper(
        batch=code,
        printed=sum(batch.copies for batch in planned),
        returns=_together([read.entered.get(batch.code) for batch in planned], code),
        pages=len(pages),
        fields=tuple((unit.name, counts[unit.name]) for unit in campaign.units),
        unknown=sum(unit is None for unit in units),
        open=sum(found is None for found in settled),
        a_page=len(campaign.units) if sheets else 1,
        set_aside=sum(read.aside.get(one, 0) for one in codes),
        waiting=sum(read.waiting[one] for one in codes),
    )


def _together(entered: Sequence[Returns | None], code: str) -> Returns | None:
    """One line of several; none while one of them is lacking."""
    lines = [one for one in entered if one is not None]
    if not lines or len(lines) < len(entered):
        return None
    return Returns(
        batch=code,
        issued=sum(one.issued for one in lines),
        returned=sum(one.returned for one in lines),
        spoiled=sum(one.spoiled for one in lines),
        outstanding=sum(one.outstanding for one in lines),
    )
