"""Units renamed, dissolved, merged and new between printing and notice: every vote stays with the name on its paper."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from invented_year import default_campaign, plan

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.roster_changes import Change, RosterChange
from pingyi.domain.readings.ballot import Ballot, SettledRow
from pingyi.domain.readings.printed import PrintedForm, PrintedRow
from pingyi.domain.readings.reading import Verdict
from pingyi.ground.errors import FormError, RosterError
from pingyi.tally.count import count
from pingyi.tally.roster import check_roster

PRINTED = default_campaign()
NAMES = [unit.name for unit in PRINTED.units]
CHOICES = PRINTED.ballot.choices


def changed(dice: Random) -> Campaign:
    """The campaign after some units changed, in any order."""
    happened = dict(zip(dice.sample(NAMES, 6), dice.choices([*Change][:3], k=6), strict=True))
    happened[dice.choice([name for name in NAMES if name not in happened])] = Change.RENAMED
    changes = [change(what, was, f"新{was}" if what is Change.RENAMED else "区某局") for was, what in happened.items()]
    new = [change(Change.NEW, "", f"区新设第{n}局") for n in range(dice.randrange(3))]
    series = []
    for one in PRINTED.series:
        left = [f"新{name}" if happened.get(name) is Change.RENAMED else name for name in one.units]
        units = [name for name in left if happened.get(name, Change.RENAMED) is Change.RENAMED]
        series.append(one.model_copy(update={"units": tuple(units)}))
    last = series[-1]
    series[-1] = last.model_copy(update={"units": (*last.units, *(one.now for one in new))})
    both = [*changes, *new]
    dice.shuffle(both)
    return PRINTED.model_copy(update={"series": tuple(series), "changes": tuple(both)})


def change(what: Change, was: str, now: str) -> RosterChange:
    told = "" if what is Change.DISSOLVED else now
    return RosterChange(what=what, was=was, now=told, on=date(2024, 9, 1), reason="鱼编〔2024〕3号")


def ballot(dice: Random, number: int, names: list[str], batch: str) -> Ballot:
    rows = tuple(
        SettledRow(item=str(item), name=name, verdict=Verdict.VALID, choice=dice.choice(CHOICES), by_person=False)
        for item, name in enumerate(names, start=1)
    )
    return Ballot(page=1, pages=1, sheet=f"{number:064x}", batch=batch, rows=rows)


@pytest.mark.parametrize("seed", range(40))
def test_every_vote_stays_with_the_name_on_its_paper(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - invented
    now = changed(dice)
    later = [unit.name for unit in now.units]  # as a form printed after the changes has them
    papers = [
        ballot(dice, number, dice.choice([NAMES, NAMES, later]), dice.choice(["A01", "C01"])) for number in range(12)
    ]
    tally = count(papers, plan(), now)
    given = Counter((row.name, row.choice) for paper in papers for row in paper.rows)
    names = {str(unit.serial): {unit.name} for unit in (*now.units, *now.gone)}
    for one in now.changes:
        if one.what is Change.RENAMED:
            names[str(now.units[later.index(one.now)].serial)].add(one.was)
    counted: Counter[tuple[str, str]] = Counter()
    for row in (*tally.rows, *tally.gone_rows):
        for choice, votes in zip(CHOICES, row.choices, strict=True):
            counted[row.item, choice] += votes
    for item, known in names.items():
        for choice in CHOICES:
            assert counted[item, choice] == sum(given[name, choice] for name in known), known
    assert counted.total() == given.total()
    assert {row.item for row in tally.rows} == {str(unit.serial) for unit in now.units}


def form(names: list[str], digest: str = "0" * 64) -> PrintedForm:
    rows = tuple(PrintedRow(page=1, item=str(n), name=name) for n, name in enumerate(names, start=1))
    return PrintedForm(digest=digest, sheets=1, rows=rows, whole=True, choices=CHOICES)


@pytest.mark.parametrize("seed", range(10))
def test_paper_of_before_and_of_after_is_this_campaigns(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - invented
    now = changed(dice)
    check_roster([form(NAMES), form([unit.name for unit in now.units], "1" * 64)], now)
    silent = now.model_copy(update={"changes": ()})
    with pytest.raises(RosterError, match=r"\[\[changes\]\] 写明（改名、撤销、并入、新设）"):
        check_roster([form(NAMES)], silent)


def test_a_new_unit_that_is_on_no_form_was_not_evaluated() -> None:
    last = PRINTED.series[-1]
    more = last.model_copy(update={"units": (*last.units, "区新设局")})
    new = (change(Change.NEW, "", "区新设局"),)
    now = PRINTED.model_copy(update={"series": (*PRINTED.series[:-1], more), "changes": new})
    with pytest.raises(RosterError, match="区新设局：名单第 60 号"):
        check_roster([form(NAMES)], now)


def test_a_form_may_lack_no_other_unit() -> None:
    dice = Random(1)  # noqa: S311 - invented
    now = changed(dice)
    gone = [unit.name for unit in now.gone]
    kept = next(name for name in NAMES if now.unit(name) and now.unit_on_paper(name) not in now.gone)
    names = [name for name in NAMES if name not in (*gone, kept)]
    with pytest.raises(FormError, match="对不上"):
        count([ballot(dice, 1, names, "A01")], plan(), now)
