"""What people ask the server for that takes long; kept as JSON until it is done, a type for each kind."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pingyi.domain.readings.score_reading import ScorePaper


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScans:
    """Ballots in `folder`, of a batch or as each sheet says (empty); a temporary folder is removed once all is kept."""

    folder: str
    batch: str
    temporary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScores:
    """Leaders' scored papers in `folder`, of a batch or a body's letter."""

    folder: str
    batch: str
    paper: ScorePaper


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtTables:
    """What files of one kind in `folder` say, for people to see before they are taken in."""

    folder: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTables:
    """Files of one kind in `folder`, looked at and confirmed by `account`."""

    folder: str
    kind: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """The plan document in `folder`, proposed in place of the campaign; the folder is removed."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtForm:
    """A changed Word ballot in `folder`, understood and drawn; the folder is removed."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPlan:
    """The proposed campaign put in the place of the one that holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeForms:
    """Print-ready forms of one kind."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOpinions:
    """Machine drafts of all written opinions that have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNotice:
    """The result notice: `final` is the notice itself, `draft` leaves out what is open."""

    final: bool
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFeedback:
    """A letter for each unit; `draft` leaves out what is open."""

    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountVote:
    """The result of a vote; `draft` leaves out what is open."""

    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Everything computed again; so many sheets read anew (0: none, -1: all); the code printed on a notice, or none."""

    reread: int
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The workspace in a signed file; `apart` puts the pictures of ballots into one of their own."""

    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFormat:
    """Official documents in `folder`, held against GB/T 9704-2012; the folder is removed."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeBundle:
    """The work done here sealed as that of a station."""

    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBundles:
    """Stations' bundles in `folder`, checked and kept; the folder is removed."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInStations:
    """What all bundles come to, taken into the workspace; two people, whose keys are lent beside, sign for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceCount:
    """The digest of the count made public, before anybody knows which sheets are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAudit:
    """Sheets drawn by a public seed; as many as the claim asks for, or `sheets` (0: not told)."""

    seed: str
    sheets: int
    tolerance: str  # points out of 100, a decimal
    limit: str  # of risk, a share


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSights:
    """What the two people saw, in `folder`; the folder is removed."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeAudit:
    """How the audit stands now."""


JobRequest = (
    ReadScans
    | ReadScores
    | LookAtTables
    | TakeTables
    | ReadPlan
    | AdoptPlan
    | LookAtForm
    | MakeForms
    | DraftOpinions
    | WriteNotice
    | WriteFeedback
    | CountVote
    | Verify
    | Seal
    | CheckFormat
    | AnnounceCount
    | DrawAudit
    | TakeSights
    | SeeAudit
    | MakeBundle
    | KeepBundles
    | TakeInStations
)
KINDS: Mapping[str, type[JobRequest]] = {  # as they are kept
    "scan": ReadScans,
    "scores": ReadScores,
    "look": LookAtTables,
    "tables": TakeTables,
    "plan": ReadPlan,
    "adopt": AdoptPlan,
    "form": LookAtForm,
    "forms": MakeForms,
    "opinions": DraftOpinions,
    "notice": WriteNotice,
    "feedback": WriteFeedback,
    "vote": CountVote,
    "verify": Verify,
    "archive": Seal,
    "check": CheckFormat,
    "announce": AnnounceCount,
    "draw": DrawAudit,
    "sights": TakeSights,
    "audit": SeeAudit,
    "bundle": MakeBundle,
    "bundles": KeepBundles,
    "stations": TakeInStations,
}
RESUMED = (ReadScans, ReadScores, LookAtTables, TakeTables, DraftOpinions)
"""What was brought in is still there after a crash, and reading it twice changes nothing."""


def kind_of(request: JobRequest) -> str:
    """The word a request is kept under."""
    return next(kind for kind, known in KINDS.items() if isinstance(request, known))


def content_of(request: JobRequest) -> dict[str, Any]:
    """What of it is kept, for JSON."""
    return asdict(request)


def request_of(kind: str, content: Mapping[str, Any]) -> JobRequest | None:
    """A request that was kept; None for one of another version, of a kind or with parts unknown here."""
    known = KINDS.get(kind)
    if known is None or content.keys() != {part.name for part in fields(known)}:
        return None
    if known is ReadScores:
        content = {**content, "paper": ScorePaper(content["paper"])}
    return known(**content)
