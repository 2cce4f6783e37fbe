"""A settled opinion typed anew: what stood counts until another person has checked the new text."""

import random

import pytest

from benchmarks.trust.people import PASSWORD
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.web.server.office import Office
from pingyi.workflow.people.accounts import asking
from pingyi.workflow.people.signed import backing
from pingyi.workflow.people.written.spoken import spoken_of
from pingyi.workflow.people.written.typing_desk import OpinionCard, TypedOpinion, keep_opinion, opinion_page

NAMES = ("张三", "孙七", "李四", "王五")
OLD, NEW = "路灯不亮", "路灯不亮、路不平"


class Desk:
    def __init__(self, office: Office, store: Store) -> None:
        self.office, self.store = office, store
        self.people = asking(store, lambda _: PASSWORD)(NAMES)
        (box,) = inked_boxes(store)
        self.sheet = box.sheet

    def types(self, name: str, text: str) -> bool:
        typed = TypedOpinion(text=text)
        return keep_opinion(spoken_of(self.office.campaign), self.store, self.people[name], self.sheet, typed)

    def card(self, name: str) -> OpinionCard:
        (card,) = opinion_page(spoken_of(self.office.campaign), self.store, self.people[name].account, range(9)).cards
        return card

    @property
    def counts(self) -> str:
        return opinion_texts(self.store)[self.sheet].text


def settled(office: Office, store: Store) -> Desk:
    desk = Desk(office, store)
    assert not desk.types("张三", OLD)
    assert desk.types("孙七", OLD)
    return desk


def test_what_stood_counts_until_a_second_person_has_checked_what_was_typed_anew(office: Office) -> None:
    with office.store() as store:
        desk = settled(office, store)
        assert desk.card("李四").state == "done"
        assert not desk.types("李四", NEW)
        assert (desk.counts, desk.card("李四").state, desk.card("张三").state) == (OLD, "waiting", "check")
        assert (desk.card("张三").text, desk.card("张三").standing) == (NEW, OLD)
        assert desk.types("张三", NEW)
        assert (desk.counts, desk.card("李四").state, desk.card("李四").standing) == (NEW, "done", "")
        assert backing(store).unsigned == ()
        assert list(chain_differences(store)) == []


@pytest.mark.parametrize("seed", range(6))
def test_whoever_types_what_the_text_that_counts_is_two_peoples_last_word(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented typing
    with office.store() as store:
        desk = settled(office, store)
        for _ in range(12):
            desk.types(chance.choice(NAMES), chance.choice((OLD, NEW, "")))
            open_ = desk.card(NAMES[0]).state != "done"
            assert open_ or backing(store).unsigned == ()
        said = opinion_texts(store)[desk.sheet]
        assert said.typed_by != said.checked_by
        assert list(chain_differences(store)) == []
