"""`pingyi review`: doubtful rows and unread pages out to people as a workbook, their decisions back in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.double_review import PAGE_WORDS
from pingyi.domain.readings.paper import PairRuling, paper_code
from pingyi.domain.readings.reading import DOUBT_TEXT, UNREAD_TEXT, Unread, UnreadPage, Verdict
from pingyi.domain.trust.statement import Act, Word, page_word, person_key, row_word
from pingyi.generator.sheets.review_sheet import (
    BLANK_WORD,
    MULTIPLE_WORD,
    PAGES_SHEET,
    PAIRS_SHEET,
    ReviewLine,
    ReviewWork,
    UnreadLine,
    write_review,
)
from pingyi.ground.errors import NotReadyError, rows_refused
from pingyi.store.base.crops import crop_path
from pingyi.store.base.records import DoubtfulRow, OpenPage, PageDecision
from pingyi.store.base.store import Store
from pingyi.store.readings.sources import sheet_sources
from pingyi.workflow.desk.workspace import SCANS
from pingyi.workflow.files.tables import TableRow, read_table
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.keys import Asking, Signer, nobody
from pingyi.workflow.people.own_rows import contradictions
from pingyi.workflow.people.pairs import pair_lines, pair_place
from pingyi.workflow.people.signed import own_name, sign

COLUMNS = ("批次", "序号", "判定", "计票人", "监票人", "键")
PAGE_COLUMNS = ("文件", "页", "处理", "计票人", "监票人", "键")
PAIR_COLUMNS = ("这一张", "已计票的一张", "判定", "计票人", "监票人", "键")
PEOPLE = ("计票人", "监票人")
OLD_WORDS = {"未选": BLANK_WORD}
SOME_PROBLEMS = 30  # shown; a clerk mends these and meets the others next time


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """What an import brought."""

    decided: int  # rows
    pages: int  # unread pages dealt with
    repeated: int  # the same decision stood already
    left: int  # rows still open


def export_review(campaign: Campaign, store: Store, path: Path) -> int:
    """Write every open row and unread page to `path`; how many rows they are."""
    return export_rows(Asked(choices=campaign.ballot.choices), store, path)


def export_rows(asked: Asked, store: Store, path: Path) -> int:
    """The same of papers of any kind."""
    lines = [
        ReviewLine(
            key=f"{waiting.row.sheet}/{waiting.row.item}",
            batch=waiting.row.batch,
            place=_place(waiting.row.sheet),
            item=waiting.row.item,
            name=waiting.name,
            doubts="、".join(DOUBT_TEXT[doubt] for doubt in waiting.row.reasons),
            picture=_existing(crop_path(store.crops, waiting.row.sheet, waiting.row.item)),
        )
        for waiting in sorted(store.open_rows(), key=_by_unit)
    ]
    pages = [
        UnreadLine(
            key=str(found.number),
            batch=found.batch,
            file=found.page.source.file,
            page=found.page.source.page,
            reason=_reason(found.page),
        )
        for found in store.open_pages()
        if found.page.reason is not Unread.SAME_PAPER
    ]
    pairs = tuple(pair_lines(store, store.path.parent / SCANS))
    free = frozenset(line.item for line in lines) if asked.several else asked.written
    work = ReviewWork(
        rows=lines, pages=pages, pairs=pairs, typed=free, written=bool(asked.written), command=asked.command
    )
    write_review(work, asked.choices, path)
    return len(lines)


def import_review(campaign: Campaign, store: Store, path: Path, ask: Asking = nobody) -> ReviewReport:
    """Take in the decisions on a campaign's ballots. Raises what import_rows raises."""
    return import_rows(Asked(choices=campaign.ballot.choices), store, path, ask)


