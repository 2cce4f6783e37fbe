"""
The points of a campaign a second time: from the raw tables and the scheme's words, by nothing of the program.

A folder holds campaign.toml, batches.csv, 票.csv (a line for each unit's row on each sheet) and what there is of
领导评分, 领导平均, 领导票决, 电话访谈, 热线汇总, 工单, 工作日 (.csv). 附件 are those of 鱼督绩办发〔2024〕4号; what
they leave open is read off the policies. All is in fractions; the one rounding is that of the published total.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from chinese_calendar import is_workday

Line = dict[str, str]
Votes = Counter[str]
Numbers = dict[str, Fraction]
ZERO, ONE, DAY = Fraction(0), Fraction(1), timedelta(days=1)
NEARLY_ALL = Fraction(9, 10)  # a table of so many units means to list them all
LIMITS = {"咨询": 2, "求助": 3, "建议": 5, "投诉": 10, "举报": 10}  # 附件2 三（一）1①, working days
SATISFACTION, SOLUTION = ("满意", "基本满意", "不满意"), ("已解决", "部分解决", "未解决")
COUNTED = (
    "办结量", "退单量", "按时办结量", "按时退单量", *SATISFACTION, *SOLUTION, "抽查未解决", "跟踪问效量", "跟踪未通过",
    "加分",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitPoints:
    """One unit's points."""

    unit: str
    items: Mapping[str, Fraction | None]  # by line of 附件1; None: something is missing for it
    total: Fraction  # of the lines there are
    published: Fraction  # half up, two places
    rank: int
    ranked_in: str


class Year:
    """The raw tables of one campaign."""

    def __init__(self, folder: Path) -> None:
        self.toml: dict[str, Any] = tomllib.loads((folder / "campaign.toml").read_text("utf-8"), parse_float=Fraction)
        self.policy = {name: table["value"] for name, table in self.toml["policies"].items()}
        self.series = {unit: series for series in self.toml["series"] for unit in series["units"]}
        tables = {kind: table for table in self.toml["points"] for kind in table["kinds"]}
        self.table = {unit: tables[series["kind"]] for unit, series in self.series.items()}
        self.groups = {group["key"]: group["component"] for group in self.toml["groups"]}
        no_votes = self.toml["ballot"].get("abstentions", [])
        words = [word for word in self.toml["ballot"]["choices"] if word not in no_votes]
        self.worth = {word: Fraction(w, 100) for word, w in zip(words, self.policy["vote_weights"], strict=True)}
        shares = self.policy["group_weighting"]
        self.shares = {key: Fraction(share) for key, share in shares.items()} if shares != "pooled" else {}
        self.rules = {name: Fraction(value) for name, value in self.toml["hotline"].items()}
        self.distributor = {line["批次"]: line["发放单位"] for line in rows(folder, "batches")}
        names = ("票", "领导评分", "领导平均", "领导票决", "电话访谈")
        self.ballots, self.scores, self.means, self.leader_votes, self.phone = (rows(folder, name) for name in names)
        changed = {date.fromisoformat(line["日期"]): line["安排"] == "上班" for line in rows(folder, "工作日")}
        self.worked = cache(lambda day: changed.get(day, is_workday(day)))
        adopted = rows(folder, "热线汇总")
        self.adopted = {line["单位名称"]: {name: Fraction(line[name]) for name in COUNTED} for line in adopted}
        self.own: dict[str, Numbers] = {}
        for line in rows(folder, "工单"):
            of_unit = self.own.setdefault(line["承办单位"], dict.fromkeys(COUNTED, ZERO))
            for what, how_many in counted_in(line, self):
                of_unit[what] += how_many
        self.hotline = self.own | self.adopted  # 附件1: 采信区网格中心考评结果
        self.busy = {unit for unit, counts in self.hotline.items() if counts["办结量"] + counts["退单量"]}


def rows(folder: Path, name: str) -> list[Line]:
    """Lines of a table; none when there is no such table."""
    path = folder / f"{name}.csv"
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines())) if path.exists() else []


def score_of(votes: Votes, year: Year) -> Fraction | None:
    """Part of full marks: each valid vote once, by its choice; several ticks or none are no vote (附件4 注2)."""
    valid = sum(votes[word] for word in year.worth)
    return sum((votes[word] * worth for word, worth in year.worth.items()), ZERO) / valid if valid else None


