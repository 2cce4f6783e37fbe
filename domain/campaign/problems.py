"""What cannot be in a campaign file though each setting alone could: where, and what to do."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.lines import Place
from pingyi.domain.campaign.points import Component, PointTable
from pingyi.domain.campaign.policies import weight_faults
from pingyi.domain.campaign.roster_changes import Change, RosterChange
from pingyi.domain.forms.declared import DECLARED_SIGN, is_told
from pingyi.domain.words.plain_words import plain_words

SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])|[^\S ]")  # but for one blank between Latin words
MOST_POINTS = Decimal(1000)  # of one line of 附件1: a mistake, no scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Where in the file, and Chinese words that say what to do."""

    place: Place
    words: str


def campaign_problems(campaign: Campaign) -> Iterator[Problem]:
    """All of them, in the order of the file."""
    yield from _about(campaign)
    yield from _names(campaign)
    yield from _groups(campaign)
    yield from _points(campaign)
    yield from _evaluators(campaign)
    yield from _choices(campaign)
    yield from _marks(campaign)
    yield from _hotline(campaign)
    yield from _aliases(campaign)
    yield from _changes(campaign)


def _about(campaign: Campaign) -> Iterator[Problem]:
    about = campaign.about
    for name in ("district", "issuer", "issuer_short", "document_prefix", "addressees", "email"):
        if not str(getattr(about, name)).strip():
            yield Problem(place=("about", name), words=f"{name} 是空的；请补上")
    if about.email.strip() and about.email.count("@") != 1:
        yield Problem(place=("about", "email"), words=f"“{about.email}”不是电子邮箱；请写成 名称@网站")
    if about.plan_number < 1:
        yield Problem(place=("about", "plan_number"), words="文件的序号从 1 起")
    if about.analysis_due < about.plan_date:
        words = f"交表期限 {about.analysis_due} 早于方案日期 {about.plan_date}；请核对"
        yield Problem(place=("about", "analysis_due"), words=words)


def _names(campaign: Campaign) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, name in _rosters(campaign):
        if not name.strip():
            yield Problem(place=place, words="单位名称是空的；请补上名称，或删去这一项")
        elif name != (tidy := SPACE.sub("", name)):
            words = f"单位“{' '.join(name.split())}”的名称里有空格或换行；请删去，写成“{tidy}”"
            yield Problem(place=place, words=words)
        elif plain_words(name) in seen:
            words = f"单位“{name}”写了 2 次；每个单位只能列一次，请删去多余的"
            yield Problem(place=place, words=words)
        seen[plain_words(name)] = name
    for number, name in _again([series.name for series in campaign.series]):
        yield Problem(place=("series", number, "name"), words=f"系列“{name}”写了两次；请改名或合并")
    for number, name in _again(campaign.distributors):
        yield Problem(place=("distributors", number), words=f"发放单位“{name}”写了两次；请删去一个")


def _rosters(campaign: Campaign) -> Iterator[tuple[Place, str]]:
    for number, series in enumerate(campaign.series):
        for place, name in enumerate(series.units):
            yield ("series", number, "units", place), name


def _groups(campaign: Campaign) -> Iterator[Problem]:
    for number, group in enumerate(campaign.groups):
        if not ("A" <= group.key <= "Z" and len(group.key) == 1):
            words = f"评议群体代号“{group.key}”应为一个大写英文字母，如 A"
            yield Problem(place=("groups", number, "key"), words=words)
        if not group.name.strip():
            yield Problem(place=("groups", number, "name"), words="评议群体的名称是空的；请补上")
    for number, key in _again([group.key for group in campaign.groups]):
        yield Problem(place=("groups", number, "key"), words=f"评议群体代号“{key}”用了两次；请换一个字母")
    for number, name in _again([group.name for group in campaign.groups]):
        yield Problem(place=("groups", number, "name"), words=f"评议群体“{name}”写了两次；请改名或删去一个")


def _points(campaign: Campaign) -> Iterator[Problem]:
    for number, table in enumerate(campaign.points):
        yield from _point_table(number, table)
    kinds = {series.kind: number for number, series in reversed([*enumerate(campaign.series)])}
    for kind, number in kinds.items():
        having = [place for place, table in enumerate(campaign.points) if kind in table.kinds]
        if not having:
            words = f"分值表（points）里没有写“{kind}”的分值；请在一处的 kinds 里补上"
            yield Problem(place=("series", number, "kind"), words=words)
        elif len(having) > 1:
            words = f"“{kind}”的分值写在 {len(having)} 处；请只留一处"
            yield Problem(place=("points", having[-1], "kinds"), words=words)


def _evaluators(campaign: Campaign) -> Iterator[Problem]:
    """Every line has somebody who evaluates, and a name of its own."""
    for number, table in enumerate(campaign.points):
        if not table.items:
            yield Problem(place=("points", number), words=f"“{table.object}”没有一行分值；请写上 [[points.items]]")
        for place, item in enumerate(table.items):
            asked = any(group.component is item.component for group in campaign.groups)
            if not asked and item.component is not Component.HOTLINE:
                words = f"没有一个评议群体评 {item.component} 这一项；请在 [[groups]] 里补上，或删去这一行"
                yield Problem(place=("points", number, "items", place, "component"), words=words)
    for _, label in _again(campaign.labels.values()):
        yield Problem(place=("points",), words=f"有两项在结果表里都叫“{label}”；请给其中一行写上 name = 名称")


