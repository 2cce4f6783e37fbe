"""Oddities of paper and imports, each planted once; sound campaigns stay silent."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from invented_year import default_campaign, invented_outside, plan

from pingyi.domain.readings.ballot import Ballot, SettledRow
from pingyi.domain.readings.reading import Source, Verdict
from pingyi.domain.results.anomaly import Anomaly, Oddity
from pingyi.scoring.anomalies import bulk_closings, score_anomalies
from pingyi.tally.anomalies import paper_anomalies
from pingyi.tally.chance import at_least
from pingyi.tally.count import count

CAMPAIGN = default_campaign()
CHOICES = CAMPAIGN.ballot.choices
Ballots = list[Ballot]


def ballots(seed: int = 1, sheets: int = 20) -> Ballots:
    random_ = random.Random(seed)  # noqa: S311 - invented votes
    found = []
    for batch in plan():
        for number in range(sheets):
            void = random_.choice((0, 0, 0.01, 0.05))
            good = random_.choice((0.5, 0.7, 0.9, 1))  # some voters like everything
            answers = [
                ""
                if random_.random() < void
                else random_.choices(CHOICES, (good, (1 - good) * 0.8, (1 - good) * 0.2))[0]
                for _ in CAMPAIGN.units
            ]
            found.append(ballot(f"{batch.code}-{number}", batch.code, answers))
    return found


def ballot(sheet: str, batch: str, answers: list[str]) -> Ballot:
    rows = tuple(
        SettledRow(
            item=str(unit.serial),
            name=unit.name,
            verdict=Verdict.VALID if answer else Verdict.BLANK,
            choice=answer,
        )
        for unit, answer in zip(CAMPAIGN.units, answers, strict=True)
    )
    return Ballot(page=1, pages=1, sheet=sheet, batch=batch, rows=rows)


def found_in(listed: Ballots) -> tuple[Anomaly, ...]:
    sources = {one.sheet: Source(file=f"{one.batch}.pdf", page=int(one.sheet.rsplit("-", 1)[1]) + 1) for one in listed}
    return paper_anomalies(listed, count(listed, plan(), CAMPAIGN), CAMPAIGN, sources)


def changed(listed: Ballots, batch: str, change: Callable[[int, list[str]], list[str]]) -> Ballots:
    return [
        ballot(one.sheet, batch, change(number, [row.choice for row in one.rows])) if one.batch == batch else one
        for number, one in enumerate(listed)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_sound_campaign_raises_no_alarm(seed: int) -> None:
    assert found_in(ballots(seed)) == ()


def test_a_column_left_void_by_one_batch_is_told_with_its_pages() -> None:
    odd = found_in(
        changed(ballots(), "B01", lambda n, answers: answers[:19] + [""] * 20 + answers[39:] if n % 2 else answers)
    )
    places = [one.place for one in odd if one.oddity is Oddity.VOID_RATE]
    assert "B01 批，第 2 栏（序号 20–39）" in places
    assert not any("第 1 栏" in place for place in places)
    column = next(one for one in odd if "第 2 栏" in one.place)
    assert len(column.evidence) >= 10
    assert column.evidence[0].startswith("B01.pdf 第 ")
    assert column.chance is not None
    assert column.chance < 0.01


def test_copied_sheets_are_told_but_sheets_of_one_answer_are_not_copies() -> None:
    listed = ballots()
    first = [row.choice for row in listed[0].rows]
    copied = changed(listed, "A01", lambda n, answers: first if n in (3, 7) else answers)
    (odd,) = [one for one in found_in(copied) if one.oddity is Oddity.IDENTICAL]
    assert "3 张每一行都相同" in odd.finding
    assert odd.evidence == ("A01.pdf 第 1 页", "A01.pdf 第 4 页", "A01.pdf 第 8 页")


def test_a_batch_all_of_one_answer() -> None:
    odd = found_in(changed(ballots(), "C01", lambda _n, answers: ["满意"] * len(answers)))
    (batch,) = [one for one in odd if one.oddity is Oddity.UNIFORM]
    assert batch.place == "C01 批"
    assert "1180 个有效行全是“满意”" in batch.finding


def test_a_row_that_people_leave_out_everywhere() -> None:
    listed = [
        replace(one, rows=(replace(one.rows[0], verdict=Verdict.BLANK, choice=""), *one.rows[1:]))
        if n % 3 == 0
        else one
        for n, one in enumerate(ballots())
    ]
    assert [one.place for one in found_in(listed) if one.oddity is Oddity.VOID_ROW] == ["1 雒容镇"]


def test_too_many_back_and_a_group_missing() -> None:
    listed = [one for one in ballots() if one.batch != "D01"]
    listed += [replace(listed[0], sheet=f"E01-{n}", batch="E01") for n in range(20, 40)]
    odd = {one.oddity: one for one in found_in(listed)}
    assert "发放 30 份，收回 40 份" in odd[Oddity.OVER_RETURNED].finding
    assert odd[Oddity.GROUP_MISSING].place == "D 区政协委员"


def test_a_batch_under_five_is_never_looked_at_alone() -> None:
    odd = found_in(
        [
            one
            for one in changed(ballots(), "C01", lambda _n, answers: [""] * len(answers))
            if one.batch != "C01" or int(one.sheet[4:]) < 4
        ]
    )
    assert not any("C01" in one.place for one in odd)


def test_chances_are_those_of_drawing_without_putting_back() -> None:
    assert at_least(2, 2, 2, 4) == pytest.approx(1 / 6)
    assert at_least(0, 3, 1, 9) == 1
    assert at_least(3, 2, 2, 4) == 0


def test_leaders_who_all_gave_the_same_score() -> None:
    outside = invented_outside(CAMPAIGN)
    assert not list(score_anomalies(CAMPAIGN, outside))
    entry = outside.leaders[0]
    same = replace(outside, leaders=(replace(entry, scores=(Decimal(95),) * entry.count), *outside.leaders[1:]))
    (odd,) = score_anomalies(CAMPAIGN, same)
    assert odd.evidence == ("雒容镇：36 份都是 95 分（领导评分.xlsx）",)


def test_an_hours_orders_closed_in_a_minute() -> None:
    start = datetime(2024, 5, 6, 9)  # noqa: DTZ001 - the platform's own clock
    steady = [(f"a{n}", "雒容镇", start + timedelta(minutes=17 * n)) for n in range(60)]
    burst = [(f"b{n}", "雒容镇", start + timedelta(days=1, seconds=4 * n)) for n in range(12)]
    assert not list(bulk_closings(steady))
    (odd,) = bulk_closings(steady + burst)
    assert odd.place == "雒容镇"
    assert "办结 12 单" in odd.finding
    assert odd.evidence == tuple(f"b{n}" for n in range(12))
