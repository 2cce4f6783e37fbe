"""What looks odd before numbers go out: listed with evidence for people to look into, never corrected."""

from dataclasses import dataclass
from enum import StrEnum

FALSE_ALARMS = 0.01  # chance that a sound campaign raises any alarm of one kind: each kind divides it among its tests


class Oddity(StrEnum):
    """What is odd; the words are Chinese."""

    VOID_RATE = "废票率偏高"
    VOID_ROW = "某一单位废票率偏高"
    IDENTICAL = "整张相同的评议表"
    UNIFORM = "整批全选一栏"
    UNIFORM_SHEETS = "全选一栏的评议表偏多"
    OVER_RETURNED = "收回多于发放"
    GROUP_MISSING = "评议群体缺失"
    EQUAL_SCORES = "领导评分全部相同"
    EQUAL_SHEET = "一张表上的领导评分全部相同"
    OTHER_SCALE = "领导评分像不是百分制"
    UNEVEN_COUNTS = "同一领导群体份数不一"
    NO_VOTES = "没有一票"
    MANY_ANSWERS = "热线评价多于办结"
    ODD_BONUS = "热线加分可疑"
    COPIED_ROW = "两个单位的数完全相同"
    MORE_THAN_HANDED_OUT = "领导评价多于发放"
    OTHER_YEAR = "工单不在本年度"
    BULK_CLOSED = "短时间批量办结"
    OVERTURNED = "机器已判定的行由人改判"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """One finding. `chance` is the probability of as much in a sound campaign; None where nothing is estimated."""

    oddity: Oddity
    place: str  # batch, group, unit
    finding: str  # Chinese, with the counts
    evidence: tuple[str, ...] = ()  # files and pages, order numbers
    chance: float | None = None
