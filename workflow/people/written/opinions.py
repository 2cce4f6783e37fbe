"""`pingyi opinions`: written opinions out to people with a draft, and back as text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.opinion import OpinionDraft, OpinionText
from pingyi.domain.handed_in.opinion_flags import flags, refusal
from pingyi.domain.trust.statement import Act, opinion_word, person_key
from pingyi.generator.sheets.opinion_sheet import NOTHING, OpinionLine, write_opinions
from pingyi.ground.errors import rows_refused
from pingyi.scanner.writing.handwriting import draft
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import (
    InkedBox,
    add_drafts,
    add_opinion_texts,
    drafts,
    inked_boxes,
    latest_drafts,
    opinion_texts,
)
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.headings import bare
from pingyi.workflow.files.tables import TableRow, read_table
from pingyi.workflow.people.keys import Asking, Signer, nobody
from pingyi.workflow.people.own_rows import contradictions
from pingyi.workflow.people.signed import own_name, sign
from pingyi.workflow.people.written.belonging import keep_belonging, strange_place
from pingyi.workflow.people.written.opinion_pictures import box_picture, picture_of
from pingyi.workflow.people.written.opinion_places import where_written
from pingyi.workflow.people.written.spoken import BETWEEN_UNITS, Spoken, names_in, spoken_of

COLUMNS = ("录入文字", "涉及单位", "录入人", "核对人", "键")
SOME_PROBLEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionReport:
    """What an export wrote or an import brought."""

    opinions: int  # sheets with ink in the box
    typed: int  # of these, with a text that two people answer for
    fresh: int = 0  # brought by this import


def export_opinions(campaign: Campaign, store: Store, path: Path, advance: Advance) -> OpinionReport:
    """Draft what has no draft yet, and write every opinion to `path`."""
    return export_spoken(spoken_of(campaign), store, path, advance)


def export_spoken(spoken: Spoken, store: Store, path: Path, advance: Advance) -> OpinionReport:
    """The same of papers of any kind."""
    boxes = inked_boxes(store)
    drafted = _drafted(store, boxes, advance)
    typed = opinion_texts(store)
    lines = [_line(spoken, store, box, drafted[box.sheet], typed.get(box.sheet)) for box in boxes]
    write_opinions(lines, path)
    return OpinionReport(opinions=len(boxes), typed=len(typed))


def draft_opinions(store: Store, advance: Advance) -> int:
    """Draft what has no draft yet; how many opinions there are."""
    return len(_drafted(store, inked_boxes(store), advance))


def import_opinions(campaign: Campaign, store: Store, path: Path, ask: Asking = nobody) -> OpinionReport:
    """Take in what was typed of a campaign's papers. Raises what import_spoken raises."""
    return import_spoken(spoken_of(campaign), store, path, ask)


def import_spoken(spoken: Spoken, store: Store, path: Path, ask: Asking = nobody) -> OpinionReport:
    """
    Take in what was typed, all or none, signed by the people it names.

    Raises ImportRowsError listing every line to mend, NotReadyError when one of them does not sign.
    """
    signed = [row for row in read_table(path, COLUMNS) if row.cells["录入人"] or row.cells["核对人"]]
    boxes = {box.sheet: box for box in inked_boxes(store)}
    sheets = {sheet: box.batch for sheet, box in boxes.items()}
    drafted = latest_drafts(store)
    problems = [problem for row in signed for problem in _problems(row, spoken, sheets)]
    problems += [problem for row in signed for problem in strange_place(row, boxes)]
    problems += [problem for row in signed for problem in _exchanged(row, sheets, drafted)]
    problems += _twice(signed)
    if problems:
        raise rows_refused(path.name, problems)
    standing = opinion_texts(store)
    signers = ask(sorted({row.cells[column] for row in signed for column in ("录入人", "核对人")}))
    texts = [_typed(row, spoken, signers) for row in signed]
    fresh = [text for text in texts if not _same(standing.get(text.sheet), text)]
    with store.transaction():
        words = [(opinion_word(one.sheet, one.text, one.units), (one.typed_by, one.checked_by)) for one in texts]
        sign(store, Act.OPINIONS, signers, words)
        add_opinion_texts(store, fresh)
        keep_belonging(store, signed, boxes, signers)
    return OpinionReport(opinions=len(sheets), typed=len(opinion_texts(store)), fresh=len(fresh))


