"""
Spoils whole pages with known truth, reads them, and counts rows decided wrongly.

    python -m benchmarks.damage [--pages 22000] [--share 1] [--kinds ruling,band,fold,cut,strip,moved,pair] [--keep DIR]

Some forty pages: our own ballot, invented ones, the Word-typed ballot and the cases of ../shared where they are there,
领导评价表. Every ruling is wiped, half wiped, doubled, cut through; bands lie every 2 mm, folds at every row, column,
cuts every 3 mm, rows, boxes and lines 0.3 to 15 mm beside each outer ruling; lines of the picture are left out or come
twice at every row, column, and parts slide by one; then pairs of all but these. Without --pages each page gets each
damage once (some 57,000 pages); the same seed gives the same pages. Wrong is a decision for another choice, for no or
several marks where there was one, however much of it was wiped, or for a row that is not on the page.
"""

import argparse
import json
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

import cv2
import numpy as np

from benchmarks.answers import answers
from benchmarks.bounds import share
from benchmarks.damage.damage_pages import Subject, fetched, kept, prepared
from benchmarks.damage.damage_sources import every_source
from benchmarks.damage.damage_truth import Tally, judge
from benchmarks.damage.damages_paper import EVERY_KIND
from pingyi.scanner.found import refusal
from pingyi.workflow.desk.progress import progress_bar
from pingyi.workflow.files.guard import process_pool

AT_ONCE = 8  # damages of one page a task
TOLD_EVERY = 20  # tasks: what a long run has found so far is in --json
UPSIDE_DOWN = 0.12  # of pages are fed the other way round
AIM = "inner ruling"  # of these lines of the table at least 97 % of clear rows are to be read
WIPED = " wiped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Some damages of one page: kind, number in its series, round."""

    subject: Path
    steps: tuple[tuple[str, int, int], ...]
    seed: int
    keep: Path | None


