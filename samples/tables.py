"""Invented summary tables for any campaign: leaders' scores, hotline, phone interviews. Nothing in them is real."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component

HOTLINE_SHARE = 0.5  # of the departments have orders; every town and sub-district has
HEADINGS = (
    "单位名称", "办结量", "退单量", "按时办结量", "按时退单量", "满意", "基本满意", "不满意",
    "已解决", "部分解决", "未解决", "抽查未解决", "跟踪问效量", "跟踪未通过", "加分",
)  # fmt: skip
PHONE_CALLS = (20, 60)
LEADERS = (6, 34)  # forms handed in by one group of leaders

Random = np.random.Generator


def write_tables(campaign: Campaign, folder: Path, seed: int) -> dict[str, Path]:
    """Write 领导评分.csv, 热线汇总.csv and 电话访谈.csv; the paths by import kind."""
    rng = np.random.default_rng(seed)
    return {
        "leaders": _write(folder / "领导评分.csv", ("单位名称", "评议群体", "份数", "平均分"), _leaders(campaign, rng)),
        "hotline": _write(folder / "热线汇总.csv", HEADINGS, _hotline(campaign, rng)),
        "phone": _write(folder / "电话访谈.csv", ("单位名称", *campaign.ballot.choices), _phone(campaign, rng)),
    }


def _write(path: Path, headings: Sequence[str], rows: Iterator[tuple[str | int | float, ...]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def _leaders(campaign: Campaign, rng: Random) -> Iterator[tuple[str | int | float, ...]]:
    leaders = [group for group in campaign.groups if group.component in (Component.BODIES, Component.TEAMS)]
    sizes = {group.key: int(rng.integers(*LEADERS)) for group in leaders}
    for unit in campaign.units:
        for group in leaders:
            yield unit.name, group.key, sizes[group.key], round(float(np.clip(rng.normal(91, 2.5), 75, 99)), 2)


def _hotline(campaign: Campaign, rng: Random) -> Iterator[tuple[str | int | float, ...]]:
    for unit in campaign.units:
        if unit.kind == "机关部门" and rng.random() > HOTLINE_SHARE:
            continue
        closed, returned = int(rng.integers(20, 400)), int(rng.integers(0, 20))
        rated = int(closed * rng.uniform(0.3, 0.6))
        satisfied, basic, _ = rng.multinomial(rated, (0.72, 0.18, 0.10))
        solved, partly, _ = rng.multinomial(rated, (0.7, 0.17, 0.13))
        followed = int(rng.integers(0, 12))
        yield (
            unit.name, closed, returned, int(closed * rng.uniform(0.93, 1)), int(returned * rng.uniform(0.8, 1)),
            int(satisfied), int(basic), rated - int(satisfied) - int(basic),
            int(solved), int(partly), rated - int(solved) - int(partly),
            int(rng.integers(0, 3)), followed, int(followed * rng.uniform(0, 0.4)),
            float(rng.choice([0, 0, 0.05, 0.1])),
        )  # fmt: skip


def _phone(campaign: Campaign, rng: Random) -> Iterator[tuple[str | int | float, ...]]:
    shares = np.array([0.74, 0.2, 0.06]) if len(campaign.ballot.choices) == 3 else None
    for unit in campaign.units:
        calls = int(rng.integers(*PHONE_CALLS))
        even = np.full(len(campaign.ballot.choices), 1 / len(campaign.ballot.choices))
        yield unit.name, *(int(n) for n in rng.multinomial(calls, even if shares is None else shares))
