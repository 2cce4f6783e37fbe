"""Invented work orders of the hotline; the callers, invented too, must not survive an import."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign

HEADINGS = (
    "工单编号", "诉求类型", "来源渠道", "工单标题", "诉求人", "联系电话", "承办单位", "派单时间", "签收时间",
    "办理时限", "截止时间", "办结时间", "工单状态", "退单时间", "退单结果", "延期申请时间", "延期审批", "延期工作日",
    "挂起开始", "挂起结束", "重办次数", "短信评价_解决", "短信评价_满意", "人工回访_解决", "人工回访_满意", "是否接通",
    "申诉状态", "自治区抽查未解决", "2023跟踪问效", "平台判定按时", "核定加分",
)  # fmt: skip
KINDS = {"咨询": 2, "求助": 3, "建议": 5, "投诉": 10, "举报": 10, "突发": 1}  # and the days the platform prints
KIND_SHARES = (30, 25, 6, 30, 7, 2)
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静强磊军洋勇艳杰涛明超"
TROUBLES = ("路灯不亮", "占道经营", "噪声扰民", "水管漏水", "政策咨询", "井盖缺失")
SOLUTIONS, SATISFACTIONS = ("已解决", "部分解决", "未解决"), ("满意", "基本满意", "不满意")
GOOD = (72, 18, 10)
ANSWERED = 0.45  # of the closed orders have an answer by SMS
CALLED = 0.25
PLATFORM_RIGHT = 0.998
Row = dict[str, str | int | float]


def order_rows(campaign: Campaign, count: int, seed: int) -> Iterator[Row]:
    """`count` orders of the campaign's year, some dispatched the year before; keys are HEADINGS."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers, not secrets
    units = [unit.name for unit in campaign.units if unit.kind != "机关部门" or unit.serial % 2]
    for number in range(1, count + 1):
        yield _order(rng, campaign.about.year, number, rng.choice(units))


def write_orders(campaign: Campaign, path: Path, count: int, seed: int) -> Path:
    """The rows as a .csv, UTF-8 with mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, HEADINGS, restval="")
        writer.writeheader()
        writer.writerows(order_rows(campaign, count, seed))
    return path


def callers(rows: Iterator[Row]) -> Iterator[str]:
    """Every word of the rows that nobody may keep: names, phones, titles."""
    for row in rows:
        yield from (str(row["诉求人"]), str(row["联系电话"]), str(row["工单标题"]))


def _order(rng: random.Random, year: int, number: int, unit: str) -> Row:
    kind = rng.choices(list(KINDS), KIND_SHARES)[0]
    old = rng.random() < 0.02
    start = datetime(year - old, 1, 1) + timedelta(minutes=rng.randrange(364 * 24 * 60))  # noqa: DTZ001 - one zone
    name = rng.choice(FAMILY) + rng.choice(GIVEN) + rng.choice(GIVEN)
    phone = f"1{rng.choice('3578')}{rng.randrange(10**9):09}"
    row: Row = {
        "工单编号": f"YF{year}{number:08}",
        "诉求类型": f"{kind}类",
        "来源渠道": rng.choice(("电话", "微信", "网站")),
        "工单标题": f"{name}（{phone}）反映{rng.choice(TROUBLES)}",
        "诉求人": name,
        "联系电话": phone,
        "承办单位": unit,
        "派单时间": _text(start),
        "签收时间": _text(start + timedelta(minutes=rng.randrange(1, 90))),
        "办理时限": "24小时" if kind == "突发" else f"{KINDS[kind]}个工作日",
    }
    if old:
        row["2023跟踪问效"] = "是"
        row["申诉状态"] = rng.choices(("", "未通过", "通过"), (7, 2, 1))[0]
    return row | _course(rng, kind, start)


def _course(rng: random.Random, kind: str, start: datetime) -> Row:
    """What became of it."""
    fate = rng.random()
    if fate < 0.05:
        minutes = rng.randrange(5, 60) if kind == "突发" else rng.randrange(30, 5000)
        return {"工单状态": "退单", "退单时间": _text(start + timedelta(minutes=minutes)), "退单结果": "通过"}
    if fate < 0.07:
        return {"工单状态": "办理中"}
    if fate < 0.075:
        return {"工单状态": "挂起", "挂起开始": _text(start + timedelta(hours=3))}
    spread = 1600 if kind == "突发" else KINDS[kind] * 1500
    closed = start + timedelta(minutes=rng.randrange(20, spread))
    row: Row = {"工单状态": "办结"}
    if rng.random() < 0.06:
        row |= {
            "延期申请时间": _text(start + timedelta(hours=4)),
            "延期审批": rng.choices(("同意", "不同意"), (8, 2))[0],
            "延期工作日": rng.randrange(1, 12),
        }
        closed += timedelta(days=rng.randrange(0, 4))
    if rng.random() < 0.03:
        row |= {"挂起开始": _text(start + timedelta(hours=5)), "挂起结束": _text(start + timedelta(days=6))}
        closed += timedelta(days=7)
    if rng.random() < 0.03:
        row |= {"退单时间": _text(start + timedelta(minutes=20)), "退单结果": "不予退单"}
    if rng.random() < 0.02:
        row["重办次数"] = 1
    row["办结时间"] = _text(closed)
    if closed - start < timedelta(days=KINDS[kind]):  # surely in time; the platform errs now and then
        row["平台判定按时"] = "是" if rng.random() < PLATFORM_RIGHT else "否"
    return row | _answers(rng)


def _answers(rng: random.Random) -> Row:
    row: Row = {}
    if rng.random() < ANSWERED:
        row |= {"短信评价_解决": rng.choices(SOLUTIONS, GOOD)[0], "短信评价_满意": rng.choices(SATISFACTIONS, GOOD)[0]}
    if rng.random() < CALLED:
        row["是否接通"] = "是" if rng.random() < 0.8 else "否"
        if row["是否接通"] == "是":
            row |= {
                "人工回访_解决": rng.choices(SOLUTIONS, GOOD)[0],
                "人工回访_满意": rng.choices(SATISFACTIONS, GOOD)[0],
            }
    if rng.random() < 0.003:
        row |= {"自治区抽查未解决": "是", "申诉状态": rng.choice(("未通过", "通过", ""))}
    if rng.random() < 0.002:
        row["核定加分"] = rng.choice((0.05, 0.1))
    return row


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
