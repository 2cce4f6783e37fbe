"""A year's evaluation in one district: roster, groups, points, texts, open policies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from pingyi.domain.campaign.marks import FormPrint
from pingyi.domain.campaign.points import Component, EvaluatorGroup, HotlineRules, PointTable, components_of, label_of
from pingyi.domain.campaign.policies import Policies
from pingyi.domain.campaign.roster_changes import Change, RosterChange
from pingyi.domain.campaign.texts import AnalysisText, BallotText, HandoutText, LeaderText, NoticeText, PlanText, Strict
from pingyi.domain.forms.abstaining import with_abstentions


class About(Strict):
    """Who evaluates, when, and how the office signs."""

    year: int = Field(ge=2000, le=2100)
    district: str
    issuer: str  # signs and prints
    issuer_short: str
    letterhead: tuple[str, ...]  # lines of the red head
    document_prefix: str  # 鱼督绩办发
    addressees: str  # 主送机关
    email: str
    plan_number: int
    plan_date: date
    analysis_due: date


class Series(Strict):
    """One 系列: units compared with each other."""

    name: str  # 第一系列
    noun: str  # 镇, 经济管理类单位: as counted in the ballot's series row
    kind: str  # as the points are given by: 镇, 科室
    units: tuple[str, ...] = Field(min_length=1)

    @property
    def label(self) -> str:
        """As printed in the ballot's series row."""
        return f"{self.name}（{len(self.units)}个{self.noun}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One evaluated unit; `serial` is its 1-based number on the ballot."""

    serial: int
    name: str
    series: str
    kind: str  # as the points are given by: 镇, 科室


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One column to tick on the ballot."""

    word: str
    weight: Decimal  # points of a vote, out of 100
    counts: bool  # an abstention gives no points and stands in no denominator


class Campaign(Strict):
    """Everything that differs from year to year and place to place."""

    about: About
    series: tuple[Series, ...] = Field(min_length=1)
    groups: tuple[EvaluatorGroup, ...] = Field(min_length=1)
    distributors: tuple[str, ...] = ()  # hand out forms without being evaluated
    points: tuple[PointTable, ...] = Field(min_length=1)
    ballot: BallotText
    analysis: AnalysisText
    leaders: LeaderText | None = None  # only `forms leaders` asks for it, and for `plan` only `forms plan`
    plan: PlanText | None = None
    notice: NoticeText = NoticeText()
    handout: HandoutText = HandoutText()
    hotline: HotlineRules | None = None  # where no line of the points is the hotline's
    aliases: dict[str, str] = Field(default_factory=dict)
    changes: tuple[RosterChange, ...] = ()  # between printing and notice
    policies: Policies

    @model_validator(mode="before")
    @classmethod
    def _who_abstains(cls, data: Any) -> Any:
        """A choice that says that one does not know, worth nothing, is no vote; unless the file says who abstains."""
        return with_abstentions(data) if isinstance(data, dict) else data

    def __copy__(self) -> Self:
        """A copy, which may be given other parts, works out anew what hangs on them."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units in ballot order, numbered from 1."""
        named = ((series, name) for series in self.series for name in series.units)
        return tuple(
            Unit(serial=serial, name=name, series=series.name, kind=series.kind)
            for serial, (series, name) in enumerate(named, start=1)
        )

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """In the order they are printed and counted in."""
        weights = iter(self.policies.vote_weights.value)
        counting = ((word, word not in self.ballot.abstentions) for word in self.ballot.choices)
        return tuple(
            Choice(word=word, weight=next(weights) if counts else Decimal(0), counts=counts)
            for word, counts in counting
        )

    def counted(self, votes: Sequence[int]) -> tuple[int, ...]:
        """Of votes by choice those for choices that count: what points are made of."""
        return tuple(number for number, choice in zip(votes, self.choices, strict=True) if choice.counts)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The lines of 附件1 that some unit has, in their one order."""
        return components_of(self.points)

    @cached_property
    def labels(self) -> dict[Component, str]:
        """Their names in tables; by them a unit's figure of a line is found."""
        return {component: label_of(component, self.points, self.groups) for component in self.components}

    @property
    def rules(self) -> HotlineRules:
        """附件2. Only for who has a line of the hotline before them."""
        if self.hotline is None:
            raise ValueError("a campaign without hotline has no rules of it")
        return self.hotline

    @property
    def counted_label(self) -> str:
        """What these are called, summed up: valid votes, unless there are valid ones that do not count."""
        return "计分票" if self.ballot.abstentions else "有效票"

    def unit(self, name: str) -> Unit | None:
        """The unit called `name`, else the one having it as an alias; white space does not matter."""
        return self._named.get("".join(name.split()))

    @cached_property
    def _named(self) -> dict[str, Unit]:
        """By name and alias without white space; where both fit, it is the name that counts."""
        named = {"".join(unit.name.split()): unit for unit in self.units}
        units = {unit.name: unit for unit in self.units}
        renamed = {change.was: change.now for change in self.changes if change.what is Change.RENAMED}
        aliases = {
            "".join(alias.split()): units[official]
            for alias, official in {**renamed, **self.aliases}.items()
            if official in units
        }
        return {**aliases, **named}

    def unit_on_paper(self, name: str) -> Unit | None:
        """Whom a vote for this printed name belongs to: a unit of the roster, or one that is gone."""
        bare = "".join(name.split())
        return self._named.get(bare) or next((unit for unit in self.gone if "".join(unit.name.split()) == bare), None)

    @cached_property
    def gone(self) -> tuple[Unit, ...]:
        """Dissolved and merged units, numbered after the roster: votes for them stay theirs, nothing is scored."""
        names = [change.was for change in self.changes if change.what in (Change.DISSOLVED, Change.MERGED)]
        first = len(self.units) + 1
        return tuple(Unit(serial=n, name=name, series="", kind="") for n, name in enumerate(names, start=first))

    @cached_property
    def maybe_unprinted(self) -> frozenset[int]:
        """Serials of units that a form may lack: new ones on forms printed before, gone ones on those printed after."""
        new = {change.now for change in self.changes if change.what is Change.NEW}
        return frozenset(unit.serial for unit in (*self.units, *self.gone) if unit in self.gone or unit.name in new)

    @property
    def ballot_print(self) -> FormPrint:
        """What marks on the ballot stand for."""
        return self.form_print(self.ballot.title, self.ballot.choices, self.ballot.pages)

    @property
    def analysis_print(self) -> FormPrint:
        """What marks on 附件3 stand for."""
        return self.form_print(self.analysis.title, (), 1)

    def form_print(self, title: str, choices: Sequence[str], pages: int) -> FormPrint:
        """What marks on a form of the whole roster stand for."""
        rows = tuple((str(unit.serial), unit.name) for unit in self.units)
        about = self.about
        return FormPrint(
            title=title, year=about.year, district=about.district, rows=rows, choices=tuple(choices), pages=pages
        )

    def names_of(self, unit: Unit) -> tuple[str, ...]:
        """Under which a unit may stand on paper: its name and its aliases, without white space."""
        return tuple(name for name, known in self._named.items() if known == unit)

    def group(self, key: str) -> EvaluatorGroup | None:
        """The evaluator group with this key letter."""
        return next((group for group in self.groups if group.key == key), None)

    def points_of(self, kind: str) -> PointTable:
        """The lines of 附件1 for a kind of unit."""
        return next(table for table in self.points if kind in table.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Ballots of one group handed out by one unit; its code is printed on every copy."""

    code: str  # group key + running number: A07
    group: str  # key
    distributor: str
    copies: int
