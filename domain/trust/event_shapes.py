"""What an entry of the evidence chain must say at least, by its kind: whoever wrote it, its readers rely on that."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[int, Field(ge=0, lt=1 << 63)]


class _Shape(BaseModel):
    """What a newer program says beside it is left to that program."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Cover(_Shape):
    table: str
    columns: list[str]
    first: Number
    last: Number
    sha256: Digest


class _Seal(_Shape):
    sheets: Number
    sha256: Digest


class _Whole(_Shape):
    columns: list[str]
    rows: Number
    sha256: Digest


class _Change(_Shape):
    """Rows and papers that came with the entry; every kind may have them."""

    at: str = ""
    rows: list[_Cover] = []
    batches: dict[str, _Seal] = {}
    score_batches: dict[str, _Seal] = {}
    covers: list[str] = []
    tables: dict[str, _Whole] = {}


class _Scan(_Change):
    scans: list[Digest]


class _Files(_Change):
    files: dict[str, Digest]


class _Document(_Files):
    head: Digest
    key: Digest  # 64 hex digits as well
    final: bool = False
    closes: bool = False
    signed: list[str] = []
    corrects: Digest | Literal[""] = ""  # the head printed on the notice this one replaces


class _Tally(_Change):
    settings: dict[str, Digest]
    tally: Digest


class _Unit(_Shape):
    unit: str
    items: dict[str, str]
    total: str
    rank: int
    ranked_in: str


class _Score(_Tally):
    tree: Digest
    units: list[_Unit]
    draft: bool


class _Bundle(_Shape):
    bundle: Digest
    name: str
    head: Digest


class _Merge(_Change):
    digest: Digest
    bundles: list[_Bundle]


_SHAPES: dict[str, type[_Change]] = {
    "scan": _Scan,
    "print_run": _Files,
    "document": _Document,
    "tally": _Tally,
    "score": _Score,
    "merge": _Merge,
}


def wrong_in(kind: str, content: Any) -> str:
    """Which part of what an entry of this kind says is not as it must be; empty when all is."""
    try:
        _SHAPES.get(kind, _Change).model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        return ".".join(map(str, first["loc"])) or "全部"
    return ""
