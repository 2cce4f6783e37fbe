"""`pingyi status`: how far each batch is, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Batch, Campaign, Unit
from pingyi.domain.handed_in.analysis_form import HandedIn
from pingyi.domain.readings.paper import returned, uneven
from pingyi.domain.readings.returns import LeaderPaper
from pingyi.domain.readings.unread_lines import unread_lines
from pingyi.store.base.records import BatchProgress
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import head
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.readings.printed_forms import old_marks
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.paper.analysis_notes import FOLDER, handed_in
from pingyi.workflow.people.written.belonging import PaperBeside, papers_beside
from pingyi.workflow.results.leader_paper import leader_papers
from pingyi.workflow.results.tally import units_problem
from pingyi.workflow.steps import Facts, gather


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """One batch: paper and rows."""

    code: str
    distributor: str
    issued: int
    returned: int  # ballots; one of two pages is one
    progress: BatchProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The workspace at a glance."""

    batches: tuple[BatchStatus, ...]
    facts: Facts  # what is to be done next follows from them
    analysis: tuple[tuple[Unit, HandedIn | None], ...]  # 附件3 of each unit; none when nothing was imported
    unread: tuple[str, ...]  # messages
    leaders: tuple[LeaderPaper, ...]  # scored papers of leaders
    beside: tuple[PaperBeside, ...]  # backs and extra sheets somebody wrote on
    uneven: tuple[str, ...]  # batches whose pages did not come back in equal number
    names: str  # why the sheets cannot be counted by the names printed on them; empty when they can
    old_marks: int  # papers whose mark names a batch and no campaign
    head: tuple[int, str]  # number and hash of the last entry in the evidence chain


def make_status(campaign: Campaign, plan: Sequence[Batch], store: Store) -> Status:
    """Look at everything, change nothing."""
    progress, pages = store.progress(), store.page_counts()
    scored = leader_papers(campaign, plan, store, score_fields(store))
    leaders = {paper.batch: paper.copies for paper in scored}
    batches = tuple(
        BatchStatus(
            code=batch.code,
            distributor=batch.distributor,
            issued=batch.copies,
            returned=returned(pages.get(batch.code, ())) or leaders.get(batch.code, 0),
            progress=progress.get(batch.code, BatchProgress()),
        )
        for batch in plan
    )
    names = units_problem(campaign, store)
    last = head(store)
    forms = handed_in(store.path.parent / FOLDER)
    facts = gather(Workspace(root=store.path.parent, campaign=campaign), plan, store, progress, names)
    return Status(
        batches=batches,
        facts=facts,
        analysis=tuple((unit, forms.get(unit.serial)) for unit in campaign.units) if forms else (),
        unread=tuple(unread_lines(page.page for page in store.open_pages())),
        leaders=scored,
        beside=papers_beside(store),
        uneven=tuple(f"{code} 批{line}" for code, counts in pages.items() for line in uneven(counts)),
        names=names,
        old_marks=old_marks(store),
        head=(last.number, last.hash),
    )
