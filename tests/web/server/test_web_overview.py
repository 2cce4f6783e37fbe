"""What is counted once is what counting anew gives, whatever happened in between."""

from collections.abc import Callable
from datetime import UTC, datetime

from web_office import SHEETS, sheet

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.reading import Source, Unread, UnreadPage, Verdict
from pingyi.store.base.records import Filing, PageDecision
from pingyi.store.base.store import Store
from pingyi.store.people.reassigned import Reassigned, add_reassigned
from pingyi.web.server.office import Office
from pingyi.web.server.overview import make_overview, newest_overview

PAGE = UnreadPage(source=Source(file="甲.pdf", page=9), digest="", reason=Unread.BLANK_PAGE, detail="整页空白")


def give(store: Store, batch: str, *papers: int) -> None:
    two = {"reason": "夹带的一张（虚构）", "decided_by": "张三", "confirmed_by": "李四"}
    add_reassigned(store, [Reassigned(paper=f"{paper:064x}", batch=batch, **two) for paper in papers])


def decide(store: Store) -> None:
    word = {"verdict": Verdict.VALID, "choice": "满意", "decided_by": "张三", "confirmed_by": "李四"}
    when = datetime(2025, 1, 6, tzinfo=UTC)
    store.add_decisions([Correction(sheet=f"{0:064x}", item="2", decided_at=when, **word)])


def deal_with(store: Store) -> None:
    (page,) = store.open_pages()
    store.add_decisions([], [PageDecision(page=page.number, outcome="空白", decided_by="张三", confirmed_by="李四")])


HAPPENS: dict[str, Callable[[Office, Store], None]] = {
    "a sheet is filed": lambda office, store: store.file_pages(
        [Filing(outcome=sheet(SHEETS, office.campaign.units, b"png"), batch="A02", scan="s")]
    ),
    "a page is not read": lambda _, store: store.file_pages([Filing(outcome=PAGE, batch="A01", scan="s")]),
    "the page is dealt with": lambda _, store: deal_with(store),
    "a row is decided": lambda _, store: decide(store),
    "papers go to another batch": lambda _, store: give(store, "A02", 0, 1),
    "a paper is taken out": lambda _, store: give(store, "", 2),
    "a paper comes back": lambda _, store: give(store, "A01", 0),
}


def test_the_overview_is_what_counting_anew_gives(office: Office) -> None:
    seen = [newest_overview(office)]
    for happening, act in HAPPENS.items():
        with office.store() as store:
            act(office, store)
        seen.append(newest_overview(office))
        office._counted.clear()
        with office.store() as store:
            assert seen[-1] == make_overview(office, store), happening
    lines = {line.batch.code: line for line in seen[-1].lines}
    assert (lines["A01"].returned, lines["A02"].returned, seen[-1].returned) == (4, 2, 6)
