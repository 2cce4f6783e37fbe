"""What the page of a vote is served from."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from pingyi.web.server.vote_office import VoteOffice
from pingyi.web.state import Shared


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteState(Shared):
    """Everything the server of a vote owns."""

    office: VoteOffice


async def vote_state_of(request: Request) -> VoteState:
    """A dependency; nothing in it waits, so it needs no thread."""
    state: VoteState = request.app.state.pingyi
    return state


VoteHere = Annotated[VoteState, Depends(vote_state_of)]
