"""A paper two people gave to another batch, or took out: every count is as if it had come there in the first place."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented_workspace import invented_workspace
from web_office import score_pages

from benchmarks.trust.alone import Held, put_in
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.readings.reading import Doubt, SheetReading, Source, Verdict
from pingyi.domain.readings.returns import Returns
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, reassign_word
from pingyi.ground.errors import ClosedError, NotReadyError
from pingyi.store.base.records import Filing, ImportedFile
from pingyi.store.base.stamp import stamp
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import events
from pingyi.store.outside.returns import add_returns, rows_read
from pingyi.store.people.leader_scores import add_score_pages, score_fields
from pingyi.store.people.reassigned import Reassigned, add_reassigned
from pingyi.store.readings.counts import machine_counts, people_counts
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.people.keys import Pair, both, nobody, say
from pingyi.workflow.people.reassigned import Given, batch_papers, moved_papers, papers_of_file, reassign
from pingyi.workflow.people.signed import backing
from pingyi.workflow.results.reconcile import give_balance
from pingyi.workflow.results.score import give_scores
from pingyi.workflow.results.tally import make_count

ME, HER = "张三", "李四"
PAIR = Pair(by=ME, witness=HER, ask=nobody)
WHY = "夹带的一张（虚构）"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sheets of each batch, one of them with rows that wait."""
    workspace = invented_workspace(tmp_path_factory.mktemp("made") / "w", sheets=4)
    return workspace.root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    return open_workspace(Path(shutil.copytree(made, tmp_path / "w")))


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


def given(sheet: str, batch: str | None, reason: str = WHY) -> Given:
    return Given(codes=(sheet,), batch=batch, reason=reason)


def counted(sheets: dict[str, SheetReading], where: dict[str, str]) -> Counter[tuple[str, str, str]]:
    """Batch, name and word of every row, counted here once more."""
    return Counter(
        (where[digest], row.name, row.choice or row.verdict.value)
        for digest, sheet in sheets.items()
        if where[digest]
        for row in sheet.rows
    )


def tallied(workspace: Workspace, store: Store) -> Counter[tuple[str, str, str]]:
    tally = make_count(workspace.campaign, workspace.batches(), store).tally
    names = {str(unit.serial): unit.name for unit in workspace.campaign.units}
    found: Counter[tuple[str, str, str]] = Counter()
    for row in tally.rows:
        for choice, votes in zip(workspace.campaign.ballot.choices, row.choices, strict=True):
            found[row.batch, names[row.item], choice] += votes
        found[row.batch, names[row.item], "blank"] += row.blank
        found[row.batch, names[row.item], "doubtful"] += row.doubtful
    return +found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_count_is_as_if_papers_had_come_where_they_stand(seed: int, workspace: Workspace, store: Store) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented moves
    sheets = {reading.digest: reading for _, reading in store.readings()}
    was = {reading.digest: batch for batch, reading in store.readings()}
    where, codes = dict(was), sorted({*was.values()})
    for _ in range(25):
        sheet = chance.choice(sorted(sheets))
        wanted = chance.choice(["", None, *codes])
        if (was[sheet] if wanted is None else wanted) == where[sheet]:
            with pytest.raises(NotReadyError, match="不用再改"):
                reassign(workspace, store, given(sheet, wanted), PAIR)
            continue
        before = stamp(store)
        reassign(workspace, store, given(sheet, wanted), PAIR)
        where[sheet] = was[sheet] if wanted is None else wanted
        assert stamp(store) != before
    assert tallied(workspace, store) == counted(sheets, where)
    by_batch = Counter(batch for batch in where.values() if batch)
    assert {batch: one.sheets for batch, one in store.progress().items()} == by_batch
    assert {batch: one["sheets"] for batch, one in machine_counts(store).items()} == by_batch
    assert {batch: sum(one.sheets for one in found) for batch, found in store.page_counts().items()} == by_batch
    assert {batch for batch, _ in rows_read(store)} == {*by_batch}
    for batch in codes:
        assert {one.digest for one in batch_papers(store, batch)} == {one for one, to in where.items() if to == batch}
    assert {one.digest: one.batch for one in moved_papers(store)} == {
        one: to for one, to in where.items() if to != was[one]
    }
    assert verify(workspace, VerifyRequest(), still).differences == ()


