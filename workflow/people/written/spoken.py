"""Whom or what written opinions may speak of: a campaign's units, or the questions of a vote's form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.naming import units_named

BETWEEN_UNITS = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Whom or what opinions may speak of, and in which words people are asked for it."""

    names: tuple[str, ...]  # in the form's order
    official: Callable[[str], str]  # the name that is meant by one that was typed; empty: none
    offer: Callable[[str], Iterable[str]]  # names that a text may speak of
    called: str  # what one of them is
    listed: str  # where all of them stand
    goes_to: str  # what becomes of a text
    unnamed: str  # and of one that speaks of none

    def not_one(self, name: str) -> str:
        """What is said of a name that is none of them."""
        return f"{self.listed}里没有“{name}”；请写全称，多个{self.called}用顿号隔开"


def spoken_of(campaign: Campaign) -> Spoken:
    """A campaign's units, by name and alias."""

    def official(name: str) -> str:
        unit = campaign.unit(name)
        return "" if unit is None else unit.name

    return Spoken(
        names=tuple(unit.name for unit in campaign.units),
        official=official,
        offer=lambda text: (unit.name for unit in units_named(text, campaign)),
        called="单位",
        listed="单位名单",
        goes_to="只有文字会转给单位，笔迹不外传",
        unnamed="列入办公室的清单",
    )


def spoken_on(labels: tuple[str, ...]) -> Spoken:
    """Questions of a form, by their printed words."""
    return Spoken(
        names=labels,
        official=lambda name: name if name in labels else "",
        offer=lambda text: (name for name in labels if name in text),
        called="题目",
        listed="表样的题目",
        goes_to="只有文字写进计票结果，笔迹不外传",
        unnamed="照样列入结果",
    )


def names_in(words: str) -> list[str]:
    """Names as people part them: by 、, commas, semicolons or lines."""
    for sign in "，,；;\n":
        words = words.replace(sign, BETWEEN_UNITS)
    return [name.strip() for name in words.split(BETWEEN_UNITS) if name.strip()]
