"""[plan]: this program's own plan document told by its template, turned round: what stands where a field was."""

import re
from collections.abc import Iterator
from importlib.resources import files

from pingyi.domain.campaign.texts import PlanText
from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Finding, Source, Told, source

FIELD = re.compile(r"\{\{(\w+)\}\}")
CALLED = {"revision": "hotline_revision"}  # otherwise in the template than in the campaign file
GROUND = "本程序工作方案的样式"


def read_own_plan(paper: PlanPaper) -> Iterator[Finding]:
    """The settings of [plan] when each is told the same wherever it stands; else none: it may be left out."""
    found: dict[str, dict[str, Source]] = {}
    patterns = list(_patterns())
    for line in paper.lines:
        for pattern in patterns:
            if match := pattern.fullmatch(line.plain):
                for name, value in match.groupdict().items():
                    found.setdefault(CALLED.get(name, name), {}).setdefault(value, source(line.place, line.text))
    wanted = PlanText.model_fields
    if any(len(found.get(name, ())) != 1 for name in wanted):
        return
    for name, field in wanted.items():
        ((value, where),) = found[name].items()
        told: object = int(value) if field.annotation is int else value
        yield Told(place=("plan", name), value=told, sources=(where,), ground=GROUND)


def _patterns() -> Iterator[re.Pattern[str]]:
    """A line of the template as what matches it with any words in its fields."""
    text = files("pingyi.templates").joinpath("plan.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "{{" not in line or line.startswith("@"):
            continue
        seen: set[str] = set()
        parts = FIELD.split("".join(line.split()))
        made = "".join(re.escape(part) if k % 2 == 0 else _field(part, seen) for k, part in enumerate(parts))
        yield re.compile(made)


def _field(name: str, seen: set[str]) -> str:
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return f"(?P<{name}>.+?)"
