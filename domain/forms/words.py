"""Words that offices write over the columns of a form, and what they make of a column."""

import re

_GRADES = """
满意 基本满意 较满意 比较满意 很满意 非常满意 不满意 不太满意 很不满意 非常不满意 一般 不了解 不清楚
优秀 良好 优良 优 良 中 差 合格 基本合格 不合格 称职 基本称职 不称职 胜任 基本胜任 不胜任 不定等次 不确定等次
好 较好 很好 不好 比较好 非常好 较差 很差 非常差 比较差 中等 及格 不及格 达标 基本达标 不达标
同意 不同意 弃权 赞成 反对 赞同 不赞同 支持 不支持 是 否 有 无 没有 信任 基本信任 不信任
认可 基本认可 不认可 认同 基本认同 不认同 推荐 不推荐 提名 不提名 通过 不通过 完成 基本完成 未完成
知晓 不知晓 说不清 存在 不存在
符合 基本符合 不符合 符合标准 基本符合标准 不符合标准 明显 较明显 不明显 突出 较突出 不突出
强 较强 较弱 弱 高 较高 较低 低 廉洁 基本廉洁 不廉洁 一等 二等 三等 一档 二档 三档 四档 A B C D E
非常同意 比较同意 不太同意 非常不同意 完全同意 完全不同意 从不 很少 有时 偶尔 经常 总是
没有或者很少有 没有或很少有 没有或很少时间 很少有 有时有 小部分时间 少部分时间 大部分时间 相当多时间
绝大多数时间有 绝大部分时间 绝大部分或全部时间 绝大多数时间 全部时间 从无 轻度 中度 偏重 严重 很轻
"""
_NO_CHOICES = """
备注 备考 附注 说明 其他说明 情况说明 签名 签字 签章 盖章 日期 时间 得分 评分 分数 分值 权重
满分 总分 总评分 平均分 合计 小计 总计 名次 排名 票数 得票 得票数 意见 建议 意见建议 意见和建议
意见或建议 意见与建议 意见、建议 具体意见 其他意见 理由 原因 不满意原因 不满意理由 姓名 名称 单位
单位名称 部门 科室 职务 现任职务 拟任职务 职位 岗位 职称 级别 性别 年龄 电话 联系电话 地址
出生年月 学历 民族 政治面貌 类别 系列 分类 组别 主体 责任人 负责人 内容 项目 测评对象 被测评人
候选人 候选人姓名 测评项目 测评内容 考核项目 考核内容 评价项目 评价内容
"""
GRADES = frozenset(_GRADES.split())  # words known to be ticked
_LISTED = re.compile(f"^(({'|'.join(sorted(GRADES, key=len, reverse=True))})[、，,/／；;|]*){{2,}}$")
NO_CHOICES = frozenset(_NO_CHOICES.split())  # whole words only: 没意见 and 符合要求 are ticked
SERIALS = frozenset(("序号", "题号", "编号", "号", "顺序号", "序", "项次", "No", "No.", "NO", "NO."))
STRONG_NAMES = re.compile("姓名|名称|对象|候选人|人选|被.*人")
NAMES = re.compile(f"{STRONG_NAMES.pattern}|单位|部门|科室|处室|内容|项目|指标|事项|题目|问题|要点|感觉|机关|班子|要素")
SUMS = re.compile(
    "^(合计|总计|小计|平均|汇总|票数|得票)(得?分|得?票|人?数|值|率|合计|总计|统计|情况|结果|[（(].*[）)]|[:：])*$"
)
FREE = re.compile("意见|建议|说明|备注|签名|签字|盖章|日期|评语|理由|原因|填表|情况")  # over a box to write in
WRITE_IN = re.compile("另选|另提|另荐|另推|另投|其他人选")
LONGEST_LIST = 24  # letters of choices in one cell; there may be many ways to part a longer text into words
SHORT = 2  # letters of a mark printed inside a tick cell
BOXES = "□☐○◯〇☑☒"
_BOX = re.compile(rf"[{BOXES}]|[（(][)）]|[\[【][\]】]")
BRACKETED = re.compile(r"[（(【\[〔][^）)】\]〕]*[）)】\]〕]")
POINTS = re.compile(r"[0-9０-９.．~～—–\-]+分?(以上|以下)?|[√✓✔]")
MARK_CELL = re.compile(rf"^([{BOXES}]|[（(][ 　]*[）)]|[\[【][ 　]*[\]】])$")


def bare(word: str) -> str:
    """A header word without brackets and points beside it: 优秀（90分以上） is 优秀."""
    plain = POINTS.sub("", BRACKETED.sub("", word))
    return plain.strip("：:、，,/|*") or word


def is_grade(word: str) -> bool:
    """Whether the word is known to be one that is ticked."""
    return bare(word) in GRADES


def lists_grades(text: str) -> bool:
    """Whether a text is several of these words in a row."""
    return len(text) <= LONGEST_LIST and not is_grade(text) and _LISTED.match(text) is not None


def asks_in_boxes(text: str) -> bool:
    """Whether a text is a question by itself: several of these words, each beside a box or empty brackets."""
    beside = [part.strip("，,、；;。").rpartition("：")[2] for part in _BOX.split(text)]
    return len(beside) > SHORT and len({part for part in beside if is_grade(part)}) > 1


def is_serial(word: str) -> bool:
    """Whether the word heads a column of numbers."""
    return word in SERIALS


def is_name(word: str) -> bool:
    """Whether the word heads a column of what is judged."""
    return NAMES.search(word) is not None


def is_label_word(word: str) -> bool:
    """Whether a cell heads a column of labels or remarks."""
    return is_serial(word) or bare(word) in NO_CHOICES


def counts(text: str) -> bool:
    """Whether a serial cell's text can tell rows apart: it has a letter or a figure."""
    return any(letter.isalnum() for letter in text)
