"""Invented offices: how they are called, whom they have evaluated, by whom and for how many points."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the table of points, and its source of points (empty: none this program knows)."""

    matter: str
    by: str
    component: str
    method: str = "问卷调查"


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    component: str


@dataclass(frozen=True, kw_only=True)
class Place:
    district: str
    issuer: str
    short: str
    prefix: str
    addressees: str
    topic: str
    ballot: str
    series: tuple[tuple[str, str, str, tuple[str, ...]], ...]  # name, noun, object, units
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    hotline: bool = False

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one[2] for one in self.series))


COUNTY = Place(
    district="青山县", issuer="青山县绩效考核工作领导小组办公室", short="县绩效办", prefix="青绩办发",
    addressees="各乡镇党委、政府，县直各单位", topic="绩效考核民主评议", ballot="民主评议表",
    series=(
        ("乡镇类", "乡镇", "乡镇", ("东河镇", "西岭乡", "北渡镇", "南坪乡", "下庄镇")),
        ("党群类", "部门", "县直单位", ("县委组织部", "县委宣传部", "县总工会", "团县委")),
        ("政府类", "单位", "县直单位", (
            "县教育局", "县住房和城乡建设局（县人民防空办公室）", "县财政局", "青山县人民法院", "县农业农村局",
            "县交通运输局",
        )),
    ),
    lines=(
        Line(matter="群众评议", by="县人大代表、县政协委员，服务对象", component="votes"),
        Line(matter="12345热线办理", by="热线诉求群众", component="hotline", method="采信县政务服务中心数据"),
        Line(matter="县领导评价", by="县四家班子领导", component="bodies", method="百分制打分"),
        Line(matter="互相评价", by="各乡镇、县直单位领导班子", component="teams", method="百分制打分"),
    ),
    groups=(
        Group(name="县人大代表", component="votes"), Group(name="县政协委员", component="votes"),
        Group(name="服务对象", component="votes"), Group(name="县四家班子领导", component="bodies"),
        Group(name="各乡镇、县直单位领导班子", component="teams"),
    ),
    hotline=True,
)  # fmt: skip
UNIVERSITY = Place(
    district="西陵大学", issuer="西陵大学党政办公室", short="党政办", prefix="西大办发",
    addressees="各学院、各部门", topic="机关作风评议", ballot="师生满意度测评表",
    series=(
        ("第一组", "职能部门", "职能部门", (
            "教务处", "科研处", "人事处", "财务处", "后勤处", "学生工作处", "国际合作处",
        )),
        ("第二组", "直属单位", "直属单位", ("图书馆", "网络中心", "校医院", "档案馆")),
    ),
    lines=(
        Line(matter="师生测评", by="教师代表、学生代表", component="votes"),
        Line(matter="校领导评价", by="校领导", component="bodies", method="票决"),
    ),
    groups=(
        Group(name="教师代表", component="votes"), Group(name="学生代表", component="votes"),
        Group(name="校领导", component="bodies"),
    ),
)  # fmt: skip
HOSPITAL = Place(
    district="白云医院", issuer="白云医院医德医风办公室", short="医德办", prefix="白医德",
    addressees="各科室", topic="科室满意度测评", ballot="科室满意度测评表",
    series=(
        ("临床类", "临床科室", "临床科室", ("内科", "外科", "妇产科", "儿科", "急诊科")),
        ("医技类", "医技科室", "医技科室", ("检验科", "放射科", "药剂科")),
    ),
    lines=(
        Line(matter="病人测评", by="出院病人、病人家属", component="votes"),
        Line(matter="院领导评价", by="院领导", component="bodies", method="打分"),
        Line(matter="医疗质量指标完成情况", by="质控科", component="", method="按质控数据"),
    ),
    groups=(
        Group(name="出院病人", component="votes"), Group(name="病人家属", component="votes"),
        Group(name="院领导", component="bodies"),
    ),
)  # fmt: skip
TOWN = Place(
    district="东岭镇", issuer="东岭镇人民政府办公室", short="镇政府办", prefix="东政办发",
    addressees="各村（社区）", topic="村级工作群众评议", ballot="群众评议表",
    series=(
        ("甲类", "村", "村", ("上湾村", "下湾村", "石桥村", "南坡村", "大塘村")),
        ("乙类", "社区", "社区", ("桥头社区", "河东社区")),
    ),
    lines=(
        Line(matter="群众评议", by="村民代表、驻村干部", component="votes", method="入户问卷"),
        Line(matter="镇领导评价", by="镇党政班子领导", component="bodies", method="打分"),
    ),
    groups=(
        Group(name="村民代表", component="votes"), Group(name="驻村干部", component="votes"),
        Group(name="镇党政班子领导", component="bodies"),
    ),
)  # fmt: skip
ENTERPRISE = Place(
    district="长河集团", issuer="长河集团有限公司党委办公室", short="党委办", prefix="长党办",
    addressees="所属各公司、各部门", topic="年度综合测评", ballot="民主测评表",
    series=(("所属公司", "公司", "所属公司", ("第一水泥厂", "第二水泥厂", "物流分公司", "检修分公司", "商贸分公司")),),
    lines=(
        Line(matter="民主测评", by="职工代表、客户代表", component="votes"),
        Line(matter="班子评价", by="集团领导班子", component="bodies", method="打分"),
        Line(matter="部门评价", by="集团各部门负责人", component="teams", method="打分"),
    ),
    groups=(
        Group(name="职工代表", component="votes"), Group(name="客户代表", component="votes"),
        Group(name="集团领导班子", component="bodies"), Group(name="集团各部门负责人", component="teams"),
    ),
)  # fmt: skip
DISTRICT = Place(
    district="临江区", issuer="临江区督查和绩效考核办公室", short="区督查绩效办", prefix="临督绩发",
    addressees="各镇人民政府、街道办事处，区直各部门", topic="绩效考评社会评议", ballot="社会评议表",
    series=(
        ("一类", "镇", "镇、街道", ("高桥镇", "柳林镇", "白沙镇")),
        ("二类", "街道", "镇、街道", ("城中街道", "江滨街道", "五里街道", "新华街道")),
        ("三类", "部门", "区直部门", ("区教育局", "区民政局", "区司法局", "区委编办", "临江区人民检察院", "区妇联")),
    ),
    lines=(
        Line(matter="社会评议", by="区人大代表、区政协委员、企业代表", component="votes"),
        Line(matter="区领导评价", by="区委、区人大、区政府、区政协领导班子", component="bodies", method="打分"),
    ),
    groups=(
        Group(name="区人大代表", component="votes"), Group(name="区政协委员", component="votes"),
        Group(name="企业代表", component="votes"),
        Group(name="区委、区人大、区政府、区政协领导班子", component="bodies"),
    ),
)  # fmt: skip
PLACES = (COUNTY, UNIVERSITY, HOSPITAL, TOWN, ENTERPRISE, DISTRICT)
CHOICES = (
    (("满意", "基本满意", "不满意"), (100, 70, 0)),
    (("好", "较好", "一般", "差"), (100, 80, 60, 0)),
    (("很满意", "满意", "一般", "不满意", "不了解"), (100, 85, 60, 0)),
    (("优秀", "良好", "一般", "较差"), (100, 85, 70, 30)),
    (("满意", "较满意", "不满意", "弃权"), (100, 75, 20)),
)
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """Up to 99 in characters."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones] if ones else "零"
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def shares(random: Random, parts: int, total: int) -> list[int]:
    """Whole numbers, multiples of five, that make up a total."""
    cuts = sorted(random.sample(range(5, total, 5), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
