"""An invented workspace with a row in every table an archive exports, points and a document; nothing is scanned."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.trust.invented_sheets import DOUBTFUL, OPEN, invented_sheet
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import PEOPLE, decide, judge_and_enter
from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.handed_in.opinion import OpinionDraft, OpinionText
from pingyi.domain.handed_in.orders import Answer, HotlineOrder, OrderKind, OrderState, Satisfaction, Solution
from pingyi.domain.readings.double_review import FieldPlace
from pingyi.domain.readings.reading import SheetReading, Source, Unread, UnreadPage
from pingyi.domain.readings.score_reading import ScoreAnswer
from pingyi.domain.results.audit import Claim
from pingyi.domain.trust.chain import EventKind, canonical
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, opinion_word, page_word
from pingyi.samples.tables import write_tables
from pingyi.scanner.files.page_picture import picture_digests
from pingyi.store.base.records import Filing, ImportedFile, PageDecision
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import head
from pingyi.store.outside.brought import brought
from pingyi.store.outside.orders import add_orders
from pingyi.store.people.audits import Draw, Sight, add_draw, add_sights
from pingyi.store.people.double_review import propose_page
from pingyi.store.people.events import write_log
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.people.opinions import add_drafts, add_opinion_texts
from pingyi.store.people.proposals import Proposal, propose_opinion
from pingyi.store.people.score_judgements import add_score_judgement
from pingyi.store.readings.printed_forms import keep_contents
from pingyi.workflow.desk.record import record_files, record_scores
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, kept_scan, open_workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.keys import Signer, both, say
from pingyi.workflow.people.reassigned import Given, may_go_to, paper_called, reassign
from pingyi.workflow.people.taken_back import take_back
from pingyi.workflow.results.policies import confirm, with_confirmations
from pingyi.workflow.results.score import make_result
from pingyi.workflow.scans.kept_scans import keep_scans
from pingyi.workflow.tables.imports import import_table

BATCHES = {"A01": "雒容镇", "F01": "区民政局"}
CHOICES = ("满意", "基本满意", "不满意")
QUOTED = '"[^"]+"'
UNITS = re.compile(rf"units = \[\s*(?:{QUOTED},?\s*)+\]")
ALIASES = re.compile(r"\[aliases\]\n[^\[]*")
FORM = hashlib.sha256(b"form").hexdigest()


def every_table(folder: Path) -> Workspace:
    """Two sheets, a leaders' paper, orders, opinions, an audit: each in its table and in the evidence chain."""
    workspace, _ = start_workspace(folder)
    text = workspace.campaign_file.read_text(encoding="utf-8")
    workspace.campaign_file.write_text(ALIASES.sub("[aliases]\n\n", UNITS.sub(_few, text)), encoding="utf-8")
    workspace = open_workspace(folder)
    lines = [f"{batch},{batch[0]},{distributor},5" for batch, distributor in BATCHES.items()]
    workspace.batches_file.write_text("\n".join(["批次,群体,发放单位,份数", *lines]), encoding="utf-8")
    pile = folder / "pile.tiff"
    pages = [Image.fromarray(np.full((400, 300), grey, np.uint8)) for grey in (245, 240, 230)]
    pages[0].save(pile, save_all=True, append_images=pages[1:])
    with working(workspace, "benchmark") as store:
        (scan,) = keep_scans(workspace.scans, store, {pile: pile.name}, _still).values()
        pile.unlink()
        _file(workspace, store, scan)
        people = enrol(store, dict.fromkeys(PEOPLE, Role.REVIEW))
        decide(workspace, store, people)
        for kind, path in [*write_tables(workspace.campaign, folder, 7).items(), *_twice(workspace, folder)]:
            import_table(workspace.campaign, store, kind, path)
        wrong = max(one.number for one in brought(store))
        take_back(store, wrong, both(*[people[name] for name in PEOPLE[:2]]), "另一年的（虚构）")
        judge_and_enter(workspace, store, people)
        _move_one(workspace, store, people)
        _people(workspace, store, people)
        campaign = with_confirmations(workspace.campaign, store)
        record_scores(workspace.root, store, make_result(campaign, workspace.batches(), store, draft=False))
        paper = workspace.results / "通报.docx"
        paper.parent.mkdir(exist_ok=True)
        paper.write_bytes(b"no notice")
        said = {"final": False, "head": head(store).hash, "key": public_key()}
        record_files(workspace.root, store, EventKind.DOCUMENT, [paper], said)
    return workspace


def _move_one(workspace: Workspace, store: Store, people: Mapping[str, Signer]) -> None:
    """A sheet to another batch, and back."""
    pair = both(*[people[name] for name in PEOPLE[:2]])
    sheet = next(reading.digest for _, reading in store.readings())
    other = may_go_to(paper_called(store, sheet), workspace.campaign, workspace.batches())[0]
    for batch in (other, None):
        reassign(workspace, store, Given(codes=(sheet,), batch=batch, reason="归错批次（虚构）"), pair)


