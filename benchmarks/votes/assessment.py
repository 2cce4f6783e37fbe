"""
A 民主测评 of 30 people on three tables and two pages, by the program's own commands, its result held against the truth.

    python -m benchmarks.votes.assessment [--sheets 40] [--seed 24] [--keep DIR]

The leading group and half of the people stand on the first page, with lists of choices of their own, the other half on
the second. The truth is counted here, from what each voter meant. Wrong is a row the machine decided otherwise, or a
number of the result that is another.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.votes.__main__ import MIX, plan
from benchmarks.votes.command import asked, emptied
from benchmarks.votes.election import decide, run_command
from benchmarks.votes.layouts import ticks, widths
from benchmarks.votes.made_forms import Asked, MadeForm, MadeTable, printed_form
from benchmarks.votes.voters import PEOPLE, Truth, fill
from pingyi.domain.readings.double_review import PAGE_WORDS
from pingyi.domain.readings.reading import Source, Verdict
from pingyi.domain.votes.result import VoteResult
from pingyi.samples.filler.copier import CLEAN, OFFICE, Copier
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.store.base.records import PageDecision
from pingyi.store.base.store import Store
from pingyi.workflow.desk.vote_folder import open_vote
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.votes.count import make_result

DPI = 200
OF_GROUP, OF_PEOPLE = ("好", "较好", "一般", "差"), ("优秀", "称职", "基本称职", "不称职", "不了解")
TASKS = ("政治建设", "工作实绩", "作风建设", "廉洁自律", "选人用人")
SURNAMES, GIVEN = "陆覃罗黄莫谭蓝梁韦农岑甘廖玉邓", ("文涛", "秋月")
PEOPLE_NAMES = tuple(f"{surname}{given}" for given in GIVEN for surname in SURNAMES)  # 30
HALF = len(PEOPLE_NAMES) // 2
Pages = tuple[Mapping[str, Truth], ...]  # of one voter, by page


def ballot() -> MadeForm:
    """The form: the leading group, fifteen people, and on the second page fifteen more."""

    def table(over: str, head: str, listed: Sequence[str], choices: Sequence[str], first: int, page: bool) -> MadeTable:  # noqa: FBT001, PLR0913, PLR0917
        rows = tuple((str(k), name, *ticks(name, choices)) for k, name in enumerate(listed, first))
        return MadeTable(
            over=over, lines=(("序号", head, *choices), *rows), widths_mm=widths(12, 50, *[20] * len(choices)),
            new_page=page,
        )  # fmt: skip

    return MadeForm(
        title="2024年度民主测评表",
        tables=(
            table("一、领导班子", "项目", TASKS, OF_GROUP, 1, page=False),
            table("二、中层正职", "姓名", PEOPLE_NAMES[:HALF], OF_PEOPLE, 1, page=False),
            table("三、中层副职", "姓名", PEOPLE_NAMES[HALF:], OF_PEOPLE, 1, page=True),
        ),
    )


def filled(
    asked: Sequence[Asked], files: tuple[Path, Path], sheets: Sequence[tuple[int, int]], seed: int, copier: Copier
) -> dict[Source, dict[str, Truth]]:
    """Scan these pages (voter, page from 0) of a print run into a file; the truth of each. `files` are both."""
    (run, out), pages, truth = files, [], {}
    for voter, page in sheets:
        rng = np.random.default_rng([seed, voter])
        drawn, meant = fill(rng, asked, plan(rng, asked, several=False), MIX)
        pages.append(scan(rng, Sheet(printed=render(run, page, DPI), dpi=DPI, filled=drawn[page]), copier))
        labels = {one.label for one in asked if one.page == page}
        truth[Source(file=out.name, page=len(pages))] = {k: v for k, v in meant.items() if k in labels}
    write_scan(out, pages)
    return truth


def compare(store: Store, truth: Mapping[Source, Mapping[str, Truth]]) -> tuple[int, int, list[str]]:
    """Rows, rows that went to people, and what was decided otherwise than meant."""
    rows = asked = 0
    wrong = []
    for _, sheet in store.readings():
        meant = truth[sheet.source]
        wrong += [f"{sheet.source}: {sorted(set(meant) - {r.name for r in sheet.rows})} missing"] * (
            {r.name for r in sheet.rows} != set(meant)
        )
        for row in sheet.rows:
            true, rows = meant[row.name], rows + 1
            if row.verdict is Verdict.DOUBTFUL:
                asked += true.kind not in PEOPLE
            elif row.word != true.word or true.kind in PEOPLE:
                wrong.append(f"{sheet.source} {row.name}: {row.word}, meant {true.word} ({true.kind})")
    return rows, asked, wrong


def differing(result: VoteResult, truth: Mapping[Source, Mapping[str, Truth]]) -> list[str]:
    """Numbers of the result that are not those of the voters."""
    votes = Counter((label, one.word) for page in truth.values() for label, one in page.items())
    found = []
    for one in result.questions:
        counted = {**dict(zip(one.row.choices, one.choices, strict=True)), "blank": one.blank, "multiple": one.multiple}
        found += [
            f"{one.row.label} {word}: counted {number}, true {votes[one.row.label, word]}"
            for word, number in counted.items()
            if number != votes[one.row.label, word]
        ]
    return found


def hold(sheets: int, seed: int, folder: Path) -> int:
    """Run the whole assessment; how many things are wrong."""
    form, asked = printed_form(ballot(), folder, "测评表")
    root, scans = folder / "测评", folder / "扫描.pdf"
    run_command(
        "vote", "new", form, root, "--name", "2024年度民主测评", "--kind", "民主测评", "--copies", f"会场={sheets}"
    )
    run = next((root / "印制").glob("*.pdf"))
    every = [(voter, page) for voter in range(sheets) for page in range(2)]
    truth = filled(asked, (run, scans), every, seed, OFFICE)
    run_command("-C", root, "vote", "scan", scans, "--jobs", "2")
    desk, unread = open_vote(root), ()
    with watching(desk) as store:
        rows, people, wrong = compare(store, truth)
        unread = store.open_pages()
    again = folder / "重扫.pdf"
    if unread:
        lost = [page.page.source for page in unread]
        places = [every[source.page - 1] for source in lost]
        truth = {place: one for place, one in truth.items() if place not in lost}
        truth |= filled(asked, (run, again), places, seed, CLEAN)
        run_command("-C", root, "vote", "scan", again)
    with watching(desk) as store:
        ruled = [PageDecision(page=p.number, outcome=PAGE_WORDS[0], decided_by="甲", confirmed_by="乙") for p in unread]
        store.add_decisions((), ruled)
        decide(store, truth, folder / "判定.csv")
    run_command("-C", root, "vote", "review", "--import", folder / "判定.csv")
    run_command("-C", root, "vote", "count")
    run_command("-C", root, "vote", "verify")
    with watching(desk) as store:
        result = make_result(desk, store)
    other = differing(result, truth)
    print(f"voters {sheets}, pages unread {len(unread)}, rows {rows}, decided wrongly {len(wrong)}")
    print(f"reviewed {people} of {rows} rows ({people / max(1, rows):.2%})")
    print(f"returned {result.returned}, numbers that differ {len(other)}")
    for line in (*wrong, *other):
        print(" ", line)
    return len(wrong) + len(other) + (result.returned != sheets)


def main() -> None:
    """Hold an assessment and print the figures."""
    given = asked(__doc__, 40).parse_args()
    with emptied(given.keep) as folder:
        raise SystemExit(min(1, hold(given.sheets, given.seed, folder)))


if __name__ == "__main__":
    main()