def import_rows(asked: Asked, store: Store, path: Path, ask: Asking = nobody) -> ReviewReport:
    """
    Take in the decisions, all or none, signed by the people they name.

    Raises ImportRowsError listing every line to mend, NotReadyError when one of them does not sign.
    """
    rows = [_as_kept(row, asked) for row in read_table(path, COLUMNS) if row.cells["判定"]]
    pages = [row for row in _page_rows(path) if row.cells["处理"]]
    pairs = [row for row in _pair_rows(path) if row.cells["判定"]]
    dealt_with = store.pages_dealt_with()
    waiting = {str(page.number): page for page in store.open_pages()}
    problems = [
        *_row_problems(rows, asked, store),
        *(told for row in pages for told in _other_page(row, PAGES_SHEET, waiting)),
        *(told for row in pairs for told in _other_page(row, PAIRS_SHEET, waiting)),
        *_page_problems(pages, dealt_with, PAGES_SHEET, "处理", PAGE_WORDS),
        *_page_problems(pairs, dealt_with, PAIRS_SHEET, "判定", tuple(PairRuling)),
    ]
    if problems:
        raise rows_refused(path.name, problems)
    signers = ask(sorted({row.cells[column] for row in (*rows, *pages, *pairs) for column in PEOPLE}))
    standing = store.latest_corrections()
    decisions = [_correction(row, signers) for row in rows]
    fresh = [decision for decision in decisions if not _same(standing.get((decision.sheet, decision.item)), decision)]
    headed = [(row, "处理") for row in pages] + [(row, "判定") for row in pairs]
    ruled = [_page_decision(row, heading, signers) for row, heading in headed]
    fresh_pages = [decision for decision in ruled if not dealt_with[decision.page]]
    with store.transaction():
        sign(store, Act.ROWS, signers, [(_word(one), _pair(one)) for one in decisions])
        sign(store, Act.PAGES, signers, [(page_word(one.page, one.outcome), _pair(one)) for one in ruled])
        store.add_decisions(fresh, fresh_pages)
    return ReviewReport(
        decided=len(fresh),
        pages=len(fresh_pages),
        repeated=len(rows) + len(ruled) - len(fresh) - len(fresh_pages),
        left=len(store.open_rows()),
    )


def find_sheet(store: Store, code: str) -> tuple[str, ...]:
    """Chinese: where the paper of a sheet lies, for people who have to see it. Raises NotReadyError on a wrong code."""
    found = [line for digest, line in _sheet_places(store) if code and digest.startswith(code)]
    if not found:
        raise NotReadyError(f"没有代号为“{code}”的票；请照复核表“出处”一列填写，如 --find 3f9a12bc04")
    return tuple(found)


def _place(sheet: str) -> str:
    """What stands under 出处: a code to find the paper by."""
    return f"票 {paper_code(sheet)}"


def _sheet_places(store: Store) -> Iterator[tuple[str, str]]:
    for digest, source in sheet_sources(store).items():
        yield digest, f"{source.file} 第 {source.page} 页"


def _by_unit(waiting: DoubtfulRow) -> tuple[str, int, str, str]:
    """All rows of a unit together, those of one sheet apart, none in the order of the pile."""
    return (waiting.row.batch, len(waiting.row.item), waiting.row.item, waiting.row.sheet)


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _reason(page: UnreadPage) -> str:
    return f"{UNREAD_TEXT[page.reason]}：{page.detail}" if page.detail else UNREAD_TEXT[page.reason]


def _page_rows(path: Path) -> tuple[TableRow, ...]:
    """The sheet of unread pages; a .csv holds rows only."""
    return () if path.suffix.lower() == ".csv" else read_table(path, PAGE_COLUMNS, PAGES_SHEET)


def _pair_rows(path: Path) -> tuple[TableRow, ...]:
    return () if path.suffix.lower() == ".csv" else read_table(path, PAIR_COLUMNS, PAIRS_SHEET)


def _as_kept(row: TableRow, asked: Asked) -> TableRow:
    """Its word as it is kept: sheets written by an older program call a blank row by another word."""
    said = row.cells["判定"]
    word = OLD_WORDS.get(said) or asked.word(row.cells["键"].partition("/")[2], said)
    return row if word == said else replace(row, cells={**row.cells, "判定": word})


