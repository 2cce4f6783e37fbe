"""A reading as the text of campaign.toml: what was told as settings, what is asked as lines to be filled in."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from pingyi.domain.campaign.campaign import About, Series
from pingyi.domain.campaign.lines import Place
from pingyi.domain.campaign.points import EvaluatorGroup, HotlineRules, PointItem, PointTable
from pingyi.domain.campaign.policies import Policies
from pingyi.domain.campaign.texts import AnalysisText, BallotText, PlanText
from pingyi.workflow.plan_in.findings import Asked, Finding, Told, value_of
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.toml_text import value_text

TO_FILL, TO_CHECK = "# 请填：", "# 请核对："
HEADINGS = {
    "about": "谁评、何时、怎样落款", "series": "被评单位：按评议表上的顺序编号",
    "groups": "评议群体：key 是批次号的首字母",
    "points": "分值：不写 points 的一行与上一行合并计分", "ballot": "评议表", "analysis": "自评表",
    "plan": "工作方案（forms plan）", "hotline": "12345 热线",
}  # fmt: skip
ORDER: dict[str, type[BaseModel]] = {
    "about": About, "series": Series, "groups": EvaluatorGroup, "points": PointTable, "points.items": PointItem,
    "ballot": BallotText, "analysis": AnalysisText, "plan": PlanText, "hotline": HotlineRules,
}  # fmt: skip
TABLES = ("series", "groups", "points")
POLICIES = "原方案没有写明的事项：没有写在这里的，按现成的说法问，一样要两人确认"


def draft_text(reading: PlanReading) -> str:
    """
    The campaign file of a plan.

    Each asked setting is a line `# 请填：…` with its question above; where a whole section is asked about, what was
    read of it stands behind `# 请核对：`. Without these lines it is a file this program reads.
    """
    lines = [
        f"# 由 {reading.name} 读出；出处见 方案出处.csv。",
        "# 标着“请填、请核对”的行：填好或核对好以后删去行首的 # 和这几个字，再运行 pingyi init 工作目录。",
        "",
    ]
    for section, heading in HEADINGS.items():
        mine = [one for one in reading.findings if one.place[0] == section]
        if mine:
            lines += [f"# ---- {heading} ----", "", *_section(section, mine)]
    lines += [f"# ---- {POLICIES} ----", "", *policy_lines(reading.findings)]
    return "\n".join(lines).rstrip() + "\n"


def unfilled(text: str) -> tuple[str, ...]:
    """Lines of a campaign file that still wait, each as `第 3 行：…`."""
    return tuple(
        f"第 {number} 行：{line}"
        for number, line in enumerate(text.splitlines(), start=1)
        if line.startswith((TO_FILL, TO_CHECK))
    )


def _section(section: str, findings: Sequence[Finding]) -> Iterator[str]:
    whole = [one for one in findings if isinstance(one, Asked) and len(one.place) == 1]
    for one in whole:
        yield from (*_question(one), "")
    body = list(_tables(section, findings) if section in TABLES else _table(f"[{section}]", findings, 1))
    yield from (f"{TO_CHECK}{line}" if whole and line else line for line in body)


def _tables(section: str, findings: Sequence[Finding]) -> Iterator[str]:
    for number in sorted({int(one.place[1]) for one in findings if len(one.place) > 1}):
        mine = [one for one in findings if one.place[1:2] == (number,)]
        yield from _table(f"[[{section}]]", [one for one in mine if one.place[2] != "items"], 2)
        items = [one for one in mine if one.place[2] == "items"]
        for line in sorted({int(one.place[3]) for one in items}):
            yield from _table(f"[[{section}.items]]", [one for one in items if one.place[3] == line], 4)


def _table(heading: str, findings: Sequence[Finding], depth: int) -> Iterator[str]:
    own = sorted((one for one in findings if len(one.place) == depth + 1), key=lambda one: _order(heading, one))
    if not own:
        return
    yield heading
    for one in own:
        yield from _setting(str(one.place[depth]), one)
    yield ""


def _setting(key: str, one: Finding) -> Iterator[str]:
    if isinstance(one, Told):
        yield from f"{key} = {value_text(one.value)}".split("\n")
        return
    yield from _question(one)


def _question(one: Asked) -> Iterator[str]:
    """Why it is asked, what stands there, and the line to fill: one that is no setting until it is."""
    yield f"# 问：{one.why}"
    yield from (f"#     {where.place}：{where.quote}" for where in one.sources[:2])
    key, equals, value = one.example.partition(" = ")
    yield f"{TO_FILL}{key} =   # 如 {value}" if equals else f"{TO_FILL}{key}"


def _order(heading: str, one: Finding) -> int:
    """As the settings follow each other in a campaign file."""
    names = [*ORDER[heading.strip("[]")].model_fields]
    return names.index(str(one.place[-1]))


def policy_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The policies found, each with its title and the other ways to choose from."""
    choices, silent = value_of(findings, "ballot", "choices"), value_of(findings, "ballot", "abstentions")
    for one in (each for each in findings if each.place[0] == "policies"):
        name = str(one.place[1])
        yield f"[policies.{name}]"
        if name == "vote_weights":
            counting = [word for word in _words(choices) if word not in _words(silent)]
            yield f"title = {value_text('、'.join(counting) + '每票折算分')}"
        else:
            default = Policies.model_fields[name].default
            yield f"title = {value_text(default.title)}"
        yield from _setting("value", one)
        if name != "vote_weights":
            others = [other for other in (default.value, *default.alternatives) if not _is(one, other)]
            yield f"alternatives = {value_text(others)}"
        yield ""


def _is(one: Finding, other: object) -> bool:
    return isinstance(one, Told) and one.value == other


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def setting_name(place: Place) -> str:
    """As the file's own lines are named in messages: series.1.units."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
