"""`pingyi policy`: what the scheme leaves open, and who confirmed which answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

import tomlkit

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.policies import Policy, value_key
from pingyi.domain.campaign.policy_words import answer_text
from pingyi.domain.campaign.policy_words import check_confirmed as check_all_confirmed
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.trust.statement import Act, policy_word
from pingyi.ground.errors import CampaignError, NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.confirmations import Confirmation, DatedConfirmation, add_confirmation, latest_confirmations
from pingyi.store.people.events import write_log
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.keys import Pair
from pingyi.workflow.people.signed import both_sign
from pingyi.workflow.plan_in.record import check_record


class Standing(Enum):
    """How a policy stands."""

    CONFIRMED = auto()
    OPEN = auto()
    VOID = auto()  # its value was changed after it was confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStanding:
    """One policy, how it stands and by whose word."""

    name: str
    policy: Policy[object]
    answer: str  # its present value in Chinese
    standing: Standing
    changeable: bool  # its answer can be chosen among the others; what became of a unit stands in the roster
    record: DatedConfirmation | None  # None: never confirmed here; what campaign.toml says of it is nobody's word

    @property
    def taken_back(self) -> str:
        """Who took its confirmation back, when and why (Chinese); empty where nobody did."""
        if self.record is None or self.record.given.stands:
            return ""
        given = self.record.given
        why = f"：{given.reason}" if given.reason else ""
        return f"{given.confirmed_by}、{given.witness} {self.record.at:%Y-%m-%d} 撤回{why}"


def standings(campaign: Campaign, store: Store) -> tuple[PolicyStanding, ...]:
    """Every policy of the campaign as its file has it, in the order they are printed."""
    records = latest_confirmations(store)
    return tuple(
        PolicyStanding(
            name=name,
            policy=policy,
            answer=answer_text(campaign, name, policy.value),
            standing=_standing(policy, records.get(name)),
            changeable=name in type(campaign.policies).model_fields,
            record=records.get(name),
        )
        for name, policy in questions(campaign)
    )


def with_confirmations(campaign: Campaign, store: Store) -> Campaign:
    """The campaign with what was confirmed in the store; a value changed since is open, whatever the file says."""
    signed = {found.name: _signed(found) for found in standings(campaign, store)}
    ways = {name: policy for name, policy in signed.items() if name in type(campaign.policies).model_fields}
    changes = tuple(change.confirmed_as(signed[change.name]) for change in campaign.changes)
    return campaign.model_copy(update={"policies": campaign.policies.model_copy(update=ways), "changes": changes})


def confirmed(workspace: Workspace, store: Store) -> Workspace:
    """The workspace with what two people have confirmed in its store."""
    return replace(workspace, campaign=with_confirmations(workspace.campaign, store))


def confirm(campaign: Campaign, store: Store, name: str, pair: Pair, *, value: str = "") -> str:
    """
    Record that two people confirmed a policy's present value, signed by them; the value in Chinese.

    `value`, when given, must be the present one, in campaign.toml's or in Chinese words.
    Raises NotReadyError on an unknown policy or names that are not two, CampaignError on another value.
    """
    policy = _policy(campaign, name)
    present = value_key(policy.value)
    words = answer_text(campaign, name, policy.value)
    if value and value not in (present, words):
        raise CampaignError(
            f"{name} 现在的取值是 {present}（{words}），不是 {value}；"
            f"要改取值，请先在 campaign.toml 的 [policies.{name}] 里改 value，再确认"
        )
    _record(store, name, present, pair)
    return words


def give_confirmation(workspace: Workspace, store: Store, name: str, pair: Pair, *, value: str = "") -> str:
    """The same of a workspace, whose record of the plan must be the one that is confirmed. Raises CampaignError too."""
    if name == "plan_read" and workspace.campaign.policies.plan_read.value:
        check_record(workspace.root, workspace.campaign.policies.plan_read)
    return confirm(workspace.campaign, store, name, pair, value=value)


def with_answer(text: str, campaign: Campaign, name: str, place: int) -> str:
    """
    campaign.toml's text with the answer at this place among a policy's alternatives in use; all else as it stands.

    Raises NotReadyError where there is no such policy or answer.
    """
    policy = _policy(campaign, name)
    if name not in type(campaign.policies).model_fields or not 0 <= place < len(policy.alternatives):
        raise NotReadyError(f"{policy.title}没有这个取值；请刷新页面再选")
    document = tomlkit.parse(text)
    table = document.setdefault("policies", tomlkit.table()).setdefault(name, tomlkit.table())
    table.setdefault("title", policy.title)
    others = list(policy.alternatives)
    chosen, others[place] = others[place], policy.value
    table["value"], table["alternatives"] = _plain(chosen), _plain(others)
    return tomlkit.dumps(document)


def _plain(value: object) -> object:
    """A policy's answer in TOML's types."""
    match value:
        case dict():
            inline = tomlkit.inline_table()
            inline.update({key: _plain(part) for key, part in value.items()})
            return inline
        case list() | tuple():
            return [_plain(part) for part in value]
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value


def take_back(campaign: Campaign, store: Store, name: str, pair: Pair, reason: str) -> None:
    """Record that a confirmation no longer stands, and why. Raises NotReadyError where there is none, or no reason."""
    policy = _policy(campaign, name)
    if name not in latest_confirmations(store):
        raise NotReadyError(f"{name} 还没有确认过，不用撤回")
    if not reason.strip():
        raise NotReadyError("撤回确认要写明原因；请写上（--reason 原因）")
    with store.transaction():
        by = _record(store, name, value_key(policy.value), pair, taken_back=reason.strip())
        write_log(store, by, "撤回确认", f"{policy.title}：{reason.strip()}（监督人 {pair.witness}）")


def check_confirmed(campaign: Campaign, store: Store) -> None:
    """Before a final notice. Raises NotReadyError naming each policy that waits, and who must confirm it how."""
    void = {one.name for one in standings(campaign, store) if one.standing is Standing.VOID}
    check_all_confirmed(with_confirmations(campaign, store), void)


def void_lines(found: tuple[PolicyStanding, ...]) -> Iterator[str]:
    """One line for each confirmation that no longer holds."""
    for one in found:
        if one.standing is Standing.VOID and one.record:
            given = one.record.given
            yield (
                f"{one.name} 确认后取值被改（{given.confirmed_by}、{given.witness} 于 {one.record.at:%Y-%m-%d} "
                f"确认的是 {given.value}，现为 {value_key(one.policy.value)}），确认失效，请重新确认"
            )


def _policy(campaign: Campaign, name: str) -> Policy[object]:
    found = dict(questions(campaign)).get(name)
    if found is None:
        raise NotReadyError(f"没有代号为“{name}”的办法；可写：{'、'.join(key for key, _ in questions(campaign))}")
    return found


def _record(store: Store, name: str, value: str, pair: Pair, *, taken_back: str = "") -> str:
    """Under the names of both; the first. `taken_back`: why it no longer stands."""
    stands = not taken_back
    with store.transaction():
        word = policy_word(name, value, stands=stands, reason=taken_back)
        by, witness = both_sign(store, Act.POLICY, word, pair)
        people = {"confirmed_by": by, "witness": witness}
        add_confirmation(store, Confirmation(policy=name, value=value, stands=stands, reason=taken_back, **people))
    return by


def _standing(policy: Policy[object], record: DatedConfirmation | None) -> Standing:
    if record is None:
        return Standing.OPEN
    if not record.given.stands:
        return Standing.OPEN
    return Standing.CONFIRMED if record.given.value == value_key(policy.value) else Standing.VOID


def _signed(found: PolicyStanding) -> Policy[object]:
    if found.standing is Standing.CONFIRMED and found.record:
        given = found.record.given
        signed = {"confirmed": True, "confirmed_by": given.confirmed_by, "witness": given.witness}
    else:
        signed = {"confirmed": False, "confirmed_by": "", "witness": ""}
    return found.policy.model_copy(update=signed)
