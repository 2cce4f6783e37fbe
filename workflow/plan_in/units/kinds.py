"""Which series gets the points of which object: said so, alike in name, the only one, or the only one left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Source, source
from pingyi.workflow.plan_in.units.roster import ReadSeries

SAID = re.compile(
    r"(?P<before>.*)按(?:分值表|附[件表][0-9一二三四五六七八九十]*)?“(?P<object>[^”]+)”计分(?:，类别为(?P<kind>[^，。；]+))?"
)
GENERAL = {"单位", "部门", "机构", "机关"}  # of any kind
PARTS = re.compile("[、和及]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A series' object (its position) and the word of its kind, and why."""

    object: int
    kind: str
    ground: str
    sources: tuple[Source, ...] = ()


def match_kinds(paper: PlanPaper, series: Sequence[ReadSeries], objects: Sequence[str]) -> list[Match | None]:
    """For each series what it is counted by; None where it is not told."""
    found = [_said(paper, one, objects) or _alike(one, objects) for one in series]
    if len(objects) == 1:
        return [one or Match(object=0, kind=_whole(objects[0]), ground="分值只有一种") for one in found]
    taken = {one.object for one in found if one}
    left = [k for k in range(len(objects)) if k not in taken]
    if len(left) != 1 or None not in found or len(PARTS.split(objects[left[0]])) > 1:
        return found
    rest = Match(object=left[0], kind=_whole(objects[left[0]]), ground="其余对象都有了系列，按余下的一类（请核对）")
    return [one or rest for one in found]


def _said(paper: PlanPaper, one: ReadSeries, objects: Sequence[str]) -> Match | None:
    for line in paper.lines:
        found = SAID.match(line.plain)
        if found is None or found["object"] not in objects or not _names(one, found["before"]):
            continue
        place = objects.index(found["object"])
        kind = found["kind"] or _whole(found["object"])
        return Match(object=place, kind=kind, ground="原文", sources=(source(line.place, line.text),))
    return None


def _names(one: ReadSeries, words: str) -> bool:
    return re.search(rf"(?:^|[）)、.．]){re.escape(one.name)}[（(]", words) is not None


def _alike(one: ReadSeries, objects: Sequence[str]) -> Match | None:
    """The object, or one of those it lists, is called as the series or its units are."""
    for words in (one.noun, one.name):
        exact = [(k, part) for k, each in enumerate(objects) for part in PARTS.split(each) if words and part == words]
        if len(exact) == 1:
            return Match(object=exact[0][0], kind=exact[0][1], ground="系列与分值表的对象同名")
    near = {
        (k, each)
        for k, each in enumerate(objects)
        for words in (one.noun, one.name.removesuffix("类"))
        if each and len(words) > 1 and words not in GENERAL and (words in each or each in words)
    }
    if len(near) == 1 and len(PARTS.split((only := next(iter(near)))[1])) == 1:
        return Match(object=only[0], kind=only[1], ground="系列与分值表的对象名称相近（请核对）")
    return None


def _whole(name: str) -> str:
    return name or "单位"
