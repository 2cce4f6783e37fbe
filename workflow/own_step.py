"""The next step for one person: what waits for this one's word, and not what others have to do first."""

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.people import Account, Right
from pingyi.store.base.store import Store
from pingyi.workflow.people.accounts import all_accounts
from pingyi.workflow.people.double_review import reason_groups, rows_to_settle, unread_pages
from pingyi.workflow.people.scores.score_desk import scores_to_say
from pingyi.workflow.people.written.spoken import spoken_of
from pingyi.workflow.people.written.typing_desk import opinion_page
from pingyi.workflow.steps import BOTH, Facts, Step, StepKind, still_to_do

NEEDS: Mapping[StepKind, Right] = {  # what one must be allowed to; the others take the right to work
    StepKind.UNITS: Right.RUN,
    StepKind.ACCOUNTS: Right.RUN,
    StepKind.PLAN: Right.RUN,
    StepKind.PRINT: Right.RUN,
    StepKind.POLICIES: Right.RUN,
    StepKind.NOTICE: Right.RUN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What waits for one person's word where two have to say it; `split`: rows two said differently."""

    account: Account
    waiting: Mapping[StepKind, int]
    split: int
    people: int  # who may decide, this one too

    def can(self, step: Step) -> bool:
        """Whether this person can do something in a step that is not done."""
        return self.account.may(NEEDS.get(step.kind, Right.WORK)) and self.waiting.get(step.kind, 1) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStep:
    """What this person should do, None: nothing until others have; and what waits for others meanwhile."""

    step: Step | None
    others: tuple[Step, ...] = ()


def waits_for(campaign: Campaign, store: Store, account: Account) -> Mine:
    """What this person has not said yet."""
    groups = reason_groups(store, account)
    split = sum(group.differing for group in groups)
    settling = rows_to_settle(store, account) if split else 0
    unsaid = sum(not page.proposal for page in unread_pages(store, account))
    return Mine(
        account=account,
        waiting={
            StepKind.REVIEW: sum(group.mine_to_do for group in groups) + settling + unsaid,
            StepKind.OPINIONS: opinion_page(spoken_of(campaign), store, account, range(0)).mine_to_do,
            StepKind.SCORES: scores_to_say(campaign, store, account),
        },
        split=split,
        people=sum(one.active and one.may(Right.WORK) for one in all_accounts(store)),
    )


def own_step(facts: Facts, mine: Mine) -> OwnStep:
    """
    The first that this person can do; a notice is no step of its own while anything before it waits for others.

    Rows that two said differently ask for a third person, who may not have an account yet.
    """
    waiting = still_to_do(facts)
    third = mine.split > 0 and mine.people <= BOTH and mine.account.may(Right.RUN)
    if third and not mine.waiting[StepKind.REVIEW]:
        words = f"两人判得不同的有 {mine.split} 行，要第三人裁定：再建一个有复核权限的账号"
        return OwnStep(step=Step(kind=StepKind.ACCOUNTS, done=False, words=words))
    possible = [step for step in waiting if mine.can(step) and (step.kind is not StepKind.NOTICE or len(waiting) == 1)]
    if not possible:
        return OwnStep(step=None, others=waiting[:1])
    return OwnStep(step=possible[0], others=waiting[: waiting.index(possible[0])])