@dataclass(slots=True, kw_only=True)
class Found:
    """Counts by label and source."""

    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    lines: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Sum up."""
        for key, tally in other.tallies.items():
            self.tallies[key].add(tally)
        self.lines += other.lines

    def by(self, *places: int) -> dict[tuple[str, ...], Tally]:
        """Sums over all but some of kind (0), label (1), source (2)."""
        sums: dict[tuple[str, ...], Tally] = defaultdict(Tally)
        for key, tally in self.tallies.items():
            sums[tuple(key[k] for k in places)].add(tally)
        return sums


def run(task: Task) -> Found:
    """Spoil, read, judge."""
    cv2.setNumThreads(1)
    refusal.heading = lambda _: ""  # what a refused page is headed is not asked here, and costs a fifth of the run
    subject, found = fetched(task.subject), Found()
    height, width = subject.picture.shape
    kinds = {kind for kind, _, _ in task.steps}
    series = {kind: list(EVERY_KIND[kind](subject.geometry, (height, width))) for kind in kinds}
    for kind, number, turn in task.steps:
        step = series[kind][number]
        rng = np.random.default_rng([task.seed, *subject.name.encode(), *kind.encode(), number, turn])
        damaged = step.damage(subject.picture, subject.geometry, rng)
        picture = damaged.picture
        if rng.random() < UPSIDE_DOWN:
            picture = np.ascontiguousarray(picture[::-1, ::-1])
        tally, lines = judge(subject.rows, damaged, answers(picture, subject.paper, subject.rows))
        found.tallies[kind, step.label, subject.group].add(tally)
        if lines:
            name = f"{subject.name}-{kind}-{number}-{turn}"
            found.lines += [f"{name} ({step.label}) {line}" for line in lines]
            if task.keep:
                cv2.imwrite(str(task.keep / f"{name}.png"), picture)
                (task.keep / f"{name}.txt").write_text("\n".join([step.label, *lines]), encoding="utf-8")
    return found


def planned(subjects: Sequence[tuple[Path, Subject]], wish: argparse.Namespace) -> list[Task]:
    """Every damage of every page, or a share of each kind; a number of pages takes as many of each while they last."""
    rng = np.random.default_rng(wish.seed)
    queues = {kind: _series(subjects, kind) for kind in wish.kinds}
    for queue in queues.values():
        rng.shuffle(queue)
    chosen: dict[Path, list[tuple[str, int, int]]] = defaultdict(list)
    if wish.pages:
        for (path, number), kind, turn in islice(_in_turn(queues), wish.pages):
            chosen[path].append((kind, number, turn))
    else:
        for kind, queue in queues.items():
            for path, number in queue[: round(wish.share * len(queue))]:
                chosen[path].append((kind, number, 0))
    tasks = [
        Task(subject=path, steps=tuple(part), seed=wish.seed, keep=wish.keep)
        for path, steps in chosen.items()
        for part in _parts(sorted(steps))
    ]
    mixed = rng.permutation(len(tasks))  # a run that is stopped has seen every page
    return [tasks[k] for k in mixed]


Place = tuple[Path, int]  # a page, and the number of a damage in its series


def _series(subjects: Sequence[tuple[Path, Subject]], kind: str) -> list[Place]:
    return [
        (path, number)
        for path, subject in subjects
        for number in range(len(list(EVERY_KIND[kind](subject.geometry, subject.picture.shape))))
    ]


def _in_turn(queues: dict[str, list[Place]]) -> Iterator[tuple[Place, str, int]]:
    """One of each kind after the other; when all are through, once more by other chances."""
    longest = max(len(queue) for queue in queues.values())
    for turn in count():
        for rank in range(longest):
            yield from ((queue[rank], kind, turn) for kind, queue in queues.items() if rank < len(queue))


def _parts(steps: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    waiting = iter(steps)
    while part := list(islice(waiting, AT_ONCE)):
        yield part


def prepare(folder: Path, wish: argparse.Namespace) -> list[tuple[Path, Subject]]:
    """All pages that are read right while they are whole; the others are named."""
    subjects, left_out = [], Counter[str]()
    for source in every_source(folder, wish.seed):
        if wish.sources and source.group not in wish.sources:
            continue
        subject = prepared(source)
        if isinstance(subject, str):
            left_out[source.group] += 1
            print(f"left out: {source.group} {source.name}: {subject}")
        else:
            subjects.append((kept(subject, folder / f"{source.group}-{source.name}.page"), subject))
    groups = Counter(subject.group for _, subject in subjects)
    print("pages:", ", ".join(f"{group} {n}" for group, n in groups.items()), f"({left_out.total()} left out)")
    return subjects


HEAD = (
    f"{'':<36}{'pages':>7}{'refused':>8}{'decided':>9}{'wrong':>7}{'pages wrong':>12}{'clear':>9}{'read':>8}"
    f"{'asked':>8}"
)


def line(name: str, tally: Tally) -> str:
    """Counts under HEAD."""
    clear = max(tally.clear, 1)
    return (
        f"{name:<36}{tally.pages:>7}{tally.refused:>8}{tally.decided:>9}{tally.wrong:>7}{tally.wrong_pages:>12}"
        f"{tally.clear:>9}{tally.clear_read / clear:>8.1%}{tally.clear_asked:>8}"
    )


def report(found: Found) -> Iterator[str]:
    """By damage, by kind and source, the sums, and the share read with one inner ruling wiped."""
    yield HEAD
    for (_, label), tally in sorted(found.by(0, 1).items()):
        yield line(label, tally)
    yield ""
    for (kind, group), tally in sorted(found.by(0, 2).items()):
        yield line(f"{kind}, {group}", tally)
    yield ""
    for (kind,), tally in sorted(found.by(0).items(), key=lambda pair: -pair[1].wrong):
        yield line(kind, tally)
    total = found.by().get((), Tally())
    yield line("all", total)
    yield f"rows wrong:  {share(total.wrong, total.decided)}"
    yield f"pages wrong: {share(total.wrong_pages, total.pages - total.refused)}"
    aim = Tally()
    for (label,), tally in found.by(1).items():
        if label.startswith(AIM) and label.endswith(WIPED) and "half" not in label:
            aim.add(tally)
    if aim.before:
        yield f"one inner ruling wiped: {aim.clear_read / aim.clear:.2%} of {aim.clear} clear rows read"
        yield f"  of the {aim.before} read while the page was whole: {aim.before_read / aim.before:.2%}, 97 % wished"


def main() -> None:
    """Prepare, spoil, read, tell."""
    wish = _wish()
    with tempfile.TemporaryDirectory() as folder:
        subjects = prepare(Path(folder), wish)
        found = _run_all(planned(subjects, wish), wish)
    for text in report(found):
        print(text)
    for text in found.lines[: wish.list]:
        print(f"  {text}", flush=True)
    _tell(found, wish)


def _run_all(tasks: Sequence[Task], wish: argparse.Namespace) -> Found:
    """All tasks, or those until Ctrl-C."""
    total, done, found = sum(len(task.steps) for task in tasks), 0, Found()
    pool = process_pool(wish.jobs)
    with progress_bar("残损") as advance:
        try:
            for number, (task, part) in enumerate(zip(tasks, pool.map(run, tasks), strict=True), start=1):
                found.add(part)
                done += len(task.steps)
                advance("残损", done, total)
                if number % TOLD_EVERY == 0:
                    _tell(found, wish)
        except KeyboardInterrupt:
            print(f"stopped after {done} of {total} pages")
        pool.shutdown(cancel_futures=True)
    return found


def _tell(found: Found, wish: argparse.Namespace) -> None:
    if wish.json:
        told = {"/".join(key): tally.figures() for key, tally in sorted(found.tallies.items())}
        told_all = json.dumps({"counts": told, "wrong": found.lines}, ensure_ascii=False, indent=1)
        wish.json.write_text(told_all, encoding="utf-8")


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=0, help="so many spoilt pages, whatever --share says")
    parser.add_argument("--share", type=float, default=1.0, help="of all damages")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(EVERY_KIND))
    parser.add_argument("--sources", type=lambda text: text.split(","), default=[])
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", type=int, default=40, help="print so many wrong rows")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for the pages with a wrong row, as they were read")
    wish = parser.parse_args()
    if wish.keep:
        wish.keep.mkdir(parents=True, exist_ok=True)
    return wish


if __name__ == "__main__":
    main()
