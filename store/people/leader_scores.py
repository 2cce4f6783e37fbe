"""Leaders' scores in the store: pages read, fields as read, decisions of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from pingyi.domain.readings.double_review import FieldPlace
from pingyi.domain.readings.reading import Source
from pingyi.domain.readings.score_reading import ScoreDecision, ScoreDoubt, ScorePage, ScorePaper, ScoreReading
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.crops import save_crops
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store

_FIELDS = """
SELECT p.digest, p.batch, p.source_file, p.source_page,
       r.position, r.unit, r.seen, r.first, r.second, r.confidence, r.score, r.doubts
FROM standing_score_pages AS p JOIN score_readings AS r ON r.page = p.digest
WHERE ? IN ('', p.digest)
ORDER BY p.batch, p.digest, r.position
"""
_EVERY = """
SELECT p.digest, coalesce(r.batch, p.batch) AS batch, p.paper, p.source_file, p.source_page, p.mark, p.placement, p.scan
FROM score_pages AS p LEFT JOIN latest_reassigned AS r ON r.paper = p.digest
"""
_KNOWN = """
SELECT p.digest, p.source_page, coalesce(r.batch, p.batch) AS batch
FROM score_pages AS p LEFT JOIN latest_reassigned AS r ON r.paper = p.digest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScorePage:
    """A page to be kept: as read, for which batch, from which file (SHA-256)."""

    page: ScorePage
    batch: str
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreField:
    """One field with where it stands, as read, and the decision that counts, if people made one."""

    page: str  # digest
    batch: str
    source: Source
    reading: ScoreReading
    decision: ScoreDecision | None

    @property
    def place(self) -> FieldPlace:
        """What it is known by."""
        return FieldPlace(page=self.page, position=self.reading.position)


def add_score_pages(store: Store, kept: Sequence[KeptScorePage]) -> None:
    """Keep these pages, all or none; one known already is passed over."""
    with store.recording(EventKind.READING):
        known = set(known_score_pages(store))
        for one in kept:
            if one.page.digest in known:
                continue
            known.add(one.page.digest)
            crops = save_crops(store.crops, one.page.digest, one.page.crops)
            store.database.table("score_pages").insert(
                {
                    "digest": one.page.digest,
                    "batch": one.batch,
                    "paper": one.page.paper.value,
                    "source_file": one.page.source.file,
                    "source_page": one.page.source.page,
                    "scan": one.scan,
                    "mark": one.page.mark,
                    "crops": crops,
                    "placement": one.page.placement,
                    "has_opinion": int(one.page.has_opinion),
                }
            )
            store.database.table("score_readings").insert_all(
                _reading_row(one.page.digest, reading) for reading in one.page.fields
            )


def known_score_pages(store: Store) -> dict[str, str]:
    """The batch of every page of scores on file (empty: taken out), by the digest of its picture."""
    with faults_of(store.path):
        return {row["digest"]: row["batch"] for row in store.database.query(_KNOWN)}


def score_pages_read(store: Store, scan: str) -> dict[int, str]:
    """Batch (empty: taken out) by 1-based page, of the pages of a file (SHA-256) that have been read."""
    with faults_of(store.path):
        found = list(store.database.query(f"{_KNOWN} WHERE p.scan = ?", [scan]))
    return {row["source_page"]: row["batch"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedScorePage:
    """A leaders' paper on file, and its ink."""

    digest: str
    batch: str
    paper: ScorePaper
    source: Source
    mark: str
    placement: bytes
    scan: str


def placed_score_pages(store: Store) -> tuple[PlacedScorePage, ...]:
    """Every leaders' paper by digest, those taken out (no batch) too; an older program measured no ink."""
    return _placed(store, _EVERY)


def standing_score_pages(store: Store) -> tuple[PlacedScorePage, ...]:
    """The same of papers that count, in the batch they count in."""
    return _placed(store, "SELECT * FROM standing_score_pages")


def _placed(store: Store, sql: str) -> tuple[PlacedScorePage, ...]:
    with faults_of(store.path):
        rows = sorted(store.database.query(sql), key=itemgetter("digest"))
    return tuple(
        PlacedScorePage(
            digest=row["digest"],
            batch=row["batch"],
            paper=ScorePaper(row["paper"]),
            source=Source(file=row["source_file"], page=row["source_page"]),
            mark=row["mark"],
            placement=row["placement"],
            scan=row["scan"],
        )
        for row in rows
    )


def score_fields(store: Store, page: str = "") -> tuple[ScoreField, ...]:
    """Every field (of one page) that counts, by batch; within one in no order that tells when its page came in."""
    with faults_of(store.path):
        decided = {
            (row["page"], row["position"]): _decision(row)
            for row in store.database.query("SELECT * FROM latest_score_decisions WHERE ? IN ('', page)", [page])
        }
        rows = store.database.execute(_FIELDS, [page]).fetchall()
    return tuple(
        ScoreField(
            page=digest,
            batch=batch,
            source=Source(file=file, page=number),
            reading=_reading(*reading),
            decision=decided.get((digest, reading[0])),
        )
        for digest, batch, file, number, *reading in rows
    )


def score_field(store: Store, place: FieldPlace) -> ScoreField | None:
    """The field at this place; None when there is none."""
    return next((one for one in score_fields(store, place.page) if one.place == place), None)


def add_score_decisions(store: Store, decisions: Sequence[ScoreDecision]) -> None:
    """Append decisions, all or none."""
    with store.recording(EventKind.CORRECTION, "score_decisions"):
        store.database.table("score_decisions").insert_all(
            {
                "page": decision.page,
                "position": decision.position,
                "unit": decision.unit,
                "score": None if decision.score is None else str(decision.score),
                "decided_by": decision.decided_by,
                "confirmed_by": decision.confirmed_by,
                "decided_at": decision.decided_at.isoformat(),
            }
            for decision in sorted(decisions, key=lambda one: (one.page, one.position))
        )


def _reading_row(page: str, reading: ScoreReading) -> dict[str, Any]:
    return {
        "page": page,
        "position": reading.position,
        "unit": reading.unit,
        "seen": reading.seen,
        "first": reading.readings[0],
        "second": reading.readings[1],
        "confidence": reading.confidence,
        "score": None if reading.score is None else str(reading.score),
        "doubts": ",".join(reading.doubts),
    }


@lru_cache(maxsize=1 << 14)  # a reading is never changed, and all are asked for after each decision
def _reading(  # noqa: PLR0913, PLR0917 - the columns of a reading, in their order
    position: int, unit: str, seen: str, first: str, second: str, confidence: float, score: str | None, doubts: str
) -> ScoreReading:
    return ScoreReading(
        position=position,
        unit=unit,
        seen=seen,
        readings=(first, second),
        confidence=confidence,
        score=None if score is None else Decimal(score),
        doubts=tuple(ScoreDoubt(word) for word in doubts.split(",") if word),
    )


def _decision(row: dict[str, Any]) -> ScoreDecision:
    return ScoreDecision(
        page=row["page"],
        position=row["position"],
        unit=row["unit"],
        score=None if row["score"] is None else Decimal(row["score"]),
        decided_by=row["decided_by"],
        confirmed_by=row["confirmed_by"],
        decided_at=datetime.fromisoformat(row["decided_at"]),
    )
