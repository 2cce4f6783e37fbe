"""Names with characters that no face here has are named before anything is printed; rare ones are printed."""

import shutil
from pathlib import Path

import pypdfium2
import pytest
from invented_year import CAMPAIGN_FILE

from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.fonts import faceless
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError
from pingyi.workflow.desk.printable import check_printable
from pingyi.workflow.paper.print_ballots import check_form, check_printed

TEXT = CAMPAIGN_FILE.read_text(encoding="utf-8")
pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(shutil.which("fc-list") is None, reason="needs fontconfig"),
]


@pytest.mark.parametrize(("name", "sign"), [("\ue000湾镇", "U+E000"), ("\U0010fffd镇", "U+10FFFD")])
def test_a_name_that_would_be_a_box_is_refused_with_the_way_out(name: str, sign: str) -> None:
    campaign = parse_campaign(TEXT.replace('"洛埠镇"', f'"{name}"'), "campaign.toml")
    with pytest.raises(FormError, match="没有能印这个字的字体") as caught:
        check_printable(campaign)
    assert name in str(caught.value)
    assert sign in str(caught.value)


def test_every_name_of_the_scheme_can_be_printed() -> None:
    check_printable(parse_campaign(TEXT, "campaign.toml"))
    assert faceless("abc，。√【】①〔2024〕") == ""


@pytest.mark.office
@pytest.mark.parametrize("name", ["廥湾镇", "㐀镇", "𠮷田镇", "囍镇"])
def test_a_rare_character_is_printed_and_read_back(name: str, tmp_path: Path) -> None:
    campaign = parse_campaign(TEXT.replace('"洛埠镇"', f'"{name}"'), "campaign.toml")
    if faceless(name):
        pytest.skip("no face here has it")
    document = write_ballot(campaign, tmp_path / "票.docx")
    printed = to_pdf([document], tmp_path)[0]
    check_printed(document, printed, 1)
    check_form(document, campaign)
    assert name in "".join(pypdfium2.PdfDocument(printed)[0].get_textpage().get_text_bounded().split())