def votes_on(unit: str, component: str, year: Year) -> tuple[dict[str, Votes], set[str]]:
    """Votes by group, and the groups whose forms have a row of the unit, whether its votes count or not."""
    found, on_paper = dict[str, Votes](), set[str]()
    for line in year.ballots:
        group = line["批次"][0]
        if line["单位"] == unit and year.groups[group] == component:
            on_paper.add(group)
            if year.policy["self_votes"] == "counted" or year.distributor[line["批次"]] != unit:
                found.setdefault(group, Votes())[line["结果"]] += 1
    return found, on_paper


def phone_on(unit: str, year: Year) -> Votes:
    """From a line a unit, a line a unit and answer, or a line a call."""
    found = Votes()
    for line in (line for line in year.phone if line["单位名称"] == unit):
        answers = {line["评价"]: line.get("票数", "1")} if "评价" in line else {word: line[word] for word in year.worth}
        found.update({word: int(number) for word, number in answers.items()})
    return found


def by_groups(groups: dict[str, Votes], year: Year) -> Fraction | None:
    """All groups' votes in one pot, or each group's score by its weight."""
    if not year.shares:
        return score_of(sum(groups.values(), Votes()), year)
    scored = [(year.shares[key], score_of(votes, year)) for key, votes in groups.items()]
    known = [(share, score) for share, score in scored if share and score is not None]
    return sum(share * score for share, score in known) / sum(share for share, _ in known) if known else None


def public_score(unit: str, year: Year) -> Fraction | None:
    """公众评议 by 问卷调查 and 电话访谈."""
    paper, phone, share = votes_on(unit, "votes", year)[0], phone_on(unit, year), year.policy["phone"]
    interviews, asked = score_of(phone, year), by_groups(paper, year)
    if interviews is None or share == "as_group":
        return asked if interviews is None else by_groups(paper | {"电话访谈": phone}, year)
    return interviews if asked is None else asked * (1 - share) + interviews * share


def public_hole(unit: str, year: Year) -> bool:
    """Whether a group with forms or a weight, or interviews about nearly all units, say nothing of this one."""
    votes, there = votes_on(unit, "votes", year)
    came, share = {line["批次"][0] for line in year.ballots} | set(year.shares or ()), year.policy["phone"]
    came = {key for key in came if year.groups.get(key) == "votes" and (not year.shares or year.shares[key])}
    if year.shares:  # a group without a vote would leave its weight to the others
        there = {key for key in there if key in votes and score_of(votes[key], year) is not None}
    weighed = bool(year.shares) or share != "as_group"
    share = share if share != "as_group" else year.shares.get("电话访谈", ZERO) if year.shares else ONE
    phoned = {line["单位名称"] for line in year.phone}
    meant = len(phoned) >= NEARLY_ALL * len(year.series) or (weighed and not phoned)  # a weight, nobody asked
    return bool(came - there) or (share > 0 and meant and score_of(phone_on(unit, year), year) is None)


def leaders_score(unit: str, component: str, year: Year) -> Fraction | None:
    """领导评价; None where nobody has said anything, or a body has not and the others alone will not do."""
    bodies = {key for key, part in year.groups.items() if part == component}
    there, score = (leaders_votes if year.policy["leader_form"] == "votes" else leaders_mean)(unit, bodies, year)
    return None if bodies - there and year.policy["missing_source"] == "stop" else score


def leaders_votes(unit: str, bodies: set[str], year: Year) -> tuple[set[str], Fraction | None]:
    """By ticked forms, on paper or in a table; votes that are in both would count twice."""
    found = votes_on(unit, year.groups[min(bodies)], year)[0]
    found = {key: votes for key, votes in found.items() if score_of(votes, year) is not None}
    for line in year.leader_votes:
        votes, key = Votes({word: int(line[word]) for word in year.worth}), line["评议群体"]
        if line["单位名称"] == unit and key in bodies and score_of(votes, year) is not None:
            if key in found:
                return set(), None
            found[key] = votes
    return set(found), score_of(sum(found.values(), Votes()), year)


