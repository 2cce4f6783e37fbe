"""What is known of an answer stands beside it wherever it is offered: on the page, in the terminal, in the manual."""

from pathlib import Path

from rich.console import Console

from pingyi.commands.show.policies import policy_tables
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.policy_words import ANSWER_NOTES, ANSWER_TEXT, answer_notes
from pingyi.store.base.store import Store
from pingyi.workflow.results.policies import standings

MANUAL = Path(__file__).parents[3] / "docs" / "campaign.md"


def test_a_machine_that_reads_scores_is_offered_with_its_bound() -> None:
    (note,) = answer_notes("machine_scores")
    assert note.startswith(f"选“{ANSWER_TEXT['machine_scores']['agreed']}”的：")
    assert "95 % 把握" in note
    assert answer_notes("trimming") == ()


def test_the_terminal_shows_it_whichever_answer_stands(campaign: Campaign, tmp_path: Path) -> None:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        found = standings(campaign, store)
    console = Console(width=80, record=True, file=(tmp_path / "said").open("w", encoding="utf-8"))
    for part in policy_tables(found):
        console.print(part)
    said = "".join(console.export_text().split())
    for (name, _), note in ANSWER_NOTES.items():
        assert name in said
        assert "".join(note.split())[:30] in said


def test_the_manual_says_it_too() -> None:
    for note in ANSWER_NOTES.values():
        assert note in MANUAL.read_text(encoding="utf-8")
