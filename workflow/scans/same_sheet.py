"""Sheets that look like a paper already counted are set aside, as a pair, for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.paper import PairRuling, place_text
from pingyi.domain.readings.reading import SheetReading, Source, Unread, UnreadPage
from pingyi.scanner.ink.same_paper import LEAST_ROWS, Papers, rows_inked
from pingyi.store.base.store import Store
from pingyi.store.readings.papers import pairs_decided, placed_sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A sheet already counted."""

    digest: str
    batch: str
    source: Source


class SheetsSeen:
    """Every sheet on file and of this run, by the page of the form it is."""

    def __init__(self, store: Store, forms: Sequence[BallotForm]) -> None:
        self._papers = {(form.pages, form.page): Papers(form) for form in forms}
        self._seen: dict[tuple[int, int], list[_Seen]] = {key: [] for key in self._papers}
        self._decided = pairs_decided(store)
        for sheet in placed_sheets(store):
            if sheet.page in self._papers:
                self._remember(sheet.page, _Seen(digest=sheet.digest, batch=sheet.batch, source=sheet.source))
                self._papers[sheet.page].add(sheet.placement)

    def fits(self, sheet: SheetReading) -> bool:
        """Whether it was read as a page of this form: other forms' sheets can be held against none here."""
        papers = self._papers.get((sheet.form_pages, sheet.form_page))
        return papers is not None and papers.fits(sheet.placement)

    def add(self, sheet: SheetReading, batch: str) -> None:
        """A sheet that is counted from now on."""
        if not sheet.placement:
            return  # read by an older program, which did not measure it
        key = (sheet.form_pages, sheet.form_page)
        self._remember(key, _Seen(digest=sheet.digest, batch=batch, source=sheet.source))
        self._papers[key].add(sheet.placement)

    def known_as_same(self, sheet: SheetReading) -> bool:
        """Whether people have found this picture to be of a paper already counted."""
        return self._decided.get(sheet.digest) is PairRuling.SAME

    def twin(self, sheet: SheetReading) -> UnreadPage | None:
        """The sheet as a page set aside when it looks like one seen before, unless people found it another."""
        if self._decided.get(sheet.digest) is PairRuling.DIFFERENT or not sheet.placement:
            return None
        key = (sheet.form_pages, sheet.form_page)
        pair = self._papers[key].like(sheet.placement)
        if pair is None:
            return None
        other = self._seen[key][pair.first]
        place = f"{other.source.file} 第 {other.source.page} 页（{place_text(other.batch)}）"
        return UnreadPage(
            source=sheet.source,
            digest=sheet.digest,
            reason=Unread.SAME_PAPER,
            detail=f"与{place}的字迹位置有 {pair.share:.0%} 的行相同，没有计票；请在复核表中对照两张票面，由两人判定",
            twin=other.digest,
        )

    def _remember(self, key: tuple[int, int], seen: _Seen) -> None:
        self._seen[key].append(seen)


def cannot_be_told(sheet: SheetReading) -> bool:
    """Too few rows hold ink to know the paper again."""
    return rows_inked(sheet.placement) < LEAST_ROWS
