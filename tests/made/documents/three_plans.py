"""Three invented plans of other places, written out as such offices write them: one after another, nothing drawn."""

from collections.abc import Sequence

import docx
from docx.document import Document
from docx.table import Table


def county_in_words() -> Document:
    """A county: points and rosters in running text, days in characters, annexes called 附表."""
    document = docx.Document()
    _lines(document, """
中共玉泉县委办公室
玉泉县人民政府办公室
文件
玉办发〔2025〕31号
中共玉泉县委办公室　玉泉县人民政府办公室
关于印发《二〇二五年度玉泉县县直机关和乡镇工作民主评议办法》的通知
各乡镇党委、人民政府，县直各单位：
《二〇二五年度玉泉县县直机关和乡镇工作民主评议办法》已经县委、县政府同意，现印发给你们，请认真贯彻执行。
中共玉泉县委办公室
玉泉县人民政府办公室
二〇二五年十月二十日
第一章　评议对象
第一条　参加评议的单位共十二个，分为两类：
（一）乡镇（五个乡镇）：清水镇、龙潭镇、大坪乡、小河乡、石门镇；
（二）县直单位（七个单位）：县教育和科学技术局、县民政局、县财政局、县自然资源局（县林业局）、县水利局、县审计局、玉泉县人民检察院。
第二章　评议内容和分值
第二条　乡镇的评议满分为一百分，其中群众代表评议占百分之五十，县领导评议占百分之三十，县直单位负责人评议占百分之二十。
第三条　县直单位的评议满分为一百分，其中群众代表评议占百分之四十，县领导评议占百分之四十，乡镇负责人评议占百分之二十。
第三章　组织实施
第四条　评议工作由县评议工作领导小组办公室（设在县委督查室）负责。
第五条　各单位于二〇二五年十二月十五日前将年度工作总结报送县委督查室，电子邮箱：ypdcs@example.org。
第六条　评议票分为“好”“较好”“一般”“差”四个等次，依次折算为一百分、八十分、六十分、零分。
附表：1.民主评议票
""")  # fmt: skip
    _lines(document, """
附表一
二〇二五年度玉泉县民主评议票
各位代表：
请对下列单位一年来的工作作出评价，在相应的栏内画“○”。
""")  # fmt: skip
    units = [
        "清水镇",
        "龙潭镇",
        "大坪乡",
        "小河乡",
        "石门镇",
        "县教育和科学技术局",
        "县民政局",
        "县财政局",
        "县自然资源局（县林业局）",
        "县水利局",
        "县审计局",
        "玉泉县人民检察院",
    ]
    table = _table(document, len(units) + 2, 6)
    _merge(table, (0, 0), (1, 0), "序号")
    _merge(table, (0, 1), (1, 1), "被评议单位")
    _merge(table, (0, 2), (0, 5), "评议等次")
    _row(table, 1, ("", "", "好", "较好", "一般", "差"), skip=2)
    for row, unit in enumerate(units, start=2):
        _row(table, row, (str(row - 1), unit))
    return document


