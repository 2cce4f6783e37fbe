"""What a vote is worth and who abstains, as the text says; and what it says of leaders' scores."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pingyi.domain.forms.abstaining import SAYS_NOTHING
from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.domain.forms.words import bare
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, near, source
from pingyi.workflow.plan_in.numerals import number_of
from pingyi.workflow.plan_in.toml_text import value_text

SILENT = (
    r"[”\"]?(?:的|票|选项|一栏)*[，,]?(?:均|都)?(?:按|视为|作|计为|算)?"
    "(?:弃权|不计入|不计分|不作为计分|不参与计分|不纳入|不折分)"
)
NUMBER = r"(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二三四五六七八九十百]+)"
AMOUNT = rf"(?:(?P<number>{NUMBER})(?:分|%|％)(?!以上|以下|及以上|至|—|-|~|～|[（(]含)|(?P<nothing>不得分|不给分))"
MANY = r"(?:分别|依次)(?:按|计|折算为?|折|得|记|赋)*(?:每票)?"
MANY += r"(?P<numbers>[0-9０-９.．零〇一二三四五六七八九十百%％分、，和]+)"
TRIM = re.compile(r"去掉(?P<count>[一二两三1-3])个最高分[和、及，]?(?:和)?(?:去掉)?[一二两三1-3]个最低分")
FULL = Decimal(100)


def read_choices(paper: PlanPaper, choices: Sequence[str]) -> Iterator[Finding]:
    """Abstentions and vote weights of the ballot's choices."""
    silent = tuple(word for word in choices if bare(word) in SAYS_NOTHING)
    told = {word: said for word in silent if (said := _said_silent(paper, bare(word))) is not None}
    place = ("ballot", "abstentions")
    example = f"abstentions = {value_text(silent)}，按 0 分计的写 abstentions = []"
    unsaid = [word for word in silent if word not in told]
    weights, where = _weights(paper, choices)
    if told and not unsaid:
        yield Told(place=place, value=silent, sources=tuple(told.values()), ground="原文写明不计分")
    elif unsaid and all(word in weights for word in silent):
        yield Told(place=place, value=(), sources=where, ground="原文写明了它的折算分")
        silent = ()
    elif unsaid:
        why = f"选项“{'、'.join(unsaid)}”按弃权计还是按 0 分计，原文没有写"
        yield Asked(place=place, why=why, example=example)
    yield _weight_finding([word for word in choices if word not in silent], weights, where)


def _weight_finding(counting: Sequence[str], weights: dict[str, Decimal], where: tuple[Source, ...]) -> Finding:
    place, known = ("policies", "vote_weights", "value"), [weights.get(word) for word in counting]
    example = f"value = [{', '.join(['100', *['…'] * (len(counting) - 1)])}]，与 {'、'.join(counting)} 一一对应"
    values = [value for value in known if value is not None]
    if len(values) < len(counting):
        why = "原文没有写各选项一票折几分" if not values else "原文只写了一部分选项折几分"
        return Asked(place=place, why=why, example=example, sources=where)
    if values != sorted(values, reverse=True) or max(values) > FULL:
        return Asked(place=place, why="原文的折算分不是按选项从高到低", example=example, sources=where)
    return Told(place=place, value=tuple(values), sources=where)


def _said_silent(paper: PlanPaper, word: str) -> Source | None:
    pattern = re.compile(rf"[“\"]?{re.escape(word)}{SILENT}")
    return next((near(place, words, found) for place, words in paper.texts if (found := pattern.search(words))), None)


def _weights(paper: PlanPaper, choices: Sequence[str]) -> tuple[dict[str, Decimal], tuple[Source, ...]]:
    """By choice; one that is given two values has none."""
    names = {bare(word): word for word in choices}
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    one = re.compile(
        rf"(?<![\u4e00-\u9fff])[“\"]?(?P<name>{either})[”\"]?(?:的|票|每票|一票)*"
        rf"(?:计|按|得|折算?为?|记|赋|为|折合)*(?:每票)?{AMOUNT}"
    )
    row = re.compile(rf"(?P<names>(?:[“\"]?(?:{either})[”\"]?[、，和]?){{2,}})(?:[^。；0-9]{{0,12}}?){MANY}")
    found: dict[str, set[Decimal]] = {}
    sources: list[Source] = []
    for place, words in paper.texts:
        pairs = [(names[each["name"]], each["number"] or "0") for each in one.finditer(words)]
        for each in row.finditer(words):
            listed = re.findall(f"(?:{either})", each["names"])
            numbers = re.findall(NUMBER, each["numbers"])
            if len(listed) == len(numbers):
                pairs += [(names[name], number) for name, number in zip(listed, numbers, strict=True)]
        for name, number in pairs:
            value = number_of(number.replace("．", "."))
            if value is not None:
                found.setdefault(name, set()).add(value)
        if pairs:
            sources.append(source(place, words))
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}, tuple(sources[:3])


def read_leader_rules(paper: PlanPaper, methods: Sequence[tuple[str, Source]]) -> Iterator[Finding]:
    """Whether leaders score or vote, as every one of their lines says, and how many scores are dropped."""
    ways = {
        "scores" if re.search("打分|评分|百分制", words) else "votes" if re.search("票决|投票", words) else ""
        for words, _ in methods
    }
    if len(ways) == 1 and (way := ways.pop()):
        sources = tuple(where for _, where in methods)[:3]
        yield Told(place=("policies", "leader_form", "value"), value=way, sources=sources, ground="分值表的评价方式")
    for place, words in paper.texts:
        if found := TRIM.search(words):
            number = int(number_of(found["count"]) or 0)
            yield Told(place=("policies", "trimming", "value"), value=number, sources=(near(place, words, found),))
            return
