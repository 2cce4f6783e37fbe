"""What looks like a setting and is none, or is told in two ways, is asked about and never told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from twisted_plans import BODY, CHOICES, HEAD, POINTS, UNITS, Plan

from pingyi.generator.understood.plan_paper import read_plan_paper
from pingyi.workflow.plan_in.draft import setting_name
from pingyi.workflow.plan_in.reading import PlanReading, read_plan

SOUND = Plan()


def read(plan: Plan, folder: Path) -> PlanReading:
    path = folder / "通知.docx"
    plan.document().save(str(path))
    return read_plan(read_plan_paper(path, path.name))


def told(plan: Plan, folder: Path) -> dict[str, object]:
    reading = read(plan, folder)
    whole = {one.place for one in reading.asked if len(one.place) == 1}
    return {setting_name(one.place): one.value for one in reading.told if one.place[:1] not in whole}


def test_the_sound_plan_is_told_whole(tmp_path: Path) -> None:
    reading = read(SOUND, tmp_path)
    asked = {setting_name(one.place) for one in reading.asked}
    assert asked == {
        "ballot.opinion", "analysis.attachment", "analysis.title", "analysis.max_characters", "analysis.score_prompt",
    }  # fmt: skip


BODY_WITHOUT_OFFICE = tuple(line for line in BODY if "组织实施" not in line)
BODY_WITHOUT_WEIGHTS = tuple(line for line in BODY if "计100分" not in line)
TWISTS = {
    "addressees over two lines": (
        replace(SOUND, head=(*HEAD[:3], "各乡镇党委和人民政府，", "县直各单位：")), "about.addressees",
    ),
    "a seal beside the name": (
        replace(SOUND, head=HEAD[1:], signed=("石山县绩效办（盖章）", "2025年10月8日")), "about.issuer",
    ),
    "a ballot on paper that is not printed here": (replace(SOUND, landscape=True), "ballot.paper"),
    "a ballot of two tables": (
        replace(SOUND, tables=(
            (("序号", "单位名称", *CHOICES), ("1", "东乡", "", "", ""), ("2", "西镇", "", "", "")),
        ), units=(("县直类（2个单位）", ("县财政局", "县民政局")),), first_serial=3),
        "ballot.pages",
    ),
    "a stage and its day are no signature": (
        replace(SOUND, head=HEAD[1:], body=(*BODY, "第一阶段", "2025年9月1日")), "about.plan_date",
    ),
    "a number that is followed is not the document's own": (
        replace(SOUND, head=(HEAD[0], *HEAD[2:]), body=("按照石委发〔2025〕9号要求，现通知如下。", *BODY)),
        "about.document_prefix",
    ),
    "percents of fewer points than a hundred": (
        replace(
            SOUND,
            body=(*BODY, "民主评议满分50分，计入年度考核。"),
            points=((*POINTS[:1], *((*row[:3], f"{row[3]}%") for row in POINTS[1:])),),
        ),
        "points.1.items.1.points",
    ),
    "a series' row with cells to tick, and no serials": (
        replace(SOUND, serials=False, units=(("甲", ("乡镇类", "东乡", "西镇")), UNITS[1])), "series.1.units",
    ),
    "an office that pays is not one that asks": (
        replace(SOUND, body=(*BODY_WITHOUT_OFFICE, "评议经费由县财政局负责保障。")), "groups.1.asked_by",
    ),
    "grades of results are no votes' worth": (
        replace(SOUND, body=(
            *BODY_WITHOUT_WEIGHTS, "“满意”为90分以上，“基本满意”为60分至90分，“不满意”为0分至60分。",
        )),
        "policies.vote_weights.value",
    ),
    "a report on the evaluation is none of the units": (
        replace(SOUND, body=(*BODY[:3], "评议组于2025年12月20日前将评议工作总结报送县绩效办，邮箱：a@example.org。")),
        "about.analysis_due",
    ),
    "an instruction across the table is no series": (
        replace(SOUND, units=(("请在相应的栏内打“√”，每行只选一栏", ("东乡", "西镇", "县财政局", "县民政局")),)),
        "series.1.name",
    ),
    "a row of a series with cells to tick is no unit": (
        replace(SOUND, serials=False, units=(("甲", ("乡镇（2个）", "东乡", "西镇")), UNITS[1])), "series.1.units",
    ),
    "two tables of points without objects": (
        replace(SOUND, points=(
            tuple(row[1:] for row in POINTS[:3]), tuple(row[1:] for row in (POINTS[0], *POINTS[3:])),
        )),
        "points.1.items.1.points",
    ),
    "points in words that are not the table's": (
        replace(SOUND, body=(*BODY, "满分100分，其中群众评议占50%，县领导评价占50%。")), "points.1.items.1.points",
    ),
    "two ballots of the same units with other choices": (
        replace(SOUND, other_ballot=("2025年度石山县班子评议票", "优秀", "称职", "不称职")), "ballot.title",
    ),
    "a red head that is not who signs": (
        replace(SOUND, head=("（征求意见稿）", *HEAD)), "about.letterhead",
    ),
    "a third series that no object is for": (
        replace(SOUND, units=(*UNITS, ("垂管类（2个单位）", ("县税务局", "县烟草局")))), "series.3.kind",
    ),
    "people who count are no evaluators": (
        replace(SOUND, body=(*BODY, "工作人员配备如下：", "1.监票人员（2人）；", "2.计票人员（3人）。"), points=()),
        "groups.1.name",
    ),
    "a table of helpers is none of evaluators": (
        replace(SOUND, points=(), tables=((("人员", "人数", "责任单位"), ("监票人员", "3", "县纪委")),)),
        "groups.1.name",
    ),
    "a date to be written is no title": (
        replace(SOUND, above_ballot=(
            "附件1", "2025年度石山县民主评议表", "填表日期　　年　月　日", "各位代表：", "请评议。",
        )),
        "ballot.title",
    ),
    "a unit that hears opinions is no box for them": (
        replace(SOUND, units=(UNITS[0], ("县直类（2个单位）", ("县群众意见建议征集中心", "县民政局")))),
        "ballot.opinion",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TWISTS)
def test_it_is_asked(name: str, tmp_path: Path) -> None:
    plan, setting = TWISTS[name]
    assert setting not in told(plan, tmp_path)
    asked = [setting_name(one.place) for one in read(plan, tmp_path).asked]
    assert any(setting == one or setting.startswith(f"{one}.") for one in asked), asked


def test_of_two_days_under_a_name_the_red_heads_is_the_signature(tmp_path: Path) -> None:
    found = told(replace(SOUND, body=(*BODY, "第一阶段", "2025年9月1日")), tmp_path)
    assert found["about.plan_date"] == date(2025, 10, 8)
