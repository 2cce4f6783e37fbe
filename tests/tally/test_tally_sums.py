"""Sums, and no small group alone."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, invented_tally
from rich.console import Console

from pingyi.commands.show.tables import tally_tables
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount
from pingyi.domain.results.sums import (
    SMALLEST_SHOWN,
    TOO_FEW,
    merge_small,
    nested_classes,
    paper_by_group,
    shown_classes,
    shown_rows,
)


def test_small_groups_are_shown_together() -> None:
    assert merge_small({"A": 40, "B": 3, "C": 12, "D": 2}) == (("A",), ("C",), ("B", "D"))


def test_a_single_small_group_is_joined_by_the_next_larger() -> None:
    assert merge_small({"A": 40, "B": 3, "C": 12}) == (("A",), ("B", "C"))


def test_a_group_nobody_returned_gives_nothing_away() -> None:
    assert merge_small({"A": 40, "B": 0}) == (("A",), ("B",))


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 30)))
def test_every_group_stands_once_and_no_class_is_small_unless_all_are(sizes: dict[str, int]) -> None:
    classes = merge_small(sizes)
    assert sorted(key for keys in classes for key in keys) == sorted(sizes)
    totals = [sum(sizes[key] for key in keys) for keys in classes]
    whole = sum(sizes.values())
    assert all(total == 0 or total >= SMALLEST_SHOWN or total == whole for total in totals)


def test_paper_of_small_groups_is_added_up_under_one_name() -> None:
    batches = [
        BatchCount(batch=code, distributor="x", issued=issued, returned=returned)
        for code, issued, returned in [("A01", 50, 48), ("A02", 10, 9), ("C01", 6, 4), ("D01", 5, 3)]
    ]
    campaign = default_campaign()
    tally = replace(invented_tally(campaign), rows=(), batches=tuple(batches))
    paper = paper_by_group(batches, campaign, shown_classes(tally, campaign))
    assert [(p.label, p.batches, p.issued, p.returned) for p in paper] == [
        ("各镇、区直部门干部", 2, 60, 57),
        ("其他群体", 2, 11, 7),
    ]


def test_a_small_batch_does_not_follow_from_its_group_less_its_other_batches() -> None:
    """Group A is shown with 43 ballots; joined with B01, its batch of three would be 43 - 40."""
    sizes = {"A01": 40, "A02": 3, "B01": 6}
    assert nested_classes(sizes, _groups(sizes), (("A",), ("B",))) == (("A01", "A02"), ("B01",))


@given(st.dictionaries(st.from_regex(r"[A-C]0[1-4]", fullmatch=True), st.integers(0, 12)))
def test_differences_of_shown_sums_give_away_nobody(sizes: dict[str, int]) -> None:
    """Classes of batches lie within classes of groups, and each is large enough, or empty, or everything there is."""
    groups: dict[str, int] = {}
    for code, size in sizes.items():
        groups[code[0]] = groups.get(code[0], 0) + size
    shown_groups = merge_small(groups)
    for batches in nested_classes(sizes, _groups(sizes), shown_groups):
        holder = next(keys for keys in shown_groups if batches[0][0] in keys)
        assert {code[0] for code in batches} <= set(holder)
        total, around = sum(sizes[code] for code in batches), sum(groups[key] for key in holder)
        assert total == 0 or total >= SMALLEST_SHOWN or total == around


@pytest.mark.slow
@given(st.integers(1, 9), st.integers(0, 9))
def test_a_group_that_is_all_there_is_is_shown_only_when_it_is_large_enough(public: int, bodies: int) -> None:
    """One group of each of two components: neither is joined with the other, and 1 to 4 ballots are shown to nobody."""
    campaign = default_campaign()
    of = {group.component: group.key for group in campaign.groups}
    sizes = {of[Component.VOTES]: public, of[Component.BODIES]: bodies}
    rows = tuple(
        RowCount(batch=f"{key}01", item="1", choices=(size, 0, 0), blank=0, multiple=0, doubtful=0)
        for key, size in sizes.items()
    )
    batches = tuple(
        BatchCount(batch=f"{key}01", distributor="x", issued=9, returned=size) for key, size in sizes.items()
    )
    tally = replace(invented_tally(campaign), rows=rows, batches=batches)
    shown = {row.group for row in shown_rows(rows, tally, campaign)}
    assert shown == {key for key, size in sizes.items() if not 0 < size < SMALLEST_SHOWN}
    drawn = Console(width=200, record=True, file=io.StringIO())
    drawn.print(*tally_tables(tally, campaign))
    assert (TOO_FEW in drawn.export_text()) == (len(shown) < len(sizes))


def _groups(sizes: dict[str, int]) -> dict[str, str]:
    return {code: code[0] for code in sizes}


Counts = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4)


@pytest.mark.slow
@given(Counts)
def test_one_division_holds_for_every_unit(ballots: list[list[int]]) -> None:
    """`ballots`: of groups A to D, of three units. No unit has 1 to 4 in a class, unless all its groups are one."""
    campaign = default_campaign()
    rows = tuple(
        RowCount(batch=f"{key}01", item=str(unit), choices=(count, 0, 0), blank=0, multiple=0, doubtful=0)
        for key, counts in zip("ABCD", ballots, strict=False)
        for unit, count in enumerate(counts, start=1)
    )
    batches = tuple(
        BatchCount(batch=f"{key}01", distributor="x", issued=9, returned=max(counts))
        for key, counts in zip("ABCD", ballots, strict=False)
    )
    classes = shown_classes(replace(invented_tally(campaign), rows=rows, batches=batches), campaign)
    assert sorted(key for keys in classes for key in keys) == sorted("ABCD"[: len(ballots)])
    for unit in range(3):
        sums = [sum(ballots["ABCD".index(key)][unit] for key in keys) for keys in classes]
        small = [number for number in sums if 0 < number < SMALLEST_SHOWN]
        assert not small or [number for number in sums if number] == small
