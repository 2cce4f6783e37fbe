"""Why a policy's confirmation was taken back is signed by two, stands in the evidence chain and in the sealed file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

from benchmarks.trust.alone import Held
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, policy_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.people.confirmations import latest_confirmations
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.people.keys import Signer, both, say
from pingyi.workflow.people.signed import backing
from pingyi.workflow.results.policies import confirm, take_back
from pingyi.workflow.results.score import give_scores

PEOPLE = {"张三": Role.ADMIN, "李四": Role.REVIEW}
NAME, WHY = "trimming", "区里 9 月另有通知"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Signer]]:
    workspace = invented_workspace(tmp_path_factory.mktemp("ready") / "w", sheets=2)
    with working(workspace, "test") as store:
        people = enrol(store, PEOPLE)
        confirm(workspace.campaign, store, NAME, both(*people.values()))
        give_scores(workspace, store, draft=False)
    return workspace.root, people


@pytest.fixture
def held(ready: tuple[Path, dict[str, Signer]], tmp_path: Path) -> Iterator[Held]:
    workspace = open_workspace(Path(shutil.copytree(ready[0], tmp_path / "w")))
    with working(workspace, "test") as store:
        yield Held(workspace=workspace, store=store, people=ready[1])


def back(held: Held, reason: str = WHY) -> None:
    take_back(held.workspace.campaign, held.store, NAME, both(*held.people.values()), reason)


def sealed(held: Held) -> str:
    give_scores(held.workspace, held.store, draft=False)
    return str(make_archive(held.workspace, held.store, held.workspace.root.parent / "a.zip", pictures=True).results)


def test_the_reason_is_signed_kept_and_checked_alone(held: Held) -> None:
    back(held, f" {WHY} ")
    given = latest_confirmations(held.store)[NAME].given
    assert (given.stands, given.reason) == (False, WHY)
    assert not backing(held.store).unsigned
    give_scores(held.workspace, held.store, draft=False)
    assert not verify(held.workspace, VerifyRequest(), still).differences
    assert "核验通过" in pingyi_verify.verify(sealed(held))


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_without_a_reason_it_stands(held: Held, reason: str) -> None:
    with pytest.raises(NotReadyError, match="写明原因"):
        back(held, reason)
    assert latest_confirmations(held.store)[NAME].given.stands


def test_a_reason_written_over_is_found(held: Held) -> None:
    back(held)
    held.store.database.execute("DROP TRIGGER confirmations_stay")
    held.store.database.execute("UPDATE confirmations SET reason = '别的' WHERE reason <> ''")
    held.store.database.conn.commit()
    assert any("confirmations" in line for line in verify(held.workspace, VerifyRequest(), still).differences)
    assert [one for one in backing(held.store).unsigned if NAME in one]


def test_what_two_signed_without_a_reason_backs_none(held: Held) -> None:
    """Words of an older program, which asked for no reason, do not cover one that was put in."""
    value = latest_confirmations(held.store)[NAME].given.value
    for signer in held.people.values():
        say(held.store, signer, Act.POLICY, [policy_word(NAME, value, stands=False)])
    held.store.database.execute(
        "INSERT INTO confirmations (policy, value, stands, confirmed_by, witness, confirmed_at, reason) "
        "VALUES (?, ?, 0, '张三', '李四', '2024-12-01T00:00:00+08:00', '想改')",
        [NAME, value],
    )
    held.store.database.conn.commit()
    assert [one for one in backing(held.store).unsigned if NAME in one]
