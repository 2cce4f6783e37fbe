"""An import taken back is signed by two, sealed, and counted without by who checks the sealed file alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

from benchmarks.trust.alone import Held, put_in
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, take_back_word
from pingyi.ground.errors import ClosedError, NotReadyError
from pingyi.store.evidence.log import events, head
from pingyi.store.outside.brought import TakenBack, add_taken_back, brought
from pingyi.store.outside.imports import outside
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.people.keys import Pair, Signer, both, nobody, say
from pingyi.workflow.people.signed import backing
from pingyi.workflow.people.taken_back import take_back
from pingyi.workflow.results.score import give_scores
from pingyi.workflow.tables.imports import import_table

PEOPLE = {"张三": Role.ADMIN, "李四": Role.REVIEW}
ME, HER = PEOPLE
WRONG = 4  # the number of the import that nobody wanted
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Signer]]:
    """A year of invented tables, then interviews that belong to another year."""
    workspace = invented_workspace(tmp_path_factory.mktemp("ready") / "w", sheets=6)
    wrong = workspace.root.parent / "去年的电话.csv"
    rows = (f"{unit.name},{unit.serial},40,9" for unit in workspace.campaign.units)
    wrong.write_text("\n".join(["单位名称,满意,基本满意,不满意", *rows]), encoding="utf-8")
    with working(workspace, "test") as store:
        people = enrol(store, PEOPLE)
        give_scores(workspace, store, draft=False)
        import_table(workspace.campaign, store, "phone", wrong)
    return workspace.root, people


@pytest.fixture
def held(ready: tuple[Path, dict[str, Signer]], tmp_path: Path) -> Iterator[Held]:
    workspace = open_workspace(Path(shutil.copytree(ready[0], tmp_path / "w")))
    with working(workspace, "test") as store:
        yield Held(workspace=workspace, store=store, people=ready[1])


def found(held: Held) -> tuple[str, ...]:
    return verify(held.workspace, VerifyRequest(), still).differences


def sealed(held: Held) -> Path:
    give_scores(held.workspace, held.store, draft=False)
    return make_archive(held.workspace, held.store, held.workspace.root.parent / "a.zip", pictures=True).results


def test_points_are_those_of_before_it_came_and_the_sealed_file_agrees(held: Held, tmp_path: Path) -> None:
    give_scores(held.workspace, held.store, draft=False)
    take_back(held.store, WRONG, both(held.people[ME], held.people[HER]), "是去年的表")
    give_scores(held.workspace, held.store, draft=False)
    trees = [event.content()["tree"] for event in events(held.store) if event.kind == EventKind.SCORE]
    assert trees[0] == trees[2] != trees[1]
    assert found(held) == ()
    path = sealed(held)
    assert "核验通过" in pingyi_verify.verify(str(path))
    restore((path,), tmp_path / "restored")
    again = open_workspace(tmp_path / "restored")
    with working(again, "test") as store:
        assert outside(store) == outside(held.store)
        assert brought(store) == brought(held.store)


def test_a_source_taken_back_that_nothing_replaces_stops_the_score(held: Held) -> None:
    leaders = next(one for one in brought(held.store) if one.kind == "leaders")
    report = take_back(held.store, leaders.number, both(held.people[ME], held.people[HER]), "不是定稿")
    assert (report.gone, report.earlier) == (leaders.counting, ())
    with pytest.raises(NotReadyError):
        give_scores(held.workspace, held.store, draft=False)


def _unsigned(held: Held) -> None:
    given = TakenBack(brought=WRONG, reason="想改", decided_by=ME, confirmed_by=HER)
    add_taken_back(held.store, given)


def _by_one(held: Held) -> None:
    say(held.store, held.people[ME], Act.TAKE_BACK, [take_back_word(WRONG, "想改")])
    _unsigned(held)


def _of_another(held: Held) -> None:
    for name in (ME, HER):
        say(held.store, held.people[name], Act.TAKE_BACK, [take_back_word(1, "想改")])
    _unsigned(held)


@pytest.mark.parametrize("attempt", [_unsigned, _by_one, _of_another])
def test_one_person_takes_nothing_back(held: Held, attempt: Callable[[Held], None]) -> None:
    attempt(held)
    assert f"第 {WRONG} 次导入的撤回（张三、李四）没有这两个人的签名" in found(held)
    with pytest.raises(pingyi_verify.Differs, match="签名"):
        pingyi_verify.verify(str(sealed(held)))


def test_a_row_put_in_beside_the_chain_is_named(held: Held) -> None:
    held.store.database.execute(
        "INSERT INTO taken_back (brought, reason, decided_by, confirmed_by, decided_at) "
        "VALUES (1, '想改', '张三', '李四', '2024-12-01')"
    )
    held.store.database.conn.commit()
    assert any("taken_back 第 1 至 1 行不在证据链里" in line for line in found(held))


def test_after_a_formal_notice_nothing_is_taken_back(held: Held) -> None:
    put_in(held, EventKind.DOCUMENT, {"files": {}, "head": "0" * 64, "key": "0" * 64, "closes": True, "final": True})
    last, before = head(held.store), outside(held.store)
    with pytest.raises(ClosedError, match="pingyi reopen"):
        take_back(held.store, 1, both(held.people[ME], held.people[HER]), "想改")
    assert (head(held.store), outside(held.store)) == (last, before)


def test_what_an_office_without_keys_took_back_is_signed_later(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=6)
    with working(workspace, "test") as store:
        take_back(store, 3, Pair(by=ME, witness=HER, ask=nobody), "不是定稿")
        with pytest.raises(NotReadyError, match="已经撤回"):
            take_back(store, 3, Pair(by=ME, witness=HER, ask=nobody), "不是定稿")
        people = enrol(store, PEOPLE)
        assert len(backing(store).unsigned) == 1
        take_back(store, 3, both(people[ME], people[HER]), "不是定稿")
        assert backing(store).unsigned == ()
        assert not outside(store).phone
