"""
Leaders' papers scanned again, photocopied, turned: found by their ink; and false alarms among papers that are not one.

    python -m benchmarks.leaders.same_papers [--papers 300] [--sheets 60] [--hands 6]

附件3: each paper bears one of four scores by our own pen, which knows two or three styles of each figure. Each is
scanned a second time as it is, as a photocopy or turned, by another invented copier; all pairs are held against each
other, as if all were of one unit. 领导评价表: each hand fills so many sheets, some scanned twice; so are their pairs.
Papers that could not be read at all are counted apart: they are listed as unread.
"""

import argparse
import tempfile
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from benchmarks.bounds import upper_bound
from benchmarks.leaders.unit_pages import DPI, Case, Picture, Printed, Random, copied, printed_forms, turned
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import OFFICE, ROUGH
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import Layout, find_layout, render
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.scanner.found.locate import locate, upright
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.ink.ink import pen_ink
from pingyi.scanner.ink.placement import Placement, placement
from pingyi.scanner.ink.same_paper import SAME_SHARE, blocks_of, in_mm, shares_alike
from pingyi.scanner.scores.score_page import analysis_page
from pingyi.scanner.scores.score_paper import SAME, FieldInk, field_print, likeness, opened
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.scans.forms_read import load_forms
from training.scores.strokes import drawn

MM = DPI / 25.4
SCORES = ("95", "90", "88", "100")
TWICE = 3  # one sheet in so many is scanned again
PEN_PX = (2.0, 4.5)


@dataclass(slots=True, kw_only=True)
class Found:
    """Likeness of papers and themselves, and of different papers."""

    same: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    unread: int = 0

    def tell(self, what: str, limit: float) -> None:
        """Print found and false alarms, each with its bound."""
        found, alarms = sum(one >= limit for one in self.same), sum(one >= limit for one in self.others)
        missed = upper_bound(len(self.same) - found, len(self.same))
        print(f"{what}: scanned again {len(self.same)}, found {found} = {found / len(self.same):.2%}", end="")
        print(f" (missed at most {missed:.2%} at 95 %), not read {self.unread}")
        print(f"  pairs of two papers {len(self.others)}, false alarms {alarms}", end="")
        print(f" (at most {10_000 * upper_bound(alarms, len(self.others)):.2f} in 10,000)")
        print(f"  one paper and itself at least {min(self.same):.3f}, two papers at most ", end="")
        print(f"{max(self.others):.3f}; {limit} decides")


