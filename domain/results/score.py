"""Summary tables brought in from outside, and the points they lead to."""

from dataclasses import dataclass
from decimal import Decimal

from pingyi.domain.campaign.points import Component
from pingyi.domain.results.figure import Figure

LACKING = "※"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderScores:
    """Scores given to one unit by one leaders' group (component `bodies` or `teams`)."""

    unit: str
    group: str  # key of the evaluator group
    scores: tuple[Decimal, ...]  # 0..100 each; empty when only the mean is known
    count: int
    mean: Decimal  # as given, or the exact mean of `scores`
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderVotes:
    """Votes given to one unit by one leaders' group, for the policy `leader_form = "votes"`."""

    unit: str
    group: str
    choices: tuple[int, ...]  # those that count, in the campaign's order
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineSummary:
    """One unit's year on the hotline, as the grid centre sums it up (附件2)."""

    unit: str
    closed: int
    returned: int
    closed_on_time: int
    returned_on_time: int
    satisfied: int
    basically_satisfied: int
    dissatisfied: int
    solved: int
    partly_solved: int
    unsolved: int
    spot_check_unsolved: int  # 自治区抽查未解决（申诉未通过）
    followed_up: int  # 2023年未解决工单跟踪问效量
    follow_up_refused: int  # 其中申诉未通过量
    bonus: Decimal
    source: str
    from_orders: bool = False  # added up here from work orders, not the grid centre's own


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSummary:
    """A third party's phone interviews on one unit; `choices` that count, in the campaign's order."""

    unit: str
    choices: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything imported as summary tables; one entry per unit and group at most."""

    leaders: tuple[LeaderScores, ...] = ()
    leader_votes: tuple[LeaderVotes, ...] = ()
    hotline: tuple[HotlineSummary, ...] = ()
    phone: tuple[PhoneSummary, ...] = ()
    remarks: tuple[str, ...] = ()  # Chinese: what of it is not in yet, for drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """One unit's points; `items` in the order of 附件1."""

    unit: str
    series: str
    total: Figure
    items: tuple[Figure, ...]
    components: tuple[Component, ...]  # the lines of 附件1 that `items` are
    rank: int  # within its ranking class; ties share a rank (1, 2, 2, 4)
    ranked_in: str  # name of the ranking class: a series, or the object of its point table
    lacking: tuple[str, ...] = ()  # Chinese: what its points want and is not there; of a formal result nothing

    @property
    def marked_rank(self) -> str:
        """As it is printed: with a mark behind it where the points lack something."""
        return f"{self.rank}{LACKING}" if self.lacking else str(self.rank)

    @property
    def lacking_words(self) -> str:
        """What a reader of its points must know, on every face of a draft; empty where nothing is lacking."""
        return f"{'；'.join(self.lacking)}；总分不含所缺，名次不能与其他单位比较" if self.lacking else ""

    def item(self, component: Component) -> Figure | None:
        """The figure of one line of 附件1; None when the unit has none (or a draft lacks it)."""
        return dict(zip(self.components, self.items, strict=True)).get(component)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """The result of a campaign."""

    units: tuple[UnitScore, ...]
    draft: bool  # open doubts or missing components were accepted
    remarks: tuple[str, ...]  # Chinese: what a reader of the draft must know
