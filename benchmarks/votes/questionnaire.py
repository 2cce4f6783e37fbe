"""
A 满意度 questionnaire of boxes in its cells and open questions, by the program's own commands, held against the truth.

    python -m benchmarks.votes.questionnaire [--sheets 300] [--seed 24] [--keep DIR]

The form is refused as it is and drawn anew by the program; what is printed is that. The truth is counted here, from
what each voter meant. Wrong is a row the machine decided otherwise, a number of the result that is another, or an
opinion that is not listed or was never written.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from python_calamine import CalamineWorkbook

from benchmarks.votes.__main__ import DPI, MIX, plan
from benchmarks.votes.assessment import differing
from benchmarks.votes.command import asked, emptied
from benchmarks.votes.election import compare, decide, run_command
from benchmarks.votes.made_forms import Asked, Boxes, MadeForm, MadeTable
from benchmarks.votes.redrawn_forms import redrawn_form
from benchmarks.votes.voters import Truth, fill, write_name
from pingyi.domain.readings.double_review import PAGE_WORDS
from pingyi.domain.readings.reading import Source
from pingyi.samples.filler.copier import CLEAN, OFFICE, Copier
from pingyi.samples.filler.layout import Box, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.store.base.records import PageDecision
from pingyi.store.people.opinions import inked_boxes
from pingyi.workflow.desk.vote_folder import VoteDesk, open_vote
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.votes.count import make_result

CHOICES = ("满意", "基本满意", "不满意")
ASKED = ("窗口态度", "办事流程", "政策解释", "收费公开", "垃圾清运", "停车秩序", "餐具卫生", "电梯维护")
OPEN = ("您最希望改进的地方：", "您的其他意见和建议：")
WRITES = 0.3  # share of voters, of each open question
WRITTEN = "建议多开窗"
Lines = Sequence[tuple[int, Box]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a voter meant: each question's choice, and how many open questions were written under."""

    choices: Mapping[str, Truth]
    written: int


def questionnaire() -> MadeForm:
    """The form as the office has it."""
    rows = ((str(k), name, Boxes(question=name, choices=CHOICES)) for k, name in enumerate(ASKED, 1))
    lines = (("序号", "题目", "您的评价"), *rows, *((words, "<", "<") for words in OPEN))
    return MadeForm(title="服务满意度调查问卷", tables=(MadeTable(lines=lines, widths_mm=(12.0, 70.0, 80.0)),))


def written(rng: np.random.Generator, page: FilledPage, line: Box) -> FilledPage:
    """The page with five invented characters on the line for opinions, beside or under its printed words."""
    low = Box(left=line.left + 50, top=line.top + 1, right=line.left + 110, bottom=line.bottom - 1)
    strokes = (*page.strokes, *write_name(rng, page.hand, low, WRITTEN))
    return FilledPage(hand=page.hand, strokes=strokes, truth=())


def filled(
    form: tuple[Sequence[Asked], Lines], files: tuple[Path, Path], sheets: Sequence[int], seed: int, copier: Copier
) -> list[Filled]:
    """Scan these sheets of a print run, by their number, into a file; the truth of each. `files` are both."""
    (asked, lines), (run, out), pages, truth = form, files, [], []
    for number in sheets:
        rng = np.random.default_rng([seed, number])
        drawn, meant = fill(rng, asked, plan(rng, asked, several=False), MIX)
        page, wrote = drawn[0], 0
        for _, line in lines:
            if rng.random() < WRITES:
                page, wrote = written(rng, page, line), wrote + 1
        pages.append(scan(rng, Sheet(printed=render(run, 0, DPI), dpi=DPI, filled=page), copier))
        truth.append(Filled(choices=meant, written=wrote))
    write_scan(out, pages)
    return truth


def typed(table: Path, out: Path) -> int:
    """Every opinion typed and signed by two people, as the exported workbook asks; how many."""
    grid = CalamineWorkbook.from_path(str(table)).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    at = {str(heading): place for place, heading in enumerate(grid[head])}
    lines = grid[head + 1 :]
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        told = csv.writer(stream)
        told.writerow(("键", "录入文字", "涉及单位", "录入人", "核对人"))
        for number, line in enumerate(lines, start=1):
            told.writerow((line[at["键"]], f"建议{number}：多开窗口", "", "甲", "乙"))
    return len(lines)


