"""Settings of a campaign file in a clerk's words."""

from pingyi.domain.campaign.lines import Place

SECTIONS = {
    "about": "", "series": "系列", "groups": "群体", "points": "分值表", "ballot": "评议表", "analysis": "自评表",
    "plan": "工作方案", "hotline": "热线", "policies": "办法", "batches": "发放计划",
}  # fmt: skip
WORDS = {
    "year": "年度", "district": "地区（单位）", "issuer": "发文机关", "issuer_short": "机关简称", "letterhead": "红头",
    "document_prefix": "机关代字", "addressees": "主送机关", "email": "收表邮箱", "plan_number": "发文序号",
    "plan_date": "成文日期", "analysis_due": "报送期限", "name": "名称", "copies": "份数", "noun": "称呼",
    "kind": "类别", "units": "单位",
    "key": "代号", "component": "计入哪一项", "asked_by": "牵头机关", "object": "评价对象", "kinds": "管哪几类",
    "matter": "评价事项", "by": "评价主体", "content": "评价内容", "method": "评价方式", "points": "分值",
    "attachment": "附件几", "title": "标题", "greeting": "称呼", "request": "说明", "item_header": "序号栏",
    "name_header": "名称栏", "choices": "选项", "abstentions": "弃权的选项", "marks": "什么符号算选",
    "blocks": "并排几栏", "paper": "纸",
    "pages": "页数", "opinion": "意见框", "notes": "注", "max_characters": "字数限制", "award_rows": "表彰几行",
    "score_prompt": "评分栏", "rates": "三率满分", "follow_up": "跟踪问效满分", "on_time_weight": "按时率权重",
    "satisfaction_weight": "满意率权重", "solution_weight": "解决率权重", "spot_check_penalty": "抽查扣分",
    "spot_check_by": "谁抽查",
    "vote_weights": "每票折算分", "group_weighting": "群体权重", "leader_form": "领导评价计分", "trimming": "去高低分",
    "city": "市", "region": "自治区或省", "city_plan": "市方案文号", "district_plan": "总方案文号",
    "hotline_revision": "热线办法年份", "printing_due": "印制期限", "phone_period": "电话访谈时间",
    "ballots_from": "发票时间", "bodies": "四家班子", "offices": "四家办公室", "departments": "部门的称呼",
    "organiser": "街道牵头机关", "congress": "人大代表", "conference": "政协委员", "collector": "收表机关",
    "level": "本级", "city_level": "上一级", "region_level": "再上一级",
}  # fmt: skip

VALUES = {  # of settings that are words of the file's own
    ("component", "votes"): "公众评议（votes）", ("component", "hotline"): "热线（hotline）",
    ("component", "bodies"): "上级领导（bodies）", ("component", "teams"): "领导班子（teams）",
    ("value", "scores"): "打分（scores）", ("value", "votes"): "投票（votes）",
}  # fmt: skip


def value_words(place: Place, shown: str) -> str:
    """A value as a clerk reads it, the file's own word behind."""
    return VALUES.get((str(place[-1]), shown), shown)


def setting_words(place: Place) -> str:
    """E.g. 系列 2 单位, 分值表 1 第 3 行 分值."""
    section, *rest = place
    words = [SECTIONS[str(section)]]
    if not rest:
        return words[0]
    if isinstance(rest[0], int):
        words.append(str(rest[0] + 1))
        if "items" in rest:
            words.append(f"第 {int(rest[2]) + 1} 行")
    words.append(WORDS[str(rest[-1] if rest[-1] != "value" else rest[-2])])
    return " ".join(filter(None, words))
