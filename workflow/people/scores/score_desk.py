"""Leaders' scores on the page: two people read each field apart, from its picture; a third where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.double_review import FieldPlace, Judgement, settled
from pingyi.domain.readings.score_reading import (
    NO_UNIT,
    SCORE_DOUBT_TEXT,
    UNIT_DOUBTS,
    ScoreAnswer,
    ScoreDecision,
    ScoreReading,
    machine_counts,
    score_of,
    unit_hint,
)
from pingyi.domain.trust.people import Account, Right
from pingyi.domain.trust.statement import Act, score_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import ScoreField, add_score_decisions, score_field, score_fields
from pingyi.store.people.score_judgements import (
    add_score_judgement,
    field_judgements,
    score_judgements,
    unsaid_fields,
)
from pingyi.workflow.people.keys import Signer, say
from pingyi.workflow.people.scores.open_scores import open_fields

VOID_WORDS = ("x", "X", "废")
VOID_TEXT = "作废"
Said = Sequence[Judgement[ScoreAnswer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """One field as a person meets it: its picture and its unit, nothing of what the machine or others read."""

    page: str
    position: int
    unit: str  # empty when the machine could not tell
    hint: str = ""  # Chinese: what is printed and why that does not prove the unit; empty where it does
    said: tuple[str, ...] = ()  # only for whoever settles a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTask:
    """Some of the fields this person is to read, and how far all are."""

    cards: tuple[ScoreCard, ...]
    mine_to_do: int
    waiting: int  # for another person
    differing: int
    fields: int  # all on paper
    open: int


def score_page(campaign: Campaign, store: Store, account: Account, size: int, *, differing: bool) -> ScoreTask:
    """The next fields by unit, in an order that tells nothing of whose they are."""
    fields = score_fields(store)
    waiting, said = open_fields(fields, campaign), score_judgements(store)
    mine: list[ScoreField] = []
    others, split = 0, 0
    settling = differing and account.may(Right.CHECK)
    for one in waiting:
        words = said.get(one.place, ())
        i_said = any(word.account == account.name for word in words)
        split += len(words) >= 2
        if not i_said and (len(words) >= 2) == settling:
            mine.append(one)
        others += i_said and len(words) < 2
    serials = {unit.name: unit.serial for unit in campaign.units}
    mine.sort(key=lambda one: (serials.get(one.reading.unit, len(serials) + 1), one.page, one.reading.position))
    return ScoreTask(
        cards=tuple(_card(one, said, settling=settling) for one in mine[:size]),
        mine_to_do=len(mine),
        waiting=others,
        differing=split,
        fields=len(fields),
        open=len(waiting),
    )


def scores_to_say(campaign: Campaign, store: Store, account: Account) -> int:
    """How many fields want this person's word, to be read or to be settled: counted, none of them fetched."""
    unsaid = unsaid_fields(store, account.name, machine=machine_counts(campaign.policies))
    settles = account.may(Right.CHECK)
    return sum(fields for people, fields in unsaid.items() if people < 2 or settles)


def keep_score(campaign: Campaign, store: Store, person: Signer, field: FieldPlace, typed: tuple[str, str]) -> None:
    """
    Keep what one person read (unit, score); where two say the same it is decided. Nothing is told of the other's.

    Raises NotReadyError saying what to mend, when the field is decided, or another person has read it too.
    """
    answer = _answer(campaign, typed)
    with store.transaction():
        found = score_field(store, field)
        if found is None:
            raise NotReadyError("没有这个评分；请刷新页面再试")
        said = field_judgements(store, field)
        if Judgement(account=person.name, answer=answer) in said:
            return  # sent again because the reply was lost
        if not open_fields([found], campaign):
            raise NotReadyError("这个评分已由别人读定，您的没有记入；请继续下一个")
        _may_say(said, person.account)
        say(store, person, Act.SCORES, [score_word(field.page, field.position, answer.unit, answer.score)])
        add_score_judgement(store, field, person.name, answer)
        pair = settled(field_judgements(store, field))
        if pair is not None:
            add_score_decisions(store, [_decision(field, pair)])


def _may_say(said: Said, account: Account) -> None:
    others = [word for word in said if word.account != account.name]
    if others and len(others) < len(said):  # counts tell whoever read second whether the two agree
        raise NotReadyError("这个评分另一人也读过了，不能再改；请继续下一个，两人不一致时由第三人裁定")
    if len(others) >= 2 and not account.may(Right.CHECK):
        raise NotReadyError("这个评分两人读得不同，须由有复核权限的人裁定；请继续下一个")


def _answer(campaign: Campaign, typed: tuple[str, str]) -> ScoreAnswer:
    name, text = typed[0].strip(), typed[1].strip().replace("．", ".").replace("。", ".")
    unit = campaign.unit(name)
    if unit is None and text in VOID_WORDS and name in ("", NO_UNIT):
        return ScoreAnswer(unit=NO_UNIT, score=None)
    if unit is None:
        raise NotReadyError(f"单位名单里没有“{name}”；请写全称" if name else "请写明是哪个单位的评分")
    if text in VOID_WORDS:
        return ScoreAnswer(unit=unit.name, score=None)
    score, _ = score_of(text)
    if score is None:
        raise NotReadyError(f"得分“{text}”应为 0～100、最多一位小数；没有填或认不出就填 X 作废")
    return ScoreAnswer(unit=unit.name, score=Decimal(score))


def _decision(field: FieldPlace, pair: tuple[Judgement[ScoreAnswer], Judgement[ScoreAnswer]]) -> ScoreDecision:
    first, second = pair
    return ScoreDecision(
        page=field.page,
        position=field.position,
        unit=first.answer.unit,
        score=first.answer.score,
        decided_by=first.account,
        confirmed_by=second.account,
        decided_at=datetime.now().astimezone(),
    )


def _card(one: ScoreField, said: Mapping[FieldPlace, Said], *, settling: bool) -> ScoreCard:
    words = said.get(one.place, ()) if settling else ()
    return ScoreCard(
        page=one.page,
        position=one.reading.position,
        unit=one.reading.unit,
        hint=_unit_words(one.reading),
        said=tuple(sorted(_text(word.answer, one.reading.unit) for word in words)),
    )


def _unit_words(reading: ScoreReading) -> str:
    doubts = [SCORE_DOUBT_TEXT[doubt] for doubt in reading.doubts if doubt in UNIT_DOUBTS]
    return "、".join(doubts) + unit_hint(reading) if doubts else ""


def _text(answer: ScoreAnswer, unit: str) -> str:
    score = VOID_TEXT if answer.score is None else str(answer.score)
    return score if answer.unit == unit else f"{answer.unit} {score}"