def leaders_mean(unit: str, bodies: set[str], year: Year) -> tuple[set[str], Fraction | None]:
    """The mean of all forms, less the highest and lowest where these are dropped: then each score must be known."""
    single = [line for line in year.scores if line["单位名称"] == unit and line["评议群体"] in bodies]
    means = [line for line in year.means if line["单位名称"] == unit and line["评议群体"] in bodies]
    there, dropped = {line["评议群体"] for line in single + means}, year.policy["trimming"]
    scores = sorted(Fraction(line["评分"]) for line in single)
    if dropped and (means or len(scores) <= 2 * dropped):
        return there, None
    scores = scores[dropped : len(scores) - dropped]
    forms = len(scores) + sum(int(line["份数"]) for line in means)
    points = sum(scores, ZERO) + sum(int(line["份数"]) * Fraction(line["平均分"]) for line in means)
    return there, points / forms / 100 if forms else None


def moment(line: Line, column: str) -> Any:
    """A moment, or None."""
    return datetime.fromisoformat(line[column]) if line[column] else None


def due_of(line: Line, year: Year) -> datetime:
    """附件2 三（一）1: extension and suspension hold in the order they came, each if the time was not yet up."""
    returning = line["工单状态"] == "退单"
    asked = moment(line, "延期申请时间") if line["延期审批"] == "同意" and not returning else None
    paused, ended = moment(line, "挂起开始"), moment(line, "挂起结束")
    ended, more, stopped = ended or moment(line, "退单时间" if returning else "办结时间"), 0, None
    due = time_up(line, more, stopped, year)
    for at, what in sorted((at, what) for at, what in ((asked, "延期"), (paused, "挂起")) if at):
        if at <= due:
            more = int(line["延期工作日"] or 0) if what == "延期" else more
            stopped = (paused, ended) if what == "挂起" and ended else stopped
            due = time_up(line, more, stopped, year)
    return due


def time_up(line: Line, more: int, stopped: tuple[datetime, datetime] | None, year: Year) -> datetime:
    """The end of the limit, once more at most for an extension, but for the time the clock was stopped."""
    day, returning = moment(line, "派单时间"), line["工单状态"] == "退单"
    if line["诉求类型"].startswith("突发"):  # natural hours
        limit = timedelta(minutes=30) if returning else DAY
        return day + limit * (1 + (more > 0)) + (stopped[1] - stopped[0] if stopped else timedelta())
    limit = 1 if returning else LIMITS[line["诉求类型"][:2]]
    left = limit + min(more, limit)
    while left:  # the first working day is the one after dispatch
        day += DAY
        left -= year.worked(day.date()) and not (stopped and stopped[0].date() <= day.date() < stopped[1].date())
    return datetime.combine(day, time.max)


def counted_in(line: Line, year: Year) -> Iterator[tuple[str, Fraction]]:
    """What one order adds to which counts."""
    refused = line["申诉状态"] == "未通过"
    if line["2023跟踪问效"] == "是":  # 附件2 三（二）: of an earlier year, whenever dispatched
        yield from (("跟踪问效量", ONE), ("跟踪未通过", Fraction(refused)))
    if moment(line, "派单时间").year != year.toml["about"]["year"]:  # 附件2 五（一）
        return
    if line["工单状态"] == "办结":
        yield from (("办结量", ONE), ("按时办结量", Fraction(moment(line, "办结时间") <= due_of(line, year))))
    if line["工单状态"] == "退单" and line["退单结果"] == "通过":  # 附件2 三（一）1③
        yield from (("退单量", ONE), ("按时退单量", Fraction(moment(line, "退单时间") <= due_of(line, year))))
    for asked in ("满意", "解决") if line["工单状态"] != "退单" else ():
        answers = [line[f"{way}_{asked}"] for way in ("短信评价", "人工回访") if line[f"{way}_{asked}"]]
        yield from ((word, ONE) for word in answers[-1 if year.policy["both_answers"] == "latest" else 0 :])
    if line["自治区抽查未解决"] == "是" and refused:
        yield "抽查未解决", ONE
    yield from (("加分", Fraction(one)) for one in line["核定加分"].split("+") if one)


