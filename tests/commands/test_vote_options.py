"""What the options of a vote offer, told without importing it: a command's help waits for nothing."""

from pingyi.commands.vote import BASES, KINDS, QUORUMS
from pingyi.domain.votes.vote import Base, Quorum, VoteKind


def test_options_offer_what_votes_know() -> None:
    assert tuple(KINDS) == tuple(VoteKind)
    assert tuple(BASES) == tuple(Base)
    assert tuple(QUORUMS) == tuple(Quorum)
