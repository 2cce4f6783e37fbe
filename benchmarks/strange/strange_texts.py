"""Invented words for forms nobody has printed: titles, choices, people, offices, questions."""

import numpy as np

TITLES = (
    "中层干部年度民主测评表", "物业服务满意度调查表", "教师师德考核互评表", "窗口服务评价表", "党支部书记述职评议表",
    "食堂伙食意见征求表", "村务公开测评票", "学生评教表", "科室工作作风评议表", "新提任干部民主评议票",
)  # fmt: skip
CHOICES = (
    ("优秀", "称职", "基本称职", "不称职"), ("好", "较好", "一般", "差"), ("赞成", "反对", "弃权"), ("同意", "不同意"),
    ("非常满意", "满意", "一般", "不满意", "很不满意"), ("优", "良", "中", "差"), ("是", "否"), ("很好", "好", "不好"),
    ("满意", "基本满意", "不满意"), ("知晓", "不知晓", "说不清"), ("A", "B", "C", "D"), ("合格", "不合格"),
    ("满意", "比较满意", "一般", "不满意", "不了解"),
)  # fmt: skip
GROUPS = ("行政", "业务", "后勤", "教学", "医技", "综合", "党群", "纪检", "财务", "信息", "安保", "工会", "法务")
STRIPS = (
    "一、领导班子", "二、机关科室", "三、直属单位", "四、基层站所", "五、其他", "六、派驻机构", "七、临时机构",
    "八、协管单位", "九、联系单位", "十、挂靠单位", "十一、试点单位", "十二、后备单位", "十三、外聘单位",
)  # fmt: skip
SURNAMES = "韦蒙甘廖岑农凌阮卢庞班玉龙邓毛石"
GIVEN = ("志刚", "春梅", "国强", "丽华", "永福", "小玲", "海生", "秀英", "建军", "文静", "东", "敏", "家豪", "月娥")
PLACES = ("柳江", "城中", "太阳村", "石碑坪", "洛满", "里高", "成团", "三都", "百朋", "土博", "流山", "进德")
OFFICES = ("卫生院", "中心小学", "司法所", "派出所", "供电所", "农技站", "社区居委会", "水利站", "便民服务中心")
QUESTIONS = (
    "办事流程是否清楚", "工作人员是否热情", "等候时间长短", "答复是否及时", "场所是否整洁", "收费是否公开",
    "有无推诿扯皮", "指引标识是否明白", "设施是否好用", "投诉渠道是否畅通", "政策解释是否到位", "有无吃拿卡要",
    "信息公布是否准确", "上门服务情况", "安全管理情况", "文明用语情况", "预约是否方便", "材料是否一次告知",
    "绿化养护情况", "垃圾清运情况", "停车秩序情况", "电梯维护情况", "饭菜口味", "餐具卫生", "窗口态度", "菜品价格",
    "供应时间", "就餐环境", "饭菜分量",
)  # fmt: skip


def labels(rng: np.random.Generator, count: int) -> tuple[str, ...]:
    """So many different names of people, of offices, or questions."""
    people = [f"{surname}{given}" for surname in SURNAMES for given in GIVEN]
    offices = [f"{place}{office}" for place in PLACES for office in OFFICES]
    pools = [pool for pool in (people, offices, list(QUESTIONS)) if len(pool) >= count]
    pool = pools[int(rng.integers(len(pools)))]
    return tuple(pool[int(k)] for k in rng.permutation(len(pool))[:count])
