"""What people judge from is as it was when they judged: pictures, places, drafts, the log, all among the results."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.trust.tampering import make_workspace, still
from benchmarks.trust.tamperings import sql
from pingyi.domain.handed_in.opinion import OpinionDraft
from pingyi.store.people.events import write_log
from pingyi.store.people.opinions import add_drafts
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify, verify_archives

pytestmark = [pytest.mark.slow, pytest.mark.office]
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory, _signing_key: None) -> Path:
    """A campaign with a draft of an opinion and a log."""
    workspace = make_workspace(tmp_path_factory.mktemp("right") / "w")
    with working(workspace, "test") as store:
        sheets = [reading.digest for _, reading in store.readings()]
        for sheet in sheets[:2]:
            add_drafts(store, [OpinionDraft(sheet=sheet, reader="r", text=f"好 {sheet[:4]}", confidence=0.5)])
        write_log(store, "甲某（虚构）", "登录")
        write_log(store, "乙某（虚构）", "送回复核", "1 行")
    return workspace.root


def found(root: Path) -> tuple[str, ...]:
    return verify(open_workspace(root), VerifyRequest(reread=0), still).differences


def crops(root: Path) -> list[Path]:
    return sorted((root / "crops").rglob("*.png"))


def crop_of_another_sheet(root: Path) -> None:
    """Two people would see another voter's cell."""
    (crop,) = crops(root)
    with working(open_workspace(root), "test") as store:
        other = next(reading.digest for _, reading in store.readings() if reading.digest != crop.parent.name)
    (root / "crops" / other).mkdir()
    crop.rename(root / "crops" / other / crop.name)


def crop_of_another_row(root: Path) -> None:
    crops(root)[0].rename(crops(root)[0].with_name("58.png"))


def redraw_crop(root: Path) -> None:
    crops(root)[0].write_bytes(crops(root)[0].read_bytes()[:-1])


def add_crop(root: Path) -> None:
    shutil.copyfile(crops(root)[0], crops(root)[0].with_name("59.png"))


def drop_crop(root: Path) -> None:
    crops(root)[0].unlink()


def reworded(root: Path) -> Path:
    return next(path for path in sorted((root / "results").glob("*.docx")) if "通报" in path.name)


def in_a_folder(root: Path) -> None:
    target = root / "results" / "印发" / "通报.docx"
    target.parent.mkdir()
    target.write_bytes(reworded(root).read_bytes())


def without_its_hash(root: Path) -> None:
    (root / "results" / "通报（正式）.docx").write_bytes(b"PK no hash in it")


def as_pdf(root: Path) -> None:
    (root / "results" / "通报（正式）.PDF").write_bytes(b"%PDF-1.4")


def link(root: Path) -> None:
    (root / "results" / "通报").symlink_to(root / "scans")


PICTURES: dict[str, tuple[Change, str]] = {
    "格子图挪给另一张票": (crop_of_another_sheet, "存疑格子图"),
    "格子图挪给另一行": (crop_of_another_row, "存疑格子图"),
    "格子图改动": (redraw_crop, "存疑格子图"),
    "添一张格子图": (add_crop, "存疑格子图"),
    "删去一张格子图": (drop_crop, "存疑格子图"),
}
ROWS: dict[str, tuple[Change, str]] = {
    "墨迹的位置": (sql("UPDATE sheets SET placement = zeroblob(length(placement))"), "读数"),
    "墨迹的位置去掉": (sql("UPDATE sheets SET placement = x''"), "读数"),
    "说是较早版本读的": (sql("UPDATE sheets SET crops = ''"), "读数"),
    "意见初稿改写": (sql("UPDATE opinion_drafts SET text = '差'"), "opinion_drafts"),
    "意见初稿删去": (
        sql("DELETE FROM opinion_drafts WHERE sheet = (SELECT min(sheet) FROM opinion_drafts)"),
        "opinion_drafts",
    ),
    "意见初稿添一条": (
        sql(
            "INSERT INTO opinion_drafts (sheet, reader, text, confidence) SELECT max(digest), 's', '差', 1 FROM sheets"
        ),
        "opinion_drafts",
    ),
    "操作记录改写": (sql("UPDATE log_entries SET account = '丙某（虚构）' WHERE number = 1"), "log_entries"),
    "操作记录删去末条": (
        sql("DELETE FROM log_entries WHERE number = (SELECT max(number) FROM log_entries)"),
        "log_entries",
    ),
    "操作记录添一条": (
        sql("INSERT INTO log_entries (account, action, detail, at) VALUES ('甲', '登录', '', '')"),
        "log_entries",
    ),
}
PLACES: dict[str, tuple[Change, str]] = {
    "一个文件的两页对换": (sql("UPDATE sheets SET source_page = 3 - source_page WHERE batch = 'A01'"), "页与页调换过"),
    "结果下的文件夹里另放通报": (in_a_folder, "results/印发/通报.docx 不在证据链里"),
    "改写过的通报": (without_its_hash, "通报（正式）.docx 不在证据链里"),
    "另放一份 PDF": (as_pdf, "通报（正式）.PDF 不在证据链里"),
    "结果下的链接": (link, "results/通报 不在证据链里"),
}


def test_what_nobody_touched_passes(right: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(right, tmp_path / "w"))
    (root / "results" / "~$通报.docx").write_bytes(b"Word has it open")
    checked = verify(open_workspace(root), VerifyRequest(reread=0), still)
    assert checked.differences == ()
    assert "存疑格子和意见栏的图：3 张票与读票时相同" in checked.done
    with working(open_workspace(root), "test") as store:
        made = make_archive(open_workspace(root), store, tmp_path / "a.zip", pictures=False)
    assert pingyi_verify.verify(str(made.results))
    for archives in ((made.results,), (made.results, made.pictures or made.results)):
        assert verify_archives(archives, VerifyRequest(reread=0), still).differences == ()


@pytest.mark.parametrize("attack", {**PICTURES, **ROWS, **PLACES}.values(), ids=[*PICTURES, *ROWS, *PLACES])
def test_what_was_changed_is_named(right: Path, tmp_path: Path, attack: tuple[Change, str]) -> None:
    root = Path(shutil.copytree(right, tmp_path / "w"))
    change, word = attack
    change(root)
    assert any(word in line for line in found(root)), found(root)


@pytest.mark.parametrize("attack", {**PICTURES, **ROWS}.values(), ids=[*PICTURES, *ROWS])
def test_an_archive_sealed_of_it_is_named_by_both(right: Path, tmp_path: Path, attack: tuple[Change, str]) -> None:
    """By the office's own key, from a program that looked at nothing."""
    root = Path(shutil.copytree(right, tmp_path / "w"))
    change, word = attack
    change(root)
    with working(open_workspace(root), "test") as store:
        made = make_archive(open_workspace(root), store, tmp_path / "a.zip", pictures=True)
    assert any(word in line for line in verify_archives((made.results,), VerifyRequest(reread=0), still).differences)
    with pytest.raises(pingyi_verify.Differs, match=word):
        pingyi_verify.verify(str(made.results))