def main() -> None:
    """Print both papers' figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--sheets", type=int, default=60)
    parser.add_argument("--hands", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    campaign, rng = parse_campaign(default_campaign_text(), "campaign.toml"), np.random.default_rng(wish.seed)
    with tempfile.TemporaryDirectory() as scratch:
        if wish.papers:
            fields(campaign, Path(scratch), wish.papers, rng).tell("附件3", SAME)
        if wish.sheets:
            sheets(campaign, Path(scratch), (wish.hands, wish.sheets), rng).tell("领导评价表", SAME_SHARE)


def fields(campaign: Campaign, folder: Path, papers: int, rng: Random) -> Found:
    """附件3, every paper scanned twice."""
    (form,) = printed_forms(campaign, campaign.units[3:4], folder / "form")
    found, read = Found(), []
    for number in range(papers):
        score = SCORES[int(rng.integers(len(SCORES)))]
        page = _scored(form, score, rng)
        case = Case(one=page, other=page, last=page, campaign=campaign, rng=rng)
        again = (page.page, copied(case).page, turned(case).page)[number % 3]
        both = [_field_of(one, campaign, rng) for one in (page.page, again)]
        if both[0] is None or both[1] is None:
            found.unread += 1
            continue
        found.same.append(likeness(both[0], both[1]))
        read.append(both[0])
    found.others += [likeness(one, other) for one, other in combinations(read, 2)]
    return found


def _scored(form: Printed, score: str, rng: Random) -> Printed:
    page, size, pen = form.page.copy(), rng.uniform(4.5, 7.5) * MM, float(rng.uniform(*PEN_PX))
    signs = [drawn(sign, size, pen, rng) for sign in score]
    high = max(sign.shape[0] for sign in signs)
    patch = np.hstack([cv2.copyMakeBorder(s, high - s.shape[0], 0, 2, 3, cv2.BORDER_CONSTANT) for s in signs])
    x = form.field[0] - patch.shape[1] // 2 + round(float(rng.normal(0, 1.0) * MM))
    y = form.field[1] - patch.shape[0] // 2 + round(float(rng.normal(0, 0.6) * MM))
    _put(page, patch, (x, y))
    return Printed(**{name: getattr(form, name) for name in ("unit", "serial", "mark", "name", "field")}, page=page)


def _put(page: Picture, patch: Picture, corner: tuple[int, int]) -> None:
    x, y = corner
    part = page[y : y + patch.shape[0], x : x + patch.shape[1]]
    np.minimum(part, 255 - (patch * 0.9).astype(np.uint8), out=part)


def _scanned(page: Picture, rng: Random) -> Picture | None:
    filled = FilledPage(hand=invent_hand(rng, (8.0, 8.0)), strokes=(), truth=())
    data = scan(rng, Sheet(printed=page, dpi=DPI, filled=filled), ROUGH if rng.random() < 0.4 else OFFICE).data
    grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    return None if grey is None else np.asarray(grey, np.uint8)


def _field_of(page: Picture, campaign: Campaign, rng: Random) -> FieldInk | None:
    grey = _scanned(page, rng)
    found = analysis_page(grey, campaign.analysis.score_prompt) if grey is not None else None
    if found is None or found.row is None:
        return None
    kept = field_print(found.row.picture, found.row.span)
    return opened(kept) if kept else None


def sheets(campaign: Campaign, folder: Path, wish: tuple[int, int], rng: Random) -> Found:
    """领导评价表: so many hands, so many sheets of each."""
    group = next(group for group in campaign.groups if group.key == "L")
    docx = write_leader_sheet(campaign, group, folder / "L.docx")
    (form,) = load_forms([docx], (campaign.leaders.score_header,) if campaign.leaders else ())
    (pdf,) = to_pdf([docx], folder)
    blank, layout, blocks = np.asarray(render(pdf, 0, DPI)), find_layout(pdf, form), blocks_of(form)
    found = Found()
    for _ in range(wish[0]):
        size, pen = rng.uniform(3.4, 4.8) * MM, float(rng.uniform(*PEN_PX))
        read = []
        for number in range(wish[1]):
            page = _filled(blank, form, layout, (size, pen, rng))
            first = _placed(page, form, rng)
            if first is not None:
                read.append(first)
            if number % TWICE == 0:
                again = _placed(page if number % 2 else np.ascontiguousarray(np.rot90(page, 2)), form, rng)
                if first is None or again is None:
                    found.unread += 1
                else:
                    found.same.append(float(shares_alike(in_mm([first]), in_mm([again]), blocks)[0, 0]))
        shares = shares_alike(in_mm(read), in_mm(read), blocks)[np.triu_indices(len(read), 1)]
        found.others += [float(share) for share in shares]
    return found


def _filled(blank: Picture, form: BallotForm, layout: Layout, how: tuple[float, float, Random]) -> Picture:
    size, pen, rng = how
    page = blank.copy()
    for row in form.rows:
        box = layout.box(row.cells[0])
        score = SCORES[int(rng.integers(len(SCORES)))]
        signs = [drawn(sign, size, pen, rng) for sign in score]
        high = max(sign.shape[0] for sign in signs)
        patch = np.hstack([cv2.copyMakeBorder(s, high - s.shape[0], 0, 1, 1, cv2.BORDER_CONSTANT) for s in signs])
        room = ((box.right - box.left) * MM, (box.bottom - box.top) * MM)
        scale = min(1.0, 0.9 * room[0] / patch.shape[1], 0.9 * room[1] / patch.shape[0])
        patch = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        x = (box.left + box.right) / 2 * MM - patch.shape[1] / 2 + rng.normal(0, 0.4) * MM
        y = (box.top + box.bottom) / 2 * MM - patch.shape[0] / 2 + rng.normal(0, 0.2) * MM
        _put(page, patch, (round(x), round(y)))
    return page


def _placed(page: Picture, form: BallotForm, rng: Random) -> Placement | None:
    grey = _scanned(page, rng)
    found = locate(grey, (form,)) if grey is not None else None
    if found is None or isinstance(found, Refusal):
        return None
    return placement(found.table, pen_ink(found.table, upright(form), form), form)


if __name__ == "__main__":
    main()
