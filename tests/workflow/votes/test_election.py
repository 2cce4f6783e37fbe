"""An election from the Word file to its documents, its numbers those that the voters meant."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from benchmarks.votes import election
from benchmarks.votes.made_forms import MadeForm, printed_form
from pingyi.domain.trust.chain import canonical, sha256
from pingyi.domain.votes.vote import VoteKind
from pingyi.ground.errors import CampaignError, FormError, NotReadyError, OpenDoubtsError
from pingyi.workflow.desk.seal import MANIFEST
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import Content, json_lines, make_archive, write_sealed
from pingyi.workflow.people.keys import nobody
from pingyi.workflow.said.vote import result_lines, started_lines
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.count import give_result
from pingyi.workflow.votes.new_vote import NewVote, start_vote
from pingyi.workflow.votes.sheets import import_vote_review, scan_vote
from pingyi.workflow.votes.vote_desk import tables_of

SHEETS, SEED = 10, 5


def wish(form: Path, **more: object) -> NewVote:
    said = {
        "form": form,
        "name": "选举",
        "kind": VoteKind.CONTESTED,
        "copies": (("会场", 12),),
        "seats": 9,
        "eligible": 12,
    }
    return NewVote(**{**said, "attending": 11, **more})  # type: ignore[arg-type]


def silent(_words: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.office
@pytest.mark.long
def test_an_election_is_counted_as_its_voters_meant_it(tmp_path: Path) -> None:
    form, asked = printed_form(election.ballot(), tmp_path, "选票")
    started = start_vote(tmp_path / "选举", wish(form))
    desk, told = started.desk, "\n".join(started_lines(started))
    assert "11 题，另选他人 2 行" in told
    scans = tmp_path / "扫描.pdf"
    truth = election.filled(asked, (started.runs[0], scans), range(SHEETS), SEED)
    meant = election.by_page(scans.name, truth)
    with working(desk, "test") as store:
        scan_vote(desk, store, ScanRequest(scans=(scans,)), silent)
        outcome = election.compare(store, meant)
        assert (outcome.wrong, outcome.unread, outcome.rows) == ((), 0, SHEETS * 13)
        named = sum(sheet["另选1"].word in election.WRITTEN for sheet in truth)
        assert 0 < named <= outcome.written  # `compare` finds none of them decided
        with pytest.raises(OpenDoubtsError, match="待人工判定"):
            give_result(desk, store, draft=False)
        election.decide(store, meant, tmp_path / "判定.csv")
        import_vote_review(desk, store, tmp_path / "判定.csv", nobody)
        counted = give_result(desk, store, draft=False)
        assert give_result(desk, store, draft=False).result == counted.result
        make_archive(desk, store, tmp_path / "归档.zip", pictures=True)
    recounted_by_strangers(tmp_path / "归档.zip", tmp_path)
    votes, void = election.true_votes(truth)
    assert counted.result.election is not None
    assert {one.name: one.votes for one in counted.result.election.candidates if one.votes} == dict(votes)
    assert counted.result.void_sheets == void
    docx, _, workbook = counted.files
    written = "\n".join(cell.text for table in Document(str(docx)).tables for row in table.rows for cell in row.cells)
    assert all(name in written for name in election.NAMES)
    grid = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name("逐票").to_python()
    assert len(grid) == 2 + SHEETS
    lines = "\n".join(result_lines(counted.result))
    assert f"收回 {SHEETS} 份" in lines
    assert f"应选 9 名，当选 {len(counted.result.election.elected)} 名" in lines
    assert list(desk.scans.iterdir())
    desk.form.write_bytes(desk.form.read_bytes() + b" ")
    with pytest.raises(FormError, match="印制以后改过"):
        tables_of(desk)


def recounted_by_strangers(sealed: Path, scratch: Path) -> None:
    """By the program in the archive, Python alone; whoever has the key and rewrites count and chain is found out."""
    with zipfile.ZipFile(sealed) as package:
        manifest = json.loads(package.read(MANIFEST))
        content: Content = {name: package.read(name) for name in manifest.pop("files")}
    program, forged = scratch / "verify.py", scratch / "伪造.zip"
    program.write_bytes(content["verify.py"])  # type: ignore[arg-type]
    told = subprocess.run([sys.executable, program, sealed], check=True, capture_output=True).stdout.decode()
    assert f"{SHEETS} 张票、11 题的票数重新计过" in told
    said = json.loads(content["computed/vote.json"])  # type: ignore[arg-type]
    said["election"]["candidates"][-1]["votes"] += 1
    content["computed/vote.json"] = canonical(said).encode()
    write_sealed(forged, content, manifest)
    with pytest.raises(pingyi_verify.Differs, match="计票结果与证据链所记不同"):
        pingyi_verify.verify(str(forged))
    rows, previous = [], "0" * 64
    for row in map(json.loads, content["tables/events.jsonl"].splitlines()):  # type: ignore[union-attr]
        if row["kind"] == "tally":
            row["payload"] = canonical({**json.loads(row["payload"]), "tally": sha256(canonical(said))})
        made = sha256(f"{row['number']}\n{row['kind']}\n{previous}\n{row['payload']}")
        rows.append({**row, "previous": previous, "hash": made})
        previous = made
    content["tables/events.jsonl"] = json_lines(rows)
    write_sealed(forged, content, {**manifest, "head": {"number": len(rows), "hash": previous}})
    with pytest.raises(pingyi_verify.Differs, match="重新计为"):
        pingyi_verify.verify(str(forged))


@pytest.mark.office
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"seats": 0}, "应选名额"),
        ({"seats": 11}, "不符"),
        ({"kind": VoteKind.EQUAL, "seats": 9}, "不符"),
        ({"favour": "推荐"}, "--favour"),
        ({"eligible": 10}, "实到会 11 人多于应到会 10 人"),
        ({"name": ""}, "name：这里不能空着"),
        ({"several": True}, "several"),
        ({"kind": VoteKind.SURVEY, "exact": True}, "exact"),
    ],
)
def test_what_does_not_suit_an_election_is_refused(tmp_path: Path, more: dict[str, object], told: str) -> None:
    form, _ = printed_form(election.ballot(), tmp_path, "选票")
    with pytest.raises((NotReadyError, FormError, CampaignError), match=told) as refused:
        start_vote(tmp_path / "选举", wish(form, **more))
    assert "请" in str(refused.value)
    assert not (tmp_path / "选举").exists()


@pytest.mark.office
@pytest.mark.parametrize("over", ["另选他人姓名：________", "另选他人的，在空格里写上姓名。"])
def test_a_line_for_names_outside_the_rows_refuses_an_election(tmp_path: Path, over: str) -> None:
    (table,) = election.ballot().tables
    made = replace(table, over=over, lines=table.lines[: -election.LINES])
    form, _ = printed_form(MadeForm(title="选票", tables=(made,)), tmp_path, "选票")
    if over.endswith("。"):
        assert start_vote(tmp_path / "选举", wish(form)).tables
        return
    with pytest.raises(FormError, match=r"不在打勾的行里.*请"):
        start_vote(tmp_path / "选举", wish(form))
