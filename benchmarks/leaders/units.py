"""
Which unit a page of 附件3 is counted for: pages whose mark, name, district or year do not agree, through a copier.

    python -m benchmarks.leaders.units [--pages 600] [--copier office|rough]

Of every kind as many; another unit's mark or name is that of the unit whose name is most like it. *Wrong* is a page
counted without a person for a unit that it does not name, or that a mark, a name, a district or a year speaks against.
"""

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.bounds import upper_bound
from benchmarks.leaders.unit_pages import (
    DPI,
    KINDS,
    Case,
    Picture,
    Printed,
    Random,
    SpoiltPage,
    near_units,
    of_year,
    printed_forms,
)
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.score_reading import ScoreOutcome, ScorePage
from pingyi.samples.filler.copier import OFFICE, ROUGH, Copier
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.leaders.scan import roster_of
from training.scores.strokes import drawn

COPIERS = {"office": OFFICE, "rough": ROUGH}
SCORES = (("95", 27), ("88", 11), ("76", 35), ("100", 30))  # and seeds of hands that write them plainly
LAST_YEARS = 8  # units whose form of the year before is printed
NEAREST = 3
Kind = Callable[[Case], SpoiltPage]


def main() -> None:
    """Print what became of each kind, and the bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--copier", choices=COPIERS, default="office")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    campaign, rng = parse_campaign(default_campaign_text(), "campaign.toml"), np.random.default_rng(wish.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        forms = {one.unit: one for one in printed_forms(campaign, campaign.units, folder / "now")}
        before = of_year(campaign, campaign.about.year - 1)
        last = printed_forms(before, campaign.units[:: -(-len(campaign.units) // LAST_YEARS)], folder / "before")
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for number in range(wish.pages):
            case = _case(forms, last, campaign, rng)
            _one(KINDS[number % len(KINDS)], case, (COPIERS[wish.copier], folder / "page.jpg"), counts)
    _tell(counts)


def _case(forms: dict[str, Printed], last: tuple[Printed, ...], campaign: Campaign, rng: Random) -> Case:
    before = last[int(rng.integers(len(last)))]
    one = list(forms.values())[int(rng.integers(len(forms)))]
    near = near_units(forms, one)[:NEAREST]
    other = forms[near[int(rng.integers(len(near)))]]
    return Case(one=one, other=other, last=before, campaign=campaign, rng=rng)


def _one(kind: Kind, case: Case, into: tuple[Copier, Path], counts: dict[str, Counter[str]]) -> None:
    copier, path = into
    spoilt = kind(Case(one=scored(case.one, case.rng), other=case.other, last=scored(case.last, case.rng),
                       campaign=case.campaign, rng=case.rng))  # fmt: skip
    filled = FilledPage(hand=invent_hand(case.rng, (8.0, 8.0)), strokes=(), truth=())
    path.write_bytes(scan(case.rng, Sheet(printed=spoilt.page, dpi=DPI, filled=filled), copier).data)
    outcome = read_analysis_page(path, 1, roster_of(case.campaign))
    counts[spoilt.kind][what_became(outcome, spoilt.truth if spoilt.provable else "")] += 1


def what_became(outcome: ScoreOutcome, truth: str) -> str:
    """Of a page that only `truth`, if anything, may be taken for."""
    if not isinstance(outcome, ScorePage):
        return "refused"
    unit = outcome.fields[0].unit
    if unit and unit != truth:
        return "wrong"
    return "unit proven" if unit else "people"


def scored(form: Printed, rng: Random) -> Printed:
    """The form with a score written on it by our own pen."""
    text, seed = SCORES[int(rng.integers(len(SCORES)))]
    hand = np.random.default_rng(seed)
    signs = [drawn(sign, 6.0 * DPI / 25.4, 3.0, hand) for sign in text]
    high = max(sign.shape[0] for sign in signs)
    patch = np.hstack([cv2.copyMakeBorder(s, high - s.shape[0], 0, 2, 3, cv2.BORDER_CONSTANT) for s in signs])
    return Printed(**{name: getattr(form, name) for name in ("unit", "serial", "mark", "name", "field")},
                   page=_inked(form.page, patch, form.field))  # fmt: skip


def _inked(page: Picture, patch: Picture, middle: tuple[int, int]) -> Picture:
    page = page.copy()
    x, y = middle[0] - patch.shape[1] // 2, middle[1] - patch.shape[0] // 2
    part = page[y : y + patch.shape[0], x : x + patch.shape[1]]
    np.minimum(part, 255 - (patch * 0.9).astype(np.uint8), out=part)
    return page


def _tell(counts: dict[str, Counter[str]]) -> None:
    columns = ("unit proven", "people", "refused", "wrong")
    print(f"{'kind':14}{'pages':>7}" + "".join(f"{column:>13}" for column in columns))
    for kind, found in counts.items():
        print(f"{kind:14}{found.total():7}" + "".join(f"{found[column]:13}" for column in columns))
    pages, wrong = sum(found.total() for found in counts.values()), sum(found["wrong"] for found in counts.values())
    print(f"{pages} pages, wrong without a person {wrong} (at most {upper_bound(wrong, pages):.2%} at 95 %)")


if __name__ == "__main__":
    main()
