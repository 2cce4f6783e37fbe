"""Which line of 附件1 words speak of: votes, the hotline, leaders above, teams of the units; or none that is known."""

import re
from collections.abc import Sequence

from pingyi.domain.campaign.points import Component

HOTLINE = re.compile("12345|热线")
LEADERS = re.compile("领导|班子|负责人")
ABOVE = re.compile(
    "四家班子|四套班子|四大班子|党政班子|党委班子|党委、|县委|区委|市委|旗委|州委|局党组"
    "|(?:党政|分管|主要|上级|县级|区级|市级|处级|县|区|市|州|旗)领导"
)
OF_ONE_BODY = re.compile(
    "(?P<body>集团|公司|校|院|局|乡|镇|街道|厅|委)(?:级|党委|党组|党工委)?(?:领导|班子)"
)  # above, unless units are such bodies
BESIDE = re.compile(
    "互评|中层|各[^，。]*领导班子|(?:部门|单位|乡镇|街道|科室|处室|学院|公司|机关|村)[^，。]{0,3}(?:领导班子|负责人)"
)
VOTERS = re.compile(
    "问卷|测评|评议|满意度|群众|公众|社会|干部|职工|员工|代表|委员|人士|企业|服务对象|学生|教师|师生|病人|患者|居民|村民|客户"
)
FIGURES = re.compile("目标|任务|指标|统计|加分|扣分|加减分|一票否决|督查|日常|完成|工作实绩|党建|获奖|专项")


def component_of(name: str, whom: str, units: Sequence[str]) -> Component | None:
    """
    Of a line's matter and its evaluators; None where it is none of these, or may be two.

    `units` are the names of those evaluated: where one of them is a 镇, 镇领导 may be beside or above.
    """
    words = f"{name}|{whom}"
    if HOTLINE.search(words):
        return Component.HOTLINE
    if "领导" in name or LEADERS.search(whom):
        return _leaders(whom if LEADERS.search(whom) else words, units)
    if FIGURES.search(name):
        return None
    return Component.VOTES if VOTERS.search(words) else None


def _leaders(words: str, units: Sequence[str]) -> Component | None:
    above, beside = ABOVE.search(words), BESIDE.search(words)
    if above is None and beside is None and (one := OF_ONE_BODY.search(words)):
        above = None if any(unit.endswith(one["body"]) for unit in units) else one
    if bool(above) == bool(beside):
        return None
    return Component.BODIES if above else Component.TEAMS