def hotline_score(unit: str, year: Year) -> Fraction:
    """附件2 三 and 四, out of N + M."""
    counts, cap = year.hotline[unit], year.policy["hotline_bonus_cap"]
    good = SATISFACTION[:2] if year.policy["hotline_satisfaction"] == "satisfied_and_basic" else SATISFACTION[:1]
    on_time, solution = (COUNTED[2:4], COUNTED[:2]), (SOLUTION[:2], SOLUTION)
    rates = {"on_time": on_time, "satisfaction": (good, SATISFACTION), "solution": solution}
    earned, weights = Numbers(), {name: year.rules[f"{name}_weight"] for name in rates}
    for name, (part, every) in rates.items():
        if whole := sum(counts[word] for word in every):
            earned[name] = sum(counts[word] for word in part) / whole
        elif unit not in year.busy or year.policy["unanswered_rates"] == "full":
            earned[name] = ONE
    spread = sum(weights.values()) / sum(weights[name] for name in earned)
    points = {name: rate * weights[name] * spread * year.rules["rates"] for name, rate in earned.items()}
    penalty = counts["抽查未解决"] * year.rules["spot_check_penalty"]
    if "solution" in points:
        points["solution"], penalty = max(ZERO, points["solution"] - penalty), ZERO
    refused = counts["跟踪未通过"] / counts["跟踪问效量"] if counts["跟踪问效量"] else ZERO
    without_bonus = max(ZERO, sum(points.values()) - penalty) + year.rules["follow_up"] * (1 - refused)
    if cap == "full_marks":
        return min(year.rules["rates"] + year.rules["follow_up"], without_bonus + counts["加分"])
    return without_bonus + (counts["加分"] if cap == "uncapped" else min(counts["加分"], cap))


def on_hotline(unit: str, year: Year) -> bool | None:
    """Whether a unit's hotline is scored, else it counts as having no orders; None where that is not known."""
    if unit not in year.hotline:
        lists_all = len(year.adopted) >= NEARLY_ALL * len(year.series) or set(year.adopted) - year.busy
        return None if not year.hotline or (lists_all and year.policy["unlisted_hotline"] == "stop") else False
    if unit in year.busy or not year.hotline[unit]["跟踪问效量"]:
        return unit in year.busy
    return {"rates_full": True, "left_out": False, "stop": None}[year.policy["follow_up_alone"]]


def items_of(unit: str, year: Year) -> Iterator[tuple[str, Fraction | None]]:
    """A unit's points by line of 附件1."""
    full = {item["component"]: item.get("points") for item in year.table[unit]["items"]}
    scored, best = on_hotline(unit, year), year.rules["rates"] + year.rules["follow_up"]
    votes, hotline, public = full["votes"], full.get("hotline"), public_score(unit, year)
    if "hotline" in full and hotline is None and year.policy["department_shared"] != "hotline_outside":
        if scored:  # one cell of 附件1 for both
            inside = year.policy["department_shared"] == "hotline_inside"
            hotline = best if inside else votes * best / (votes + best)
            votes -= hotline
        elif scored is None:
            yield "hotline", None
    hole = public is None or (year.policy["missing_source"] == "stop" and public_hole(unit, year))
    yield "votes", None if hole else public * votes
    if hotline is not None:
        share = {"full": ONE, "proportional": public, "stop": None}[year.policy["no_hotline"]]
        share = hotline_score(unit, year) / best if scored else share
        yield "hotline", None if scored is None or share is None else share * hotline
    for component in ("bodies", "teams"):
        score = leaders_score(unit, component, year) if component in full else None
        yield component, None if score is None else score * full[component]


def points_of(year: Year) -> tuple[UnitPoints, ...]:
    """All units in the roster's order; equal published totals share a rank, the next is skipped."""
    items = {unit: dict(items_of(unit, year)) for unit in year.series}
    totals = {unit: sum((one for one in found.values() if one is not None), ZERO) for unit, found in items.items()}
    published = {unit: Fraction((200 * total + 1) // 2, 100) for unit, total in totals.items()}
    series = year.policy["ranking"] == "series"
    place = {unit: year.series[unit]["name"] if series else year.table[unit]["object"] for unit in items}
    rank = {
        unit: 1 + sum(place[one] == place[unit] and published[one] > published[unit] for one in items) for unit in items
    }
    return tuple(
        UnitPoints(unit, items[unit], totals[unit], published[unit], rank[unit], place[unit]) for unit in items
    )