def _point_table(number: int, table: PointTable) -> Iterator[Problem]:
    for place, item in enumerate(table.items):
        where: Place = ("points", number, "items", place, "points")
        if item.points is not None and not 0 < item.points <= MOST_POINTS:
            yield Problem(place=where, words=f"分值 {item.points} 不合理；应大于 0、不超过 {MOST_POINTS}")
        if item.points is None and (place == 0 or item.component is not Component.HOTLINE):
            yield Problem(place=where, words="这一行没有写 points；只有热线可以不写，与上一行合并计分")
    for place, component in _again([item.component for item in table.items]):
        words = f"“{table.object}”的 {component} 写了两行；每项评议只能有一行，请合并"
        yield Problem(place=("points", number, "items", place, "component"), words=words)


def _marks(campaign: Campaign) -> Iterator[Problem]:
    """What is counted is what voters were told."""
    ballot = campaign.ballot
    if not is_told(ballot.marks, "".join((ballot.request, *ballot.notes))):
        sign = DECLARED_SIGN[ballot.marks]
        words = f"marks 写的是“{ballot.marks}”，票上的 notes 和 request 里却没有说；请在 notes 里写明{sign}"
        yield Problem(place=("ballot", "marks"), words=words)


def _choices(campaign: Campaign) -> Iterator[Problem]:
    ballot, weights = campaign.ballot, campaign.policies.vote_weights.value
    for number, word in enumerate(ballot.choices):
        if not word.strip():
            yield Problem(place=("ballot", "choices", number), words="有一个选项是空的；请补上或删去")
    for number, word in _again([plain_words(word) for word in ballot.choices]):
        words = f"选项“{word}”写了两次；每个选项只能有一栏，请删去一个"
        yield Problem(place=("ballot", "choices", number), words=words)
    counting = [word for word in ballot.choices if word not in ballot.abstentions]
    where: Place = ("policies", "vote_weights", "value")
    if not counting:
        words = "选项不能全在 abstentions 里；至少要有一个计分的"
        yield Problem(place=("ballot", "abstentions"), words=words)
    if len(weights) != len(counting):
        named = "、".join(counting)
        words = f"写了 {len(weights)} 个折算分，计分的选项有 {len(counting)} 个（{named}）；请逐个对应"
        yield Problem(place=where, words=words)
    else:
        yield from (Problem(place=where, words=words) for words in weight_faults(weights))
    for number, other in enumerate(campaign.policies.vote_weights.alternatives):
        if len(other) != len(counting):
            words = f"第 {number + 1} 种备选写了 {len(other)} 个折算分，计分的选项有 {len(counting)} 个；请逐个对应"
            yield Problem(place=("policies", "vote_weights", "alternatives"), words=words)


def _hotline(campaign: Campaign) -> Iterator[Problem]:
    if campaign.hotline is None:
        if Component.HOTLINE in campaign.components:
            words = "分值表里有热线，而没有 [hotline] 一节（三率、跟踪问效的分值和权重）；请补上"
            yield Problem(place=("points",), words=words)
        return
    for name, value in campaign.hotline:
        if isinstance(value, Decimal) and not 0 <= value <= MOST_POINTS:
            words = f"{value} 不合理；应不小于 0、不超过 {MOST_POINTS}"
            yield Problem(place=("hotline", name), words=words)


def _aliases(campaign: Campaign) -> Iterator[Problem]:
    names = [unit.name for unit in campaign.units]
    for alias, name in campaign.aliases.items():
        if name not in names:
            words = f"别名“{alias}”指向的“{name}”不在单位名单中；请改成名单里的名称"
            yield Problem(place=("aliases", alias), words=words)
        if alias in names and alias != name:
            words = f"别名“{alias}”本身就是名单里的单位，不能又指向“{name}”；请删去这个别名，或改正名单"
            yield Problem(place=("aliases", alias), words=words)


def _changes(campaign: Campaign) -> Iterator[Problem]:
    names = {unit.name for unit in campaign.units}
    for number, change in enumerate(campaign.changes):
        for key, words in _change(change, names):
            yield Problem(place=("changes", number, key), words=words)
        if change.on.year < campaign.about.year:
            words = f"变动日期 {change.on} 在 {campaign.about.year} 年以前；请核对，早已变动的不用写"
            yield Problem(place=("changes", number, "on"), words=words)
    old = [change.was for change in campaign.changes]
    for number, name in _again([*campaign.aliases, *old]):
        if name and number >= len(campaign.aliases):
            place = ("changes", number - len(campaign.aliases), "was")
            yield Problem(place=place, words=f"“{name}”的变动写了两次，或已写在 [aliases] 里；请只留一处")


def _change(change: RosterChange, names: set[str]) -> Iterator[tuple[str, str]]:
    """Key and words of what does not fit the roster."""
    what = change.what
    if not change.reason.strip():
        yield "reason", "reason 是空的；请写明依据的文件，如 鱼编〔2024〕3号"
    if what is Change.NEW and change.was:
        yield "was", f'新设的单位没有旧名，不能写 was；“{change.was}”改成它的，请写 what = "改名" 或 "并入"'
    if what is not Change.NEW and not change.was:
        yield "what", f"{what}的单位要写票面上的名称；请补上 was"
    if what is not Change.NEW and change.was in names:
        yield "was", f"“{change.was}”已经{what}，还在单位名单里；请从名单中{'改为现名' if change.now else '删去'}"
    if what is Change.DISSOLVED and change.now:
        yield "now", f'撤销的单位没有现名，不能写 now；并到“{change.now}”的，请写 what = "并入"'
    if what is not Change.DISSOLVED and not change.now:
        yield "what", f"{what}的单位要写现名；请补上 now"
    if what in (Change.RENAMED, Change.NEW) and change.now and change.now not in names:
        yield "now", f"“{change.now}”不在单位名单中；请写进名单，或改正 now"


def _again(words: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each word that stood before, with its place (from 0)."""
    seen: set[str] = set()
    for number, word in enumerate(words):
        if word in seen:
            yield number, word
        seen.add(word)
