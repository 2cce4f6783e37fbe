"""Bundles joined: in any order, any number of times, the same; nothing decided that stations differ on."""

import random
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.domain.readings.bundle import Pool, Ruling, StationSheet, StationWork, join, settle_pool
from pingyi.domain.readings.reading import Verdict

SHEETS = ("s1", "s2", "s3")
ROWS = [(sheet, item) for sheet in SHEETS for item in ("1", "2")]
CHOICES = ("满意", "不满意")


def invented(seed: int, mark: str = "") -> Pool:
    """A few bundles of three stations; their logs may fork, their sheets and decisions meet and differ."""
    random_ = random.Random(seed)  # noqa: S311 - invented
    pool = {}
    for number in range(random_.randrange(6)):
        station = random_.choice("PQR")
        log = tuple(f"{station}{n}" for n in range(random_.randrange(1, 4)))
        some = random_.sample(SHEETS, random_.randrange(4))
        pool[f"{mark}b{number}"] = StationWork(
            bundle=f"{mark}b{number}",
            station=station,
            name=f"站{station}",
            log=log + random_.choice([(), (), ("fork",)]),
            sheets={
                sheet: StationSheet(digest=sheet, batch=random_.choice(("A01", "B01")), reading=random_.choice("xxy"))
                for sheet in some
            },
            rulings={
                row: Ruling(
                    verdict=Verdict.VALID,
                    choice=random_.choice(CHOICES),
                    decided_by=random_.choice("甲乙"),
                    confirmed_by="丙",
                    decided_at="1",
                )
                for row in random_.sample(ROWS, random_.randrange(4))
            },
        )
    return pool


seeds = st.integers(0, 1 << 32)


@settings(deadline=None)  # a busy machine
@given(seeds)
def test_bundles_come_to_the_same_in_any_order_any_number_of_times(seed: int) -> None:
    singles = [{name: work} for name, work in invented(seed).items()]
    random_ = random.Random(seed)  # noqa: S311 - an order
    again = [*singles, *random_.choices(singles, k=3)] if singles else []
    random_.shuffle(again)
    nothing: Pool = {}
    once, shuffled = (settle_pool(reduce(join, some, nothing)) for some in (singles, again))
    assert once == shuffled
    assert once.digest() == shuffled.digest()


@settings(deadline=None)  # a busy machine
@given(seeds)
def test_join_is_commutative_associative_and_idempotent(seed: int) -> None:
    one, two, three = invented(seed), invented(seed + 1, "2"), invented(seed + 2, "3")
    assert settle_pool(join(one, two)) == settle_pool(join(two, one))
    assert settle_pool(join(join(one, two), three)) == settle_pool(join(one, join(two, three)))
    assert settle_pool(join(one, one)) == settle_pool(one)


@settings(deadline=None)  # a busy machine
@given(seeds)
def test_what_stations_differ_on_stands_nowhere_and_is_listed(seed: int) -> None:
    pool = invented(seed)
    joined = settle_pool(pool)
    listed = {(one.sheet, one.item) for one in joined.disputed}
    assert not {sheet for sheet, item in listed if not item} & set(joined.sheets)
    assert not listed & set(joined.rulings)
    for work in joined.newest:
        for digest, sheet in work.sheets.items():
            assert digest in joined.sheets or (digest, "") in listed
            if digest in joined.sheets:
                assert pool[joined.sheets[digest]].sheets[digest] == sheet
        for row, ruling in work.rulings.items():
            if row in joined.rulings:
                assert joined.rulings[row].words == ruling.words


def work(bundle: str, name: str, log: str, *, choice: str = "满意", batch: str = "A01") -> StationWork:
    ruling = Ruling(verdict=Verdict.VALID, choice=choice, decided_by="甲", confirmed_by="乙", decided_at="1")
    return StationWork(
        bundle=bundle,
        station=name,
        name=name,
        log=tuple(log),
        sheets={"s1": StationSheet(digest="s1", batch=batch, reading="x")},
        rulings={("s1", "1"): ruling},
    )


def pool_of(found: list[StationWork]) -> Pool:
    return {work.bundle: work for work in found}


def test_a_later_bundle_of_a_station_takes_the_place_of_the_earlier_and_a_forked_one_is_named() -> None:
    monday, tuesday = work("b1", "甲站", "ab", choice="不满意"), work("b2", "甲站", "abc")
    joined = settle_pool(pool_of([tuesday, monday]))
    assert joined.rulings["s1", "1"].choice == "满意"
    assert (joined.forks, joined.disputed, joined.twice) == ((), (), {})
    (fork,) = settle_pool(pool_of([tuesday, work("b3", "甲站", "ax")])).forks
    assert (fork.name, fork.bundles) == ("甲站", ("b3", "b2"))


def test_the_same_picture_at_two_stations_counts_once_and_unlike_decisions_wait() -> None:
    joined = settle_pool(pool_of([work("b1", "甲站", "a"), work("b2", "乙站", "z", choice="不满意")]))
    assert joined.twice == {"s1": ("乙站", "甲站")}
    assert list(joined.sheets) == ["s1"]
    assert joined.rulings == {}
    assert [(one.item, one.said) for one in joined.disputed] == [("1", (("乙站", "不满意"), ("甲站", "满意")))]


def test_a_picture_in_two_batches_is_counted_in_neither() -> None:
    joined = settle_pool(pool_of([work("b1", "甲站", "a"), work("b2", "乙站", "z", batch="B01")]))
    assert joined.sheets == {}
    assert [one.said[0][1][:5] for one in joined.disputed] == ["B01 批"]
