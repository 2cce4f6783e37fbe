"""What somebody says of a row: one of its own choices, a typed name, several where it may have them; nothing else."""

import pytest

from pingyi.domain.readings.reading import Verdict
from pingyi.ground.errors import NotReadyError
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.double_review import answer_of

ASKED = Asked(choices=("赞成", "反对", "好"), own={"1": ("赞成", "反对"), "2": ("好",)}, written=frozenset({"另选1"}))
ANY = Asked(choices=("甲", "乙", "丙"), several=True)


@pytest.mark.parametrize(
    ("asked", "item", "verdict", "choice"),
    [
        (ASKED, "1", Verdict.VALID, "赞成"),
        (ASKED, "1", Verdict.BLANK, ""),
        (ASKED, "1", Verdict.MULTIPLE, ""),
        (ASKED, "另选1", Verdict.VALID, " 甘海生 "),
        (ASKED, "另选1", Verdict.BLANK, ""),
        (ANY, "1", Verdict.VALID, "甲、丙"),
    ],
)
def test_what_a_row_may_be_decided_as_is_taken(asked: Asked, item: str, verdict: Verdict, choice: str) -> None:
    assert answer_of(verdict, choice, asked, item).choice == choice.strip()


@pytest.mark.parametrize(
    ("asked", "item", "verdict", "choice"),
    [
        (ASKED, "1", Verdict.VALID, "好"),
        (ASKED, "1", Verdict.VALID, ""),
        (ASKED, "1", Verdict.VALID, "不选"),
        (ASKED, "1", Verdict.VALID, "甘海生"),
        (ASKED, "1", Verdict.BLANK, "赞成"),
        (ASKED, "1", Verdict.DOUBTFUL, ""),
        (ASKED, "另选1", Verdict.VALID, "  "),
        (ASKED, "另选1", Verdict.VALID, "赞成"),
        (ASKED, "另选1", Verdict.VALID, "名" * 21),
        (ASKED, "另选1", Verdict.VALID, "甘海生、廖敏"),
        (ASKED, "另选1", Verdict.VALID, "无"),
        (ASKED, "1", Verdict.VALID, "赞成、反对"),
        (ANY, "1", Verdict.VALID, "甲、丁"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(asked: Asked, item: str, verdict: Verdict, choice: str) -> None:
    with pytest.raises(NotReadyError, match="请"):
        answer_of(verdict, choice, asked, item)


def test_a_name_typed_in_another_way_is_no_other_name() -> None:
    asked = Asked(choices=("赞成",), written=frozenset({"另选1"}), printed=("韦东", "买买提•艾力", "李娜（女）"))
    for typed, kept in (
        ("甘 海生", "甘海生"),
        ("韦　东", "韦东"),
        ("买买提.艾力", "买买提•艾力"),
        ("李娜(女)", "李娜（女）"),
    ):
        assert answer_of(Verdict.VALID, typed, asked, "另选1").choice == kept
