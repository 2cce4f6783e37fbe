"""Columns of the tables other offices send, the other names they have, and rows that hold no entry."""

from pingyi.domain.words.plain_words import plain_words

UNIT, GROUP, COUNT, MEAN, SCORE = "单位名称", "评议群体", "份数", "平均分", "评分"
HOTLINE_COLUMNS = {
    "办结量": "closed", "退单量": "returned", "按时办结量": "closed_on_time", "按时退单量": "returned_on_time",
    "满意": "satisfied", "基本满意": "basically_satisfied", "不满意": "dissatisfied",
    "已解决": "solved", "部分解决": "partly_solved", "未解决": "unsolved",
    "抽查未解决": "spot_check_unsolved", "跟踪问效量": "followed_up", "跟踪未通过": "follow_up_refused",
}  # fmt: skip
BONUS = "加分"
ANSWER, CALLS = "评价", "票数"
NO_ANSWER = ("", "未接通", "拒访", "未评价", "无效")  # calls that are no vote
ALIASES = {  # other headings offices write; spaces, full-width brackets and a remark in brackets do not matter
    "单位": UNIT, "被评单位": UNIT, "被评议单位": UNIT, "被考评单位": UNIT, "承办单位": UNIT,
    "群体": GROUP, "评议主体": GROUP, "评价主体": GROUP, "评价群体": GROUP,
    "评议份数": COUNT, "有效份数": COUNT, "收回份数": COUNT,
    "均分": MEAN, "平均得分": MEAN, "得分": SCORE, "分数": SCORE, "打分": SCORE,
    "办结数": "办结量", "退单数": "退单量", "按时办结数": "按时办结量", "按时办结": "按时办结量",
    "按时退单数": "按时退单量", "按时退单": "按时退单量",
    "自治区抽查未解决": "抽查未解决", "自治区抽查未解决工单量": "抽查未解决", "抽查未解决量": "抽查未解决",
    "跟踪问效": "跟踪问效量", "2023年未解决工单跟踪问效量": "跟踪问效量",
    "跟踪未通过量": "跟踪未通过", "申诉未通过量": "跟踪未通过",
    "核定加分": BONUS, "加分项": BONUS,
    "评价结果": ANSWER, "总体评价": ANSWER, "回答": ANSWER, "人数": CALLS, "样本量": CALLS, "访问数": CALLS,
}  # fmt: skip
TELLING = {GROUP, *(set(HOTLINE_COLUMNS) - {"满意", "基本满意", "不满意"})}  # columns no phone table has
SUMS = ("合计", "总计", "小计", "总数", "平均", "平均分", "平均值")  # rows that only add up the others
ALL, ENDS = ("合计", "总计"), ("合计", "总计", "小计")  # no unit's name ends so


def is_sum(word: object) -> bool:
    """Whether a row that begins so only adds up others: 合计, 全区合 计：, 平均."""
    plain = plain_words(str(word)).strip(":")
    return plain in SUMS or plain.endswith(ENDS)


def is_sum_of_all(word: object) -> bool:
    """Whether it adds up every row above it, not those of a part."""
    return plain_words(str(word)).strip(":").endswith(ALL)
