"""What is kept in the user's own folder: campaigns under way, and folders opened before."""

from pathlib import Path

import pytest

from pingyi.ground.errors import NotReadyError
from pingyi.workflow.by_hand.drafts import draft, drafts, drop, keep, new_draft
from pingyi.workflow.by_hand.tables import Draft, Part
from pingyi.workflow.desk.known import forget, known_campaigns, own_folder, remember
from pingyi.workflow.init import start_workspace


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def test_a_draft_is_as_it_was_typed_until_it_is_dropped() -> None:
    name = new_draft()
    typed = Draft(about={"year": "2025", "district": "城中县"}, rows={Part.UNITS: [["甲镇", "", "", ""]]})
    keep(name, typed)
    assert draft(name) == typed
    assert [*drafts()] == [(name, "2025年度城中县")]
    drop(name)
    with pytest.raises(NotReadyError, match="开始页"):
        draft(name)


@pytest.mark.parametrize("name", ["../campaigns", "", "0123456789ab/..", "0123456789AB"])
def test_a_foreign_name_is_no_path(name: str) -> None:
    with pytest.raises(NotReadyError):
        keep(name, Draft())


def test_a_damaged_draft_is_listed_as_such() -> None:
    name = new_draft()
    (own_folder() / "drafts" / f"{name}.json").write_text("{", encoding="utf-8")
    assert "已损坏" in dict(drafts())[name]


def test_folders_opened_before_are_listed_the_last_first_with_what_is_wrong(tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        start_workspace(tmp_path / name)
        remember(tmp_path / name)
    remember(tmp_path / "甲")
    (tmp_path / "乙" / "campaign.toml").unlink()
    (tmp_path / "丙" / "campaign.toml").write_text("year = ", encoding="utf-8")
    listed = known_campaigns(tmp_path / "评议")
    assert [known.folder.name for known in listed] == ["甲", "丙", "乙"]
    assert (listed[0].year, listed[0].units, listed[0].wrong) == (2024, 59, "")
    assert listed[1].wrong
    assert "移走" in listed[2].wrong
    forget(listed[0].folder)
    assert [known.folder.name for known in known_campaigns(tmp_path / "评议")] == ["丙", "乙"]
    assert (tmp_path / "甲" / "campaign.toml").is_file()
    assert [known.folder.name for known in known_campaigns(tmp_path)] == ["丙", "乙", "甲"], "it lies in the home"