def _row_problems(rows: Sequence[TableRow], asked: Asked, store: Store) -> Iterator[str]:
    known = {
        (reading.digest, row.item): {
            "批次": batch, "出处": _place(reading.digest), "序号": row.item, "单位名称": row.name,
        }
        for batch, reading in store.readings()
        for row in reading.rows
    }  # fmt: skip
    seen: set[str] = set()
    for row in rows:
        sheet, _, item = row.cells["键"].partition("/")
        if told := asked.problem(item, row.cells["判定"]):
            yield f"第 {row.number} 行：{told}"
        if (sheet, item) not in known:
            yield f"第 {row.number} 行：“键”一列被改动，或不是本工作目录导出的复核表；请重新导出"
        elif row.cells["键"] in seen:
            yield f"第 {row.number} 行：同一行在表中出现了两次；请删去一处"
        yield from contradictions(row, "", known.get((sheet, item), {}))
        seen.add(row.cells["键"])
        yield from _name_problems(row, "")


def _page_problems(
    pages: Sequence[TableRow], dealt_with: dict[int, bool], sheet: str, heading: str, words: tuple[str, ...]
) -> Iterator[str]:
    """Of one sheet, in whose column `heading` one of `words` is asked for."""
    for row in pages:
        where = f"“{sheet}”"
        if row.cells[heading] not in words:
            yield f"{where}第 {row.number} 行：{heading}“{row.cells[heading]}”应为：{'、'.join(words)}"
        if not row.cells["键"].isdecimal() or int(row.cells["键"]) not in dealt_with:
            yield f"{where}第 {row.number} 行：“键”一列被改动，或不是本工作目录导出的复核表；请重新导出"
        yield from _name_problems(row, where)


def _other_page(row: TableRow, sheet: str, waiting: Mapping[str, OpenPage]) -> Iterator[str]:
    """A row that names another page than its key; of pages nobody has decided on, no other is decided anew."""
    page = waiting.get(row.cells["键"])
    if page is not None:
        source = page.page.source
        place = {"批次": page.batch, "文件": source.file, "页": str(source.page), "这一张": pair_place(source)}
        yield from contradictions(row, f"“{sheet}”", place)


def _name_problems(row: TableRow, where: str) -> Iterator[str]:
    first, second = row.cells["计票人"], row.cells["监票人"]
    if not first or not second:
        yield f"{where}第 {row.number} 行：计票人、监票人都要填写"
    elif person_key(first) == person_key(second):
        yield f"{where}第 {row.number} 行：计票人和监票人不能是同一人（{first}）"


def _pair(one: Correction | PageDecision) -> tuple[str, str]:
    return one.decided_by, one.confirmed_by


def _word(one: Correction) -> Word:
    return row_word(one.sheet, one.item, one.verdict.value, one.choice)


def _correction(row: TableRow, signers: Mapping[str, Signer]) -> Correction:
    word = row.cells["判定"]
    sheet, _, item = row.cells["键"].partition("/")
    verdict = {BLANK_WORD: Verdict.BLANK, MULTIPLE_WORD: Verdict.MULTIPLE}.get(word, Verdict.VALID)
    return Correction(
        sheet=sheet,
        item=item,
        verdict=verdict,
        choice=word if verdict is Verdict.VALID else "",
        decided_by=own_name(row.cells["计票人"], signers),
        confirmed_by=own_name(row.cells["监票人"], signers),
        decided_at=datetime.now().astimezone(),
    )


def _page_decision(row: TableRow, heading: str, signers: Mapping[str, Signer]) -> PageDecision:
    return PageDecision(
        page=int(row.cells["键"]),
        outcome=row.cells[heading],
        decided_by=own_name(row.cells["计票人"], signers),
        confirmed_by=own_name(row.cells["监票人"], signers),
    )


def _same(old: Correction | None, new: Correction) -> bool:
    return old is not None and (old.word, old.decided_by, old.confirmed_by) == (
        new.word,
        new.decided_by,
        new.confirmed_by,
    )
