"""Units are found in what people write, and not where nobody is named."""

import pytest

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.naming import units_named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区财政局办事很快", ["区财政局"]),
        ("财政局办事很快", ["区财政局"]),
        ("人社局窗口态度差", ["区人力资源和社会保障局"]),
        ("发改局和住建局互相推诿", ["区发展和改革局", "区住房和城乡建设局"]),
        ("文旅局活动很好", ["区文化体育广电和旅游局"]),  # no alias: characters of the name in its order
        ("法院执行难", ["鱼峰区人民法院"]),
        ("对人力资源和社会保陛局处理投诉的速度不满意", ["区人力资源和社会保障局"]),  # a character misread
        ("雒容镇的路不好走", ["雒容镇"]),
        ("第5号、12号单位要改进", ["天马街道", "阳和街道"]),
        ("总体满意，继续努力", []),
        ("希望领导多到基层走访，看看中心小学的路", []),
        ("第99号单位", []),
        ("第3季度的工作", []),
        ("5、6、12号办事慢", ["天马街道", "驾鹤街道", "阳和街道"]),
        ("第5至7号单位要改进", ["天马街道", "驾鹤街道", "荣军街道"]),
        ("5-7号服务好", ["天马街道", "驾鹤街道", "荣军街道"]),
        ("序号5和6，要改进", ["天马街道", "驾鹤街道"]),
        ("对第5、6号有意见", ["天马街道", "驾鹤街道"]),
        ("按照2024年第3号文件办理", []),
        ("鱼政发〔2024〕3号文", []),
        ("12月5、6号去办事没人", []),
        ("我12号去过", []),
        ("5号楼的路灯坏了", []),
        ("第1至59号都好", []),
        ("工会组织的活动很好", []),
        ("市财政局拨款太慢", []),
        ("柳州市发改局不作为", []),
        ("柳南区财政局态度差", []),
        ("鱼峰区财政局态度差", ["区财政局"]),
        ("柳州市鱼峰区财政局态度差", ["区财政局"]),
        ("市财政局慢，区财政局快", ["区财政局"]),
        ("柳州市雒容镇的路", ["雒容镇"]),
        ("", []),
    ],
)
def test_units_named(campaign: Campaign, text: str, names: list[str]) -> None:
    assert [unit.name for unit in units_named(text, campaign)] == names


def test_every_unit_is_found_by_its_own_name_and_no_other_is(campaign: Campaign) -> None:
    for unit in campaign.units:
        assert units_named(f"希望{unit.name}改进", campaign) == (unit,)
