"""`pingyi feedback`: a letter for each unit with its own result."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign import Campaign, Unit
from pingyi.domain.chain import EventKind
from pingyi.domain.opinion import OpinionText
from pingyi.domain.opinion_flags import flags
from pingyi.domain.result import Result
from pingyi.domain.scheme import open_questions
from pingyi.generator.documents.feedback import Feedback, write_feedback, write_general
from pingyi.ground.errors import RosterError
from pingyi.ground.foreign import file_name
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.workflow.desk.anchors import LETTERS
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_files, record_scores
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, today
from pingyi.workflow.results.score import make_result

GENERAL = "00 不专指单位的意见（办公室存）.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackReport:
    """The letters written, and how many opinions went with them."""

    folder: Path
    letters: tuple[Path, ...]
    opinions: int  # passed on, one that speaks of two units counted once
    untyped: int  # still waiting for people
    general: int  # of these, on no unit: in the office's own list
    flagged: int  # passed on with something whoever released them had to look at
    remarks: tuple[str, ...]  # Chinese: what a reader of a draft must know


def give_feedback(workspace: Workspace, store: Store, advance: Advance, *, draft: bool) -> FeedbackReport:
    """Count, score, write the letters. Raises what make_result and make_feedback raise."""
    result = make_result(workspace.campaign, workspace.batches(), store, draft=draft)
    return make_feedback(workspace.root, workspace.campaign, store, result, advance)


def make_feedback(root: Path, campaign: Campaign, store: Store, result: Result, advance: Advance) -> FeedbackReport:
    """
    Write the letters under `root`/results/反馈, and write down in the evidence chain what was written.

    Raises RosterError when an opinion speaks of a unit that is not in the roster.
    """
    tally, sheet = result.tally, result.scores
    folder = root / "results" / LETTERS
    typed = opinion_texts(store)
    untyped = len(inked_boxes(store)) - len(typed)
    texts = [opinion for opinion in typed.values() if opinion.text and opinion.units]
    general = sorted(opinion.text for opinion in typed.values() if opinion.text and not opinion.units)
    spoken_of = {opinion.sheet: _spoken_of(opinion, campaign) for opinion in texts}
    scores = {score.unit: score for score in sheet.units}
    draft = sheet.draft or tally.open_rows > 0 or bool(open_questions(campaign))
    letters = []
    for done, unit in enumerate(campaign.units):
        advance("写结果反馈", done, len(campaign.units))
        if unit.name in scores:
            said = tuple(sorted(opinion.text for opinion in texts if unit in spoken_of[opinion.sheet]))
            mine = scores[unit.name]
            ranks = [score.rank for score in sheet.units if score.ranked_in == mine.ranked_in]
            told = Feedback(
                unit=unit, score=mine, tally=tally, opinions=said, day=today(), draft=draft,
                ranked=len(ranks), shared=ranks.count(mine.rank) > 1, more=untyped > 0,
            )  # fmt: skip
            letters.append(write_feedback(campaign, told, folder / file_name(f"{unit.serial:02d} {unit.name}")))
    advance("写结果反馈", len(campaign.units), len(campaign.units))
    own = write_general(campaign, general, folder / GENERAL, today())
    scored = record_scores(root, store, result)
    record_files(
        root, store, EventKind.DOCUMENT, [*letters, own], {"final": not draft, "head": scored.hash, "key": public_key()}
    )
    return FeedbackReport(
        folder=folder,
        letters=tuple(letters),
        opinions=len(texts),
        untyped=untyped,
        general=len(general),
        flagged=sum(bool(flags(opinion.text)) for opinion in typed.values()),
        remarks=sheet.remarks,
    )


def _spoken_of(opinion: OpinionText, campaign: Campaign) -> tuple[Unit, ...]:
    """The units an opinion is passed on to, by name."""
    units = {name: campaign.unit(name) for name in opinion.units}
    strange = [name for name, unit in units.items() if unit is None]
    if strange:
        raise RosterError(
            f"一条书面意见（票 {opinion.sheet[:10]}）说到的 {'、'.join(strange)} 不在名单里，不能转达；"
            "请重新录入这一条的涉及单位，改了名的请在 campaign.toml 的 [aliases] 里写明旧名"
        )
    return tuple(unit for unit in units.values() if unit is not None)
