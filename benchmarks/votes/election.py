"""
An election of 9 from 11 on invented sheets, by the program's own commands, its result held against the truth.

    python -m benchmarks.votes.election [--sheets 300] [--seed 24] [--exact] [--keep DIR]

Some voters choose too many, some too few, some write names in; people at the review say what the paper says. The truth
is counted here, from what each voter meant, by code of its own. Wrong is a row the machine decided otherwise, or a
number of the result that is another.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.votes.command import asked, emptied
from benchmarks.votes.made_forms import Asked, MadeForm, MadeTable, Tick, Write, printed_form
from benchmarks.votes.voters import PEOPLE, Plan, Truth, fill
from pingyi.cli import main as pingyi
from pingyi.domain.readings.double_review import PAGE_WORDS
from pingyi.domain.readings.reading import VERDICT_TEXT, Source, Verdict
from pingyi.samples.filler.copier import CLEAN, OFFICE, Copier
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import ORDINARY
from pingyi.store.base.records import PageDecision
from pingyi.store.base.store import Store
from pingyi.workflow.desk.vote_folder import open_vote
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.votes.count import make_result

CHOICES = ("赞成", "反对", "弃权")
NAMES = ("陆文涛", "覃秋月", "罗建国", "黄丽娟", "莫永强", "谭少波", "蓝小燕", "梁志明", "韦东", "农秀英", "岑国强")
WRITTEN = ("甘海生", "廖敏", "玉月娥")
SEATS, LINES = 9, 2
DPI = 200
OVER, UNDER, WRITES = 0.04, 0.15, 0.08  # share of voters
MIX = replace(ORDINARY, cross=0.0, circle=0.0, border=0.0, dot=0.0, strike=0.0, cross_voters=0.0, blank=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the machine and people made of the sheets."""

    rows: int
    asked: int  # rows on printed names that went to people
    written: int  # lines for names that did
    wrong: tuple[str, ...]
    unread: int


def ballot() -> MadeForm:
    """The form: 11 candidates, two lines for others."""
    head = ("序号", "候选人姓名", *CHOICES)
    rows = [(str(k), name, *(Tick(question=name, choice=c) for c in CHOICES)) for k, name in enumerate(NAMES, 1)]
    lines = [
        (
            "另选他人" if not k else "",
            Write(question=f"另选{k + 1}"),
            *(Tick(question=f"另选{k + 1}", choice=c) for c in CHOICES),
        )
        for k in range(LINES)
    ]
    widths = (22.0, 40.0, 24.0, 24.0, 24.0)
    return MadeForm(
        title="第三届委员会委员选举选票", tables=(MadeTable(lines=(head, *rows, *lines), widths_mm=widths),)
    )


def plan(rng: np.random.Generator) -> Plan:
    """What one voter wants."""
    luck = rng.random()
    if luck < OVER:
        chosen = int(rng.integers(SEATS + 1, len(NAMES) + 1))
    elif luck < OVER + UNDER:
        chosen = int(rng.integers(1, SEATS))
    else:
        chosen = SEATS
    liked = np.array([1.0 + 0.35 * k for k in range(len(NAMES), 0, -1)])
    names: dict[str, str] = {}
    if luck >= OVER and rng.random() < WRITES:
        names["另选1"] = str(rng.choice(WRITTEN))
        chosen -= 1
    favoured = set(rng.choice(len(NAMES), size=max(chosen, 0), replace=False, p=liked / liked.sum()).tolist())
    choices: dict[str, int | None] = {}
    for k, name in enumerate(NAMES):
        other = None if rng.random() < 0.2 else int(rng.choice((1, 2), p=(0.6, 0.4)))
        choices[name] = 0 if k in favoured else other
    choices |= {f"另选{k + 1}": 0 if f"另选{k + 1}" in names else None for k in range(LINES)}
    return Plan(choices=choices, names=names)


def true_votes(sheets: Sequence[Mapping[str, Truth]], *, exact: bool = False) -> tuple[Counter[str], int]:
    """Votes by name, and void sheets: of those that choose too many, where they must be as many also too few."""
    votes: Counter[str] = Counter()
    void = 0
    for sheet in sheets:
        chosen = [label for label in NAMES if sheet[label].word == CHOICES[0]]
        chosen += [sheet[f"另选{k + 1}"].word for k in range(LINES) if sheet[f"另选{k + 1}"].word in WRITTEN]
        if len(chosen) > SEATS or (exact and len(chosen) < SEATS):
            void += 1
        else:
            votes.update(chosen)
    return votes, void


def filled(
    asked: Sequence[Asked], files: tuple[Path, Path], sheets: Sequence[int], seed: int, copier: Copier = OFFICE
) -> list[dict[str, Truth]]:
    """Scan these sheets of a print run, by their number, into a file; the truth of each. `files` are both."""
    (run, out), pages, truth = files, [], []
    for number in sheets:
        rng = np.random.default_rng([seed, number])
        drawn, meant = fill(rng, asked, plan(rng), MIX)
        pages.append(scan(rng, Sheet(printed=render(run, 0, DPI), dpi=DPI, filled=drawn[0]), copier))
        truth.append(meant)
    write_scan(out, pages)
    return truth


