"""Which scores on leaders' papers count as they stand, and which wait for people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.score_reading import ScoredSheet, machine_may_count
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import ScoreField, score_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledField:
    """A field nobody doubts any more; no score means void."""

    field: ScoreField
    unit: str
    score: Decimal | None


def open_fields(fields: Sequence[ScoreField], campaign: Campaign) -> list[ScoreField]:
    """Fields that wait for people under the campaign's policy."""
    return [one for one in fields if settle_field(one, campaign) is None]


def settled_pages(campaign: Campaign, store: Store) -> tuple[ScoredSheet, ...]:
    """What counts on each page."""
    pages: dict[str, list[SettledField]] = defaultdict(list)
    for one in score_fields(store):
        if (found := settle_field(one, campaign)) is not None:
            pages[one.page].append(found)
    return tuple(
        ScoredSheet(
            batch=fields[0].field.batch,
            source=fields[0].field.source,
            scores=tuple(sorted(one.score for one in fields if one.score is not None)),
        )
        for fields in pages.values()
    )


def settle_field(field: ScoreField, campaign: Campaign) -> SettledField | None:
    """People's word where there is one; the machine's where it may count."""
    if field.decision is not None:
        return SettledField(field=field, unit=field.decision.unit, score=field.decision.score)
    if machine_may_count(field.reading, campaign.policies):
        return SettledField(field=field, unit=field.reading.unit, score=field.reading.score)
    return None
