"""Schemes of other offices, all invented: other kinds of units, other sources of points, other words."""

import json
import re

from invented_year import CAMPAIGN_FILE

from pingyi.domain.campaign import Campaign
from pingyi.domain.campaign_file import parse_campaign

TEXT = CAMPAIGN_FILE.read_text(encoding="utf-8")
ABOUT = """distributors = ["{short}"]

[about]
year = 2026
district = "{place}"
issuer = "{issuer}"
issuer_short = "{short}"
letterhead = ["{issuer}文件"]
document_prefix = "{prefix}"
addressees = "{addressees}"
email = "jx@example.org"
plan_number = 8
plan_date = 2026-10-09
analysis_due = 2026-12-31
"""
ITEM = """[[points.items]]
component = "{component}"
matter = "{matter}"
by = "{by}"
content = "对{{year}}年工作进行评议"
method = {method}
points = {points}
"""
HOTLINE = ("hotline", "群众诉求", "12345热线工单诉求群体", '["采信考评结果"]', 10)


def scheme(
    about: dict[str, str], series: str, groups: str, points: str, ballot: dict[str, str]
) -> tuple[Campaign, str]:
    """A campaign of these parts, and its file; forms and policies as in the file that comes along."""
    rest = TEXT[TEXT.index("# ---- 附件4") : TEXT.index("# ---- 附件2 热线")]
    rest = re.sub(r"\[plan\].*?(?=\n\[)|\[leaders\].*?(?=\n\[)", "", rest, flags=re.DOTALL)
    for old, new in ballot.items():
        assert old in rest
        rest = rest.replace(old, new)
    rules = TEXT[TEXT.index("[hotline]") : TEXT.index("# ---- 单位别名")] if '"hotline"' in points else ""
    policies = TEXT[TEXT.index("[policies.vote_weights]") : TEXT.index("[policies.department_shared]")]  # no other
    text = "\n".join((ABOUT.format(**about), series, groups, points, rest, rules, policies))
    return parse_campaign(text, "campaign.toml"), text


def listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def series(*lines: tuple[str, str, str, tuple[str, ...]]) -> str:
    """Name, noun, kind and units of each."""
    return "\n".join(
        f'[[series]]\nname = "{name}"\nnoun = "{noun}"\nkind = "{kind}"\nunits = {listed(units)}'
        for name, noun, kind, units in lines
    )


def groups(*lines: tuple[str, str, str]) -> str:
    """Key, name and component of each."""
    return "\n".join(
        f'[[groups]]\nkey = "{key}"\nname = "{name}"\ncomponent = "{component}"\nasked_by = "考评办"'
        for key, name, component in lines
    )


def points(*tables: tuple[str, tuple[str, ...], tuple[tuple[str, str, str, str, int], ...]]) -> str:
    """Object, kinds and lines (component, matter, by, method, points) of each."""
    made = []
    for of, kinds, lines in tables:
        made.append(f'[[points]]\nobject = "{of}"\nkinds = {listed(kinds)}')
        made += [
            ITEM.format(component=component, matter=matter, by=by, method=method, points=full)
            for component, matter, by, method, full in lines
        ]
    return "\n".join(made)


BUREAU = scheme(
    {
        "place": "青山市住建系统", "issuer": "青山市住房和城乡建设局绩效考评办公室", "short": "局绩效办",
        "prefix": "青建绩发", "addressees": "局机关各科室、局属各单位",
    },
    series(("局属单位", "单位", "科室", ("办公室", "质量安全监督站", "房产交易中心", "物业管理科", "城建档案馆"))),
    groups(("A", "局机关干部", "votes"), ("B", "服务对象", "votes"), ("L", "局领导班子", "bodies")),
    points(
        (
            "局属单位",
            ("科室",),
            (
                ("votes", "群众测评", "局机关干部、服务对象", '["问卷调查"]', 60),
                ("bodies", "领导测评", "局领导班子", '["问卷调查"]', 40),
            ),
        )
    ),
    {"公众评议表": "民主测评表"},
)  # fmt: skip
"""A bureau's five offices: no hotline, no interviews, one body of leaders."""

VILLAGES = scheme(
    {
        "place": "石桥乡", "issuer": "石桥乡人民政府办公室", "short": "乡政府办", "prefix": "石政办",
        "addressees": "各村（社区）",
    },
    series(("甲类", "村", "村", ("上湾村", "下湾村", "石桥村")), ("乙类", "社区", "社区", ("桥头社区", "河东社区"))),
    groups(("A", "村民代表", "votes"), ("B", "驻村干部", "votes")),
    points(("村、社区", ("村", "社区"), (("votes", "群众评议", "村民代表、驻村干部", '["入户问卷"]', 100),))),
    {"公众评议表": "群众评议表"},
)  # fmt: skip
"""A township's villages: votes alone."""

COUNTY = scheme(
    {
        "place": "云水县", "issuer": "云水县绩效考核委员会办公室", "short": "县考核办", "prefix": "云绩考办",
        "addressees": "各乡镇，县直各单位",
    },
    series(("一类", "乡镇", "乡", ("甲乡", "乙乡", "丙乡")), ("二类", "单位", "县直单位", ("县教育局", "县财政局"))),
    groups(
        ("A", "乡镇干部", "votes"), ("B", "县直干部", "votes"), ("L", "县委、县人大、县政府、县政协领导班子", "bodies"),
        ("M", "乡镇领导班子", "teams"), ("N", "县直领导班子", "teams"),
    ),
    points(
        ("乡镇", ("乡",), (
            ("votes", "社会评议", "干部群众", '["问卷调查"]', 15), HOTLINE,
            ("bodies", "领导评价", "县领导", '["问卷调查"]', 20), ("teams", "领导评价", "乡镇领导", '["问卷调查"]', 5),
        )),
        ("县直单位", ("县直单位",), (
            ("votes", "社会评议", "干部群众", '["问卷调查"]', 25),
            ("bodies", "领导评价", "县领导", '["问卷调查"]', 20), ("teams", "领导评价", "乡镇领导", '["问卷调查"]', 5),
        )),
    ),
    {},
)  # fmt: skip
"""A county: a hotline that only townships answer for, no interviews."""

SCHEMES = {"局": BUREAU, "乡": VILLAGES, "县": COUNTY}
NOT_THEIRS = {  # words of another scheme, by scheme
    "局": "热线|电话|四家班子|公众评议|街道|各镇|鱼峰|区直|绩效分析表上",
    "乡": "热线|电话|四家班子|领导|班子|公众评议|街道|各镇|鱼峰|区直|评分",
    "县": "电话|街道|各镇|鱼峰|区直|公众评议按|合并计分|机关部门",
}