def compare(store: Store, truth: Mapping[Source, Mapping[str, Truth]]) -> Outcome:
    """Each row as read against what its voter meant."""
    rows = asked = written = 0
    wrong = []
    for _, sheet in store.readings():
        meant = truth[sheet.source]
        for row in sheet.rows:
            true, rows = meant[row.name or row.item], rows + 1
            if row.verdict is Verdict.DOUBTFUL:
                asked += not row.item.startswith("另选")
                written += row.item.startswith("另选")
            elif row.word != true.word or true.kind in PEOPLE:
                wrong.append(
                    f"page {sheet.source.page} {row.name or row.item}: {row.word}, meant {true.word} ({true.kind})"
                )
    return Outcome(rows=rows, asked=asked, written=written, wrong=tuple(wrong), unread=len(store.open_pages()))


def by_page(file: str, truth: Sequence[dict[str, Truth]]) -> dict[Source, dict[str, Truth]]:
    """Where each sheet stands in a scan."""
    return {Source(file=file, page=page): one for page, one in enumerate(truth, start=1)}


def decide(store: Store, truth: Mapping[Source, Mapping[str, Truth]], path: Path) -> None:
    """The review's table as two people would fill it in."""
    told = {verdict.value: text for verdict, text in VERDICT_TEXT.items()}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("批次", "序号", "判定", "计票人", "监票人", "键"))
        for waiting in store.open_rows():
            word = truth[waiting.source][waiting.name or waiting.row.item].word
            key = f"{waiting.row.sheet}/{waiting.row.item}"
            table.writerow((waiting.row.batch, waiting.row.item, told.get(word, word), "甲", "乙", key))


def hold(sheets: int, seed: int, folder: Path, *, exact: bool) -> int:
    """Run the whole election; how many things are wrong."""
    form, asked = printed_form(ballot(), folder, "选票")
    desk_folder, scans = folder / "选举", folder / "扫描.pdf"
    wish = (
        "--name",
        "第三届委员会委员选举",
        "--kind",
        "差额选举",
        "--seats",
        str(SEATS),
        "--eligible",
        str(sheets + 12),
    )
    wish += ("--exact",) if exact else ()
    run_command(
        "vote", "new", form, desk_folder, *wish, "--attending", str(sheets + 2), "--copies", f"会场={sheets + 2}"
    )
    run = next((desk_folder / "印制").glob("*.pdf"))
    truth = filled(asked, (run, scans), range(sheets), seed)
    run_command("-C", desk_folder, "vote", "scan", scans, "--jobs", "2")
    desk, meant = open_vote(desk_folder), by_page(scans.name, truth)
    with watching(desk) as store:
        outcome, unread = compare(store, meant), store.open_pages()
    if unread:  # two people find the sheets and scan them once more
        again = folder / "重扫.pdf"
        numbers = [page.page.source.page - 1 for page in unread]
        meant |= by_page(again.name, filled(asked, (run, again), numbers, seed, CLEAN))
        run_command("-C", desk_folder, "vote", "scan", again)
    with watching(desk) as store:
        ruled = [PageDecision(page=p.number, outcome=PAGE_WORDS[0], decided_by="甲", confirmed_by="乙") for p in unread]
        store.add_decisions((), ruled)
        decide(store, meant, folder / "判定.csv")
    run_command("-C", desk_folder, "vote", "review", "--export", folder / "复核表.xlsx")
    run_command("-C", desk_folder, "vote", "review", "--import", folder / "判定.csv")
    run_command("-C", desk_folder, "vote", "count")
    run_command("-C", desk_folder, "vote", "verify")
    with watching(desk) as store:
        result = make_result(desk, store)
    votes, void = true_votes(truth, exact=exact)
    counted = {one.name: one.votes for one in result.election.candidates} if result.election else {}
    differing = [
        f"{name}: counted {counted.get(name, 0)}, true {votes[name]}"
        for name in {*votes, *counted}
        if counted.get(name, 0) != votes[name]
    ]
    differing += [f"void: counted {result.void_sheets}, true {void}"] if result.void_sheets != void else []
    printed = sheets * len(NAMES)
    print(f"sheets {sheets}, unread {outcome.unread}, rows {outcome.rows}, decided wrongly {len(outcome.wrong)}")
    print(
        f"reviewed {outcome.asked} of {printed} printed rows ({outcome.asked / printed:.2%}), "
        f"{outcome.written} written lines"
    )
    named = sum(votes[name] for name in WRITTEN)
    print(f"void sheets {void}, written names {named}, numbers that differ {len(differing)}")
    for line in (*outcome.wrong, *differing):
        print(" ", line)
    return len(outcome.wrong) + len(differing)


def run_command(*arguments: str | Path) -> None:
    """One of the program's own commands; pages that were not read are no failure of it."""
    try:
        pingyi([str(one) for one in arguments])
    except SystemExit as ended:
        if ended.code not in (0, 3):
            raise


def main() -> None:
    """Hold an election and print the figures."""
    parser = asked(__doc__, 300)
    parser.add_argument("--exact", action="store_true")
    given = parser.parse_args()
    with emptied(given.keep) as folder:
        raise SystemExit(min(1, hold(given.sheets, given.seed, folder, exact=given.exact)))


if __name__ == "__main__":
    main()
