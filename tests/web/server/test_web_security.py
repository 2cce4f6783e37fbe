"""Who and what is not let in."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from web_office import PASSWORD, post, sign_in, upload

from pingyi.ground.errors import FileError
from pingyi.web.app import create_app
from pingyi.web.guard import UPLOAD_BYTES, Limiter
from pingyi.web.pages import REGISTRY, people
from pingyi.web.serve import certified
from pingyi.web.server.office import Office

PATHS = ("/", "/forms", "/scans", "/review", "/opinions", "/imports", "/policies", "/results", "/documents", "/log")


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    for path in (*PATHS, "/people", "/contact", "/pictures/row/0/2.png"):
        assert client.get(path).headers["location"] == "/login", path


def test_a_wrong_password_and_an_unknown_name_look_the_same(client: TestClient) -> None:
    wrong = client.post("/login", data={"name": "张三", "password": "不是这一句话"})
    unknown = client.post("/login", data={"name": "无此人", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "姓名或密码不对" in wrong.text
    assert wrong.text.replace("张三", "") == unknown.text.replace("无此人", "")


def test_guessing_is_slowed_down_even_for_the_right_password(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "by_name", Limiter(most=5, seconds=30))
    for _ in range(5):
        client.post("/login", data={"name": "张三", "password": "不是这一句话"})
    assert client.post("/login", data={"name": "张三", "password": PASSWORD}).status_code == 429
    assert client.post("/login", data={"name": "李四", "password": PASSWORD}).status_code == 303


def test_a_change_without_the_sessions_token_is_refused(client: TestClient) -> None:
    sign_in(client, "王五")
    body = {"tab": "12345678", "sheet": f"{0:064x}", "item": "2", "verdict": "blank"}
    assert client.post("/review/decide", json=body).status_code == 403
    assert client.post("/people/add", data={"name": "x", "password": PASSWORD, "role": "admin"}).status_code == 403


def test_another_sessions_token_does_not_fit(client: TestClient) -> None:
    theirs = sign_in(client, "王五")
    sign_in(client, "张三")
    body = {"tab": "12345678", "sheet": f"{0:064x}", "item": "2", "verdict": "blank"}
    assert post(client, "/review/decide", body, theirs).status_code == 403


def test_a_form_on_another_site_is_refused(client: TestClient) -> None:
    reply = client.post("/login", data={"name": "张三", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403


def test_a_session_ends_with_signing_out_and_with_the_account(client: TestClient) -> None:
    token = sign_in(client, "张三")
    cookie = client.cookies["pingyi"]
    client.post("/logout", data={"csrf": token})
    client.cookies.set("pingyi", cookie)
    assert client.get("/log").headers["location"] == "/login"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    reply = client.post("/login", data={"name": "张三", "password": PASSWORD})
    assert "HttpOnly" in reply.headers["set-cookie"]
    assert "SameSite=strict" in reply.headers["set-cookie"]


def test_every_reply_forbids_scripts_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/login").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    sign_in(client, "王五")
    for path in PATHS:
        text = client.get(path).text
        assert " style=" not in text, path
        assert " onclick=" not in text, path


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("赵六", "/review/rows", 403),
        ("张三", "/contact", 403),
        ("张三", "/results/ink?serial=1&batch=A01&word=%E6%BB%A1%E6%84%8F", 403),
        ("李四", "/contact", 200),
    ],
)
def test_a_role_opens_only_its_pages(client: TestClient, name: str, path: str, status: int) -> None:
    sign_in(client, name)
    assert client.get(path).status_code == status


def test_who_only_watches_changes_nothing(client: TestClient) -> None:
    token = sign_in(client, "赵六")
    body = {"tab": "12345678", "sheet": f"{0:064x}", "item": "2", "verdict": "blank"}
    for path in ("/review/decide", "/review/next", "/scans/read", "/contact/send", "/opinions"):
        assert post(client, path, body, token).status_code in (403, 422), path
    assert client.post("/forms", data={"kind": "ballots", "csrf": token}).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页.html", b"<html><script>alert(1)</script>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("假.pdf", b"<html>%PDF-</html>"),
        ("假.png", b"GIF89a"),
        ("程序.exe", b"MZ"),
        ("空.pdf", b""),
    ],
)
def test_what_is_no_scan_is_refused_and_not_kept(client: TestClient, office: Office, name: str, content: bytes) -> None:
    status, words = upload(client, sign_in(client, "张三"), name, content)
    assert status == 409, words
    assert [file for file in (office.root / "uploads").rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("name", ["../../campaign.pdf", "..\\..\\campaign.pdf", "/etc/cron.d/x.pdf", "C:\\x\\y.pdf"])
def test_a_path_in_a_name_leads_nowhere(client: TestClient, office: Office, name: str) -> None:
    status, _ = upload(client, sign_in(client, "张三"), name, b"%PDF-1.4 x")
    assert status == 200
    (kept,) = office.root.rglob("*.pdf")
    assert kept.parent.parent == office.root / "uploads"


def test_two_gigabytes_are_refused_before_they_are_read(client: TestClient) -> None:
    token = sign_in(client, "张三")
    headers = {"X-CSRF-Token": token, "Content-Length": str(2 << 30)}
    reply = client.post("/scan/upload?pile=abc&name=x.pdf", content=iter([b"%PDF-"]), headers=headers)
    assert reply.status_code == 413
    assert "太大" in reply.text


def test_an_unannounced_flood_is_cut_off(client: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pingyi.web.guard.UPLOAD_BYTES", 1 << 20)
    token = sign_in(client, "张三")
    headers = {"X-CSRF-Token": token, "Accept": "application/json"}
    flood = (b"%PDF-" + bytes(65536) for _ in range(64))
    reply = client.post("/scan/upload?pile=abc&name=x.pdf", content=flood, headers=headers)
    assert reply.status_code == 413
    assert [file for file in (office.root / "uploads").rglob("*") if file.is_file()] == []
    assert UPLOAD_BYTES < 2 << 30


@pytest.mark.parametrize("wanted", ["..%2f..%2fcampaign.toml", "../pingyi.db", "%2e%2e/pingyi.db", "pingyi.db"])
def test_a_download_is_known_by_its_id_alone(client: TestClient, wanted: str) -> None:
    sign_in(client, "王五")
    assert client.get(f"/documents/{wanted}").status_code in (404, 409)
    assert client.get(f"/pictures/opinion/{wanted}/opinion.png").status_code == 404
    assert client.get(f"/static/{wanted}").status_code == 404


def test_script_in_a_name_or_an_opinion_is_shown_as_text(client: TestClient, office: Office) -> None:
    script = "<script>alert(1)</script>"
    text = office.workspace.campaign_file.read_text(encoding="utf-8").replace("雒容镇", script)
    office.workspace.campaign_file.write_text(text, encoding="utf-8")
    token = sign_in(client, "王五")
    typed = {"sheet": f"{0:064x}", "text": script, "units": ""}
    assert post(client, "/opinions", typed, token).status_code == 200
    for path in ("/opinions", "/contact", "/policies", "/"):
        page = client.get(path).text
        assert script not in page, path
    assert "&lt;script&gt;" in client.get("/opinions").text


def test_the_setup_link_works_once_and_never_beside_accounts(client: TestClient) -> None:
    assert client.get("/setup?token=once").status_code == 403


def test_a_second_person_confirms_a_policy_by_their_own_password(client: TestClient, office: Office) -> None:
    token = sign_in(client, "王五")
    wish = {"csrf": token, "name": "vote_weights", "witness": "李四", "password": "不是这一句话"}
    assert client.post("/policies/confirm", data=wish).status_code == 403
    assert office.campaign.policies.vote_weights.confirmed is False
    assert client.post("/policies/confirm", data={**wish, "password": PASSWORD}).status_code == 303
    policy = office.campaign.policies.vote_weights
    assert (policy.confirmed, policy.confirmed_by, policy.witness) == (True, "王五", "李四")
    own = {**wish, "name": "ranking", "witness": "王五", "password": PASSWORD}
    assert client.post("/policies/confirm", data=own).status_code == 409


STRANGE = ("x", f"{99:064x}", f"{0:064x}", "", "../..", "\0", -1, 10**18, None, ["x", "9"])
WORDS = (
    "sheet",
    "item",
    "verdict",
    "choice",
    "rows",
    "decisions",
    "number",
    "outcome",
    "page",
    "position",
    "name",
    "tab",
)


@pytest.mark.parametrize("name", ["王五", "李四"])
def test_no_strange_request_is_a_fault_of_ours(client: TestClient, name: str) -> None:
    """Every action of the page, asked for with words, sheets and numbers that are none; a fault is raised here."""
    token = sign_in(client, name)
    chance = Random(name)  # noqa: S311 - to be repeated
    paths = [
        route.path
        for router in REGISTRY
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods and "logout" not in route.path
    ]
    assert len(paths) > 15
    for path in paths:
        for _ in range(12):
            body = {word: chance.choice(STRANGE) for word in WORDS}
            body["rows"] = [[chance.choice(STRANGE), chance.choice(STRANGE)]]
            body["tab"] = "12345678"
            reply = post(client, path.replace("{", "").replace("}", ""), body, token)
            assert reply.status_code < 500, (path, body, reply.text[:300])


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost", "[::1]:8765", "192.168.1.20:8765", socket.gethostname()]
)
def test_the_page_is_opened_by_address_or_by_this_machines_name(client: TestClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::1", "localhost@x", "a b"]
)
def test_a_strangers_name_that_points_here_opens_nothing(client: TestClient, host: str) -> None:
    reply = client.get("/login", headers={"Host": host})
    assert reply.status_code == 421
    assert "请用本机的名字" in reply.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://[", ""])
def test_another_pages_change_is_refused(client: TestClient, origin: str) -> None:
    body = {"name": "张三", "password": PASSWORD}
    assert client.post("/login", data=body, headers={"Origin": origin}).status_code == 403
    assert client.post("/login", data=body, headers={"Origin": str(client.base_url)}).status_code == 303


def test_a_certificates_names_open_the_page_too(office: Office, tmp_path: Path) -> None:
    key, day = Ed25519PrivateKey.generate(), datetime(2024, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    others = x509.SubjectAlternativeName([x509.DNSName("pingyi.district.example"), x509.DNSName("*.office.example")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day.replace(year=2034), [])
    pem = made.add_extension(others, critical=False).sign(key, None).public_bytes(Encoding.PEM)
    (tmp_path / "c.pem").write_bytes(pem)
    names = certified(tmp_path / "c.pem")
    with TestClient(create_app(office, names=names), base_url="http://127.0.0.1") as client:
        hosts = ("pingyi.district.example:8765", "a.office.example", "district.example", "x")
        asked = [client.get("/login", headers={"Host": host}).status_code for host in hosts]
    assert asked == [200, 200, 421, 421]
    assert certified(None) == ()
    (tmp_path / "c.pem").write_bytes(pem[:200])
    with pytest.raises(FileError, match="证书"):
        certified(tmp_path / "c.pem")
