"""A figure's formula with its numbers in it, as a reader can work it out again by hand."""

import re
from decimal import ROUND_HALF_UP, Decimal

from domain.figure import Figure

SHOWN_PLACES = 4  # of a part that does not end; the result itself is published with two
SUMS, PRODUCTS = "＋－", "×÷"
EACH_GROUP = "各群体之和"
MEAN_OF_GROUPS = "各群体平均分×份数之和÷份数之和"
FORMS = ("份数", "计入份数")  # labels of how many scores a mean was taken over
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_REMARK = re.compile(r"(.*[^（])（([^（）＋－×÷]*)）", re.DOTALL)  # （why the points are so）, behind a formula


def with_numbers(figure: Figure) -> str:
    """One step: 民意得分＝（253×100＋105×70＋25×30）÷383＝87.21; the parts' own values are put in."""
    return _equation(figure, deep=False)


def worked_out(figure: Figure) -> str:
    """
    All steps in one line, down to counts, scores and amounts.

    问卷与电话＝（253×100＋105×70＋25×30）÷383÷100×15＝13.08. Whole numbers are not taken apart any further, so
    that votes stay those of all groups together.
    """
    return _equation(figure, deep=True)


def number(value: Decimal, places: int = SHOWN_PLACES) -> str:
    """As many places as the number has, `places` at most, half up."""
    text = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _equation(figure: Figure, *, deep: bool) -> str:
    result = number(figure.value, 0) if _whole(figure) else str(figure.rounded())
    before, terms, after, remark = _pieces(figure)
    worked = _terms(figure, terms, deep=deep)
    note = f"（{remark}）" if remark else ""
    if worked is None:
        reason = f"（{figure.formula}）" if figure.formula else ""
        return f"{figure.label}＝{result}{reason}"
    if worked == result and not after:
        return f"{figure.label}＝{result}{note}"
    return f"{figure.label}＝{before}{worked}{after}＝{result}{note}"


def _pieces(figure: Figure) -> tuple[str, str, str, str]:
    """What is said before the terms, the terms, the limit they are held to, and why the points are so."""
    text, remark = figure.formula, ""
    if found := _REMARK.fullmatch(text):
        text, remark = found[1], found[2]
    before, colon, text = text.rpartition("：")
    terms, comma, limit = text.partition("，")
    return before + colon, terms, comma + limit, remark


def _terms(figure: Figure, terms: str, *, deep: bool) -> str | None:
    """The terms with numbers for labels; None where the formula is words, or there is none."""
    if terms == EACH_GROUP:
        return "＋".join(_value(part) for part in figure.parts)
    if terms == MEAN_OF_GROUPS:
        totals = "＋".join(_total_of_scores(part) for part in figure.parts)
        return f"（{totals}）÷（{'＋'.join(_forms(part) or '1' for part in figure.parts)}）"
    if (forms := _forms(figure)) is not None and not any(sign in terms for sign in SUMS + PRODUCTS):
        return _quotient(figure, forms)
    by_label = {part.label: part for part in figure.parts}
    if len(figure.parts) == 1 and terms == "评分平均":
        return _quotient(figure.parts[0], _forms(figure.parts[0]))
    if not by_label or not (labels := _labels(by_label)).search(terms):
        return None
    return labels.sub(lambda found: _operand(by_label[found[0]], found, deep=deep), terms)


def _labels(by_label: dict[str, Figure]) -> re.Pattern[str]:
    """Any of the labels, the longest that fits: 不满意票 before 满意票."""
    return re.compile("|".join(re.escape(label) for label in sorted(by_label, key=len, reverse=True)))


def _operand(part: Figure, found: re.Match[str], *, deep: bool) -> str:
    """A part's value, or its own terms, bracketed where those around them bind tighter."""
    _, terms, limit, _ = _pieces(part)
    held = any(Decimal(said) == part.value for said in _NUMBER.findall(limit))  # its terms would give another value
    worked = None if not deep or _whole(part) or held else _terms(part, terms, deep=True)
    if worked is None:
        return _value(part)
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    bare = re.sub(r"（[^（）]*）", "", re.sub(r"（[^（）]*）", "", worked))
    tight = (before and before in f"{PRODUCTS}－") or (after and after in PRODUCTS)
    loose = (tight and any(sign in bare for sign in SUMS)) or (before == "÷" and any(sign in bare for sign in PRODUCTS))
    return f"（{worked}）" if loose else worked


def _forms(figure: Figure) -> str | None:
    """How many forms a mean was taken over."""
    return next((_value(part) for part in figure.parts if part.label in FORMS), None)


def _quotient(mean: Figure, forms: str | None) -> str:
    """A mean that ends as it is; any other as the total of its scores over their number."""
    if forms is None or _ends(mean.value):
        return _value(mean)
    return f"{number(mean.value * int(forms))}÷{forms}"


def _total_of_scores(mean: Figure) -> str:
    return number(mean.value * int(_forms(mean) or 1))


def _value(figure: Figure) -> str:
    return number(figure.value)


def _whole(figure: Figure) -> bool:
    return figure.value == figure.value.to_integral_value()


def _ends(value: Decimal) -> bool:
    """Whether the places shown are all there are."""
    return value == value.quantize(Decimal(1).scaleb(-SHOWN_PLACES))
