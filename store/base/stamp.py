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
class Counts:
    """The last number of each table, as _STAMP calls it; 0 of an empty one."""

    sheets: int
    corrections: int
    referrals: int
    unread: int
    pages: int
    imports: int
    opinions: int
    confirmations: int
    orders: int
    papers: int
    scores: int
    returns: int
    taken_back: int
    reassigned: int

    @property
    def standing(self) -> tuple[int, int]:
        """Equal: the same sheets stand, each in the same batch."""
        return self.sheets, self.reassigned


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Equal stamps: equal data."""

    counts: Counts
    files: tuple[int, ...] = ()


def stamp(store: Store) -> Stamp:
    """The state of the data."""
    (row,) = store.rows(_STAMP)
    return Stamp(counts=Counts(**{name: number or 0 for name, number in row.items()}))


def latest_confirmation(store: Store) -> int:
    """The number of the newest confirmation of a policy."""
    return int(next(store.rows("SELECT coalesce(max(number), 0) AS number FROM confirmations"))["number"])
