"""
Whether 附件3 sent in some ninety ways come in whole: every word taken or named, none changed, the register right.

    python -m benchmarks.documents.returned_attacks [--only PART] [--keep DIR]

Each way of `attacks_on_rows`, `attacks_in_text` and `attacks_by_file` is sent alone, by a unit of its own. Prints what
went wrong, and in the end: words planted, taken, named and lost, characters before and after, words that came out and
do not show, wrong states of the register, slips for what the office mends itself, and the longest slip in pages.
"""

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents.attacks import ACCEPTED, MISSING, SENT_BACK, Attack, write_attack
from benchmarks.documents.attacks_by_file import ATTACKS as BY_FILE
from benchmarks.documents.attacks_in_text import ATTACKS as IN_TEXT
from benchmarks.documents.attacks_on_rows import ATTACKS as ON_ROWS
from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import text_of
from pingyi.domain.words.full_width import full_width
from pingyi.generator.libreoffice.pdf import page_count, to_pdf
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.workflow.paper.analysis import CLEAN, FOLDER, AnalysisReport, take_forms
from pingyi.workflow.paper.analysis_look import looked_at_forms
from pingyi.workflow.paper.analysis_notes import handed_in

OWN = "区财政局"  # that writes its name as an attack has it
QUOTED = 8  # characters of what is left out that tell which it is


@dataclass(slots=True)
class Outcome:
    """What one attack came to."""

    wrong: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    slip: Path | None = None


def attacks() -> tuple[Attack, ...]:
    """All of them."""
    return (*ON_ROWS, *IN_TEXT, *BY_FILE)


def unit_of(campaign: Campaign, number: int, one: Attack) -> Unit:
    """Another for each, but for those that write the name as they like."""
    if one.called:
        return next(unit for unit in campaign.units if unit.name == OWN)
    return campaign.units[number % len(campaign.units)]


def attack(campaign: Campaign, unit: Unit, one: Attack, folder: Path) -> Outcome:
    """Send it, import the folder it lies in, and hold what came of it against what was written."""
    inbox, root = folder / "in", folder / "work"
    inbox.mkdir(parents=True)
    write_attack(campaign, unit, one, inbox)
    with looked_at_forms(root, campaign, [inbox], lambda *_: None) as look:
        report = take_forms(root, campaign, look)
    outcome = Outcome(count=Counter(forms=1))
    entry = handed_in(root / FOLDER).get(unit.serial)
    state = MISSING if entry is None else SENT_BACK if entry.refused else ACCEPTED
    if state != one.state or (state == MISSING) != (unit in report.missing):
        outcome.count["states wrong"] += 1
        outcome.wrong.append(f"register says {state}")
    told = _told(report)
    if one.says not in told:
        outcome.count["not said"] += 1
        outcome.wrong.append(f"not said: {one.says}; said: {told}")
    if state == ACCEPTED and one.state == ACCEPTED:
        _words(one, root / FOLDER / CLEAN / f"{unit.serial:02d} {unit.name}.docx", told, outcome)
        slip = report.received[0].slip
        outcome.slip = slip
        if one.format_only and slip is not None:
            outcome.count["needless slips"] += 1
            outcome.wrong.append(f"slip: {told}")
    return outcome


def _told(report: AnalysisReport) -> str:
    """Everything a clerk or the unit is told of the import."""
    found = [f"{p.place}：{p.wrong}" for form in report.received for p in form.problems]
    return "；".join((*found, *report.refused))


def _words(one: Attack, clean: Path, told: str, outcome: Outcome) -> None:
    """Each word that is shown is in the clean copy or named, and nothing else is."""
    form = read_returned(clean)
    cells = [text_of(cell) for award in form.awards for cell in award]
    after = "".join("".join((*(line.text for line in form.report), *cells)).split())
    shown = [*map(full_width, one.report), *(cell for award in one.awards for cell in award)]
    for gone in one.gone:
        shown.remove(gone)
    named, lost = [], []
    for text in (bare for text in (*shown, *one.more) if (bare := "".join(text.split()))):
        if text in after:
            continue
        (named if text[:QUOTED] in told else lost).append(text)
    outcome.count.update(planted=len(shown) + len(one.more), named=len(named), lost=len(lost))
    before = Counter("".join("".join((*shown, *one.more)).split()))
    before.subtract("".join(named))
    outcome.count["characters before"] += before.total() + sum(map(len, named))
    outcome.count["characters named"] += sum(map(len, named))
    outcome.count["characters after"] += len(after)
    extra = [text for text in one.unseen if text in after]
    outcome.count["unseen came out"] += len(extra)
    outcome.wrong += [f"lost: {text}" for text in lost] + [f"came out: {text}" for text in extra]
    if not lost and not one.changes_characters and (+before != Counter(after)):
        outcome.count["characters wrong"] += 1
        outcome.wrong.append(f"characters: {+(before - Counter(after))} / {Counter(after) - before}")


def main() -> None:
    """Print the counts; nothing lost, changed, unsaid or in a wrong state is success."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="attacks whose name has this in it")
    parser.add_argument("--keep", type=Path, help="leave the files here")
    asked = parser.parse_args()
    campaign = official_campaign()
    total: Counter[str] = Counter()
    slips = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, one in enumerate(attacks()):
            if asked.only not in one.what:
                continue
            outcome = attack(
                campaign, unit_of(campaign, number, one), one, (asked.keep or Path(scratch)) / f"{number:02d}"
            )
            total.update(outcome.count)
            slips += [outcome.slip] * (outcome.slip is not None)
            print(
                *(f"{number:02d} {one.what}: {words}" for words in outcome.wrong),
                sep="\n",
                end="\n" * bool(outcome.wrong),
            )
        pages = [page_count(pdf) for pdf in to_pdf([p for p in slips if p], Path(scratch) / "slips")] if slips else [0]
    print(
        ", ".join(f"{name} {number}" for name, number in total.items()),
        f", slips {len(slips)} of at most {max(pages)} page(s)",
    )
    bad = ("lost", "unseen came out", "characters wrong", "states wrong", "not said", "needless slips")
    sys.exit(any(total[name] for name in bad) or max(pages) > 1)


if __name__ == "__main__":
    main()
