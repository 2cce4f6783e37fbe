"""Plan documents of other places, as such offices write them: drawn at random, with what each really says."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import docx
from docx.document import Document
from docx.shared import Mm
from other_noise import NOISE
from other_places import CHOICES, PLACES, Line, Place, chinese, shares
from other_points import add_points
from other_tables import add_ballot, add_groups, add_own_form, add_roster
from plan_truth import Truth

FAULTS = (
    "units", "series", "serial", "list", "points", "weights", "email", "number", "issuer", "due", "year", "silent",
)  # fmt: skip
HONEST = 0.55  # of the plans have nothing that contradicts itself


@dataclass(kw_only=True)
class Drawn:
    """One plan while it is written."""

    random: Random
    place: Place
    year: int
    fault: str
    truth: Truth = field(default_factory=dict)
    annex: str = "附件"
    nameless: bool = False  # its units stand in no series

    def odds(self, chance: float) -> bool:
        return self.random.random() < chance

    def drop(self, *place: int | str) -> None:
        """What is told of this, or of anything below, is wrong: the document contradicts itself, or is silent."""
        for one in [one for one in self.truth if one[: len(place)] == place]:
            del self.truth[one]

    def day(self, day: date) -> str:
        if self.odds(0.6):
            return f"{day.year}年{day.month}月{day.day}日"
        year = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(day.year))
        return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"

    def count(self, number: int) -> str:
        return str(number) if self.odds(0.7) else chinese(number)


def other_plan(seed: int, path: Path) -> tuple[Truth, str]:
    """Write the plan of this seed; what it says, and which fault it has (empty: none)."""
    random = Random(seed)  # noqa: S311 - no secret
    fault = "" if random.random() < HONEST else random.choice(FAULTS)
    drawn = Drawn(random=random, place=random.choice(PLACES), year=random.randint(2023, 2028), fault=fault)
    drawn.annex = random.choice(("附件", "附件", "附表", "附"))
    document = docx.Document()
    _paper(document)
    _notice(document, drawn)
    _body(document, drawn)
    if drawn.nameless and len(drawn.place.objects) == 1 and ("series", 0, "units") in drawn.truth:
        kind = "单位" if drawn.truth.get(("points", 0, "object")) == "各单位" else drawn.place.objects[0]
        drawn.truth |= {("series", 0, "kind"): kind, ("points", 0, "kinds"): (kind,)}
    document.add_paragraph("")  # as Word does: no file ends with a table
    document.save(str(path))
    return drawn.truth, fault


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)


def _notice(document: Document, drawn: Drawn) -> None:
    place, random, truth = drawn.place, drawn.random, drawn.truth
    signed = date(drawn.year, random.randint(9, 12), random.randint(1, 28))
    if drawn.odds(0.2):
        document.add_paragraph("特急")
    red = place.issuer if drawn.fault != "issuer" else f"{place.district}人民政府"
    if drawn.odds(0.85) or drawn.fault == "issuer":
        document.add_paragraph(f"{red}文件")
        truth["about", "letterhead"] = (f"{red}文件",)
    number = random.randint(1, 60)
    year = drawn.year - (drawn.fault == "number")
    document.add_paragraph(f"{place.prefix}〔{year}〕{number}号{'    签发人：李某某' * drawn.odds(0.2)}")
    truth |= {("about", "document_prefix"): place.prefix, ("about", "plan_number"): number}
    name = f"{drawn.year}年度{place.district}{place.topic}"
    title = random.choice((f"关于印发《{name}工作方案》的通知", f"关于开展{name}工作的通知", f"关于做好{name}的通知"))
    cut = title.index(place.topic) if drawn.odds(0.3) else 0
    for part in filter(None, (title[:cut], title[cut:])):
        document.add_paragraph(part)
    document.add_paragraph(f"{place.addressees}：")
    truth |= {("about", "addressees"): place.addressees, ("about", "issuer"): place.issuer}
    document.add_paragraph(f"为做好{place.district}{drawn.year}年度评议工作，现将有关事项通知如下。")
    truth |= {("about", "district"): place.district, ("about", "plan_date"): signed, ("about", "year"): drawn.year}
    drawn.truth["about", "signed"] = signed
    if drawn.fault == "issuer":
        drawn.drop("about", "issuer")
        drawn.drop("about", "issuer_short")
        drawn.drop("about", "letterhead")
        truth["about", "letterhead"] = (f"{red}文件",)
    if drawn.fault == "number":
        drawn.drop("about", "plan_number")


def _body(document: Document, drawn: Drawn) -> None:
    place = drawn.place
    _units(document, drawn)
    _groups(document, drawn)
    in_body = drawn.odds(0.5)
    if in_body:
        document.add_paragraph("三、评议内容和分值")
        add_points(document, drawn, _points(drawn))
    _worth(document, drawn)
    noise = drawn.random.sample(NOISE, drawn.random.randint(0, 4))
    for number, add in enumerate(noise):
        if number == 1:
            _sent_in(document, drawn)
        add(document, drawn)
    if len(noise) < 2:
        _sent_in(document, drawn)
    signed = drawn.truth.pop(("about", "signed"))
    assert isinstance(signed, date)
    document.add_paragraph(place.issuer)
    document.add_paragraph(drawn.day(signed))
    if drawn.odds(0.4):
        record = document.add_table(rows=1, cols=1)
        record.cell(0, 0).text = f"{place.issuer}　　{drawn.day(signed)}印发"
    annexes = [add_ballot, *([add_own_form] if drawn.odds(0.75) else [])]
    if not in_body:
        points = _points(drawn)
        annexes.append(lambda document, drawn, label: _annexed_points(document, drawn, label, points))
    if drawn.odds(0.3) or drawn.fault == "list":
        annexes.append(add_roster)
    drawn.random.shuffle(annexes)
    for number, add in enumerate(annexes, start=1):
        document.add_page_break()
        add(document, drawn, f"{drawn.annex}{number if drawn.odds(0.7) else chinese(number)}")


def _annexed_points(document: Document, drawn: Drawn, label: str, points: dict[str, list[tuple[Line, int]]]) -> None:
    document.add_paragraph(label)
    document.add_paragraph("分值表")
    add_points(document, drawn, points)


def _units(document: Document, drawn: Drawn) -> None:
    place = drawn.place
    total = sum(len(one[3]) for one in place.series) + (drawn.fault == "units")
    document.add_paragraph("一、评议对象")
    document.add_paragraph(f"列入{drawn.year}年度评议的{drawn.count(total)}个被评议单位。")
    for number, (name, noun, object_, units) in enumerate(place.series):
        at = ("series", number)
        drawn.truth |= {
            (*at, "name"): name, (*at, "noun"): noun, (*at, "units"): units,
            (*at, "kind"): noun if "、" in object_ else object_,
        }  # fmt: skip


def _points(drawn: Drawn) -> dict[str, list[tuple[Line, int]]]:
    """Lines and points by object; the hotline only for the first."""
    found = {}
    for number, object_ in enumerate(drawn.place.objects):
        lines = [line for line in drawn.place.lines if line.component != "hotline" or number == 0]
        found[object_] = list(zip(lines, shares(drawn.random, len(lines), 100), strict=True))
    return found


def _groups(document: Document, drawn: Drawn) -> None:
    document.add_paragraph("二、评议主体")
    place, truth = drawn.place, drawn.truth
    style = drawn.random.choice(("paragraphs", "table", "list", "by"))
    if drawn.fault == "weights":
        style = drawn.random.choice(("table", "list"))
    for number, group in enumerate(place.groups):
        truth["groups", number, "name"] = group.name
        truth["groups", number, "component"] = group.component
        truth["groups", number, "asked_by"] = place.short
    voting = [group.name for group in place.groups if group.component == "votes"]
    weights = dict(zip(voting, shares(drawn.random, len(voting), 100), strict=True))
    weighted = style in {"table", "list"} and (drawn.odds(0.5) or drawn.fault == "weights")
    if drawn.fault == "weights":
        weights[voting[0]] += 10
    elif weighted:
        keys = "ABCDEFG"
        value = {keys[k]: Decimal(weights[name]) / 100 for k, name in enumerate(voting)}
        truth["policies", "group_weighting", "value"] = value
    if style == "table":
        add_groups(document, drawn, weights if weighted else {})
    else:
        _written_groups(document, drawn, style, weights if weighted else {})
    truth["about", "issuer_short"] = place.short
    if drawn.fault == "issuer":
        drawn.drop("about", "issuer_short")


def _written_groups(document: Document, drawn: Drawn, style: str, weights: dict[str, int]) -> None:
    place = drawn.place
    if style == "paragraphs":
        for kind in ("votes", "bodies", "teams"):
            names = [group.name for group in place.groups if group.component == kind]
            if names:
                listed = "、".join(names)
                document.add_paragraph(f"由{place.short}牵头组织，邀请{listed}等，采取问卷的方式进行评议。")
        return
    document.add_paragraph(f"评议工作由{place.short}组织实施，各单位配合。")
    if style == "list":
        for number, group in enumerate(place.groups, start=1):
            people = drawn.random.randint(5, 300)
            drawn.truth["batches", number - 1, "copies"] = people
            share = f"，权重{weights[group.name]}%" if group.name in weights else ""
            document.add_paragraph(f"{number}.{group.name}（{people}人{share}）；")


def _worth(document: Document, drawn: Drawn) -> None:
    choices, weights = drawn.random.choice(CHOICES)
    truth = drawn.truth
    truth["ballot", "choices"] = choices
    document.add_paragraph("四、计分办法")
    counting, silent = choices[: len(weights)], choices[len(weights) :]
    style = "" if drawn.fault == "silent" else drawn.random.choice(("each", "row", "row", ""))
    if style == "each":
        document.add_paragraph(
            "，".join(f"“{word}”计{weight}分" for word, weight in zip(counting, weights, strict=True)) + "。"
        )
    elif style == "row":
        document.add_paragraph(f"{'、'.join(counting)}分别按{'、'.join(f'{weight}分' for weight in weights)}折算。")
    if silent and drawn.odds(0.6):
        document.add_paragraph(f"选“{silent[0]}”的不计分。")
        truth["ballot", "abstentions"] = silent
    if style:
        truth["policies", "vote_weights", "value"] = tuple(map(Decimal, weights))
    if drawn.place.hotline:
        document.add_paragraph("热线“三率”满分按分值表：按时办结率占40%，群众满意率占30%，诉求解决率占30%。")
        truth |= {
            ("hotline", "on_time_weight"): Decimal("0.4"), ("hotline", "satisfaction_weight"): Decimal("0.3"),
            ("hotline", "solution_weight"): Decimal("0.3"),
        }  # fmt: skip


def _sent_in(document: Document, drawn: Drawn) -> None:
    place, truth = drawn.place, drawn.truth
    due = date(drawn.year + drawn.random.randint(0, 1), 12 if drawn.odds(0.5) else 1, drawn.random.randint(5, 28))
    due = max(date(drawn.year, 12, 31), due)
    said = f"{due.month}月{due.day}日" if drawn.fault == "due" else drawn.day(due)
    text = f"各单位于{said}前将自评报告报送{place.short}"
    if drawn.odds(0.7) or drawn.fault == "email":
        text += "，邮箱：abc@example.org"
        truth["about", "email"] = "abc@example.org"
    document.add_paragraph(f"{text}。")
    truth["about", "analysis_due"] = due
    if drawn.fault == "due":
        drawn.drop("about", "analysis_due")
    if drawn.fault == "email":
        document.add_paragraph("联系邮箱：xyz@example.org。")
        drawn.drop("about", "email")
