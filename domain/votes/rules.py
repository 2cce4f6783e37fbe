"""How a vote is counted: each rule in words, with where it stands; which of them hold for which kind of vote."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from pingyi.domain.forms.declared import Declared, declared_lines
from pingyi.domain.votes.vote import Quorum, Vote, VoteKind

HALF = Fraction(1, 2)
PARTY = "《中国共产党基层组织选举工作条例》（2020年）"
STATE = "《全国人民代表大会和地方各级人民代表大会选举法》（2020年修正）"
ON_FORM = "本次表样上写明的填法"
BY_QUORUM = "本次写明的办法"
OFFICE = "本单位的通行做法，法规没有规定；以本次的办法为准"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRule:
    """One rule as it is printed before the vote and in its result."""

    words: str
    source: str


class Rule(Enum):
    """Every rule that counting follows."""

    ONE_OF_ROW = CountingRule(words="每行只选一项；一行选了几项或没有选，只是这一行无效", source=OFFICE)
    ANY_OF_ROW = CountingRule(words="每行可选几项，各计一票；没有选的，这一行不计", source=OFFICE)
    MOST_OF_SHEET = CountingRule(
        words="一张票所选人数多于应选名额的，整张无效；等于或少于应选名额的有效", source=f"{STATE}第四十四条；{PARTY}"
    )
    EXACT_OF_SHEET = CountingRule(
        words="一张票所选人数必须等于应选名额；多于或少于的，整张无效",
        source=f"本次的办法；{STATE}第四十四条和{PARTY}里，少于的有效",
    )
    RETURNED = CountingRule(
        words="收回的选票多于发出的选票，或多于实到会投票的人数，选举无效；等于或少于的，选举有效",
        source=f"{PARTY}；{STATE}第四十四条",
    )
    FOUR_FIFTHS = CountingRule(words="有选举权的到会人数不少于应到会人数的五分之四，会议有效", source=PARTY)
    TWO_THIRDS = CountingRule(words="到会人数不少于应到会人数的三分之二，会议有效", source=BY_QUORUM)
    MORE_THAN_HALF = CountingRule(
        words="参加投票的人数超过应到会人数的半数，选举有效", source=f"{BY_QUORUM}；{STATE}第四十五条"
    )
    HALF = CountingRule(
        words="赞成票超过半数的始得当选，半数以谁的人数计写在结果里", source=f"{PARTY}；{STATE}第四十五条"
    )
    SEATS = CountingRule(
        words="过半数的多于应选名额时以得票多的当选；票数相等、不能确定谁当选的，就票数相等的人再次投票",
        source=f"{PARTY}；{STATE}第四十五条",
    )
    ABSTENTION = CountingRule(words="弃权、不了解等单独计数，不计入得票率的分母", source=OFFICE)
    WRITE_IN = CountingRule(
        words="另选他人写了姓名并表示赞成的，计一个人；姓名由两人照图录入", source=f"{STATE}第四十一条；{PARTY}"
    )
    PRINTED_IN = CountingRule(
        words="另选他人写的是票上印着的人，只计入所选人数，有没有赞成以印着他的一行为准", source=OFFICE
    )


def unheld(vote: Vote) -> str:
    """Chinese: that nobody knows whether enough people came, for want of which number; empty where it is known."""
    if not vote.kind.elects or vote.quorum is Quorum.NONE:
        return ""
    lacking = [name for name, people in (("应到会", vote.eligible), ("实到会", vote.attending)) if not people]
    return f"没有写{'、'.join(lacking)}人数，到会是否够{vote.quorum}没有核对" if lacking else ""


ROWS = (Rule.ONE_OF_ROW, Rule.ABSTENTION)
PRESENT = {Quorum.FOUR_FIFTHS: Rule.FOUR_FIFTHS, Quorum.TWO_THIRDS: Rule.TWO_THIRDS, Quorum.HALF: Rule.MORE_THAN_HALF}
ELECTION = (
    *(Rule.RETURNED, Rule.MOST_OF_SHEET, Rule.ONE_OF_ROW, Rule.HALF, Rule.SEATS),
    *(Rule.WRITE_IN, Rule.PRINTED_IN),
)


def rules_of(vote: Vote) -> tuple[CountingRule, ...]:
    """What holds for this vote, in the order it is told."""
    told = rules_for(vote.kind, several=vote.several, exact=vote.exact, quorum=vote.quorum)
    return (*told, *_declared(vote.marks))


def _declared(marks: Declared) -> tuple[CountingRule, ...]:
    """What chooses besides a tick."""
    return tuple(CountingRule(words=words, source=ON_FORM) for words in declared_lines(marks))


def rules_for(kind: VoteKind, *, several: bool, exact: bool, quorum: Quorum) -> tuple[CountingRule, ...]:
    """The same of a vote that is only thought of and filled with ticks."""
    if not kind.elects:
        return tuple(rule.value for rule in ((Rule.ANY_OF_ROW, Rule.ABSTENTION) if several else ROWS))
    present = [PRESENT[quorum].value] if quorum in PRESENT else []
    election = (Rule.EXACT_OF_SHEET if exact and rule is Rule.MOST_OF_SHEET else rule for rule in ELECTION)
    return (*present, *(rule.value for rule in election))
