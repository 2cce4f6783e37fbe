"""Whose a page written on is: the back of the paper before it, or put in beside it; two people say so with its text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pingyi.domain.readings.double_review import BELONGS, BELONGS_WORDS
from pingyi.domain.readings.reading import Source
from pingyi.domain.trust.statement import Act, page_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.records import PageDecision
from pingyi.store.base.store import Store
from pingyi.store.people import double_review as kept
from pingyi.store.people.events import write_log
from pingyi.store.people.opinions import InkedBox, opinion_texts, written_pages
from pingyi.workflow.files.tables import TableRow
from pingyi.workflow.people.keys import Signer, say
from pingyi.workflow.people.signed import own_name, sign

WAITS = "待两人录入"


def strange_place(row: TableRow, boxes: Mapping[str, InkedBox]) -> Iterator[str]:
    """Chinese: what is wrong with what a line of the workbook says of whose page it is."""
    box, said = boxes.get(row.cells["键"]), row.cells.get(BELONGS, "")
    if box is None:
        return
    if box.page is None and said:
        yield f"第 {row.number} 行：“{BELONGS}”只填背面和另附纸；请清空这一格"
    if box.page is not None and said not in BELONGS_WORDS:
        yield f"第 {row.number} 行：“{BELONGS}”应为：{'、'.join(BELONGS_WORDS)}"


def keep_belonging(
    store: Store, rows: Sequence[TableRow], boxes: Mapping[str, InkedBox], signers: Mapping[str, Signer]
) -> None:
    """Inside a transaction: what two people wrote of each page that was written on, signed by both."""
    ruled = [
        PageDecision(
            page=page.number,
            outcome=row.cells[BELONGS],
            decided_by=own_name(row.cells["录入人"], signers),
            confirmed_by=own_name(row.cells["核对人"], signers),
        )
        for row in rows
        if (page := boxes[row.cells["键"]].page) is not None
    ]
    words = [(page_word(one.page, one.outcome), (one.decided_by, one.confirmed_by)) for one in ruled]
    sign(store, Act.PAGES, signers, words)
    standing = {box.page.number: box.page.belongs for box in boxes.values() if box.page}
    store.insert_page_decisions([one for one in ruled if standing[one.page] != one.outcome])


def say_belonging(store: Store, person: Signer, box: InkedBox, said: str) -> bool:
    """
    Inside a transaction: keep what one person says of whose page it is; True when another said the same before.

    Raises NotReadyError where nothing or something else is said.
    """
    page = box.page
    if page is None:
        return True
    if said not in BELONGS_WORDS:
        raise NotReadyError(f"请选这一页是“{BELONGS_WORDS[0]}”还是“{BELONGS_WORDS[1]}”")
    say(store, person, Act.PAGES, [page_word(page.number, said)])
    before, by = kept.page_proposals(store).get(page.number, ("", ""))
    if before != said or by == person.name:
        kept.propose_page(store, page.number, said, person.name)
        return False
    if page.belongs != said:
        decision = PageDecision(page=page.number, outcome=said, decided_by=by, confirmed_by=person.name)
        store.insert_page_decisions([decision])
        write_log(store, person.name, "登记手写页", f"第 {page.number} 号：{said}（{by}、{person.name}）")
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBeside:
    """A page written on, as it is balanced: its batch (empty: unknown), its place, in Chinese how far it is."""

    batch: str
    source: Source
    state: str
    waits: bool  # for two people


def papers_beside(store: Store) -> tuple[PaperBeside, ...]:
    """Every page written on, by batch and file: counted in its kind, none goes unmentioned."""
    typed = opinion_texts(store)
    told = []
    for box in written_pages(store):
        if (page := box.page) is None:
            continue
        text = typed.get(box.sheet)
        state = WAITS if text is None or not page.belongs else page.belongs
        state += "，不是意见" if state != WAITS and text is not None and not text.text else ""
        told.append(PaperBeside(batch=box.batch, source=page.source, state=state, waits=state == WAITS))
    return tuple(sorted(told, key=lambda one: (one.batch, one.source.file, one.source.page)))
