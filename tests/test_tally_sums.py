"""Sums, and no small group alone."""

from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign

from domain.ballot import BatchCount
from domain.sums import SMALLEST_SHOWN, merge_small, paper_by_group


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
    paper = paper_by_group(batches, default_campaign())
    assert [(p.label, p.batches, p.issued, p.returned) for p in paper] == [
        ("各镇、区直部门干部", 2, 60, 57),
        ("其他群体", 2, 11, 7),
    ]
