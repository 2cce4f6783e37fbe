"""What became of units between printing and notice: renamed, dissolved, merged, new; a vote stays with its paper."""

from datetime import date
from enum import StrEnum

from pingyi.domain.campaign.policies import Policy
from pingyi.domain.campaign.texts import Strict

QUESTION = "changes."  # before a unit's name: what two people confirm


class Change(StrEnum):
    """What became of a unit, as the campaign file says it."""

    RENAMED = "改名"  # it is the same unit: votes for the old name are its votes
    DISSOLVED = "撤销"
    MERGED = "并入"  # votes for it are no votes for the other
    NEW = "新设"  # forms printed before do not have it


class RosterChange(Strict):
    """One change, confirmed by two people as the policies are."""

    what: Change
    was: str = ""  # the name on paper; of a new unit none
    now: str = ""  # the name in the roster, or of the unit it went into; of a dissolved one none
    on: date
    reason: str  # the document that says so
    confirmed: bool = False
    confirmed_by: str = ""
    witness: str = ""

    @property
    def name(self) -> str:
        """By which it is confirmed."""
        return QUESTION + (self.was or self.now)

    @property
    def words(self) -> str:
        """Chinese: what happened, in one line."""
        told = {
            Change.RENAMED: f"{self.was}改名为{self.now}",
            Change.DISSOLVED: f"{self.was}撤销",
            Change.MERGED: f"{self.was}并入{self.now}",
            Change.NEW: f"新设{self.now}",
        }[self.what]
        return f"{self.on.year}年{self.on.month}月{self.on.day}日，{told}（{self.reason}）"

    @property
    def rule(self) -> str:
        """Chinese: what follows for votes."""
        return {
            Change.RENAMED: "投给旧名的票计入该单位",
            Change.DISSOLVED: "投给它的票仍记在其名下，不参加评价",
            Change.MERGED: "投给它的票仍记在其名下，不并给别的单位，不参加评价",
            Change.NEW: "只计印有它的评议表上的票",
        }[self.what]

    def confirmed_as(self, question: Policy[object]) -> "RosterChange":
        """With what is known of its question."""
        said = {"confirmed": question.confirmed, "confirmed_by": question.confirmed_by, "witness": question.witness}
        return self.model_copy(update=said)

    @property
    def question(self) -> Policy[object]:
        """As two people confirm it: what was written is what happened."""
        return Policy[object](
            title=f"单位变动：{self.was or self.now}{self.what}",
            value=f"{self.words}：{self.rule}",
            confirmed=self.confirmed,
            confirmed_by=self.confirmed_by,
            witness=self.witness,
        )
