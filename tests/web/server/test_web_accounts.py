"""Accounts on the page: vouched for, renewed by two, one's own password; nobody locks out somebody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from web_office import PASSWORD, client_of, office_in, post, prepare, sign_in

from pingyi.domain.trust.people import Account, Role
from pingyi.store.people.accounts import KeptAccount, KeySecrets, add_account
from pingyi.web import guard
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.keys import signed_words
from pingyi.workflow.people.signed import backing

WRONG, OTHER = "不是这一句话", "另一句好记的话2025"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def office(tmp_path: Path, prepared: Path) -> Iterator[Office]:
    with office_in(tmp_path, prepared) as found:
        yield found


@pytest.fixture
def client(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for module, name in ((people, "by_name"), (people, "by_device"), (guard, "_witnesses")):
        monkeypatch.setattr(module, name, Limiter(most=5, seconds=30))
    monkeypatch.setattr(people, "by_address", Limiter(most=30, seconds=5))
    with client_of(office) as found:
        yield found


def wrong_passwords(client: TestClient, name: str, times: int) -> None:
    client.cookies.clear()
    for _ in range(times):
        client.post("/login", data={"name": name, "password": WRONG})


def test_a_newcomer_is_vouched_for_by_two(client: TestClient, office: Office) -> None:
    token = sign_in(client, "王五")
    new = {"csrf": token, "name": "钱九", "password": OTHER, "role": "entry"}
    assert client.post("/people/add", data=new).status_code == 409
    assert client.post("/people/add", data={**new, "witness": "李四", "witness_password": WRONG}).status_code == 403
    assert client.post("/people/add", data={**new, "witness": "李四", "witness_password": PASSWORD}).status_code == 303
    with office.store() as store:
        assert signed_words(store).people.keys() >= {"钱九", "王五"}
        assert backing(store).faults == ()
    sign_in(client, "钱九", OTHER)


def test_a_forgotten_password_is_set_anew_by_two_others_and_signs_again(client: TestClient, office: Office) -> None:
    token = sign_in(client, "王五")
    new = {"csrf": token, "name": "张三", "password": OTHER}
    assert client.post("/people/renew", data=new).status_code == 409
    alone = {**new, "witness": "王五", "witness_password": PASSWORD}
    assert client.post("/people/renew", data=alone).status_code == 409
    assert (
        client.post("/people/renew", data={**new, "witness": "李四", "witness_password": PASSWORD}).status_code == 303
    )
    token = sign_in(client, "张三", OTHER)
    row = post(client, "/review/next", {"tab": "11111111-2222"}, token).json()["rows"][0]
    said = {"tab": "11111111-2222", "sheet": row["sheet"], "item": row["item"], "verdict": "blank"}
    assert post(client, "/review/decide", said, token).status_code == 200
    with office.store() as store:
        assert backing(store).faults == ()


def test_everybody_changes_their_own_password_and_no_one_elses(client: TestClient) -> None:
    token = sign_in(client, "赵六")
    assert client.get("/people").status_code == 200
    assert "新建账号" not in client.get("/people").text
    wish = {"csrf": token, "old": WRONG, "new": OTHER}
    assert client.post("/people/password", data=wish).status_code == 409
    assert client.post("/people/password", data={**wish, "old": PASSWORD}).status_code == 303
    assert client.get("/log").headers["location"] == "/login"
    sign_in(client, "赵六", OTHER)
    for path in ("/people/add", "/people/renew", "/people/change"):
        refused = client.post(path, data={"csrf": token, "name": "张三", "password": OTHER, "role": "admin"})
        assert refused.status_code == 403, path


def test_wrong_passwords_stand_in_the_log(client: TestClient) -> None:
    wrong_passwords(client, "张三", 1)
    sign_in(client, "王五")
    assert "密码不对" in client.get("/log").text


def test_wrong_passwords_by_anybody_lock_out_nobody_who_was_here_before(client: TestClient) -> None:
    sign_in(client, "张三")
    device = client.cookies[people.DEVICE]
    wrong_passwords(client, "张三", 6)
    for number in range(40):
        wrong_passwords(client, f"某{number}", 1)
    assert client.post("/login", data={"name": "张三", "password": PASSWORD}).status_code == 429
    client.cookies.set(people.DEVICE, device)
    assert client.post("/login", data={"name": "李四", "password": PASSWORD}).status_code == 429  # the browser is his
    assert client.post("/login", data={"name": "张三", "password": PASSWORD}).status_code == 303
    client.cookies.set(people.DEVICE, device)
    client.cookies.delete("pingyi")
    for _ in range(5):
        client.post("/login", data={"name": "张三", "password": WRONG})
    assert client.post("/login", data={"name": "张三", "password": PASSWORD}).status_code == 429


def test_a_session_signs_with_a_key_that_the_database_alone_does_not_open(client: TestClient, office: Office) -> None:
    sign_in(client, "张三")
    with office.store() as store:
        (kept,) = store.rows("SELECT token, sealed_key FROM sessions WHERE account = '张三'")
    assert kept["sealed_key"]
    assert client.cookies["pingyi"] not in str(kept)


def test_accounts_of_an_older_program_look_and_sign_once_they_have_a_key(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "campaign")
    hashed = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash(PASSWORD)
    with working(workspace, "older") as store, store.transaction():
        for name in ("王五", "张三"):
            secrets = KeySecrets(password=hashed, public_key="", sealed_key="")
            add_account(store, KeptAccount(account=Account(name=name, role=Role.ADMIN), secrets=secrets))
    office = Office(workspace.root)
    with client_of(office) as client:
        token = sign_in(client, "王五")
        assert client.get("/").status_code == 200
        said = {"tab": "11111111-2222", "sheet": "0", "item": "1", "verdict": "blank"}
        refused = post(client, "/review/decide", said, token)
        assert refused.status_code == 409
        assert "还没有签名钥匙" in refused.json()["message"]
        assert client.post("/people/renew", data={"csrf": token, "name": "王五", "password": OTHER}).status_code == 303
        token = sign_in(client, "王五", OTHER)
        assert client.post("/people/renew", data={"csrf": token, "name": "张三", "password": OTHER}).status_code == 303
        with office.store() as store:
            assert sorted(backing(store).people) == ["张三", "王五"]
    office.close()
