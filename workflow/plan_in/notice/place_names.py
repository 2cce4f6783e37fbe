"""The place's name, as all titles begin, and the office's short name, as the text calls it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, near

PLACE_END = re.compile("(县|区|市|旗|州|盟|省|乡|镇|街道|大学|学院|学校|医院|集团|公司|系统)$")
TWICE = re.compile(r"(.)\1$")  # 某县县: of 某县县直单位
AFTER_YEAR = re.compile(r"(?:20\d\d|[二2][〇○零0]..)年度?(?P<rest>[\u4e00-\u9fff].*)$")
SHORT = re.compile(r"[（(]以下(?:简称|称)[：:]?[“\"]?(?P<short>[^”\"）)]{2,16})[”\"]?[）)]")
BY_WHOM = re.compile(r"由(?P<who>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责|统一|组织(?!部|科|处)|汇总|具体)")
OF_A_BODY = re.compile("(?:办公室|办|委员会|领导小组|工作)+$")
FEW, CORE = 2, 4  # titles; characters before 办公室 that say what for


def read_district(paper: PlanPaper, issuer: object, titles: Sequence[tuple[str, Source]]) -> Finding:
    """
    What stands behind the year in every title: certain only where a second place bounds it.

    `titles` are the notice's and the forms', with their sources. The second place is the issuer's name, which begins
    with it, or the text, where it stands between 做好 and the year.
    """
    place, example = ("about", "district"), 'district = "某某区"'
    rests = {found["rest"]: where for text, where in titles if (found := AFTER_YEAR.search(text.strip("》")))}
    if len(rests) < FEW:
        why = "标题里年度后面的地区（单位）名称到哪里为止，只有一处可看，认不准"
        return Asked(place=place, why=why, example=example, sources=tuple(rests.values()))
    name = _common_beginning(list(rests))
    if not PLACE_END.search(name) and isinstance(issuer, str):
        name = _common_beginning([*rests, issuer])
    bounded = isinstance(issuer, str) and issuer.startswith(name)
    spoken = next(((where, words) for where, words in paper.texts if _bounds(name, words)), None) if name else None
    if not PLACE_END.search(name) or TWICE.search(name) or not (bounded or spoken) or name in rests:
        why = f"各标题里年度后面相同的是“{name}”，是不是地区（单位）名称认不准"
        return Asked(place=place, why=why, example=example, sources=tuple(rests.values()))
    second = "，也是落款机关的开头" if bounded else "，正文也这样称呼"
    return Told(place=place, value=name, sources=tuple(rests.values())[:3], ground=f"各标题相同{second}")


def _common_beginning(texts: Sequence[str]) -> str:
    """The characters all of them begin with."""
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in alike)


def _bounds(name: str, words: str) -> bool:
    return re.search(rf"(?:做好|开展|组织|抓好){re.escape(name)}(?:20\d\d|[二2][〇○零0]..)年", words) is not None


def read_short_name(paper: PlanPaper, issuer: object) -> Finding:
    """How the text calls the issuer: said so (以下简称), else a name made of the issuer's characters in their order."""
    place, example = ("about", "issuer_short"), 'issuer_short = "某某办"'
    if not isinstance(issuer, str):
        return Asked(place=place, why="落款的机关没有认出，它的简称也就认不出", example=example)
    found = dict(_declared(paper, issuer))
    if not found:
        found = {
            one["who"]: near(where, words, one)
            for where, words in paper.texts
            for one in BY_WHOM.finditer(words)
            if one["who"] != issuer and _is_made_of(one["who"], issuer)
        }
    if len(found) != 1:
        why = f"落款机关的简称有几种（{'、'.join(found)}）" if found else "正文没有写落款机关的简称"
        return Asked(place=place, why=why, example=example, sources=tuple(found.values())[:3])
    ((name, where),) = found.items()
    return Told(place=place, value=name, sources=(where,), ground="原文；与落款机关的字、次序相合")


def _declared(paper: PlanPaper, issuer: str) -> Iterator[tuple[str, Source]]:
    for where, words in paper.texts:
        for found in SHORT.finditer(words):
            if words[: found.start()].endswith(issuer):
                yield found["short"], near(where, words, found)


def _is_made_of(short: str, whole: str) -> bool:
    """Whether all of the one stands in the other in that order, and what for with it: 县政府办 is no 县政府绩效办."""
    rest = iter(whole)
    return all(sign in rest for sign in short) and bool(set(short) & set(OF_A_BODY.sub("", whole)[-CORE:]))
