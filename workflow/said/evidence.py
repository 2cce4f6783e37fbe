"""What was verified, and what was sealed, in words."""

from collections.abc import Iterator

from pingyi.workflow.evidence.archive import ArchiveFiles
from pingyi.workflow.evidence.verify import Checked

DONE = "已核对："
SOME = 5  # differences shown; the first one is where to begin


def verify_lines(checked: Checked) -> Iterator[str]:
    """What no longer stands, what was checked, the first difference."""
    yield from (f"注意：{line}" for line in checked.superseded)
    yield from (f"{DONE}{part}" for part in checked.done)
    if not checked.differences:
        passed = "记录核验通过，但所给的通报不是现行的" if checked.superseded else "核验通过，没有不符"
        yield f"{passed}。证据链校验值：{checked.head}"
        return
    first, *others = checked.differences
    yield f"核验不通过，第一处不符：{first}"
    yield from (f"　　　　　　　　还有：{line}" for line in others[: SOME - 1])
    if len(others) >= SOME:
        yield f"　　　　　　　　共 {len(checked.differences)} 处；以后的各项没有再核对"


def archive_lines(made: ArchiveFiles) -> Iterator[str]:
    """Where it is and by what it is known again."""
    yield f"归档：{made.results}"
    if made.pictures:
        yield f"票面：{made.pictures}（另行保管）"
    yield f"证据链校验值：{made.head}"
    yield f"签名公钥：{made.key}"
