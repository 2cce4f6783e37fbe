"""People at the workbench: their roles, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the office."""

    ENTRY = "entry"
    REVIEW = "review"
    WATCH = "watch"
    ADMIN = "admin"


ROLE_TEXT: dict[Role, str] = {
    Role.ENTRY: "录入",
    Role.REVIEW: "复核",
    Role.WATCH: "监督",
    Role.ADMIN: "管理",
}


class Right(StrEnum):
    """What somebody may do on the page."""

    LOOK = "look"  # progress, results, documents, the log
    WORK = "work"  # decide rows, type opinions, bring in scans and tables
    CHECK = "check"  # settle differences, look from a number at the ink, send rows back to people
    RUN = "run"  # accounts, forms, the campaign, the notice


MAY: dict[Role, frozenset[Right]] = {
    Role.ENTRY: frozenset({Right.LOOK, Right.WORK}),
    Role.REVIEW: frozenset({Right.LOOK, Right.WORK, Right.CHECK}),
    Role.WATCH: frozenset({Right.LOOK}),
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with a name of their own; the name is what decisions are signed with."""

    name: str
    role: Role
    active: bool = True

    def may(self, right: Right) -> bool:
        """Whether the role allows it."""
        return right in MAY[self.role]
