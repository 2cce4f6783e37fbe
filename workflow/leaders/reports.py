"""Reports of several pages: a score page that prints no name belongs to the report begun on the page before it."""

from dataclasses import dataclass, field

from pingyi.domain.readings.reading import Source, UnreadPage
from pingyi.domain.readings.score_reading import ReportPage, ScoreOutcome, ScorePage
from pingyi.scanner.scores.score_report import with_beginning


@dataclass(slots=True, kw_only=True)
class _Stack:
    """One file's pages so far."""

    last: int = 0  # page met last
    begun: ReportPage | None = None  # whose score page has not come
    forward: bool = True  # every score page so far came after its beginning: else the stack lies the other way round


@dataclass(slots=True, kw_only=True)
class Reports:
    """
    Follows the pages of each file in their order.

    A stack scanned from its end has the score page before its beginning: its first score page has none before it, and
    from then on no page of that file is held against the one before.
    """

    _stacks: dict[str, _Stack] = field(default_factory=dict)
    _unscored: list[Source] = field(default_factory=list)

    def placed(self, outcome: ScoreOutcome) -> ScorePage | UnreadPage:
        """The page with what its stack says of its unit; a part of a report as it is filed."""
        page = outcome.page if isinstance(outcome, ReportPage) else outcome
        stack = self._stacks.setdefault(page.source.file, _Stack())
        whole = page.source.page == stack.last + 1
        stack.last = page.source.page
        if not whole:
            self._close(stack)
        if isinstance(outcome, ReportPage):
            if outcome.first:
                self._close(stack)
                stack.begun = outcome
            return outcome.page
        if isinstance(outcome, UnreadPage):
            if not outcome.skipped:
                self._close(stack)
            return outcome
        return self._scored(outcome, stack)

    def unscored(self) -> list[Source]:
        """Beginnings of reports after which no score page came."""
        for stack in self._stacks.values():
            self._close(stack)
        return self._unscored

    def _scored(self, page: ScorePage, stack: _Stack) -> ScorePage:
        begun, stack.begun = stack.begun, None
        if not page.nameless:
            if begun is not None:
                self._unscored.append(begun.page.source)
            return page
        stack.forward &= begun is not None
        return with_beginning(page, begun if stack.forward else None)

    def _close(self, stack: _Stack) -> None:
        if stack.begun is not None:
            self._unscored.append(stack.begun.page.source)
        stack.begun = None
