"""领导评价表: all units on one sheet, to be scored or ticked as the office has decided."""

from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import EvaluatorGroup
from pingyi.domain.campaign.texts import BallotText
from pingyi.generator.forms.ballot import layouts, shapes, write_ballot
from pingyi.ground.errors import CampaignError, FormError

SCORE_ROW_MM = 7.0  # a score is written in, and may be struck out and written again
SHEET_NUMBER = "00"  # no batch of the distribution plan: those count from 01


def write_leader_sheet(campaign: Campaign, group: EvaluatorGroup, path: Path) -> Path:
    """
    Write the sheet of one body of leaders, on as many pages as its rows need to be written in.

    Raises FormError when the roster does not fit, CampaignError when the campaign has no words for it.
    """
    return write_ballot(_roomy(_with(campaign, _words(campaign, group))), path, sheet_batch(group))


def _roomy(campaign: Campaign) -> Campaign:
    """On the fewest pages whose rows take a score; else as the ballot is."""
    return next(filter(_takes_scores, shapes(campaign)), campaign)


def _takes_scores(campaign: Campaign) -> bool:
    try:
        return all(min(layout.rows) >= SCORE_ROW_MM for _, layout in layouts(campaign))
    except FormError:  # it does not fit at all
        return False


def _with(campaign: Campaign, text: BallotText) -> Campaign:
    return campaign.model_copy(update={"ballot": text})


def sheet_batch(group: EvaluatorGroup) -> Batch:
    """What the mark on every copy of a body's sheet says, the same on each: no leader is singled out."""
    return Batch(code=f"{group.key}{SHEET_NUMBER}", group=group.key, distributor=group.asked_by, copies=0)


def scored(campaign: Campaign) -> bool:
    """Whether leaders write scores; otherwise they tick as on a public ballot."""
    return campaign.policies.leader_form.value == "scores"


def _words(campaign: Campaign, group: EvaluatorGroup) -> BallotText:
    text = campaign.leaders
    if text is None:
        raise CampaignError(
            "campaign.toml 里没有 [leaders] 一节，不能生成领导评价表；请参照新建工作目录里的 campaign.toml 补上"
        )
    changes: dict[str, object] = {
        "attachment": group.name,
        "title": text.title,
        "greeting": text.greeting,
        "request": text.request,
        "opinion": text.opinion,
    }
    if scored(campaign):
        changes |= {"choices": (text.score_header,), "notes": text.score_notes}
    return campaign.ballot.model_copy(update=changes)
