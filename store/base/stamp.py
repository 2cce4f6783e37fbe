"""Whether anything that counts has changed: the last number of each table rows are only added to."""

from dataclasses import dataclass

from pingyi.store.base.store import Store

_STAMP = """
SELECT (SELECT count(*) FROM sheets) AS sheets, (SELECT max(number) FROM corrections) AS corrections,
       (SELECT max(number) FROM referrals) AS referrals, (SELECT max(number) FROM unread_pages) AS unread,
       (SELECT max(number) FROM page_decisions) AS pages, (SELECT max(number) FROM imports) AS imports,
       (SELECT max(number) FROM opinion_texts) AS opinions, (SELECT max(number) FROM confirmations) AS confirmations,
       (SELECT max(number) FROM hotline_exports) AS orders, (SELECT count(*) FROM score_pages) AS papers,
       (SELECT max(number) FROM score_decisions) AS scores,
       (SELECT max(number) FROM returns) AS returns, (SELECT max(number) FROM taken_back) AS taken_back,
       (SELECT max(number) FROM reassigned) AS reassigned
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Equal stamps: equal data."""

    counts: tuple[int, ...]
    files: tuple[int, ...] = ()


def stamp(store: Store) -> Stamp:
    """The state of the data."""
    return Stamp(counts=tuple(number or 0 for row in store.rows(_STAMP) for number in row.values()))


def latest_confirmation(store: Store) -> int:
    """The number of the newest confirmation of a policy."""
    return int(next(store.rows("SELECT coalesce(max(number), 0) AS number FROM confirmations"))["number"])
