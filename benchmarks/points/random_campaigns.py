"""Campaigns drawn by chance, as raw tables in a folder: units, groups, points and answers; holes and edges too."""

import csv
import json
import random
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pingyi.samples.orders import HEADINGS as ORDER_HEADINGS

TEMPLATE = Path(__file__).parents[2] / "templates" / "campaign-2024.toml"
PHONE, UNSURE = "电话访谈", "不了解"
HOTLINE = (
    "办结量", "退单量", "按时办结量", "按时退单量", "满意", "基本满意", "不满意", "已解决", "部分解决", "未解决",
    "抽查未解决", "跟踪问效量", "跟踪未通过", "加分",
)  # fmt: skip
DAYS = {"咨询": 2, "求助": 3, "建议": 5, "投诉": 10, "举报": 10, "突发": 1}
BONUSES = ("", "", "", "0.05", "0.1", "0.1+0.05", "0.07")
CLOCK = ("00:00:00", "23:59:59", "09:30:00", "17:05:41")
DAY = timedelta(days=1)
Line = dict[str, str]
Answers = dict[str, list[Any]]


def answers_of(template: Mapping[str, Any]) -> Answers:
    """Every answer the template has for each policy: the one that holds and its alternatives."""
    return {name: [table["value"], *table["alternatives"]] for name, table in template["policies"].items()}


def read_template() -> dict[str, Any]:
    """The campaign that comes with the program."""
    return tomllib.loads(TEMPLATE.read_text("utf-8"), parse_float=Decimal)


