"""The count is made public before anybody knows which sheets will be looked at: a slip, and an entry of the chain."""

from pathlib import Path

from pingyi.domain.trust.chain import Event, EventKind
from pingyi.generator.forms.count_slip import CountSlip, write_count_slip
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import events, head
from pingyi.workflow.desk.documents import AUDIT
from pingyi.workflow.desk.record import record_files
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, today
from pingyi.workflow.results.audit_population import population

FOLDER, SLIP = AUDIT, "计票摘要公布单.docx"
ANNOUNCED = "announced"  # in the entry: the digest of the count


def announce(workspace: Workspace, store: Store) -> tuple[Path, Path]:
    """Write the slip (.docx, .pdf) under `audit`, and an entry of it. Raises what `population` and to_pdf raise."""
    counted = population(workspace.campaign, store)
    slip = CountSlip(day=today(), digest=counted.digest, sheets=len(counted.marks))
    document = write_count_slip(workspace.campaign, slip, workspace.root / FOLDER / SLIP)
    printed = to_pdf([document], document.parent)[0]
    said = {"final": False, "head": head(store).hash, "key": public_key(), ANNOUNCED: counted.digest}
    record_files(workspace.root, store, EventKind.DOCUMENT, (document, printed), said)
    return document, printed


def is_announced(store: Store, digest: str) -> bool:
    """Whether this count is the one made public last."""
    last = next((event for event in reversed(events(store)) if _told(event)), None)
    return last is not None and _told(last) == digest


def announced_before(store: Store, digest: str) -> str:
    """The day (ISO) on which this count was made public before the last draw; empty when it was not."""
    chain = events(store)
    drawn = next((event.number for event in reversed(chain) if event.kind == EventKind.AUDIT_DRAW), 0)
    return next((str(one.content()["at"])[:10] for one in chain if _told(one) == digest and one.number < drawn), "")


def _told(event: Event) -> str:
    return str(event.content().get(ANNOUNCED, "")) if event.kind == EventKind.DOCUMENT else ""