def test_rows_of_a_paper_taken_out_wait_for_nobody_and_wait_again_when_it_is_back(
    workspace: Workspace, store: Store
) -> None:
    first = next(reading for batch, reading in store.readings() if batch == "A01")
    rows = (replace(first.rows[0], verdict=Verdict.DOUBTFUL, choice="", reasons=(Doubt.FAINT,)), *first.rows[1:])
    doubtful = replace(first, digest="f" * 64, source=Source(file="另.pdf", page=1), rows=rows)
    store.file_pages([Filing(outcome=doubtful, batch="A01", scan="")])
    assert people_counts(store)["A01"]["open"] == len(store.open_rows()) == 1
    reassign(workspace, store, given("f" * 64, ""), PAIR)
    assert not people_counts(store).get("A01", {}).get("open")
    assert store.open_rows() == ()
    reassign(workspace, store, given("f" * 64, "A02"), PAIR)
    assert people_counts(store)["A02"]["open"] == 1
    assert [one.row.batch for one in store.open_rows()] == ["A02"]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (given("", ""), "没有这张票"),
        (given("zz" * 5, ""), "没有这张票"),
        (given("{}", "Z99"), "不能归到批次“Z99”"),
        (given("{}", "H"), "只能归到同一种票的批次"),
        (given("{}", "", "  "), "写明原因"),
        (given("{}", None), "不用再改"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(workspace: Workspace, store: Store, wanted: Given, words: str) -> None:
    sheet = next(reading.digest for _, reading in store.readings())
    with pytest.raises(NotReadyError, match=words):
        reassign(workspace, store, replace(wanted, codes=tuple(code.format(sheet[:10]) for code in wanted.codes)), PAIR)
    with pytest.raises(NotReadyError, match="两个人"):
        reassign(workspace, store, given(sheet, ""), Pair(by=ME, witness=f"{ME[0]} {ME[1:]}", ask=nobody))
    assert moved_papers(store) == ()


def test_all_papers_of_a_file_go_together_or_not_at_all(workspace: Workspace, store: Store) -> None:
    codes = papers_of_file(store, "A01.pdf")
    assert len(codes) == 4
    reassign(workspace, store, given(codes[0], "A02"), PAIR)
    with pytest.raises(NotReadyError, match="分在几处（A01 批、A02 批）；请用 --from"):
        papers_of_file(store, "A01.pdf")
    assert papers_of_file(store, "A01.pdf", "A01") == codes[1:]
    with pytest.raises(NotReadyError, match="不用再改"):
        reassign(workspace, store, Given(codes=codes, batch="A02", reason=WHY), PAIR)
    assert len(moved_papers(store)) == 1
    reassign(workspace, store, Given(codes=codes[1:], batch="A02", reason=WHY), PAIR)
    assert len(batch_papers(store, "A02")) == 8
    (event,) = [one for one in events(store) if one.kind == EventKind.REASSIGN][1:]
    assert event.content()["rows"][0]["last"] == 4
    for file, batch in (("没有的.pdf", ""), ("A01.pdf", "A01")):
        with pytest.raises(NotReadyError, match="没有扫描件"):
            papers_of_file(store, file, batch)


def test_a_stray_sheet_taken_out_makes_a_batch_balance(workspace: Workspace, store: Store) -> None:
    file = ImportedFile(name="登记.xlsx", sha256="0" * 64)
    lines = [
        Returns(batch=batch.code, issued=4, returned=3 if batch.code == "A01" else 4, spoiled=0, outstanding=0)
        for batch in workspace.batches()
    ]
    add_returns(store, file, lines)
    wrong = [one.message() for one in give_balance(workspace, store).imbalances]
    assert any("A01" in line for line in wrong)
    reassign(workspace, store, given(batch_papers(store, "A01")[0].digest, ""), PAIR)
    assert not any("读出" in one.message() for one in give_balance(workspace, store).imbalances)


def test_a_leaders_paper_taken_out_scores_nothing_and_asks_nobody(workspace: Workspace, store: Store) -> None:
    add_score_pages(store, score_pages(workspace.campaign))
    first, second = batch_papers(store, "L")
    assert len(score_fields(store)) == 6
    reassign(workspace, store, given(first.digest, ""), PAIR)
    assert {one.page for one in score_fields(store)} == {second.digest}
    assert [one.pages for one in give_balance(workspace, store).leaders if one.batch == "L"] == [1]
    with pytest.raises(NotReadyError, match="只能归到同一种票的批次"):
        reassign(workspace, store, given(first.digest, "A01"), PAIR)
    reassign(workspace, store, given(first.digest, "M"), PAIR)
    assert {(one.page, one.batch) for one in score_fields(store)} == {(first.digest, "M"), (second.digest, "L")}
    reassign(workspace, store, given(first.digest, None), PAIR)
    assert len(batch_papers(store, "L")) == 2


@pytest.mark.slow
def test_it_is_signed_sealed_and_counted_alike_by_who_checks_the_sealed_file_alone(
    workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    people = enrol(store, {ME: Role.ADMIN, HER: Role.REVIEW})
    pair = both(people[ME], people[HER])
    one, other = batch_papers(store, "A01")[:2]
    reassign(workspace, store, given(one.digest, ""), pair)
    reassign(workspace, store, given(other.digest, "A02"), pair)
    assert EventKind.REASSIGN in [event.kind for event in events(store)]
    assert not backing(store).unsigned
    give_scores(workspace, store, draft=False)
    path = make_archive(workspace, store, tmp_path / "a.zip", pictures=True).results
    assert "核验通过" in pingyi_verify.verify(str(path))
    restore((path,), tmp_path / "restored")
    again = open_workspace(tmp_path / "restored")
    with working(again, "test") as restored:
        assert moved_papers(restored) == moved_papers(store)
        assert tallied(again, restored) == tallied(workspace, store)


@pytest.mark.slow
def test_nobody_does_it_alone(workspace: Workspace, store: Store) -> None:
    held = Held(workspace=workspace, store=store, people=enrol(store, {ME: Role.ADMIN, HER: Role.REVIEW}))
    sheet = batch_papers(store, "A01")[0].digest
    add_reassigned(store, [Reassigned(paper=sheet, batch="", reason=WHY, decided_by=ME, confirmed_by=HER)])
    say(store, held.people[ME], Act.REASSIGN, [reassign_word(sheet, "", WHY)])
    assert any("的改归或移出" in line for line in backing(store).unsigned)
    store.database.execute("DROP TRIGGER reassigned_stay")
    store.database.execute("UPDATE reassigned SET batch = 'A02'")
    store.database.conn.commit()
    assert any("reassigned" in line for line in verify(workspace, VerifyRequest(), still).differences)


def test_after_a_formal_notice_nothing_is_moved(workspace: Workspace, store: Store) -> None:
    held = Held(workspace=workspace, store=store, people={})
    content = {"at": "2026-01-01T00:00:00+08:00", "files": {}, "key": "0" * 64, "final": True, "closes": True}
    put_in(held, EventKind.DOCUMENT, content)
    with pytest.raises(ClosedError):
        reassign(workspace, store, given(batch_papers(store, "A01")[0].digest, ""), PAIR)
