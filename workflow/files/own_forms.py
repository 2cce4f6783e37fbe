"""Whether forms and papers are this campaign's: their rows by the names printed on them, their marks by the key."""

from collections.abc import Sequence

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.marks import FormPrint, ballot_mark, other_campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.printed import rows_printed
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.ground.errors import FormError

SOME = 5  # names shown in a message


def check_form(forms: Sequence[BallotForm], campaign: Campaign) -> None:
    """
    See that the form's rows are the roster's units, each once, by name; a declared alias is a name too.

    A unit that is gone may stand on it, a new one may not.

    Raises FormError telling what differs: votes could not be counted.
    """
    rows = tuple(rows_printed(forms))
    units = [campaign.unit_on_paper(row.name) for row in rows]
    strange = [f"{row.item} {row.name}" for row, unit in zip(rows, units, strict=True) if unit is None]
    lacking = [u.name for u in campaign.units if u not in units and u.serial not in campaign.maybe_unprinted]
    twice = [unit.name for unit in (*campaign.units, *campaign.gone) if units.count(unit) > 1]
    told = [
        f"{words}{'、'.join(found[:SOME])}{' 等' if len(found) > SOME else ''}"
        for words, found in (("表样多出", strange), ("表样上没有", lacking), ("表样上有两行是", twice))
        if found
    ]
    if told:
        raise FormError(
            f"表样 {forms[0].table.name} 的单位与 campaign.toml 的名单不一致：{'；'.join(told)}；"
            "请重新生成表样或改用正确的一份；单位印票以后变动了的，请在 campaign.toml 里用 [[changes]] 写明"
        )


def form_keys(forms: Sequence[BallotForm], campaign: Campaign) -> frozenset[str]:
    """What marks printed with these pages of one form may say: the same on every copy of it, and on no other form."""
    rows = tuple((row.item, row.name) for row in rows_printed(forms))
    titles = [campaign.ballot.title, *([campaign.leaders.title] if campaign.leaders else [])]
    on_it = [title for title in titles if "".join(title.split()) in forms[0].table.heading]
    return frozenset(
        FormPrint(
            title=title,
            year=campaign.about.year,
            district=campaign.about.district,
            rows=rows,
            choices=forms[0].choices,
            pages=forms[0].pages,
        ).key
        for title in on_it or titles
    )


def of_another_campaign(mark: str, keys: frozenset[str], source: Source, digest: str) -> UnreadPage | None:
    """A page whose mark names a form that is none of this campaign's; old marks name none."""
    said = ballot_mark(mark)
    if said is None or not said.key or said.key in keys:
        return None
    detail = other_campaign(said.key, keys)
    return UnreadPage(source=source, digest=digest, reason=Unread.OTHER_CAMPAIGN, detail=detail)
