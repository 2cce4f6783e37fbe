"""Points said in words: 满分100分，其中民主测评占40%，领导评价60分."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Source, source
from pingyi.workflow.plan_in.numerals import number_of
from pingyi.workflow.plan_in.points.points_read import ReadItem, ReadObject, ReadPoints, sum_faults

NUM = r"(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|百分之[一二三四五六七八九十百]+|[一二三四五六七八九十百零〇]+)"
FULL = re.compile(rf"(?:满分(?:为|共|是)?|总分(?:为|是)?|实行)(?P<full>{NUM})分(?:制)?")
PART = re.compile(
    rf"[“\"]?(?P<matter>[\u4e00-\u9fff]{{2,12}}?)[”\"]?(?:得分|成绩|分值)?(?:占|计|为|满分|按)?(?:满分的|总分的)?"
    rf"(?P<number>{NUM})(?P<unit>%|分|％)?(?=[，、；。和及以]|$)"
)
OF = re.compile(
    r"^(?:第[一二三四五六七八九十]+条|[（(]?[0-9一二三四五六七八九十]+[）)、.．])?(?:对)?(?P<object>[\u4e00-\u9fff、]{1,16}?)(?:的)?"
    r"(?:评议|考评|考核|测评|评价|得分|总分)*(?:实行)?[，,]?$"
)
HUNDRED = Decimal(100)


def points_in_words(paper: PlanPaper) -> ReadPoints | None:
    """
    Sentences that give full marks and then parts that make them up, each for what it begins with.

    None where there is none, and where it is not told which of several holds for whom.
    """
    found = [one for line in paper.lines for one in _objects(line.place, line.plain)]
    names = [one.object for one in found]
    if not found or len(set(names)) < len(names) or (len(names) > 1 and "" in names):
        return None
    faults = tuple(fault for one in found for fault in sum_faults(one))
    return ReadPoints(objects=tuple(found), faults=faults, columns=frozenset({"matter"}))


def said_fulls(paper: PlanPaper) -> Iterator[tuple[Decimal, Source]]:
    """Full marks, wherever the text speaks of them."""
    for place, words in paper.texts:
        for found in FULL.finditer(words):
            if (number := _number(found["full"])) is not None:
                yield number, source(place, words)


def _objects(place: str, words: str) -> Iterator[ReadObject]:
    for sentence in re.split("[。；]", words):
        full = FULL.search(sentence)
        if full is None or "其中" not in sentence[full.end() :]:
            continue
        total = _number(full["full"])
        rest = sentence[sentence.index("其中", full.end()) + 2 :].lstrip("：:，")
        parts = [
            PART.fullmatch(piece.strip("，、")) for piece in re.split("，|、(?=[^，]*(?:占|分|%))|和(?=[^，]*占)", rest)
        ]
        if total is None or len(parts) < 2 or not all(parts):
            continue
        where = source(place, sentence)
        items = []
        for part in parts:
            number = _number(part["number"]) if part else None
            if part is None or number is None:
                break
            percent = part["unit"] in {"%", "％"} or part["number"].startswith("百分之")
            points = number * total / HUNDRED if percent else number
            matter = part["matter"].removesuffix("占")
            items.append(ReadItem(matter=matter, by=matter, content="", method=(), points=points, source=where))
        if len(items) == len(parts) and not any("率" in item.matter for item in items):  # parts of the hotline's
            name = OF.match(sentence[: full.start()])
            yield ReadObject(object=name["object"] if name else "", items=tuple(items), source=where, total=total)


def _number(text: str) -> Decimal | None:
    return number_of(text.removeprefix("百分之").replace("．", "."))
