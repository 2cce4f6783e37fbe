"""Columns of the platform's work-order export, and the other names offices give them."""

CODE, KIND, UNIT, DISPATCHED, STATE = "工单编号", "诉求类型", "承办单位", "派单时间", "工单状态"
SIGNED, LIMIT, PLATFORM_DUE, CLOSED = "签收时间", "办理时限", "截止时间", "办结时间"
RETURNED, RETURN_RULING = "退单时间", "退单结果"
ASKED, EXTENSION_RULING, EXTENSION_DAYS = "延期申请时间", "延期审批", "延期工作日"
SUSPENDED_FROM, SUSPENDED_TO, REDONE = "挂起开始", "挂起结束", "重办次数"
SMS_SOLUTION, SMS_SATISFACTION = "短信评价_解决", "短信评价_满意"
CALL_SOLUTION, CALL_SATISFACTION, REACHED = "人工回访_解决", "人工回访_满意", "是否接通"
APPEAL, SPOT_CHECK, FOLLOWED_UP = "申诉状态", "自治区抽查未解决", "2023跟踪问效"
PLATFORM_ON_TIME, BONUS = "平台判定按时", "核定加分"
REQUIRED = (CODE, KIND, UNIT, DISPATCHED, STATE)
OPTIONAL = (
    SIGNED, LIMIT, PLATFORM_DUE, CLOSED, RETURNED, RETURN_RULING, ASKED, EXTENSION_RULING, EXTENSION_DAYS,
    SUSPENDED_FROM, SUSPENDED_TO, REDONE, SMS_SOLUTION, SMS_SATISFACTION, CALL_SOLUTION, CALL_SATISFACTION, REACHED,
    APPEAL, SPOT_CHECK, FOLLOWED_UP, PLATFORM_ON_TIME, BONUS,
)  # fmt: skip
MOMENTS = (DISPATCHED, SIGNED, PLATFORM_DUE, CLOSED, RETURNED, ASKED, SUSPENDED_FROM, SUSPENDED_TO)
COLUMNS = (*REQUIRED, *OPTIONAL)
"""All that is read. Titles, channels, names, phones, addresses: no other column leaves the file."""
COLUMN_ALIASES = {
    "工单号": CODE, "工单编码": CODE, "编号": CODE, "流水号": CODE, "工单类型": KIND, "诉求类别": KIND, "类型": KIND,
    "办理单位": UNIT, "主办单位": UNIT, "处置单位": UNIT, "单位名称": UNIT, "责任单位": UNIT,
    "派发时间": DISPATCHED, "转派时间": DISPATCHED, "派单日期": DISPATCHED, "状态": STATE, "办理状态": STATE,
    "签收日期": SIGNED, "办结期限": PLATFORM_DUE, "到期时间": PLATFORM_DUE, "截止日期": PLATFORM_DUE, "时限": LIMIT,
    "办结日期": CLOSED, "完成时间": CLOSED, "退单日期": RETURNED, "退单审核": RETURN_RULING, "退单审批": RETURN_RULING,
    "延期申请日期": ASKED, "申请延期时间": ASKED, "延期结果": EXTENSION_RULING, "延期天数": EXTENSION_DAYS,
    "挂起开始时间": SUSPENDED_FROM, "挂起时间": SUSPENDED_FROM, "挂起结束时间": SUSPENDED_TO, "解挂时间": SUSPENDED_TO,
    "重办": REDONE, "短信评价解决": SMS_SOLUTION, "短信评价满意": SMS_SATISFACTION, "短信解决情况": SMS_SOLUTION,
    "短信满意度": SMS_SATISFACTION, "人工回访解决": CALL_SOLUTION, "人工回访满意": CALL_SATISFACTION,
    "回访解决情况": CALL_SOLUTION, "回访满意度": CALL_SATISFACTION, "接通": REACHED, "回访是否接通": REACHED,
    "申诉结果": APPEAL, "抽查未解决": SPOT_CHECK, "跟踪问效": FOLLOWED_UP, "2023年跟踪问效": FOLLOWED_UP,
    "是否按时": PLATFORM_ON_TIME, "平台判定": PLATFORM_ON_TIME, "加分": BONUS,
}  # fmt: skip
