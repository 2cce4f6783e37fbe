"""Written opinions on the page: one person types from the picture, another one checks; released as text only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.campaign import Campaign
from domain.errors import NotReadyError
from domain.naming import units_named
from domain.opinion import OpinionText
from domain.people import Account
from store.events import write_log
from store.opinions import add_opinion_texts, inked_boxes, latest_drafts, opinion_texts
from store.proposals import Proposal, opinion_proposals, propose_opinion
from store.store import Store

BETWEEN_UNITS = "、"
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionCard:
    """One opinion as a person meets it; `state`: type, check (another typed it), waiting (for another), done."""

    sheet: str
    batch: str
    draft: str
    text: str
    units: str
    by: str
    state: str


def opinion_cards(campaign: Campaign, store: Store, account: Account) -> tuple[OpinionCard, ...]:
    """Every opinion, those this person can do something about first."""
    typed, said, drafted = opinion_texts(store), opinion_proposals(store), latest_drafts(store)
    cards = [
        _card(campaign, (box.sheet, box.batch), drafted.get(box.sheet, ""), (typed, said), account)
        for box in inked_boxes(store)
    ]
    order = ("check", "type", "waiting", "done")
    return tuple(sorted(cards, key=lambda card: order.index(card.state)))


def keep_opinion(campaign: Campaign, store: Store, account: Account, sheet: str, typed: tuple[str, str]) -> bool:
    """
    Keep the text and units (names joined by 、) one person typed; True when it is what another person typed before.

    An empty text says that what is there is no opinion. Raises NotReadyError saying what to mend.
    """
    text, serials = " ".join(typed[0].split()), _serials(campaign, typed[1])
    if len(text) > LONGEST_TEXT:
        raise NotReadyError(f"意见太长（上限 {LONGEST_TEXT} 字）；请核对是否贴错")
    if sheet not in {box.sheet for box in inked_boxes(store)}:
        raise NotReadyError("没有这条意见；请刷新页面再试")
    with store.transaction():
        before = opinion_proposals(store).get(sheet)
        mine = Proposal(text=text, units=serials, account=account.name)
        propose_opinion(store, sheet, mine)
        if before is None or before.account == account.name or (before.text, before.units) != (text, serials):
            return False
        store_text = OpinionText(
            sheet=sheet,
            text=text,
            units=serials,
            typed_by=before.account,
            checked_by=account.name,
            typed_at=datetime.now().astimezone(),
        )
        add_opinion_texts(store, [store_text])
        write_log(store, account.name, "核对意见", f"录入人 {before.account}")
    return True


def _card(
    campaign: Campaign,
    box: tuple[str, str],
    draft: str,
    known: tuple[Mapping[str, OpinionText], Mapping[str, Proposal]],
    account: Account,
) -> OpinionCard:
    sheet, batch = box
    done, said = known[0].get(sheet), known[1].get(sheet)
    if done is not None:
        text, units, by, state = done.text, done.units, f"{done.typed_by}、{done.checked_by}", "done"
    elif said is not None:
        text, units, by = said.text, said.units, said.account
        state = "waiting" if said.account == account.name else "check"
    else:
        text, by, state = draft.replace("\n", ""), "", "type"
        units = tuple(unit.serial for unit in units_named(draft, campaign))
    names = BETWEEN_UNITS.join(unit.name for unit in campaign.units if unit.serial in units)
    return OpinionCard(sheet=sheet, batch=batch, draft=draft, text=text, units=names, by=by, state=state)


def _serials(campaign: Campaign, names: str) -> tuple[int, ...]:
    for sign in "，,；;\n ":
        names = names.replace(sign, BETWEEN_UNITS)
    found = []
    for name in filter(None, (name.strip() for name in names.split(BETWEEN_UNITS))):
        unit = campaign.unit(name)
        if unit is None:
            raise NotReadyError(f"单位名单里没有“{name}”；请写全称，多个单位用顿号隔开")
        found.append(unit.serial)
    return tuple(sorted(set(found)))
