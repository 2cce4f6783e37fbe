"""Mistakes people make in a campaign file or a plan: each is named with its line and the way out, in their words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import CAMPAIGN_FILE, default_campaign

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.declared import Declared
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.ground.errors import CampaignError

TEXT = CAMPAIGN_FILE.read_text(encoding="utf-8")
CAMPAIGN = default_campaign()
PARSERS = re.compile(
    r"(?i)expected|invalid|unclosed|cannot|at line|column|input should|value_error|found|illegal|unescaped|"
    r"unterminated|none\b|\bstr\b|pydantic|toml\b(?<!campaign\.toml)|traceback|\(\?|\[A-Z\]"
)
BODIES_LINE = 'method = ["问卷调查"]\npoints = 20'
CHOICES = 'choices = ["满意", "基本满意", "不满意"]'
HEAD = "批次,群体,发放单位,份数\n"


def told(text: str) -> str:
    with pytest.raises(CampaignError) as caught:
        parse_campaign(text, "campaign.toml")
    return str(caught.value)


def lines_told(message: str) -> list[int]:
    return [int(number) for number in re.findall(r"第 (\d+) 行", message)]


def test_what_chooses_is_what_voters_are_told() -> None:
    declared = {marks: TEXT.replace(CHOICES, f'{CHOICES}\nmarks = "{marks}"') for marks in Declared}
    assert parse_campaign(declared[Declared.TICK], "campaign.toml").ballot.marks is Declared.TICK
    for marks, sign in ((Declared.TICK_OR_CROSS, "×"), (Declared.DOT, "●")):
        message = told(declared[marks])
        assert "请在 notes 里写明" in message
        (line,) = lines_told(message)
        assert f'marks = "{marks}"' in declared[marks].splitlines()[line - 1]
        said = declared[marks].replace("并打“√”", f"并填“√”或“{sign}”", 1)
        assert parse_campaign(said, "campaign.toml").ballot.marks is marks
    assert "打勾或打叉" in told(TEXT.replace(CHOICES, f'{CHOICES}\nmarks = "打×"'))


MISTAKES = {  # what is written: instead of what, on the line of what is sought, and the words that help
    "中文逗号": ('"雒容镇", "里雍镇"', '"雒容镇"， "里雍镇"', "雒容镇", "中文标点“，”；请改成英文的 ,"),
    "顿号": ('"雒容镇", "里雍镇"', '"雒容镇"、"里雍镇"', "雒容镇", "中文标点“、”"),
    "列表里的中文逗号": ('  "驾鹤街道",', '  "驾鹤街道"，', '"驾鹤街道"', "中文标点“，”"),
    "中文引号": ('district = "鱼峰区"', "district = “鱼峰区”", "district =", "中文标点““”；请改成英文的"),
    "中文等号": ('district = "鱼峰区"', 'district ＝ "鱼峰区"', "district ＝", "中文标点“＝”"),
    "中文方括号": ("[about]", "【about】", "【about】", "中文标点“【”"),
    "冒号": ("year = 2024", "year：2024", "year：", "中文标点“：”"),
    "全角数字": ("points = 15", "points = １５", "points = １５", "全角"),
    "缺引号": ('district = "鱼峰区"', "district = 鱼峰区", "district =", "“鱼峰区”是文字，两边要加英文引号"),
    "缺后引号": ('district = "鱼峰区"', 'district = "鱼峰区', "district =", "引号没有成对"),
    "缺前引号": ('district = "鱼峰区"', 'district = 鱼峰区"', "district =", "引号没有成对"),
    "列表里缺引号": ('  "驾鹤街道",', "  驾鹤街道,", "  驾鹤街道,", "“驾鹤街道”是文字"),
    "列表里缺逗号": ('  "驾鹤街道",', '  "驾鹤街道"', '  "驾鹤街道"', "少了英文逗号"),
    "列表没有闭合": ('"洛埠镇"]', '"洛埠镇"', "雒容镇", "方括号"),
    "列表没有开始": ('units = ["雒容镇"', 'units = "雒容镇"', "units =", "两边加方括号"),
    "小节没有闭合": ("[about]", "[about", "[about", "方括号没有成对；请写成 [about]"),
    "没有等号": ("year = 2024", "year 2024", "year 2024", "名称 = 内容"),
    "没有内容": ("year = 2024", "year =", "year =", "没有写内容"),
    "写了两次": ("year = 2024", "year = 2024\nyear = 2025", "year = 2025", "year 写了两次"),
    "一节写了两次": ("[hotline]", "[about]\n[hotline]", "[about]\n[hotline]", "[about] 这一节写了两次"),
    "日期一位": ("plan_date = 2024-09-29", "plan_date = 2024-9-29", "plan_date", "请写成 2024-09-29"),
    "日期用点": ("plan_date = 2024-09-29", "plan_date = 2024.9.29", "plan_date", "请写成 2024-09-29"),
    "日期用斜线": ("plan_date = 2024-09-29", "plan_date = 2024/09/29", "plan_date", "请写成 2024-09-29"),
    "日期用年月日": ("plan_date = 2024-09-29", "plan_date = 2024年9月29日", "plan_date", "请写成 2024-09-29"),
    "没有这一天": ("plan_date = 2024-09-29", "plan_date = 2024-09-31", "plan_date", "没有“2024-09-31”这一天"),
    "日期加引号": ("plan_date = 2024-09-29", 'plan_date = "九月底"', "plan_date", "日期，如 2024-09-29"),
    "带时间": ("plan_date = 2024-09-29", "plan_date = 2024-09-29T10:30:00", "plan_date", "日期"),
    "带单位": ("points = 15", "points = 15分", "points = 15", "只写数字，不带单位"),
    "中文数字": ("points = 15", 'points = "十五"', "points =", "这里要写数字"),
    "大写真假": ("confirmed = false", "confirmed = False", "confirmed = False", "true（是）或 false（否）"),
    "是否": ("confirmed = false", "confirmed = 否", "confirmed = 否", "true（是）或 false（否）"),
    "反斜杠": ('district = "鱼峰区"', 'district = "鱼峰区\\办"', "district =", "反斜杠"),
    "汉字作名称": ("year = 2024", "年度 = 2024", "年度 =", "不能作名称"),
    "缺一项": ('email = "yfqjxb@163.com"\n', "", "[about]", "缺少 email 这一项"),
    "拼错": ('letterhead = ["', 'leterhead = ["', "leterhead", "多半是 letterhead"),
    "不认识": ("year = 2024", 'year = 2024\nzzz = "x"', "zzz", "没有 zzz 这个设置"),
    "年度是文字": ("year = 2024", 'year = "二〇二四"', "year =", "整数"),
    "年度太早": ("year = 2024", "year = 1924", "year =", "不小于 2000"),
    "类别": ('kind = "镇"', 'kind = "乡"', 'kind = "乡"', "没有写“乡”的分值"),
    "空单位": ('"洛埠镇"]', '""]', "雒容镇", "单位名称是空的"),
    "单位带空格": ('"洛埠镇"]', '" 洛埠 镇 "]', "雒容镇", "写成“洛埠镇”"),
    "单位换行": ('"洛埠镇"]', '"洛埠\\n镇"]', "雒容镇", "空格或换行"),
    "单位两次": ('"洛埠镇"]', '"洛埠镇", "洛埠镇"]', "雒容镇", "“洛埠镇”写了 2 次"),
    "单位异体两次": ('"洛埠镇"]', '"洛埠镇", "洛埠鎮"]', "雒容镇", "写了 2 次"),
    "系列两次": ('name = "第二系列"', 'name = "第一系列"', '"第一系列"\nnoun = "街道"', "“第一系列”写了两次"),
    "群体代号两次": ('key = "B"', 'key = "A"', 'key = "A"\nname = "各街道', "“A”用了两次"),
    "群体代号小写": ('key = "B"', 'key = "b"', 'key = "b"', "一个大写英文字母"),
    "没有系列的分值": ('kinds = ["机关部门"]', 'kinds = ["街道"]', 'kind = "机关部门"', "没有写“机关部门”的分值"),
    "负分": ("points = 15", "points = -15", "points = -15", "不合理"),
    "荒唐的分": ("points = 15", "points = 1e12", "points = 1e12", "不合理"),
    "一项两行": ('"bodies"\nmatter', '"votes"\nmatter', 'component = "votes"\nmatter = "领导', "votes 写了两行"),
    "选项两次": (CHOICES, 'choices = ["满意", "满意", "不满意"]', "choices", "选项“满意”写了两次"),
    "空选项": (CHOICES, 'choices = ["满意", "", "不满意"]', "choices =", "选项是空的"),
    "多一个选项": (CHOICES, 'choices = ["好", "中", "差", "坏"]', "value = [100", "有 4 个（好、中、差、坏）"),
    "全不计分": (CHOICES, 'choices = ["好", "差"]\nabstentions = ["好", "差"]', "abstentions", "至少要有一个计分的"),
    "折算分超过一百": ("value = [100, 70, 30]", "value = [120, 70, 30]", "value = [120", "0 到 100 之间"),
    "折算分为负": ("value = [100, 70, 30]", "value = [100, 70, -30]", "value = [100", "0 到 100 之间"),
    "折算分颠倒": ("value = [100, 70, 30]", "value = [70, 100, 30]", "value = [70", "从高到低"),
    "折算分无穷": ("value = [100, 70, 30]", "value = [inf, 70, 30]", "value = [inf", "确定的数字"),
    "政策拼错": ('value = "pooled"', 'value = "poold"', 'value = "poold"', "“pooled”"),
    "确认了没有写谁": ("confirmed = false", "confirmed = true", "[policies.vote_weights]", "confirmed_by"),
    "邮箱": ("yfqjxb@163.com", "yfqjxb163.com", "email", "不是电子邮箱"),
    "空地区": ('district = "鱼峰区"', 'district = " "', "district =", "district 是空的"),
    "期限早于方案": ("analysis_due = 2024-12-31", "analysis_due = 2024-08-31", "analysis_due", "早于方案日期"),
    "别名指错": ('"区科技局" = "区科学技术局"', '"区科技局" = "区科学局"', '"区科学局"', "不在单位名单中"),
    "占位符": ("{year}年度{district}公众评议表", "{nian}年度{district}公众评议表", "{nian}", "占位符"),
    "折算分从低到高": ("value = [100, 70, 30]", "value = [30, 70, 100]", "value = [30", "最满意的选项写在最前"),
    "没有写分值": ("points = 5\n\n[[points]]", "\n[[points]]", ']]\ncomponent = "teams"', "没有写 points"),
    "没有人评": ('"bodies"\nasked', '"teams"\nasked', 'component = "bodies"', "没有一个评议群体评 bodies"),
    "两项同名": (BODIES_LINE, f'name = "领导班子评价"\n{BODIES_LINE}', "[[points]]", "都叫“领导班子评价”"),
    "页数太多": ("blocks = 3", "blocks = 30", "blocks = 30", "不大于 8"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_and_the_way_out(mistake: tuple[str, str, str, str]) -> None:
    old, new, sought, words = mistake
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    message = told(text)
    assert words in message, message
    assert not PARSERS.search(message), message
    line = text[: text.index(sought)].count("\n") + 1
    assert line in lines_told(message), (line, message)


SIGNS = st.sampled_from([*'"=[]{},.#\\', "，", "。", "“", "”", "＝", "　", " ", "\n", "1", "镇", "x", "'"])


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 2), st.one_of(st.just(""), SIGNS))
def test_whatever_slip_of_the_hand_is_told_in_peoples_words(place: int, gone: int, put: str) -> None:
    text = TEXT[:place] + put + TEXT[place + gone :]
    message = slip(text)
    if message is not None:
        assert lines_told(message), message
        assert not PARSERS.search(message), message
        assert max(lines_told(message)) <= text.count("\n") + 1


def slip(text: str) -> str | None:
    """What is said of a text; None when it still is a campaign."""
    try:
        parse_campaign(text, "campaign.toml")
    except CampaignError as error:
        return str(error)
    return None


CHANGES = {  # what one change says, on which of its keys' lines it is told, and the words that help
    "没有这种变动": ('what = "更名"\nwas = "旧局"\nnow = "区科技局"', "what", "改名"),
    "改名没有旧名": ('what = "改名"\nnow = "区科技局"', "what", "改名的单位要写票面上的名称；请补上 was"),
    "改名没有现名": ('what = "改名"\nwas = "旧局"', "what", "改名的单位要写现名；请补上 now"),
    "现名不在名单": ('what = "改名"\nwas = "旧局"\nnow = "区科学局"', "now", "“区科学局”不在单位名单中"),
    "旧名还在名单": ('what = "改名"\nwas = "雒容镇"\nnow = "里雍镇"', "was", "还在单位名单里；请从名单中改为现名"),
    "撤了还在名单": ('what = "撤销"\nwas = "雒容镇"', "was", "“雒容镇”已经撤销，还在单位名单里；请从名单中删去"),
    "撤销写了现名": ('what = "撤销"\nwas = "旧局"\nnow = "里雍镇"', "now", "撤销的单位没有现名"),
    "新设写了旧名": ('what = "新设"\nwas = "旧局"\nnow = "里雍镇"', "was", "新设的单位没有旧名"),
    "新设不在名单": ('what = "新设"\nnow = "区科学局"', "now", "不在单位名单中；请写进名单"),
    "写了两次": ('what = "撤销"\nwas = "旧局"\n{rest}\n\n[[changes]]\nwhat = "撤销"\nwas = "旧局"', "was", "写了两次"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_mistake_in_a_change_is_named_with_its_line_and_the_way_out(change: tuple[str, str, str]) -> None:
    written, key, words = change
    rest = 'on = 2024-09-01\nreason = "鱼编〔2024〕3号"'
    text = f"{TEXT}\n[[changes]]\n{written.replace('{rest}', rest)}\n{rest}\n"
    message = told(text)
    assert words in message, message
    assert not PARSERS.search(message), message
    last = max(n for n, line in enumerate(text.splitlines(), start=1) if line.startswith(f"{key} ="))
    assert last in lines_told(message), message


@pytest.mark.parametrize("rest", ['on = 2023-09-01\nreason = "鱼编"', 'on = 2024-09-01\nreason = " "'])
def test_a_change_of_another_year_or_without_its_document_is_told(rest: str) -> None:
    message = told(f'{TEXT}\n[[changes]]\nwhat = "撤销"\nwas = "旧局"\n{rest}\n')
    assert re.search("早已变动的不用写|请写明依据的文件", message), message


PLANS = {
    "空的": ("", 0, "是空的"),
    "只有表头": (HEAD, 0, "只有表头"),
    "列名写错": (HEAD.replace("批次", "批号") + "A01,A,雒容镇,5\n", 1, "“批号”多半就是“批次”"),
    "缺列": ("批次,群体,份数\nA01,A,5\n", 1, "缺少列：发放单位"),
    "两个同名的列": (HEAD.replace("\n", ",份数\n") + "A01,A,雒容镇,5,6\n", 1, "有两个“份数”列"),
    "少一格": (HEAD + "A01,A,5\n", 2, "只有 3 格，缺少 份数"),
    "多一格": (HEAD + "A01,A,,雒容镇,5\n", 2, "多出一格"),
    "没有单位": (HEAD + "A01,A,,5\n", 2, "没有写发放单位"),
    "单位写错": (HEAD + "A01,A,雒容镇镇,5\n", 2, "是不是：雒容镇"),
    "群体不对": (HEAD + "A01,B,雒容镇,5\n", 2, "字母与群体“B”不一致；请改成 B01"),
    "群体小写": (HEAD + "a01,a,雒容镇,5\n", 2, "没有代号为“a”的评议群体"),
    "批号太长": (HEAD + "A0001,A,雒容镇,5\n", 2, "群体字母加两三位数字，如 A01"),
    "批号两次": (HEAD + "A01,A,雒容镇,5\nA01,A,里雍镇,5\n", 3, "“A01”用了两次"),
    "零份": (HEAD + "A01,A,雒容镇,0\n", 2, "份数“0”应为正整数"),
    "份数带字": (HEAD + "A01,A,雒容镇,5份\n", 2, "份数“5份”应为正整数"),
    "份数为负": (HEAD + "A01,A,雒容镇,-5\n", 2, "应为正整数"),
    "份数荒唐": (HEAD + "A01,A,雒容镇,99999999\n", 2, "多得不合理"),
    "份数长得出奇": (HEAD + f"A01,A,雒容镇,{'9' * 5000}\n", 2, "多得不合理"),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_mistake_in_the_plan_is_named_with_its_line_and_the_way_out(plan: tuple[str, int, str]) -> None:
    text, line, words = plan
    with pytest.raises(CampaignError) as caught:
        parse_batches(text, "batches.csv", CAMPAIGN)
    message = str(caught.value)
    assert words in message, message
    assert not PARSERS.search(message), message
    assert not line or line in lines_told(message)


@pytest.mark.parametrize("text", [HEAD.replace(",", "，") + "A01，A，雒容镇，5\n", HEAD + "A01,A, 雒容 镇 ,5\n"])
def test_a_plan_that_can_only_mean_one_thing_is_read(text: str) -> None:
    (batch,) = parse_batches(text, "batches.csv", CAMPAIGN)
    assert (batch.code, batch.distributor, batch.copies) == ("A01", "雒容镇", 5)


def test_an_office_written_with_blanks_hands_out_too() -> None:
    campaign = CAMPAIGN.model_copy(update={"distributors": ("区 委 办",)})
    (batch,) = parse_batches(HEAD + "A01,A,区委办,5\n", "batches.csv", campaign)
    assert batch.distributor == "区 委 办"
