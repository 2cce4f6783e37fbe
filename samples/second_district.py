"""A second district, all of it invented: 83 units in 9 series, four choices, the longest names an office may have."""

from datetime import date
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign

DISTRICT, YEAR = "云岭新区", 2026
ISSUER = "云岭新区党工委管委会督查和综合绩效考核评价工作领导小组办公室"
SHORT = "新区督查绩效考评办"
TOWNS = tuple(
    f"{name}镇"
    for name in ("青石", "大河口", "白鹭洲", "龙脊", "三江口", "古渡", "盘王", "石门", "上林", "梅溪", "板栗坪")
)
STREETS = tuple(
    f"{name}街道" for name in ("江滨", "城中", "文昌", "东环", "柳营", "银杏", "高铁新城", "大学城", "软件园")
)
NOUNS = (
    "党委工作部门", "综合管理类单位", "政法及监督检察类单位", "经济管理类单位", "公共管理和民生保障类单位",
    "专项事务和园区管理类单位", "群团组织及派驻垂直管理类单位",
)  # fmt: skip
LONG = (
    "新区住房和城乡建设与交通运输管理局（人民防空办公室）",
    "新区行政审批和政务服务数据管理局（公共资源交易中心）",
    "新区人力资源和社会保障与医疗保障服务管理局",
    "新区农业农村和水利局（乡村振兴局）",
    "新区文化体育广播电视和旅游发展委员会",
    "新区国有资产监督管理委员会（金融工作办公室）",
    "新区生态环境保护综合行政执法支队第三大队",
)
TOPICS = ("规划", "监察", "统计", "信访", "科技", "财政", "商务", "审计")
ENDINGS = ("局", "中心", "办公室", "服务中心", "委员会", "管理局", "协调办公室")
ROOMY = {"pages": 2, "blocks": 2}  # what the program advises: on one page such names would fall under 8 points
WEIGHTS = (Decimal(100), Decimal(80), Decimal(60), Decimal(0))


def second_campaign(model: Campaign) -> Campaign:
    """The invented district's campaign, in what it does not say of its own the same as `model`."""
    data = model.model_dump()
    data["about"] |= {
        "year": YEAR,
        "district": DISTRICT,
        "issuer": ISSUER,
        "issuer_short": SHORT,
        "letterhead": ("云岭新区党工委管委会督查和综合", "绩效考核评价工作领导小组办公室文件"),
        "document_prefix": "云新督绩办发",
        "addressees": "各镇党委和人民政府，各街道党工委和办事处，新区各工作部门、派出机构，各人民团体，驻新区各单位",
        "email": "pingyi@example.com",
        "plan_number": 12,
        "plan_date": date(2026, 10, 9),
        "analysis_due": date(2026, 12, 31),
    }
    data["series"] = _series()
    data["distributors"] = (SHORT, *(f"新区{body}办" for body in ("党工委", "人大工委", "管委会", "政协工委")))
    for group in data["groups"]:
        group["name"] = _moved(group["name"])
        group["asked_by"] = SHORT
    for table in data["points"]:
        for item in table["items"]:
            item["by"], item["content"] = _moved(item["by"]), _moved(item["content"])
            item["method"] = tuple(_moved(way) for way in item["method"])
    _words(data)
    data["aliases"] = {}
    data["policies"]["vote_weights"] |= {
        "title": "很满意、满意、基本满意、不满意每票折算分", "value": WEIGHTS, "alternatives": (),
    }  # fmt: skip
    return Campaign.model_validate(data)


def longest_names(model: Campaign) -> Campaign:
    """The same district with the names of its departments as long as plausible ones get."""
    data = model.model_dump()
    longest = iter(_long_names(len(model.units)))
    for series in data["series"]:
        if series["kind"] == "机关部门":
            series["units"] = tuple(next(longest) for _ in series["units"])
    data["aliases"] = {}
    data["ballot"] |= ROOMY
    return Campaign.model_validate(data)


def _long_names(count: int) -> tuple[str, ...]:
    """So many different names of some 18 to 26 characters."""
    parts = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    return tuple(f"{name[:2]}{parts[n]}{name[2:]}" for n in range(count // len(LONG) + 1) for name in LONG)


def _series() -> tuple[dict[str, object], ...]:
    shapes = [("镇", "镇", TOWNS), ("街道", "街道", STREETS)]
    for place, noun in enumerate(NOUNS):
        topics = tuple(f"新区{topic}{ENDINGS[place]}" for topic in TOPICS)
        shapes.append((noun, "机关部门", (LONG[place], *topics)))
    numerals = "一二三四五六七八九"
    return tuple(
        {"name": f"第{numeral}系列", "noun": noun, "kind": kind, "units": units}
        for numeral, (noun, kind, units) in zip(numerals, shapes, strict=True)
    )


def _words(data: dict[str, object]) -> None:
    """The forms' words, with four choices."""
    for name in ("ballot", "analysis", "leaders"):
        part = data[name]
        if isinstance(part, dict):
            data[name] = {key: _moved(value) if isinstance(value, str) else value for key, value in part.items()}
    ballot, plan = data["ballot"], data["plan"]
    if isinstance(ballot, dict):
        ballot.update(ROOMY)
        ballot["choices"] = ("很满意", "满意", "基本满意", "不满意")
        ballot["notes"] = (
            "各单位对应的评价有“很满意”“满意”“基本满意”“不满意”四栏，请选择并打“√”；",
            *ballot["notes"][1:],
        )
    if isinstance(plan, dict):
        plan |= {
            "city": "虚构市", "region": "虚构省", "city_plan": "虚督绩发〔2026〕7号",
            "district_plan": "云新督绩发〔2026〕5号", "hotline_revision": 2026, "printing_due": "2027年1月底",
            "phone_period": "2026年6月开始至12月", "ballots_from": "2026年12月",
            "bodies": "新区党工委、人大工委、管委会、政协工委",
            "offices": "新区党工委办、人大工委办、管委会办、政协工委办", "departments": "新区直属部门",
            "organiser": "新区党工委组织部", "congress": "驻新区人大代表", "conference": "驻新区政协委员",
            "collector": SHORT, "level": "新区", "region_level": "省",
        }  # fmt: skip


def _moved(text: str) -> str:
    """Words of the model said of this district and year."""
    moved = text.replace("2023", str(YEAR - 1)).replace("2024", str(YEAR)).replace("鱼峰区", DISTRICT)
    bodies = {
        "区委": "新区党工委",
        "区人大": "新区人大",
        "区政府": "新区管委会",
        "区政协": "新区政协",
        "区直": "新区直属",
    }
    for old, new in bodies.items():
        moved = moved.replace(old, new)
    return moved.replace("区网格中心", "新区网格中心").replace("我区", "我新区")