class Invented:
    """One campaign under way; `holes` is how likely any entry of any table is left out."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.rng = folder, random.Random(seed)  # noqa: S311 - invented numbers
        self.holes = self.rng.choice((0.0, 0.0, 0.0, 0.004, 0.08))
        self.toml = read_template()
        self.year = self.toml["about"]["year"] = self.rng.randrange(2012, 2026)
        self.units: list[str] = []
        self.batches: list[Line] = []
        self.scanned = self.rng.sample("KLMN", 2)  # leaders' groups whose ticked forms are read here
        self.answers: dict[str, int] = {}  # by policy: which of the template's answers

    def write(self) -> None:
        """The whole folder."""
        self._roster()
        self._points()
        self._policies()
        self.table("batches", self.batches)
        self.table("票", self._ballots())
        self._leaders()
        self.table(PHONE, self._phone())
        self._hotline()
        toml = "\n".join(f"{key} = {_written(value)}" for key, value in self.toml.items())
        (self.folder / "campaign.toml").write_text(toml, encoding="utf-8")

    def table(self, name: str, rows: Iterable[Line]) -> None:
        """A .csv, unless there is nothing to write."""
        if found := list(rows):
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.DictWriter(stream, list(found[0]))
                writer.writeheader()
                writer.writerows(found)

    def there(self) -> bool:
        """Whether an entry is there, by chance."""
        return self.rng.random() >= self.holes

    def _roster(self) -> None:
        rng = self.rng
        kinds = rng.sample(("镇", "街道", "机关部门", "机关部门"), rng.randrange(2, 5))
        self.toml["series"] = [
            {"name": f"第{number}系列", "noun": kind, "kind": kind,
             "units": [f"{kind}{number}{place}号" for place in range(rng.randrange(1, 5))]}
            for number, kind in enumerate(kinds)
        ]  # fmt: skip
        self.units = [unit for series in self.toml["series"] for unit in series["units"]]
        leaders = [*zip(rng.sample("KLMN", rng.randrange(2, 5)), ("bodies", "teams", "teams", "bodies"), strict=False)]
        parts = dict([*((key, "votes") for key in rng.sample("ABCDEFGH", rng.randrange(1, 6))), *leaders])
        self.toml["groups"] = [
            {"key": key, "name": f"{key}群体", "component": part, "asked_by": "办公室"} for key, part in parts.items()
        ]
        self.toml["aliases"], self.toml["distributors"] = {}, ["区委办"]
        if rng.random() < 0.3:
            self.toml["ballot"] |= {"choices": [*self.toml["ballot"]["choices"], UNSURE], "abstentions": [UNSURE]}
        for key in parts:
            for number in range(rng.randrange(1, 4)):
                unit = rng.choice(self.units) if rng.random() < 0.4 else "区委办"
                self.batches.append({"批次": f"{key}{number + 1:02}", "群体": key, "发放单位": unit, "份数": "40"})

    def _points(self) -> None:
        """Full marks as other districts might have them; the hotline in a line of its own, merged, or not at all."""
        rng, hotline = self.rng, self.toml["hotline"]
        for name, values in {
            "rates": (7, 6, Decimal("7.5")), "follow_up": (3, 2),
            "spot_check_penalty": (Decimal("0.2"), Decimal("1.3")),
        }.items():  # fmt: skip
            hotline[name] = rng.choice(values)
        if rng.random() < 0.3:
            hotline |= {"on_time_weight": Decimal("0.25"), "satisfaction_weight": Decimal("0.35")}
            hotline["solution_weight"] = rng.choice((Decimal("0.4"), Decimal("0.3")))
        for table in self.toml["points"]:
            for item in table["items"]:
                if item["component"] == "hotline" and rng.random() < 0.2:
                    item["points"] = 10 if "points" not in item else item.pop("points") + 1
            table["items"] = [item for item in table["items"] if item["component"] != "hotline" or rng.random() < 0.95]
            if rng.random() < 0.5:
                table["items"][0]["points"] = rng.choice((15, 20, Decimal("12.5")))

    def _policies(self) -> None:
        rng, policies = self.rng, self.toml["policies"]
        voting = [group["key"] for group in self.toml["groups"] if group["component"] == "votes"]
        for name, answers in answers_of(read_template()).items():
            self.answers[name] = rng.randrange(len(answers))
            answer = answers[self.answers[name]]
            if isinstance(answer, dict):
                answer = {key: rng.choice((Decimal("0.3"), Decimal("0.05"), 1, 0)) for key in (*voting, PHONE)}
                answer[rng.choice(voting)] = Decimal("0.15")
            policies[name] = {"title": name, "value": answer, "alternatives": [], "confirmed": False}

    def _ballots(self) -> Iterable[Line]:
        """A line for each unit's row on each sheet; a form may have two pages, one of which may have got lost."""
        rng = self.rng
        half = len(self.units) // 2 if rng.random() < 0.4 else len(self.units)
        pages = [units for units in (self.units[:half], self.units[half:]) if units]
        choices = self.toml["ballot"]["choices"]
        words, shares = [*choices, "空白", "多选"], (60, 25, 10, *[5] * (len(choices) - 3), 3, 2)
        leaders = self.toml["policies"]["leader_form"]["value"] == "votes"
        parts = {group["key"]: group["component"] for group in self.toml["groups"]}
        for batch in self.batches:
            if parts[batch["群体"]] != "votes" and not (leaders and batch["群体"] in self.scanned):
                continue
            for page, units in enumerate(pages, start=1):
                few = 0 if self.holes and rng.random() < 0.15 else rng.choice((3, 9))
                for sheet in range(few):
                    for unit in units:
                        yield {
                            "票": f"{batch['批次']}-{sheet}-{page}-{len(pages)}", "批次": batch["批次"], "单位": unit,
                            "结果": rng.choices(words, shares)[0],
                        }  # fmt: skip

    def _leaders(self) -> None:
        rng, parts = self.rng, {group["key"]: group["component"] for group in self.toml["groups"]}
        scores, means, votes = [], [], []
        by_votes = self.toml["policies"]["leader_form"]["value"] == "votes"
        for key in (key for key, part in parts.items() if part != "votes"):
            trimmed = self.toml["policies"]["trimming"]["value"] and not self.holes
            single = trimmed or rng.random() < 0.8
            listed = not by_votes or key not in self.scanned or (self.holes and rng.random() < 0.4)
            for unit in (unit for unit in self.units if listed and self.there()):
                line = {"单位名称": unit, "评议群体": key}
                if by_votes:
                    votes.append(line | {word: str(rng.randrange(9)) for word in ("满意", "基本满意", "不满意")})
                elif single:
                    many = rng.choice((3, 4, 7, 12) if trimmed else (1, 2, 3, 7, 12))
                    scores += [line | {"评分": str(Decimal(rng.randrange(120, 201)) / 2)} for _ in range(many)]
                else:
                    mean = str(Decimal(rng.randrange(6000, 10001)) / 100)
                    means.append(line | {"份数": str(rng.randrange(1, 30)), "平均分": mean})
        for name, rows in (("领导评分", scores), ("领导平均", means), ("领导票决", votes)):
            self.table(name, rows)

    def _phone(self) -> Iterable[Line]:
        rng, layout = self.rng, self.rng.randrange(4)
        words = ("满意", "基本满意", "不满意")
        everybody = rng.random() < 0.5
        for unit in (unit for unit in self.units if layout and (self.there() if everybody else rng.random() < 0.6)):
            if layout == 1:
                yield {"单位名称": unit, **{word: str(rng.randrange(12)) for word in words}}
            for word in (*words, "未接通") if layout == 2 else ():
                yield {"单位名称": unit, "评价": word, "票数": str(rng.randrange(9))}
            for _ in range(rng.randrange(1, 9) if layout == 3 else 0):
                yield {"单位名称": unit, "评价": rng.choice((*words, "未接通", ""))}

    def _hotline(self) -> None:
        """The grid centre's table, the platform's orders, or both; of all units, or of those that had orders."""
        rng = self.rng
        how = rng.choice(("adopted", "orders", "both", "both", "neither" if self.holes else "both"))
        share = rng.choice((1.0, 0.9, 0.5)) if self.holes else 1.0
        if how in ("adopted", "both"):
            listed = [unit for unit in self.units if rng.random() < share and self.there()]
            self.table("热线汇总", [self._summary(unit) for unit in listed])
        if how in ("orders", "both"):
            dealt = [unit for unit in self.units if rng.random() < 0.8 or not self.holes]
            self.table(
                "工单", [self._order(place, rng.choice(dealt)) for place in range(rng.choice((20, 90))) if dealt]
            )
        first = date(self.year, 1, 1)
        days = sorted({first + DAY * rng.randrange(365) for _ in range(rng.choice((0, 25)))})
        self.table("工作日", [{"日期": str(day), "安排": rng.choice(("上班", "放假")), "说明": ""} for day in days])

    def _summary(self, unit: str) -> Line:
        rng = self.rng
        closed, returned = rng.choice(
            ((0, 0), (0, 3), (1, 0), (40, 6), (900, 40)) if self.holes else ((0, 3), (1, 0), (40, 6), (900, 40))
        )
        answered = [rng.choice((0, closed // 3)) for _ in range(2)]
        drawn = [rng.choices(range(3), (7, 2, 1), k=answers) for answers in answered]
        satisfied, solved = ([answers.count(place) for place in range(3)] for answers in drawn)
        followed = rng.choice((0, 0, 4, 9))
        numbers = (
            closed, returned, rng.randint(closed // 2, closed), rng.randint(0, returned), *satisfied, *solved,
            min(closed + returned, rng.choice((0, 0, 1, 30))), followed, rng.randint(0, followed),
            rng.choice(("0", "0.05", "0.35", "4")),
        )  # fmt: skip
        return {"单位名称": unit, **{name: str(value) for name, value in zip(HOTLINE, numbers, strict=True)}}

    def _order(self, place: int, unit: str) -> Line:
        rng = self.rng
        kind = rng.choice(list(DAYS))
        start = self._moment(datetime(self.year, 1, 1) + DAY * rng.randrange(-20, 365))  # noqa: DTZ001 - one zone
        line = dict.fromkeys(ORDER_HEADINGS, "") | {
            "工单编号": f"YF{place:06}", "诉求类型": kind + rng.choice(("", "类")), "承办单位": unit,
            "派单时间": str(start), "短信评价_解决": self._maybe("已解决", "部分解决", "未解决"),
            "短信评价_满意": self._maybe("满意", "基本满意", "不满意"),
            "人工回访_解决": self._maybe("已解决", "未解决"), "人工回访_满意": self._maybe("满意", "不满意"),
            "申诉状态": rng.choice(("", "", "未通过", "通过", "待审")),
            "自治区抽查未解决": rng.choice(("", "", "", "否", "是")), "2023跟踪问效": rng.choice(("", "", "", "是")),
        }  # fmt: skip
        if rng.random() < 0.4:
            asked = self._after(start, kind)
            days, ruling = str(rng.randrange(16)), rng.choice(("同意", "同意", "不同意", "待审批"))
            line |= {"延期申请时间": str(asked), "延期审批": ruling, "延期工作日": days}
        if rng.random() < 0.4:
            paused = self._after(start, kind)
            line |= {"挂起开始": str(paused), "挂起结束": self._maybe(str(paused + DAY * rng.randrange(9)))}
        return line | self._end(line, start, kind)

    def _end(self, line: Line, start: datetime, kind: str) -> Line:
        """What became of it: near its limit more often than not."""
        rng, end = self.rng, self._after(start, kind)
        if line["挂起开始"]:
            end = max(end, datetime.fromisoformat(line["挂起结束"] or line["挂起开始"]))
        fate = rng.random()
        if fate < 0.2:
            back = start + timedelta(minutes=rng.choice((5, 30, 31, 1400, 3000, 9000)))
            return {"工单状态": "退单", "退单时间": str(back), "退单结果": rng.choice(("通过", "通过", "", "待审"))}
        if fate < 0.27:
            return {"工单状态": "办理中"}
        if fate < 0.33 and line["挂起开始"]:
            return {"工单状态": "挂起", "挂起结束": ""}
        refused = {"退单时间": str(start + timedelta(minutes=20)), "退单结果": "不予退单"} if fate > 0.95 else {}
        return {"工单状态": "办结", "办结时间": str(end), "核定加分": rng.choice(BONUSES)} | refused

    def _after(self, start: datetime, kind: str) -> datetime:
        """Some time within twice the limit; of 突发 often the very moment it ends."""
        if kind == "突发":
            return start + timedelta(hours=self.rng.choice((1, 23, 24, 25, 48, 60)), seconds=self.rng.choice((0, 0, 1)))
        return max(start, self._moment(start + DAY * self.rng.randrange(3 * DAYS[kind] + 1)))

    def _moment(self, day: datetime) -> datetime:
        return datetime.fromisoformat(f"{day:%Y-%m-%d} {self.rng.choice(CLOCK)}")

    def _maybe(self, *words: str) -> str:
        return self.rng.choice(words) if self.rng.random() < 0.6 else ""


def _written(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