def _twice(workspace: Workspace, folder: Path) -> Iterator[tuple[str, Path]]:
    """Interviews once more, with other numbers."""
    (folder / "另一年").mkdir()
    yield "phone", write_tables(workspace.campaign, folder / "另一年", 8)["phone"]


def _few(units: re.Match[str]) -> str:
    """Three of each series: what is tried is tried a thousand times."""
    return f"units = [{', '.join(re.findall(QUOTED, units[0])[:3])}]"


def _still(_doing: str, _done: int, _total: int, /) -> None:
    pass


def _file(workspace: Workspace, store: Store, scan: str) -> None:
    chance = random.Random(7)  # noqa: S311 - invented votes
    places = ((batch, Source(file="pile.tiff", page=page)) for page, batch in enumerate(BATCHES, start=1))
    kept = kept_scan(workspace.scans, scan)
    sheets = [_sheet(workspace, place, min(picture_digests(kept, place[1].page)), chance) for place in places]
    unread = UnreadPage(source=Source(file="pile.tiff", page=3), digest="", reason=Unread.ILLEGIBLE, detail="看不清")
    filings = [Filing(outcome=sheet, batch=sheet.batch_code, scan=scan) for sheet in sheets]
    store.file_pages([*filings, Filing(outcome=unread, batch="A01", scan=scan)])
    rows = [[1, row.item, row.name] for row in sheets[0].rows]
    keep_contents(store, [(FORM, canonical({"choices": list(CHOICES), "rows": rows}))])


def _sheet(workspace: Workspace, place: tuple[str, Source], digest: str, chance: random.Random) -> SheetReading:
    def said(unit: Unit) -> str:
        return OPEN if unit.serial <= DOUBTFUL else chance.choices(CHOICES, (8, 2, 1))[0]

    sheet = invented_sheet(workspace.campaign.units, place[1], said)
    return replace(
        sheet,
        digest=digest,
        form_digest=FORM,
        batch_code=place[0],
        has_opinion=True,
        mark=f"{place[0]}-2024",
        placement=bytes(8 * len(sheet.rows)),
        crops={sheet.rows[0].item: b"\x89PNG no picture"},
    )


def _people(workspace: Workspace, store: Store, people: Mapping[str, Signer]) -> None:
    """What people said of opinions, pages, scores, policies, an audit; orders of the hotline."""
    moment = datetime.now().astimezone()
    sheet = next(reading for _, reading in store.readings())
    add_drafts(store, [OpinionDraft(sheet=sheet.digest, reader="r", text="好", confidence=0.5)])
    text = OpinionText(
        sheet=sheet.digest, text="好", units=(sheet.rows[0].name,), typed_by=PEOPLE[0], checked_by=PEOPLE[1],
        typed_at=moment,
    )  # fmt: skip
    (page,) = store.open_pages()
    for person in people.values():
        say(store, person, Act.OPINIONS, [opinion_word(sheet.digest, text.text, text.units)])
        say(store, person, Act.PAGES, [page_word(page.number, "无法辨认")])
    add_opinion_texts(store, [text])
    outcome = PageDecision(page=page.number, outcome="无法辨认", decided_by=PEOPLE[0], confirmed_by=PEOPLE[1])
    store.add_decisions([], [outcome])
    (field,) = score_fields(store)
    with store.transaction():
        propose_opinion(store, sheet.digest, Proposal(text="好", units=(sheet.rows[0].name,), account=PEOPLE[0]))
        propose_page(store, page.number, "无法辨认", PEOPLE[0])
        answer = ScoreAnswer(unit=workspace.campaign.units[0].name, score=Decimal(91))
        add_score_judgement(store, FieldPlace(page=field.page, position=field.reading.position), PEOPLE[0], answer)
    confirm(workspace.campaign, store, "ranking", both(*people.values()))
    draw = Draw(
        seed="1", claim=Claim(tolerance=Decimal(1), limit=Decimal("0.05")), population="0" * 64, corrections=1,
        sheets=(sheet.digest,),
    )  # fmt: skip
    sight = Sight(sheet=sheet.digest, item=sheet.rows[0].item, seat="甲", person=PEOPLE[0], seen="满意")
    add_sights(store, add_draw(store, draw), [sight])
    order = HotlineOrder(
        code="1", row=1, kind=OrderKind.HELP, unit=workspace.campaign.units[0].name, state=OrderState.CLOSED,
        dispatched=moment.replace(tzinfo=None), closed=moment.replace(tzinfo=None) + timedelta(hours=1),
        sms=Answer(satisfaction=Satisfaction.SATISFIED, solution=Solution.SOLVED), bonus=Decimal("0.5"),
    )  # fmt: skip
    add_orders(store, ImportedFile(name="工单.csv", sha256="0" * 64), [order])
    write_log(store, PEOPLE[0], "登录", json.dumps({}))