def _drafted(store: Store, boxes: Sequence[InkedBox], advance: Advance) -> Mapping[str, OpinionDraft]:
    """Every opinion's draft; kept one by one, so that an interrupted run goes on where it stopped."""
    reader = f"rapidocr {version('rapidocr')}"
    known = drafts(store, reader)
    advance("识别意见", 0, len(boxes))
    for done, box in enumerate(boxes, start=1):
        if box.sheet not in known:
            picture = box_picture(store, box)
            lines = draft(picture) if picture else ()
            known[box.sheet] = OpinionDraft(
                sheet=box.sheet,
                reader=reader,
                text="\n".join(line.text for line in lines if line.text),
                confidence=min((line.sure for line in lines), default=0.0),
            )
            add_drafts(store, [known[box.sheet]])
        advance("识别意见", done, len(boxes))
    return known


def _line(spoken: Spoken, store: Store, box: InkedBox, drafted: OpinionDraft, typed: OpinionText | None) -> OpinionLine:
    if typed is None:
        units, text = list[str](), drafted.text.replace("\n", "")
    else:
        units = list(typed.units)
        text = typed.text or NOTHING
    words = text if typed else drafted.text
    return OpinionLine(
        key=drafted.sheet,
        batch=box.batch,
        where=where_written(store.crops, box),
        picture=picture_of(store, box),
        draft=drafted.text,
        text=text,
        units=BETWEEN_UNITS.join(units),
        offered=BETWEEN_UNITS.join(spoken.offer(words)),
        flags="；".join(flags(words)),
        belongs=box.page.belongs if box.page else None,
        typed_by=typed.typed_by if typed else "",
        checked_by=typed.checked_by if typed else "",
    )


def _exchanged(row: TableRow, batches: Mapping[str, str], drafted: Mapping[str, str]) -> Iterator[str]:
    """A row whose draft is that of another opinion; drafts may have been made anew since the export."""
    key, draft = row.cells["键"], bare(row.cells.get("机器初稿", ""))
    known = {"批次": batches[key]} if key in batches else {}
    mine = bare(drafted.get(key, ""))
    if draft and draft != mine and any(draft == bare(text) for sheet, text in drafted.items() if sheet != key):
        known["机器初稿"] = drafted.get(key, "")
    yield from contradictions(row, "", known)


def _problems(row: TableRow, spoken: Spoken, sheets: Collection[str]) -> Iterator[str]:
    where = f"第 {row.number} 行"
    first, second = row.cells["录入人"], row.cells["核对人"]
    if row.cells["键"] not in sheets:
        yield f"{where}：“键”一列被改动，或不是本工作目录导出的意见录入表；请重新导出"
    if not first or not second:
        yield f"{where}：录入人、核对人都要填写"
    elif person_key(first) == person_key(second):
        yield f"{where}：录入人和核对人不能是同一人（{first}）"
    if not row.cells["录入文字"]:
        yield f"{where}：“录入文字”是空的；不是意见的请填“{NOTHING}”"
    if told := refusal(row.cells["录入文字"]):
        yield f"{where}：{told}"
    for name in names_in(row.cells["涉及单位"]):
        if not spoken.official(name):
            yield f"{where}：{spoken.not_one(name)}"


def _twice(rows: Sequence[TableRow]) -> list[str]:
    keys = [row.cells["键"] for row in rows]
    return [
        f"第 {row.number} 行：同一条意见在表中出现了两次；请删去一处"
        for i, row in enumerate(rows)
        if keys[i] in keys[:i]
    ]


def _typed(row: TableRow, spoken: Spoken, signers: Mapping[str, Signer]) -> OpinionText:
    text = row.cells["录入文字"]
    units = {spoken.official(name) for name in names_in(row.cells["涉及单位"])}
    return OpinionText(
        sheet=row.cells["键"],
        text="" if text == NOTHING else text,
        units=tuple(name for name in spoken.names if name in units),
        typed_by=own_name(row.cells["录入人"], signers),
        checked_by=own_name(row.cells["核对人"], signers),
        typed_at=datetime.now().astimezone(),
    )


def _same(old: OpinionText | None, new: OpinionText) -> bool:
    return old is not None and (old.text, old.units, old.typed_by, old.checked_by) == (
        new.text,
        new.units,
        new.typed_by,
        new.checked_by,
    )
