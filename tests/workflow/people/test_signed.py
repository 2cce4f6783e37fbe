"""Decisions stand on two people's own signatures; one person with the disk, the terminal and the source makes none."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

from benchmarks.trust.alone import ALONE, Held, put_in
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.anomaly import Oddity
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Account, Role
from pingyi.domain.trust.statement import PREFIX, Act
from pingyi.ground.errors import ClosedError, FileError, NotReadyError, PingyiError
from pingyi.store.base.records import ImportedFile
from pingyi.store.evidence.log import events
from pingyi.store.outside.returns import add_returns
from pingyi.workflow.desk.anchors import TAGS
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.people.accounts import NewAccount, add_account, change_password, known_person, renew_key
from pingyi.workflow.people.keys import Signer, both, say
from pingyi.workflow.people.signed import backing
from pingyi.workflow.results.issuing import agree, check_issuable, reopen, signed_lines
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.oddities import give_anomalies
from pingyi.workflow.results.policies import confirm, confirmed

PEOPLE = {"张三": Role.ADMIN, "李四": Role.REVIEW, "王五": Role.ENTRY}
ME, HER, HIM = PEOPLE
ANOTHER, THIRD = "又一句好记的话2025", "第三句好记的话2026"
FINAL = NoticeWish(final=True, draft=False)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Signer]]:
    """Everything two people must do before a notice is done; nobody has issued it."""
    workspace = invented_workspace(tmp_path_factory.mktemp("ready") / "w", sheets=6)
    with working(workspace, "test") as store:
        people = enrol(store, PEOPLE)
        pair = both(people[ME], people[HER])
        for name in dict(questions(workspace.campaign)):
            confirm(workspace.campaign, store, name, pair)
        held = Held(workspace=workspace, store=store, people=people)
        with store.transaction():
            for name in (ME, HER):
                say(store, people[name], Act.ROWS, [held.word("满意")])
            store.add_decisions([held.correction("满意", ME, HER)])
        counted = [
            Returns(batch=one.code, issued=one.copies, returned=6, spoiled=0, outstanding=one.copies - 6)
            for one in workspace.batches()
        ]
        add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), counted)
    return workspace.root, people


@pytest.fixture(scope="module")
def issued(ready: tuple[Path, dict[str, Signer]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its formal notice."""
    root = Path(shutil.copytree(ready[0], tmp_path_factory.mktemp("issued") / "w"))
    with opened(root, ready[1]) as held:
        agree(held.workspace, held.store, both(ready[1][ME], ready[1][HER]))
        give_notice(confirmed(held.workspace, held.store), held.store, FINAL, still)
    return root


class opened:  # noqa: N801 - used as a block
    """The workspace in a folder, opened."""

    def __init__(self, root: Path, people: dict[str, Signer]) -> None:
        self.workspace, self.people = open_workspace(root), people
        self.block = working(self.workspace, "test")

    def __enter__(self) -> Held:
        return Held(workspace=self.workspace, store=self.block.__enter__(), people=self.people)

    def __exit__(self, *error: object) -> None:
        self.block.__exit__(*error)  # type: ignore[arg-type]


def found(root: Path) -> tuple[str, ...]:
    return verify(open_workspace(root), VerifyRequest(), still).differences


@pytest.fixture
def copy(ready: tuple[Path, dict[str, Signer]], tmp_path: Path) -> Iterator[Held]:
    with opened(Path(shutil.copytree(ready[0], tmp_path / "w")), ready[1]) as held:
        yield held


@pytest.fixture
def closed(issued: Path, ready: tuple[Path, dict[str, Signer]], tmp_path: Path) -> Iterator[Held]:
    with opened(Path(shutil.copytree(issued, tmp_path / "w")), ready[1]) as held:
        yield held


def test_what_two_people_did_is_a_formal_notice_that_passes(issued: Path) -> None:
    checked = verify(open_workspace(issued), VerifyRequest(), still)
    assert checked.differences == ()
    said = "\n".join(checked.done)
    assert "由两人各自签名（有钥匙的 3 人：张三、李四、王五）" in said
    (notice,) = [path for path in (issued / "results").glob("*.docx") if "征求" not in path.name]
    annex = "".join(TAGS.sub("", zipfile.ZipFile(notice).read("word/document.xml").decode()).split())
    for words in ("有钥匙的共3人：张三、李四、王五；本件由张三、李四签发。", "计票后没有抽查。", "由人改判的"):
        assert words in annex


