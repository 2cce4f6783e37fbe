"""`pingyi vote count`: sheets settled and counted, put down in the evidence chain, written as Word, PDF and Excel."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pingyi.domain.forms.question import questions_of
from pingyi.domain.trust.chain import EventKind, canonical, sha256
from pingyi.domain.votes.result import VoteResult
from pingyi.domain.votes.vote import Quorum
from pingyi.generator.documents.vote_result import VoteReport, write_vote_result
from pingyi.generator.documents.vote_workbook import write_vote_workbook
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import OpenDoubtsError
from pingyi.ground.foreign import file_name
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.tally.vote_count import count_vote
from pingyi.workflow.desk.record import record_counted, record_files
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import today
from pingyi.workflow.votes.sheets import settled_vote
from pingyi.workflow.votes.vote_desk import tables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedVote:
    """The result and where it was written."""

    result: VoteResult
    files: tuple[Path, ...]


def make_result(desk: VoteDesk, store: Store) -> VoteResult:
    """Count anew what has been read and decided. Raises what settling and counting raise."""
    sheets = settled_vote(store)
    return count_vote(desk.vote, questions_of(tables_of(desk)), sheets, unread_pages=len(store.open_pages()))


def give_result(desk: VoteDesk, store: Store, *, draft: bool) -> CountedVote:
    """
    Count, put it down in the evidence chain, and write the result documents.

    Raises OpenDoubtsError while rows or pages wait for people, unless it is a `draft`.
    """
    result = make_result(desk, store)
    if result.waiting and not draft:
        raise OpenDoubtsError(
            f"还有 {result.waiting}，不能计票；"
            "请用 pingyi vote review --export 复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )
    content = counted_content(result)
    entry = record_counted(desk.root, store, content)
    texts = opinion_texts(store)
    report = VoteReport(
        result=result,
        day=today(),
        counted=sha256(canonical(content)),
        entry=entry.number,
        head=entry.hash,
        opinions=tuple(sorted(typed.text for typed in texts.values() if typed.text)),
        untyped=len(inked_boxes(store)) - len(texts),
    )
    docx = write_vote_result(report, desk.results / file_name(report.title))
    (pdf,) = to_pdf([docx], desk.results)
    workbook = write_vote_workbook(report, desk.results / file_name(report.title, ".xlsx"))
    files = (docx, pdf, workbook)
    said = {"final": False, "head": entry.hash, "key": public_key()}
    record_files(desk.root, store, EventKind.DOCUMENT, files, said)
    return CountedVote(result=result, files=files)


def counted_content(result: VoteResult) -> dict[str, Any]:
    """Every count in JSON's types, for hashing; a rule that does not hold is left out, as before it was known."""
    vote = result.vote.model_dump(mode="json")
    if not result.vote.exact:
        del vote["exact"]
    if result.vote.quorum is Quorum.FOUR_FIFTHS:
        del vote["quorum"]
    return {**asdict(result), "vote": vote}
