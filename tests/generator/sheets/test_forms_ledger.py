import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.sheets.ledger import write_ledger

BATCHES = (
    Batch(code="A07", group="A", distributor="区教育局", copies=60),
    Batch(code="F01", group="F", distributor="天马街道", copies=45),
)


def test_ledger_lists_the_plan_and_leaves_the_rest_to_be_filled_in(campaign: Campaign, tmp_path: Path) -> None:
    path = write_ledger(campaign, BATCHES, tmp_path / "发放回收登记表.xlsx")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[2] == [
        "批次", "评议群体", "发放单位", "应发份数", "实发份数", "领取人", "领取时间",
        "回收份数", "作废份数", "未收回", "交回人", "备注",
    ]  # fmt: skip
    assert rows[3][:4] == ["A07", "各镇、区直部门干部", "区教育局", 60]
    assert rows[4][:4] == ["F01", "所辖社区、村干部", "天马街道", 45]
    assert rows[5][:4] == ["合计", "", "", 105]


def test_totals_and_outstanding_copies_are_formulas(campaign: Campaign, tmp_path: Path) -> None:
    path = write_ledger(campaign, BATCHES, tmp_path / "发放回收登记表.xlsx")
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUM(E4:E5)</f>" in sheet
    assert '<f>IF(E5="","",E5-N(H5))</f>' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet


def test_a_plan_without_batches_gives_an_empty_ledger(campaign: Campaign, tmp_path: Path) -> None:
    path = write_ledger(campaign, (), tmp_path / "发放回收登记表.xlsx")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[3][0] == "合计"