def college_with_two_heads() -> Document:
    """A college: points in a column for each kind, groups with weights in a table, a roster in two columns."""
    document = docx.Document()
    _lines(document, """
江南职业学院文件
江职院〔2026〕5号
关于做好2025—2026学年度机关部门服务质量测评工作的通知
各二级学院、各部门：
为进一步改进机关作风，经学院研究，决定开展服务质量测评。现将有关事项通知如下。
一、测评对象
机关部门和教辅部门共9个单位（名单见附件2）。
二、测评主体及权重
""")  # fmt: skip
    groups = _table(document, 4, 4)
    for row, words in enumerate((
        ("测评主体", "人数", "所占比例", "组织单位"), ("教职工代表", "120", "50%", "学院工会"),
        ("学生代表", "200", "30%", "学生工作处"), ("二级学院代表", "60", "20%", "学院办公室"),
    )):  # fmt: skip
        _row(groups, row, words)
    _lines(document, "三、测评内容及分值\n")
    points = _table(document, 4, 5)
    _merge(points, (0, 0), (1, 0), "序号")
    _merge(points, (0, 1), (1, 1), "测评项目")
    _merge(points, (0, 2), (1, 2), "测评人员")
    _merge(points, (0, 3), (0, 4), "分值")
    _row(points, 1, ("", "", "", "机关部门", "教辅部门"), skip=3)
    _row(points, 2, ("1", "师生测评", "教职工代表、学生代表、二级学院代表", "70", "80"))
    _row(points, 3, ("2", "院领导测评", "学院党委、行政领导班子成员", "30", "20"))
    _lines(document, """
四、有关要求
“非常满意”“满意”“基本满意”“不满意”每票分别计100、85、70、0分，“不了解”不计入统计。各部门要于2026年6月10日前将部门工作总结（自评报告）发送至邮箱：bgs@example.org。
联系人：王老师
江南职业学院
2026年5月18日
附件1
机关部门服务质量测评表
老师、同学：
请对下列部门的服务质量进行测评。
""")  # fmt: skip
    units = ("学院办公室", "组织人事处", "学生工作处", "教务处", "财务处", "后勤管理处", "图书馆", "信息中心", "档案室")
    table = _table(document, len(units) + 1, 7)
    _row(table, 0, ("序号", "部门", "非常满意", "满意", "基本满意", "不满意", "不了解"))
    for row, unit in enumerate(units, start=1):
        _row(table, row, (str(row), unit))
    _lines(document, "说明：请在相应栏内打“√”。\n附件2\n测评对象名单\n")
    names = _table(document, 6, 6)
    _row(names, 0, ("类别", "序号", "部门名称", "类别", "序号", "部门名称"))
    for k, unit in enumerate(units):
        row, col = k % 5 + 1, 3 * (k // 5)
        _row(names, row, (*[""] * col, "机关部门" if k < 6 else "教辅部门", str(k + 1), unit), skip=col)
    return document


def town_with_forms() -> Document:
    """A town: unit kinds in the ballot's first column, points in a table with sums and a line nobody votes on."""
    document = docx.Document()
    _lines(document, """
北关街道党工委办公室文件
北街办字〔2025〕第18号
签发人：赵某
北关街道2025年度社区和站所群众满意度测评实施方案
为客观评价各社区、站所工作，结合街道实际，制定本方案。
一、测评范围
街道所辖6个社区、4个站所。
二、测评方式
（一）居民代表测评。由街道党建办组织居民代表测评，每社区30人。
（二）街道领导测评。由街道党工委办公室组织街道班子成员打分，去掉一个最高分和一个最低分。
三、计分
""")  # fmt: skip
    points = _table(document, 5, 4)
    _row(points, 0, ("项目", "参评人", "办法", "满分"))
    _row(points, 1, ("居民满意度", "居民代表", "入户问卷\n电话访问", "50分"))
    _row(points, 2, ("领导测评", "街道班子成员", "百分制打分", "30分"))
    _row(points, 3, ("重点工作完成情况", "街道督查组", "按台账计分", "20分"))
    _row(points, 4, ("合计", "", "", "100分"))
    _lines(document, """
“满意”得100分、“基本满意”得60分、“不满意”不得分。
测评结果于2026年1月10日前公布。
附：群众满意度测评表
中共北关街道工作委员会办公室
2025年11月3日
附件
北关街道2025年度群众满意度测评表
居民朋友：
请您对社区和站所的工作作出评价。
""")  # fmt: skip
    units = (
        "东街社区",
        "西街社区",
        "南苑社区",
        "北苑社区",
        "车站社区",
        "河滨社区",
        "司法所",
        "市场监管所",
        "综合执法队",
        "便民服务中心",
    )
    table = _table(document, len(units) + 2, 6)
    _row(table, 0, ("类别", "序号", "单位", "满意", "基本满意", "不满意"))
    for row, unit in enumerate(units, start=1):
        _row(table, row, ("", str(row), unit), skip=1)
    _merge(table, (1, 0), (6, 0), "社　区")
    _merge(table, (7, 0), (10, 0), "站　所")
    _merge(table, (11, 0), (11, 5), "您的意见和建议：")
    return document


def _lines(document: Document, text: str) -> None:
    for line in text.strip("\n").split("\n"):
        document.add_paragraph(line)


def _table(document: Document, rows: int, columns: int) -> Table:
    table = document.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    return table


def _row(table: Table, row: int, words: Sequence[str], skip: int = 0) -> None:
    for col, word in enumerate(words):
        if col >= skip:
            table.cell(row, col).text = word


def _merge(table: Table, first: tuple[int, int], last: tuple[int, int], word: str) -> None:
    table.cell(*first).merge(table.cell(*last)).text = word
