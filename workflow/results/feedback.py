"""`pingyi feedback`: a letter for each unit with its own result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.handed_in.opinion import OpinionText
from pingyi.domain.handed_in.opinion_flags import flags, personal_data
from pingyi.domain.results.result import Result
from pingyi.domain.results.score import UnitScore
from pingyi.domain.trust.chain import EventKind
from pingyi.generator.documents.feedback import Feedback, write_feedback, write_general
from pingyi.ground.errors import NotReadyError, RosterError
from pingyi.ground.foreign import file_name
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.workflow.desk.anchors import LETTERS
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_files, record_scores
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, today
from pingyi.workflow.results.score import make_result

SHOWN = 20  # characters of a text
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

    Raises RosterError when an opinion speaks of a unit that is not in the roster, NotReadyError when one tells of a
    person.
    """
    tally, sheet = result.tally, result.scores
    folder = root / "results" / LETTERS
    typed = opinion_texts(store)
    untyped = len(inked_boxes(store)) - len(typed)
    more = untyped > 0 or tally.unread_pages > 0 or not tally.batches  # what nobody has read may speak of anybody
    _check_releasable(typed.values())
    spoken_of = {opinion.sheet: _spoken_of(opinion, campaign) for opinion in typed.values() if opinion.text}
    texts = [opinion for opinion in typed.values() if spoken_of.get(opinion.sheet)]
    general = sorted(typed[sheet].text for sheet, units in spoken_of.items() if not units)
    scores = {score.unit: score for score in sheet.units}
    draft = sheet.draft or tally.open_rows > 0 or bool(open_questions(campaign))
    letters = []
    for done, unit in enumerate(campaign.units):
        advance("写结果反馈", done, len(campaign.units))
        if unit.name in scores:
            said = tuple(sorted(opinion.text for opinion in texts if unit in spoken_of[opinion.sheet]))
            told = replace(_told(unit, scores[unit.name], result), opinions=said, draft=draft, more=more)
            letters.append(write_feedback(campaign, told, folder / file_name(f"{unit.serial:02d} {unit.name}")))
    advance("写结果反馈", len(campaign.units), len(campaign.units))
    written = [*letters, *_general(campaign, general, folder / GENERAL)]
    scored = record_scores(root, store, result)
    record_files(
        root, store, EventKind.DOCUMENT, written, {"final": not draft, "head": scored.hash, "key": public_key()}
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


def _general(campaign: Campaign, opinions: Sequence[str], path: Path) -> tuple[Path, ...]:
    """The office's list where there is anything to list; one of before does not stay as it was."""
    return (write_general(campaign, opinions, path, today()),) if opinions or path.exists() else ()


def _told(unit: Unit, mine: UnitScore, result: Result) -> Feedback:
    """What a unit is told of its points."""
    ranks = [score.rank for score in result.scores.units if score.ranked_in == mine.ranked_in]
    return Feedback(
        unit=unit, score=mine, tally=result.tally, opinions=(), day=today(), draft=True,
        ranked=len(ranks), shared=ranks.count(mine.rank) > 1,
    )  # fmt: skip


def _check_releasable(typed: Iterable[OpinionText]) -> None:
    """Raises NotReadyError where a text that an earlier program kept tells of a person."""
    found = [
        f"{opinion.text[:SHOWN]}…（{'、'.join(kinds)}）" for opinion in typed if (kinds := personal_data(opinion.text))
    ]
    if found:
        raise NotReadyError(
            f"有 {len(found)} 条已录入的意见里有个人信息，不能发出：\n"
            + "\n".join(found)
            + "\n请重新录入这几条，把号码改成“（略）”：pingyi opinions --export 意见.xlsx"
        )


def _spoken_of(opinion: OpinionText, campaign: Campaign) -> tuple[Unit, ...]:
    """The units an opinion is passed on to, by name; to one that is gone there is no letter."""
    units = {name: campaign.unit_on_paper(name) for name in opinion.units}
    strange = [name for name, unit in units.items() if unit is None]
    if strange:
        raise RosterError(
            f"一条书面意见（票 {opinion.sheet[:10]}）说到的 {'、'.join(strange)} 不在名单里，不能转达；"
            "请重新录入这一条的涉及单位，单位变动了的请在 campaign.toml 里用 [[changes]] 写明"
        )
    return tuple(unit for unit in campaign.units if unit in units.values())
