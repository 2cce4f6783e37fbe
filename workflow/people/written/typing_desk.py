"""Written opinions on the page: one person types from the picture, another one checks; released as text only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.domain.handed_in.opinion import OpinionText
from pingyi.domain.handed_in.opinion_flags import flags, refusal
from pingyi.domain.trust.people import Account
from pingyi.domain.trust.statement import Act, opinion_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.double_review import page_proposals
from pingyi.store.people.events import write_log
from pingyi.store.people.opinions import InkedBox, add_opinion_texts, inked_boxes, latest_drafts, opinion_texts
from pingyi.store.people.proposals import Proposal, opinion_proposals, propose_opinion
from pingyi.workflow.people.keys import Signer, say
from pingyi.workflow.people.written.belonging import say_belonging
from pingyi.workflow.people.written.opinion_places import OpinionPicture, places_of
from pingyi.workflow.people.written.spoken import BETWEEN_UNITS, Spoken, names_in

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionCard:
    """
    One opinion as a person meets it; `state`: type, check (another typed it), waiting (for another), done.

    One that is done may be typed anew: what stood goes on counting (`standing`) until another person has checked it.
    """

    sheet: str
    batch: str
    pictures: tuple[OpinionPicture, ...]
    page: int  # number of a page written on; 0: it is a ballot or a leaders' paper
    before: str  # of such a page: digest of the paper before it in its stack; empty: not known
    belongs: str  # of such a page: whose it is, as far as anybody said
    draft: str
    text: str
    units: str  # what people chose, never a guess
    offered: tuple[str, ...]  # units the text may mean
    flags: tuple[str, ...]  # Chinese: what whoever releases the text must look at
    by: str
    state: str
    standing: str  # of a text typed anew: the one that counts meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedOpinion:
    """What one person makes of an opinion; `units` are names joined by 、, `belongs` is asked of a page written on."""

    text: str
    units: str = ""
    belongs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPage:
    """Some of the opinions, those this person can do something about first, and how far all are."""

    cards: tuple[OpinionCard, ...]
    total: int
    done: int
    mine_to_do: int  # to type, or to check what another typed
    undrafted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What there is of opinions, by sheet: released texts, what one person typed, machine drafts."""

    crops: Path
    typed: Mapping[str, OpinionText]
    said: Mapping[str, Proposal]
    drafts: Mapping[str, str]
    whose: Mapping[int, tuple[str, str]]  # what one person said of a page written on, by its number

    def state(self, sheet: str, account: Account) -> str:
        """What this person may do about one."""
        said = self.said.get(sheet)
        if sheet in self.typed and said is None:
            return "done"
        if said is None:
            return "type"
        return "waiting" if said.account == account.name else "check"


def opinion_page(spoken: Spoken, store: Store, account: Account, page: range) -> OpinionPage:
    """The opinions at these places of the list."""
    known = _Known(
        crops=store.crops,
        typed=opinion_texts(store),
        said=opinion_proposals(store),
        drafts=latest_drafts(store),
        whose=page_proposals(store),
    )
    boxes = {box.sheet: box for box in inked_boxes(store)}
    order = ("check", "type", "waiting", "done")
    states = {sheet: known.state(sheet, account) for sheet in boxes}
    shown = sorted(boxes, key=lambda sheet: order.index(states[sheet]))[page.start : page.stop]
    return OpinionPage(
        cards=tuple(_card(spoken, known, boxes[sheet], states[sheet]) for sheet in shown),
        total=len(boxes),
        done=sum(state == "done" for state in states.values()),
        mine_to_do=sum(state in ("check", "type") for state in states.values()),
        undrafted=sum(sheet not in known.drafts and states[sheet] == "type" for sheet in boxes),
    )


def keep_opinion(spoken: Spoken, store: Store, person: Signer, sheet: str, typed: TypedOpinion) -> bool:
    """
    Keep what one person typed; True when it is what another person typed before.

    An empty text says that what is there is no opinion. Raises NotReadyError saying what to mend.
    """
    text, units = " ".join(typed.text.split()), _units(spoken, typed.units)
    if len(text) > LONGEST_TEXT:
        raise NotReadyError(f"意见太长（上限 {LONGEST_TEXT} 字）；请核对是否贴错")
    if told := refusal(text):
        raise NotReadyError(told)
    box = next((box for box in inked_boxes(store) if box.sheet == sheet), None)
    if box is None:
        raise NotReadyError("没有这条意见；请刷新页面再试")
    with store.transaction():
        before, stands = opinion_proposals(store).get(sheet), opinion_texts(store).get(sheet)
        if stands and before is None and (stands.text, stands.units) == (text, units):
            return True
        mine = Proposal(text=text, units=units, account=person.name)
        say(store, person, Act.OPINIONS, [opinion_word(sheet, text, units)])
        propose_opinion(store, sheet, mine)
        same_page = say_belonging(store, person, box, typed.belongs)
        said = before is not None and before.account != person.name and (before.text, before.units) == (text, units)
        if before is None or not said or not same_page:
            return False
        store_text = OpinionText(
            sheet=sheet,
            text=text,
            units=units,
            typed_by=before.account,
            checked_by=person.name,
            typed_at=datetime.now().astimezone(),
        )
        add_opinion_texts(store, [store_text])
        write_log(store, person.name, "核对意见", f"录入人 {before.account}")
    return True


def _card(spoken: Spoken, known: _Known, box: InkedBox, state: str) -> OpinionCard:
    sheet, page = box.sheet, box.page
    draft = known.drafts.get(sheet, "")
    text, by = draft.replace("\n", ""), ""
    units: tuple[str, ...] = ()
    if state == "done":
        done = known.typed[sheet]
        text, units, by = done.text, done.units, f"{done.typed_by}、{done.checked_by}"
    elif state != "type":
        said = known.said[sheet]
        text, units, by = said.text, said.units, said.account
    return OpinionCard(
        sheet=sheet,
        batch=box.batch,
        pictures=places_of(known.crops, box),
        page=page.number if page else 0,
        before=page.before if page else "",
        belongs=(page.belongs or known.whose.get(page.number, ("", ""))[0]) if page else "",
        draft=draft,
        text=text,
        units=BETWEEN_UNITS.join(units),
        offered=tuple(spoken.offer(text)),
        flags=flags(text),
        by=by,
        state=state,
        standing=known.typed[sheet].text if state != "done" and sheet in known.typed else "",
    )


def _units(spoken: Spoken, names: str) -> tuple[str, ...]:
    """Official names, in their order; people part them by spaces too, which some names have in them."""
    found = []
    for name in (part for whole in names_in(names) for part in ([whole] if spoken.official(whole) else whole.split())):
        official = spoken.official(name)
        if not official:
            raise NotReadyError(spoken.not_one(name))
        found.append(official)
    return tuple(name for name in spoken.names if name in found)
