"""[hotline]: the figures of the rules by which the hotline's points are computed, where the table of points has it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, agreed, source
from pingyi.workflow.plan_in.numerals import number_of

NUMBER = r"(?P<number>[0-9０-９]+(?:[.．][0-9０-９]+)?)"
WEIGHT = rf"(?:率)?(?:占比权重|权重|占比|占)(?:为|是)?{NUMBER}[%％]"
PATTERNS: dict[str, re.Pattern[str]] = {
    "rates": re.compile(rf"三率[^。]*?满分(?:值)?(?:为)?{NUMBER}分"),
    "follow_up": re.compile(rf"跟踪问效[^。]*?满分(?:值)?(?:为)?{NUMBER}分"),
    "on_time_weight": re.compile(rf"按时(?:办结)?{WEIGHT}"),
    "satisfaction_weight": re.compile(rf"(?:处理|群众)?满意{WEIGHT}"),
    "solution_weight": re.compile(rf"(?:诉求|问题)?解决{WEIGHT}"),
    "spot_check_penalty": re.compile(
        rf"抽查[^。=]*?[×*]{NUMBER}|抽查[^。]*?每单扣{NUMBER.replace('number', 'each')}分"
    ),
}
WHAT = {
    "rates": "三率的满分", "follow_up": "跟踪问效的满分", "on_time_weight": "按时办结率的权重",
    "satisfaction_weight": "满意率的权重", "solution_weight": "解决率的权重",
    "spot_check_penalty": "抽查未解决每单扣几分",
}  # fmt: skip
CHECKED_BY = re.compile(r"(?P<level>自治区|省|市|州|县|区)?(?:级)?(?:的)?抽查[^。；，]{0,12}未解决")
HUNDRED = Decimal(100)


def read_hotline(paper: PlanPaper, full: Decimal | None) -> Iterator[Finding]:
    """The six figures, and whose spot checks; `full` is what the table of points gives the hotline by itself."""
    found = [
        agreed(("hotline", name), _seen(paper, name), f"原文没有写{WHAT[name]}", f"{name} = …") for name in PATTERNS
    ]
    yield from _checked_by(paper)
    told = {one.place[-1]: one for one in found if isinstance(one, Told)}
    faults: dict[int | str, str] = {}
    weights = [_decimal(told, name) for name in ("on_time_weight", "satisfaction_weight", "solution_weight")]
    if None not in weights and (total := sum(filter(None, weights))) != 1:
        faults = dict.fromkeys(
            ("on_time_weight", "satisfaction_weight", "solution_weight"), f"三率的权重相加是 {total * HUNDRED:f}%"
        )
    parts = [_decimal(told, name) for name in ("rates", "follow_up")]
    if None not in parts and full is not None and sum(filter(None, parts)) != full:
        faults |= dict.fromkeys(("rates", "follow_up"), f"两项满分相加不是分值表里热线的 {full} 分")
    for one in found:
        why = faults.get(one.place[-1])
        yield (
            one if why is None else Asked(place=one.place, why=why, example=f"{one.place[-1]} = …", sources=one.sources)
        )


def _checked_by(paper: PlanPaper) -> Iterator[Finding]:
    """Where no level is named, none is printed."""
    seen = [
        (found["level"] or "", source(place, found[0]))
        for place, words in paper.texts
        for found in CHECKED_BY.finditer(words)
    ]
    named = [one for one in seen if one[0]] or seen
    if named:
        yield agreed(("hotline", "spot_check_by"), iter(named), "", 'spot_check_by = "省"')


def _seen(paper: PlanPaper, name: str) -> Iterator[tuple[Decimal, Source]]:
    for place, words in paper.texts:
        for found in PATTERNS[name].finditer(words):
            text = found.groupdict().get("number") or found.groupdict().get("each") or ""
            number = number_of(text.replace("．", "."))
            if number is not None:
                value = number / HUNDRED if name.endswith("_weight") else number
                yield value, source(place, found[0])


def _decimal(told: dict[int | str, Told], name: str) -> Decimal | None:
    value = told[name].value if name in told else None
    return value if isinstance(value, Decimal) else None