# ---- one person, with only their own password ----


@pytest.mark.parametrize("attack", ALONE.values(), ids=ALONE)
def test_the_stand_alone_checker_tells_it_too(copy: Held, attack: Callable[[Held], None], tmp_path: Path) -> None:
    attack(copy)
    archive = tmp_path / "a.zip"
    make_archive(copy.workspace, copy.store, archive, pictures=True)
    with pytest.raises(pingyi_verify.Differs, match=r"签|再放进来|见证|钥匙"):
        pingyi_verify.verify(str(archive))


def test_the_stand_alone_checker_passes_what_two_people_did(closed: Held, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    make_archive(closed.workspace, closed.store, archive, pictures=True)
    assert "判定和确认" in pingyi_verify.verify(str(archive))
    put_in(closed, EventKind.IMPORT, {"at": "2024-12-01T09:00:00+08:00", "rows": []})
    make_archive(closed.workspace, closed.store, tmp_path / "b.zip", pictures=True)
    with pytest.raises(pingyi_verify.Differs, match="发出以后改动"):
        pingyi_verify.verify(str(tmp_path / "b.zip"))


@pytest.mark.parametrize("attack", ALONE.values(), ids=ALONE)
def test_one_person_alone_settles_confirms_and_issues_nothing(copy: Held, attack: Callable[[Held], None]) -> None:
    attack(copy)
    told = found(copy.workspace.root)
    assert told, attack
    assert "签" in told[0] or "再放进来" in told[0] or "见证" in told[0], told
    with pytest.raises(NotReadyError, match=r"签|确认"):
        give_notice(confirmed(copy.workspace, copy.store), copy.store, FINAL, still)


def test_nothing_changes_what_a_formal_notice_closed(closed: Held) -> None:
    with pytest.raises(ClosedError, match="pingyi reopen"):
        closed.store.add_decisions([closed.correction("不满意", ME, HER)])
    with pytest.raises(ClosedError):
        confirm(closed.workspace.campaign, closed.store, "trimming", both(closed.people[ME], closed.people[HER]))
    assert found(closed.workspace.root) == ()
    put_in(closed, EventKind.IMPORT, {"at": "2024-12-01T09:00:00+08:00", "rows": []})
    assert "发出以后改动" in found(closed.workspace.root)[0]


def test_one_person_opens_nothing_again(closed: Held) -> None:
    alone = both(closed.people[ME], closed.people[ME])
    with pytest.raises(NotReadyError, match="两个人"):
        reopen(closed.workspace, closed.store, alone, "想改")
    put_in(closed, EventKind.REOPEN, {"notice": "", "reason": "想改"})
    assert "没有两个人的签名" in found(closed.workspace.root)[0]


def test_reopened_by_two_it_is_issued_again_as_a_correction(closed: Held) -> None:
    pair = both(closed.people[ME], closed.people[HIM])
    before = next(event for event in reversed(events(closed.store)) if event.content().get("closes"))
    reopen(closed.workspace, closed.store, pair, "漏计一批（虚构）")
    with closed.store.transaction():
        for name in (ME, HIM):
            say(closed.store, closed.people[name], Act.ROWS, [closed.word("不满意")])
        closed.store.add_decisions([closed.correction("不满意", ME, HIM)])
    settled = confirmed(closed.workspace, closed.store)
    with pytest.raises(NotReadyError, match="签发"):  # what was agreed on was another state
        give_notice(settled, closed.store, FINAL, still)
    agree(closed.workspace, closed.store, pair)
    written = give_notice(settled, closed.store, FINAL, still)
    after = events(closed.store)[-1].content()
    assert after["corrects"] == before.content()["head"]
    assert "更正" in written.files.docx.name
    assert found(closed.workspace.root) == ()
    old = verify(closed.workspace, VerifyRequest(printed=after["corrects"]), still)
    assert old.differences == ()
    assert "已被" in old.superseded[0]
    assert any("这份通报上是总分" in line for line in old.superseded[1:])
    assert verify(closed.workspace, VerifyRequest(printed=after["head"]), still).superseded == ()
    make_archive(closed.workspace, closed.store, closed.workspace.root / "a.zip", pictures=True)
    with pytest.raises(pingyi_verify.Superseded, match="取代"):
        pingyi_verify.verify(str(closed.workspace.root / "a.zip"), after["corrects"])
    assert "核验通过" in pingyi_verify.verify(str(closed.workspace.root / "a.zip"), after["head"])


def test_accounts_are_made_by_those_who_know_the_person(copy: Held) -> None:
    new = Account(name="赵六", role=Role.ENTRY)
    for vouchers in ((), (copy.people[ME],), (copy.people[ME], copy.people[ME])):
        with pytest.raises(FileError, match="另外 2 个"):
            add_account(copy.store, NewAccount(account=new, password=ANOTHER, vouchers=vouchers), ME)
    for name in ("张 三", "張三", "张三。"):
        twin = Account(name=name, role=Role.ENTRY)
        with pytest.raises(FileError, match="已有名为"):
            add_account(copy.store, NewAccount(account=twin, password=ANOTHER, vouchers=()), ME)
    both_know = (copy.people[ME], copy.people[HER])
    add_account(copy.store, NewAccount(account=new, password=ANOTHER, vouchers=both_know), ME)
    assert "赵六" in backing(copy.store).people
    with pytest.raises(FileError, match="另外 2 个"):
        renew_key(copy.store, NewAccount(account=new, password=THIRD, vouchers=both_know[:1]), ME)
    renew_key(copy.store, NewAccount(account=new, password=THIRD, vouchers=both_know), ME)
    assert known_person(copy.store, "赵六", ANOTHER) is None
    assert backing(copy.store).faults == ()


def test_ones_own_password_is_changed_and_the_key_stays(copy: Held) -> None:
    with pytest.raises(FileError, match="原密码不对"):
        change_password(copy.store, HER, "不是这一句话", "新的一句好记的话")
    change_password(copy.store, HER, "一句好记的话2024", "新的一句好记的话")
    again = known_person(copy.store, HER, "新的一句好记的话")
    assert again is not None
    assert again[1] is not None
    assert again[1].public == copy.people[HER].public


def test_the_key_lies_sealed(ready: tuple[Path, dict[str, Signer]]) -> None:
    raw = {one.key.private_bytes_raw() for one in ready[1].values()}
    bytes_on_disk = b"".join(path.read_bytes() for path in ready[0].rglob("*") if path.is_file())
    assert not [key for key in raw if key in bytes_on_disk or key.hex().encode() in bytes_on_disk]


def test_an_office_without_accounts_gets_drafts_alone(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=2)
    with working(workspace, "test") as store:
        text = workspace.campaign_file.read_text(encoding="utf-8")
        signed = 'confirmed = true\nconfirmed_by = "张三"\nwitness = "李四"'
        workspace.campaign_file.write_text(text.replace("confirmed = false", signed), encoding="utf-8")
        with pytest.raises(PingyiError, match="确认"):
            give_notice(confirmed(open_workspace(workspace.root), store), store, FINAL, still)
    assert PREFIX


def test_decisions_are_filed_in_no_order_of_the_pile(copy: Held) -> None:
    """Whatever order a table brings them in, as the pile lay or as it was turned about."""
    rows = [(reading.digest, reading.rows[5].item) for _, reading in copy.store.readings()]
    at = datetime.now().astimezone()
    before = len(copy.store.corrections())
    for order in (rows, rows[::-1]):
        copy.store.add_decisions(
            Correction(sheet=sheet, item=item, verdict=Verdict.BLANK, decided_by=ME, confirmed_by=HER, decided_at=at)
            for sheet, item in order
        )
    filed = [one.sheet for one in copy.store.corrections()][before:]
    assert filed == [*sorted(sheet for sheet, _ in rows)] * 2


def test_a_row_the_machine_was_sure_of_is_overturned_only_as_such(copy: Held) -> None:
    sheet, item = copy.row
    _, reading = next(copy.store.readings())
    was = reading.rows[0].choice
    other = next(choice for choice in copy.workspace.campaign.ballot.choices if choice != was)
    with copy.store.transaction():
        for name in (ME, HER):
            say(copy.store, copy.people[name], Act.ROWS, [copy.word(other)])
        copy.store.add_decisions([copy.correction(other, ME, HER)])
    (odd,) = [one for one in give_anomalies(copy.workspace, copy.store) if one.oddity is Oddity.OVERTURNED]
    assert f"序号 {item}：{was} → {other}（{ME}、{HER}）" in odd.evidence[0]
    agree(copy.workspace, copy.store, both(copy.people[ME], copy.people[HER]))
    assert "由人改判的1行" in signed_lines(check_issuable(copy.workspace, copy.store))[0]
    assert sheet
