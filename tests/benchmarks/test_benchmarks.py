"""The arithmetic of the benchmarks: bounds, counting, and going on where a run was stopped."""

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from benchmarks.bounds import upper_bound
from benchmarks.reading import long_run
from benchmarks.reading.stability import compare
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.samples.filler.truth import TrueRow


def test_no_event_in_many_is_the_rule_of_three() -> None:
    assert upper_bound(0, 10_000) == pytest.approx(3 / 10_000, rel=0.01)
    assert upper_bound(0, 1) == pytest.approx(0.95)
    assert upper_bound(5, 100) > 0.05


@pytest.mark.parametrize("total", [1, 7, 60, 400])
def test_a_count_as_low_has_a_probability_of_a_twentieth_at_its_bound(total: int) -> None:
    for count in {0, 1, total // 3, total - 1} & set(range(total)):
        bound = Fraction(upper_bound(count, total))
        at_most = sum(comb(total, k) * bound**k * (1 - bound) ** (total - k) for k in range(count + 1))
        assert float(at_most) == pytest.approx(0.05, rel=1e-6)


def row(verdict: Verdict, choice: str = "", *reasons: Doubt) -> RowReading:
    return RowReading(item="1", name="", verdict=verdict, choice=choice, confidence=1.0, reasons=reasons)


def sheet(reading: RowReading) -> SheetReading:
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="t", page=1),
        digest="",
        form_digest="",
        batch_code="",
        turn=0,
        rows=(reading,),
        has_opinion=False,
    )


TICK = TrueRow(page=1, item="1", verdict=Verdict.VALID, choice="好", kind="normal")
CROSS = TrueRow(page=1, item="1", verdict=Verdict.DOUBTFUL, kind="cross")


@pytest.mark.parametrize(
    ("true", "read", "counted"),
    [
        (TICK, row(Verdict.VALID, "好"), "clear right"),
        (TICK, row(Verdict.VALID, "差"), "clear wrong"),
        (TICK, row(Verdict.BLANK), "clear wrong"),
        (TICK, row(Verdict.DOUBTFUL, "", Doubt.FAINT), "clear asked"),
        (replace(TICK, kind="sprawling"), row(Verdict.DOUBTFUL, "", Doubt.SPRAWLING), "sprawling asked"),
        (CROSS, row(Verdict.DOUBTFUL, "", Doubt.CROSS), "ambiguous asked"),
        (CROSS, row(Verdict.VALID, "好"), "ambiguous decided"),
    ],
)
def test_every_outcome_is_counted_as_what_it_is(true: TrueRow, read: RowReading, counted: str) -> None:
    chunk = long_run.Chunk(number=0)
    long_run._count(chunk, 7, sheet(read), (true,))
    assert {name: count for name, count in chunk.rows.items() if count} == {counted: 1}
    assert bool(chunk.failures) == counted.endswith(("wrong", "decided"))


def test_an_unread_page_is_counted_and_told() -> None:
    chunk = long_run.Chunk(number=0)
    page = UnreadPage(source=Source(file="t", page=1), digest="", reason=Unread.CROPPED, detail="切边")
    long_run._count(chunk, 7, page, (TICK,))
    assert chunk.pages["unread"] == 1
    assert "cropped" in chunk.failures[0]


def test_a_run_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    chunk = long_run.Chunk(number=4, positions=9, rows=Counter({"clear right": 3}), pages=Counter({"read": 1}))
    kept = {name: getattr(chunk, name) for name in long_run.FIELDS}
    log = tmp_path / "chunks.jsonl"
    lines = [kept | {"copier": "office", "seed": 1}, kept | {"number": 5, "copier": "office", "seed": 2}]
    log.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert long_run.finished(log, ("office", 1)) == {4: chunk}
    assert "0 of 3 = 0.0000%" in "\n".join(long_run.report([chunk]))


def test_doubt_is_no_flip() -> None:
    yes, no, doubt = row(Verdict.VALID, "好"), row(Verdict.BLANK), row(Verdict.DOUBTFUL, "", Doubt.FAINT)
    assert compare(yes, yes) == "same"
    assert compare(yes, no) == "flip"
    assert compare(yes, doubt) == "into doubt"
    assert compare(doubt, no) == "out of doubt"
