"""A paper that lies in the wrong batch, or should not be there at all: two people give it its place, for a reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.paper import paper_code, place_text
from pingyi.domain.trust.statement import Act, reassign_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.events import write_log
from pingyi.store.people.reassigned import (
    PaperPlace,
    Reassigned,
    add_reassigned,
    papers_from,
    papers_known,
    papers_moved,
    papers_named,
    papers_of,
)
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.keys import Pair, signed_words
from pingyi.workflow.people.signed import present, sign

LOGGED = "改归、移出"
LEAST_LETTERS = 6  # of a paper's code
SOME_CODES = 12


def batch_papers(store: Store, batch: str) -> tuple[PaperPlace, ...]:
    """The papers that count in a batch, in an order that tells nothing."""
    return papers_of(store, batch)


def moved_papers(store: Store) -> tuple[PaperPlace, ...]:
    """The papers that count elsewhere than where they were read into, or nowhere."""
    return papers_moved(store)


def paper_called(store: Store, code: str) -> PaperPlace:
    """The one paper whose digest begins so. Raises NotReadyError where there is none, or more."""
    wanted = code.strip().lower()
    found = papers_named(store, wanted) if len(wanted) >= LEAST_LETTERS else ()
    if len(found) != 1:
        why = f"有 {len(found)} 张票这样开头" if found else "没有这张票"
        raise NotReadyError(
            f"代号“{code}”：{why}；请用 pingyi papers --batch 批次（网页：票数核对，点读出的张数）"
            f"查看票的代号，至少写 {LEAST_LETTERS} 位"
        )
    return found[0]


def may_go_to(paper: PaperPlace, campaign: Campaign, batches: Sequence[Batch]) -> tuple[str, ...]:
    """The codes of batches it may be given to: of its kind of paper, and not where it counts now."""
    bodies = {group.key for group in campaign.groups if group.component is not Component.VOTES}
    group = {batch.code: batch.group for batch in batches}
    leaders = paper.scored or group.get(paper.was, "") in bodies  # scored, or ticked
    codes = sorted(code for code, key in group.items() if (key in bodies) == leaders)
    more = sorted(bodies) if paper.scored else []  # scored papers may stand under their body's letter
    return tuple(code for code in dict.fromkeys([*codes, *more, paper.was]) if code != paper.batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What two people say of papers, by their codes (代号)."""

    codes: tuple[str, ...]
    batch: str | None  # empty: they count nowhere; None: where each was read into
    reason: str


def papers_of_file(store: Store, file: str, batch: str = "") -> tuple[str, ...]:
    """
    The papers of a scan file, by its name, that count in one batch (`batch`, or the only one).

    Raises NotReadyError where there are none, or they count in several and none was named.
    """
    found = papers_from(store, file)
    there = sorted({one.batch for one in found})
    if not found or (batch and batch not in there):
        raise NotReadyError(
            f"没有扫描件“{file}”的票{f'计入 {batch} 批' if batch else ''}；请用 pingyi papers --batch 批次核对文件名"
        )
    if not batch and len(there) > 1:
        listed = "、".join(map(place_text, there))
        raise NotReadyError(f"扫描件“{file}”的票现在分在几处（{listed}）；请用 --from 写明是哪一批的")
    return tuple(one.digest for one in found if one.batch == (batch or there[0]))


def reassign(workspace: Workspace, store: Store, given: Given, pair: Pair) -> tuple[tuple[PaperPlace, PaperPlace], ...]:
    """
    Two people say where papers count, all or none; each as it stood, and as it stands.

    Raises NotReadyError where there is no such paper or batch, one counts there already, or no reason is given;
    ClosedError after a formal notice.
    """
    reason = given.reason.strip()
    if not reason:
        raise NotReadyError("改归或移出票要写明原因；请写上（--reason 原因）")
    campaign, batches = workspace.campaign, workspace.batches()
    papers = _called(store, given.codes)
    places = {one.digest: one.was if given.batch is None else given.batch for one in papers}
    for one in papers:
        _check(one, places[one.digest], may_go_to(one, campaign, batches), signed=_is_signed(store, one))
    signers, names = present(pair)
    with store.transaction():
        words = (reassign_word(digest, batch, reason) for digest, batch in sorted(places.items()))
        sign(store, Act.REASSIGN, signers, [(word, names) for word in words])
        by, witness = names
        add_reassigned(
            store,
            [
                Reassigned(paper=digest, batch=batch, reason=reason, decided_by=by, confirmed_by=witness)
                for digest, batch in sorted(places.items())
            ],
        )
        write_log(store, by, LOGGED, f"{_told(papers, places)}：{reason}")
    return tuple(zip(papers, papers_known(store, places), strict=True))


def _called(store: Store, codes: Sequence[str]) -> tuple[PaperPlace, ...]:
    """Each once, by digest; whole digests, of which a file has hundreds, in one query."""
    found = {one.digest: one for one in papers_known(store, codes)}
    found |= {one.digest: one for one in (paper_called(store, code) for code in codes if code not in found)}
    return tuple(found[digest] for digest in sorted(found))


def _told(papers: Iterable[PaperPlace], places: Mapping[str, str]) -> str:
    """Chinese: what went where; of many papers how many."""
    moves = Counter((place_text(one.batch), place_text(places[one.digest])) for one in papers)
    named = "、".join(paper_code(digest) for digest in sorted(places)[:SOME_CODES])
    return (
        "；".join(f"{count} 张 {was}→{now}" for (was, now), count in moves.items())
        + f"（票 {named}{'等' if len(places) > SOME_CODES else ''}）"
    )


def _check(paper: PaperPlace, batch: str, allowed: Sequence[str], *, signed: bool) -> None:
    where = f"票 {paper_code(paper.digest)}（{paper.source.file} 第 {paper.source.page} 页）"
    if batch == paper.batch and signed:
        raise NotReadyError(f"{where}现在就是“{place_text(batch)}”，不用再改；请刷新核对")
    if batch and batch != paper.batch and batch not in allowed:
        listed = "、".join(allowed[:SOME_CODES]) or "没有别的批次"
        raise NotReadyError(f"{where}不能归到批次“{batch}”：只能归到同一种票的批次（{listed} 等）；请核对批次")


def _is_signed(store: Store, paper: PaperPlace) -> bool:
    """Whether there is nothing to add: what was said of it before anybody had a key may be signed later."""
    if paper.said is None:
        return True
    said, one = signed_words(store), paper.said
    word = reassign_word(one.paper, one.batch, one.reason)
    return not said.people or said.backed(Act.REASSIGN, word, (one.decided_by, one.confirmed_by))