def begin(sheets: int, folder: Path) -> tuple[VoteDesk, Path, tuple[Sequence[Asked], Lines]]:
    """The vote, made by the program's commands; its print run; where voters write."""
    form, asked, lines = redrawn_form(questionnaire(), folder, "问卷")
    root = folder / "满意度"
    run_command("vote", "new", form, root, "--name", "服务满意度", "--kind", "满意度", "--copies", f"窗口={sheets}")
    return open_vote(root), next((root / "印制").glob("*.pdf")), (asked, lines)


def hold(sheets: int, seed: int, folder: Path) -> int:
    """Run the whole survey; how many things are wrong."""
    desk, run, form = begin(sheets, folder)
    scans, again = folder / "扫描.pdf", folder / "重扫.pdf"
    truth = placed(scans, filled(form, (run, scans), range(sheets), seed, OFFICE))
    run_command("-C", desk.root, "vote", "scan", scans, "--jobs", "2")
    with watching(desk) as store:
        outcome = compare(store, choices_of(truth))
        unread = store.open_pages()
    if unread:  # two people find the sheets and scan them once more
        numbers = [page.page.source.page - 1 for page in unread]
        truth = {place: one for place, one in truth.items() if place.page - 1 not in numbers}
        truth |= placed(again, filled(form, (run, again), numbers, seed, CLEAN))
        run_command("-C", desk.root, "vote", "scan", again)
    with watching(desk) as store:
        ruled = [PageDecision(page=p.number, outcome=PAGE_WORDS[0], decided_by="甲", confirmed_by="乙") for p in unread]
        store.add_decisions((), ruled)
        decide(store, choices_of(truth), folder / "判定.csv")
        places = {sheet.digest: sheet.source for _, sheet in store.readings()}
        inked = {places[box.sheet] for box in inked_boxes(store)}
    run_command("-C", desk.root, "vote", "review", "--import", folder / "判定.csv")
    run_command("-C", desk.root, "vote", "opinions", "--export", folder / "意见.xlsx")
    opinions = typed(folder / "意见.xlsx", folder / "意见.csv")
    run_command("-C", desk.root, "vote", "opinions", "--import", folder / "意见.csv")
    run_command("-C", desk.root, "vote", "count")
    run_command("-C", desk.root, "vote", "verify")
    with watching(desk) as store:
        result = make_result(desk, store)
    wrote = {place for place, one in truth.items() if one.written}
    other = differing(result, choices_of(truth))
    other += [f"{place}: written on, not listed" for place in wrote - inked]
    other += [f"{place}: listed, not written on" for place in inked - wrote]
    print(f"sheets {sheets}, unread {len(unread)}, rows {outcome.rows}, decided wrongly {len(outcome.wrong)}")
    print(f"reviewed {outcome.asked} of {outcome.rows} rows ({outcome.asked / max(1, outcome.rows):.2%})")
    print(f"opinions {opinions} on {len(wrote)} sheets written on, numbers and opinions that differ {len(other)}")
    for line in (*outcome.wrong, *other):
        print(" ", line)
    return len(outcome.wrong) + len(other)


def placed(scans: Path, truth: Sequence[Filled]) -> dict[Source, Filled]:
    """Where each sheet stands in a scan."""
    return {Source(file=scans.name, page=page): one for page, one in enumerate(truth, start=1)}


def choices_of(truth: Mapping[Source, Filled]) -> dict[Source, Mapping[str, Truth]]:
    """The ticks alone."""
    return {place: one.choices for place, one in truth.items()}


def true_votes(truth: Sequence[Filled]) -> Counter[tuple[str, str]]:
    """Sheets by question and what its row says."""
    return Counter((label, one.word) for sheet in truth for label, one in sheet.choices.items())


def main() -> None:
    """Hold a survey and print the figures."""
    given = asked(__doc__, 300).parse_args()
    with emptied(given.keep) as folder:
        raise SystemExit(min(1, hold(given.sheets, given.seed, folder)))


if __name__ == "__main__":
    main()
