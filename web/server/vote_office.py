"""A vote as a server holds it, and how far it is."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.paper import returned
from pingyi.domain.trust.people import Account, Right
from pingyi.domain.votes.vote import Place
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.web.server.office import OpenDesk
from pingyi.workflow.desk.documents import Document, documents
from pingyi.workflow.desk.vote_folder import PRINTED, VoteDesk, open_vote
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.double_review import reason_groups
from pingyi.workflow.people.written.spoken import Spoken
from pingyi.workflow.people.written.typing_desk import opinion_page
from pingyi.workflow.votes.sheets import asked_of, spoken_in
from pingyi.workflow.votes.vote_desk import tables_of, tables_state


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One place: its paper, and the print run to take away."""

    place: Place
    returned: int
    run: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteOverview:
    """How far a vote is."""

    lines: tuple[PlaceLine, ...]
    returned: int
    open_rows: int
    unread: int
    untyped: int  # opinions that no two people have typed


class VoteOffice(OpenDesk):
    """What a server has open of a vote."""

    def __init__(self, folder: Path) -> None:
        super().__init__(open_vote(folder.absolute()))

    @property
    def desk(self) -> VoteDesk:
        """The vote, as vote.toml has it now."""
        return open_vote(self.root)

    @property
    def whose(self) -> str:
        """The name of the vote."""
        return self.desk.vote.name

    @property
    def titled(self) -> str:
        """The name of the vote, too."""
        return self.whose

    def asked(self) -> Asked:
        """What the form's rows may be decided as."""
        return asked_of(self._tables())

    def spoken(self) -> Spoken:
        """The form's questions, by their printed words."""
        return spoken_in(self._tables())

    def _tables(self) -> tuple[BallotForm, ...]:
        """The form as it was printed; read once for each state of the files it is read from."""
        desk = self.desk
        return self.once("tables", tables_state(desk), lambda: tables_of(desk))


def vote_overview(office: VoteOffice, store: Store) -> VoteOverview:
    """Look at everything, change nothing."""
    desk, counts = office.desk, store.page_counts()
    runs = {document.path.stem: document for document in documents(desk.root, PRINTED)}
    lines = tuple(
        PlaceLine(
            place=place,
            returned=returned(counts.get(place.code, ())),
            run=next((run for stem, run in runs.items() if stem.split(" ")[0] == place.code), None),
        )
        for place in desk.vote.places
    )
    return VoteOverview(
        lines=lines,
        returned=sum(line.returned for line in lines),
        open_rows=len(store.open_rows()),
        unread=len(store.open_pages()),
        untyped=len(inked_boxes(store)) - len(opinion_texts(store)),
    )


def vote_waiting(office: VoteOffice, account: Account, store: Store) -> dict[str, int]:
    """How much waits for whoever looks, by the menu's key."""
    groups = reason_groups(store, account)
    mine = sum(group.mine_to_do for group in groups)
    settling = sum(group.differing for group in groups) if account.may(Right.CHECK) else 0
    return {
        "review": mine + settling + len(store.open_pages()),
        "opinions": opinion_page(office.spoken(), store, account, range(0)).mine_to_do,
    }
