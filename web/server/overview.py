"""How far a campaign is, in the steps of the work; cheap enough to be asked for every few seconds."""

from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.paper import returned
from pingyi.store.base.records import BatchProgress
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import head
from pingyi.store.readings.counts import machine_counts, people_counts
from pingyi.web.server.office import Office
from pingyi.workflow.people.accounts import all_accounts
from pingyi.workflow.results.tally import units_problem
from pingyi.workflow.steps import Facts, Step, StepKind, gather, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One batch: paper and rows."""

    batch: Batch
    progress: BatchProgress
    returned: int  # ballots; one of two pages is one


PAGES: dict[StepKind, str] = {
    StepKind.UNITS: "/results",
    StepKind.ACCOUNTS: "/people",
    StepKind.PLAN: "/policies#plan",
    StepKind.PRINT: "/forms",
    StepKind.SCAN: "/scans",
    StepKind.REVIEW: "/review",
    StepKind.OPINIONS: "/opinions",
    StepKind.SCORES: "/scores",
    StepKind.IMPORTS: "/imports",
    StepKind.BALANCE: "/balance",
    StepKind.POLICIES: "/policies",
    StepKind.NOTICE: "/documents",
}
"""Where each step is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The campaign at a glance."""

    lines: tuple[Line, ...]
    total: BatchProgress
    issued: int
    returned: int
    steps: tuple[Step, ...]
    facts: Facts
    unread_without_batch: int


def newest_overview(office: Office) -> Overview:
    """Counted once for each state of the data, of the records (what was printed, issued) and of the accounts."""
    with office.store() as store:
        key = (office.stamp(store), head(store).number, all_accounts(store))
        return office.once("overview", key, lambda: make_overview(office, store))


def make_overview(office: Office, store: Store) -> Overview:
    """Look at everything, change nothing. Raises CampaignError when a file of the office has faults."""
    now = office.stamp(store)
    standing = now.counts.standing
    sheets = office.once("machine", standing, lambda: machine_counts(store))
    pages = office.once("pages", standing, store.page_counts)
    people = people_counts(store)
    progress = {code: BatchProgress(**{**sheets.get(code, {}), **people.get(code, {})}) for code in {*sheets, *people}}
    lines = tuple(
        Line(batch=b, progress=progress.get(b.code, BatchProgress()), returned=returned(pages.get(b.code, ())))
        for b in office.batches()
    )
    # a decision takes one of the campaign's own choices: only sheets, and files of the office, bring other names
    names = office.once("units", (standing, now.files), lambda: units_problem(office.campaign, store))
    facts = gather(office.workspace, office.batches(), store, progress, names)
    return Overview(
        lines=lines,
        total=facts.paper,
        issued=sum(line.batch.copies for line in lines),
        returned=sum(line.returned for line in lines),
        steps=steps(facts),
        facts=facts,
        unread_without_batch=progress.get("", BatchProgress()).unread,
    )
