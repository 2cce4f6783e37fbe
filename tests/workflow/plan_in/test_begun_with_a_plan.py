"""A workspace begun with a plan: what is asked is filled in, the record goes with it, two people confirm it."""

import csv
from pathlib import Path

import docx
import pytest
import three_plans
from docx.oxml.ns import qn

from pingyi import cli
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.form import ballot_pages
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.libreoffice.pdf import _converted
from pingyi.generator.understood.table_form import word_forms
from pingyi.ground.errors import CampaignError, ExitCode, FileError, NotReadyError
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.files.word_files import table_forms
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.paper.sample_copies import check_counted, sample_copies
from pingyi.workflow.people.keys import Pair
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.start import begin_with_plan, finish, is_unfinished
from pingyi.workflow.results.policies import Standing, check_confirmed, give_confirmation, standings

pytestmark = pytest.mark.slow  # each starts a bounded process

EXAMPLE = Path(__file__).parents[3] / "templates" / "examples" / "villages.toml"
Capture = pytest.CaptureFixture[str]


def pingyi(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def whole_plan(folder: Path) -> Path:
    campaign = parse_campaign(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name)
    return write_plan(campaign, folder / "通知.docx")


def yufengs_plan(folder: Path) -> Path:
    return write_plan(parse_campaign(default_campaign_text(), "x"), folder / "通知.docx")


def pair() -> Pair:
    return Pair(by="张三", witness="李四", ask=lambda _: {})


def answered(text: str) -> str:
    """As an office fills it in."""
    lines = []
    for line in text.splitlines():
        filled = line.replace("# 请填：value =   # 如 [100, …, …]，与", "value = [100, 70, 30]  #")
        lines.append(filled.replace('# 请填：asked_by =   # 如 "某某办"', 'asked_by = "区委区政府督查绩效办"'))
    return "\n".join(lines)


def test_a_plan_that_tells_all_is_a_workspace_at_once(tmp_path: Path) -> None:
    begun = begin_with_plan(tmp_path / "w", whole_plan(tmp_path))
    workspace = open_workspace(tmp_path / "w")
    assert workspace == begun.workspace
    assert [unit.name for unit in workspace.campaign.units][:2] == ["上湾村", "下湾村"]
    assert {batch.group for batch in workspace.batches()} == {"A", "B"}
    assert (tmp_path / "w" / "plan" / "通知.docx").read_bytes() == (tmp_path / "通知.docx").read_bytes()
    rows = list(csv.DictReader((tmp_path / "w" / PLAN_RECORD).open(encoding="utf-8-sig")))
    units = next(row for row in rows if row["设置"] == "series.1.units")
    assert (units["读作"], units["现为"]) == ("上湾村、下湾村、石桥村、南坡村", "同左")
    assert units["出处"].startswith("表2第")
    assert "上湾村" in units["原文"]


def test_what_is_asked_stops_until_it_is_filled_in(tmp_path: Path, capsys: Capture) -> None:
    root = tmp_path / "w"
    assert pingyi("init", root, "--plan", yufengs_plan(tmp_path)) == ExitCode.OK
    said = capsys.readouterr().out
    assert "办法 每票折算分：原文没有写各选项一票折几分" in said
    assert "第21段" in said
    assert is_unfinished(root)
    assert pingyi("init", root) == ExitCode.NOT_READY
    waiting = capsys.readouterr().err
    assert "还有 4 处待填或待核对" in waiting
    file = root / "campaign.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("# 请填：value =", "value ="), encoding="utf-8")
    with pytest.raises(NotReadyError, match="还有 3 处"):
        finish(root)


def test_filled_in_it_goes_on_and_the_record_says_by_whom(tmp_path: Path) -> None:
    root = tmp_path / "w"
    begin_with_plan(root, yufengs_plan(tmp_path))
    file = root / "campaign.toml"
    text = answered(file.read_text(encoding="utf-8")).replace('email = "yfqjxb@163.com"', 'email = "new@example.org"')
    file.write_text(text, encoding="utf-8")
    begun = finish(root)
    assert begun.workspace is not None
    assert len(begun.batches) > 50
    assert not is_unfinished(root)
    rows = {row["设置"]: row for row in csv.DictReader((root / PLAN_RECORD).open(encoding="utf-8-sig"))}
    assert rows["about.email"]["现为"] == "改为：new@example.org"
    assert rows["policies.vote_weights.value"]["现为"] == "人工填写：100、70、30"
    assert rows["about.district"]["现为"] == "同左"


def test_an_answer_left_empty_is_named_with_its_line(tmp_path: Path) -> None:
    root = tmp_path / "w"
    begin_with_plan(root, yufengs_plan(tmp_path))
    file = root / "campaign.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("# 请填：", ""), encoding="utf-8")
    with pytest.raises(CampaignError, match="asked_by 的等号后面没有写内容"):
        finish(root)


def test_two_people_confirm_the_record_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "w"
    begin_with_plan(root, whole_plan(tmp_path))
    workspace = open_workspace(root)
    with working(workspace, "test") as store:
        with pytest.raises(NotReadyError, match="plan_read"):
            check_confirmed(workspace.campaign, store)
        record = root / PLAN_RECORD
        kept = record.read_bytes()
        record.write_bytes(kept.replace("石桥乡".encode(), "石轿乡".encode()))
        with pytest.raises(CampaignError, match="被改过"):
            give_confirmation(workspace, store, "plan_read", pair())
        record.write_bytes(kept)
        assert "校验值" in give_confirmation(workspace, store, "plan_read", pair())
        found = {one.name: one.standing for one in standings(workspace.campaign, store)}
        assert found["plan_read"] is Standing.CONFIRMED


def test_only_campaigns_read_from_a_plan_are_asked_about_it(tmp_path: Path) -> None:
    assert pingyi("init", tmp_path / "w") == ExitCode.OK
    workspace = open_workspace(tmp_path / "w")
    with working(workspace, "test") as store:
        assert "plan_read" not in {one.name for one in standings(workspace.campaign, store)}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_an_old_word_file_is_read_alike(kind: str, tmp_path: Path) -> None:
    """Its way through another format moves columns by hairs; what it says is the same."""
    plan = yufengs_plan(tmp_path)
    (old,) = _converted([plan], tmp_path / "old", kind)
    new, again = read_plan_file(plan), read_plan_file(old)
    assert [(one.place, one.value) for one in again.told] == [(one.place, one.value) for one in new.told]
    assert [one.place for one in again.asked] == [one.place for one in new.asked]


def test_what_is_no_plan_is_refused_in_words(tmp_path: Path, capsys: Capture) -> None:
    text = tmp_path / "通知.docx"
    text.write_bytes(b"PK nothing")
    assert pingyi("init", tmp_path / "w", "--plan", text) == ExitCode.BAD_FILE
    assert "不是 Word 文件" in capsys.readouterr().err
    assert not (tmp_path / "w").exists()
    with pytest.raises(FileError, match="找不到方案文件"):
        begin_with_plan(tmp_path / "w", tmp_path / "没有.docx")
    assert pingyi("init", tmp_path / "w", "--plan", text, "--year", "2025") == ExitCode.USAGE


def test_a_plan_of_another_place_can_be_finished(tmp_path: Path) -> None:
    """All that is asked of a written plan is a line to fill; nothing else has to be known of the file."""
    plan = tmp_path / "方案.docx"
    three_plans.college_with_two_heads().save(str(plan))
    root = tmp_path / "w"
    begun = begin_with_plan(root, plan)
    assert begun.workspace is None
    answers = {
        "year": "2026", "district": '"江南职业学院"', "issuer_short": '"学院"', "noun": '"部门"',
        "asked_by": '"学院办公室"',
        "opinion": '"有何意见？"', "attachment": '"附件3"', "title": '"自评表"', "max_characters": "1000",
        "score_prompt": '"评分：    （分）"',
    }  # fmt: skip
    lines = []
    for line in (root / "campaign.toml").read_text(encoding="utf-8").splitlines():
        key = line.removeprefix("# 请填：").split(" =")[0]
        lines.append(f"{key} = {answers[key]}" if line.startswith("# 请填：") else line)
    (root / "campaign.toml").write_text("\n".join(lines), encoding="utf-8")
    done = finish(root)
    assert done.workspace is not None
    assert [one.name for one in done.workspace.campaign.series] == ["机关部门", "教辅部门"]
    copies = {batch.group: batch.copies for batch in done.workspace.batches()}
    assert copies == {"A": 120, "B": 200, "C": 60}  # the plan says how many people each group has
    assert sample_copies(done.workspace) == 0  # so none is a sample's, and they may be printed
    check_counted("ballots", done.workspace)


def test_the_offices_own_ballot_is_cut_out_as_it_is(tmp_path: Path) -> None:
    """Rows, choices, faces and the page are those of the document; nothing else of it is left."""
    plan = yufengs_plan(tmp_path)
    begin_with_plan(tmp_path / "w", plan)
    cut = tmp_path / "w" / "plan" / "forms" / "评议表（原样）.docx"
    (form,) = word_forms(cut)
    whole = word_forms(plan)[-1]
    assert form.table == whole.table
    assert form.page_mm == whole.page_mm
    assert form.heading.startswith("附件4：")
    words = [line.text for line in docx.Document(str(cut)).paragraphs if line.text]
    assert words[1] == "2024年度鱼峰区公众评议表"
    assert words[-1].startswith("3.不满意的单位")


@pytest.mark.office
def test_what_was_cut_out_is_a_form_that_is_read(tmp_path: Path) -> None:
    plan = tmp_path / "方案.docx"
    three_plans.town_with_forms().save(str(plan))
    begin_with_plan(tmp_path / "w", plan)
    pages = ballot_pages(table_forms(tmp_path / "w" / "plan" / "forms" / "评议表（原样）.docx"))
    assert [row.name for row in pages[0].rows][:2] == ["东街社区", "西街社区"]
    assert len(pages[0].rows) == 10
    assert pages[0].choices == ("满意", "基本满意", "不满意")


@pytest.mark.slow
def test_a_plan_made_to_hold_the_machine_up_costs_a_message(tmp_path: Path) -> None:
    """Words by the hundred thousand that begin like those of a plan, over and over."""
    plan = tmp_path / "长.docx"
    document = docx.Document()
    piece = "由区委牵头组织，邀请各镇干部，采取问卷调查的方式对个被考评单位年度工作情况进行评议评价，通过得票情况"
    document.add_paragraph(f"1.{piece * 8000}")
    document.save(str(plan))
    with pytest.raises(FileError, match=r"长\.docx 打不开"):
        begin_with_plan(tmp_path / "w", plan)
    assert not (tmp_path / "w").exists()


def test_tracked_changes_are_read_as_accepted_and_said(tmp_path: Path) -> None:
    plan = whole_plan(tmp_path)
    document = docx.Document(str(plan))
    line = next(one for one in document.paragraphs if "每票折算" in one.text)
    run = line.runs[0]._r
    inserted = run.makeelement(qn("w:ins"), {qn("w:id"): "1", qn("w:author"): "甲"})
    run.addprevious(inserted)
    inserted.append(run)
    document.save(str(plan))
    begun = begin_with_plan(tmp_path / "w", plan)
    assert begun.reading.asked == ()
    assert "文件里留有修订痕迹，按接受全部修订后的样子读" in begun.reading.remarks
