"""Leaders' papers that look like one already counted are set aside, as a pair, for people: rescans and copies."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.paper import PairRuling, place_text
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.domain.readings.score_reading import ScorePage, ScorePaper
from pingyi.scanner.ink.placement import NUMBERS
from pingyi.scanner.ink.same_paper import LEAST_ROWS, Papers, rows_inked
from pingyi.scanner.scores.score_paper import SAME, FieldInk, likeness, opened
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import placed_score_pages
from pingyi.store.readings.papers import pairs_decided

BYTES_A_ROW = 2 * NUMBERS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A paper already counted."""

    digest: str
    batch: str
    source: Source


class LeaderPapersSeen:
    """Every leaders' paper on file and of this run: sheets by where their ink lies, 附件3 by the ink of its field."""

    def __init__(self, store: Store, forms: Sequence[BallotForm]) -> None:
        self._sheets = {len(form.rows): Papers(form) for form in forms}
        self._of_sheets: dict[int, list[_Seen]] = defaultdict(list)
        self._fields: dict[str, list[tuple[FieldInk, _Seen]]] = defaultdict(list)  # by mark; "" where none was read
        self._decided = pairs_decided(store)
        for page in placed_score_pages(store):
            seen = _Seen(digest=page.digest, batch=page.batch, source=page.source)
            self._remember(page.paper, page.mark, page.placement, seen)

    def add(self, page: ScorePage, batch: str) -> None:
        """A paper that is counted from now on."""
        seen = _Seen(digest=page.digest, batch=batch, source=page.source)
        self._remember(page.paper, page.mark, page.placement, seen)

    def known_as_same(self, page: ScorePage) -> bool:
        """Whether people have found this picture to be of a paper already counted."""
        return self._decided.get(page.digest) is PairRuling.SAME

    def twin(self, page: ScorePage) -> UnreadPage | None:
        """The page as one set aside when it looks like a paper seen before, unless people found it another."""
        if self._decided.get(page.digest) is PairRuling.DIFFERENT or not page.placement:
            return None
        found = self._sheet_like(page) if page.paper is ScorePaper.LEADERS else self._field_like(page)
        if found is None:
            return None
        other, share = found
        place = f"{other.source.file} 第 {other.source.page} 页（{place_text(other.batch)}）"
        sheet = page.paper is ScorePaper.LEADERS
        what = f"有 {share:.0%} 的行字迹位置相同" if sheet else f"评分栏的字迹有 {share:.0%} 重合"
        return UnreadPage(
            source=page.source,
            digest=page.digest,
            reason=Unread.SAME_PAPER,
            detail=f"与{place}{what}，没有计入；请在复核表中对照两张纸，由两人判定",
            twin=other.digest,
        )

    def _sheet_like(self, page: ScorePage) -> tuple[_Seen, float] | None:
        rows = len(page.placement) // BYTES_A_ROW
        pair = self._sheets[rows].like(page.placement) if rows in self._sheets else None
        return (self._of_sheets[rows][pair.first], pair.share) if pair else None

    def _field_like(self, page: ScorePage) -> tuple[_Seen, float] | None:
        mine = opened(page.placement)
        best = max(((likeness(ink, mine), seen) for ink, seen in self._beside(page.mark)), key=_share, default=None)
        return (best[1], best[0]) if best and best[0] >= SAME else None

    def _beside(self, mark: str) -> Iterator[tuple[FieldInk, _Seen]]:
        """Papers this one may be a scan of: of the same mark, or where one of the two shows none."""
        for other in self._fields if not mark else {mark, ""}:
            yield from self._fields.get(other, ())

    def _remember(self, paper: ScorePaper, mark: str, placement: bytes, seen: _Seen) -> None:
        if not placement:
            return  # too little ink, or read by an older program
        if paper is ScorePaper.ANALYSIS:
            self._fields[mark].append((opened(placement), seen))
            return
        rows = len(placement) // BYTES_A_ROW
        if rows in self._sheets:
            self._sheets[rows].add(placement)
            self._of_sheets[rows].append(seen)


def cannot_be_told(page: ScorePage) -> bool:
    """Too little ink to know the paper again."""
    if page.paper is ScorePaper.ANALYSIS:
        return not page.placement
    return rows_inked(page.placement) < LEAST_ROWS


def _share(found: tuple[float, _Seen]) -> float:
    return found[0]
