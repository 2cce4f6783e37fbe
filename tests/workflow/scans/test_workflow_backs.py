"""Empty pages are counted, and named where they cannot be backs."""

from pingyi.domain.readings.reading import Source
from pingyi.workflow.scans.backs import back_lines, out_of_place, strange_lines


def empty(*pages: int, file: str = "甲.pdf") -> list[Source]:
    return [Source(file=file, page=page) for page in pages]


def test_every_second_page_empty_is_a_duplex_scan() -> None:
    assert out_of_place(empty(2, 4, 6, 10), {"甲.pdf": 10}) == ()
    assert out_of_place(empty(1, 3), {"甲.pdf": 4}) == ()


def test_an_empty_front_in_a_duplex_scan_is_named() -> None:
    assert [source.page for source in out_of_place(empty(2, 4, 5, 6, 8, 10), {"甲.pdf": 10})] == [5]


def test_an_empty_page_in_a_single_sided_scan_is_named() -> None:
    assert list(back_lines(empty(7), {"甲.pdf": 40})) == ["空白而不像背面 1 页，要人工核对"]
    assert "甲.pdf 第 7 页" in next(strange_lines(empty(7), {"甲.pdf": 40}))


def test_a_file_of_nothing_but_empty_pages_has_no_backs() -> None:
    assert len(out_of_place(empty(1, 2, 3, 4), {"甲.pdf": 4})) == 4


def test_without_empty_pages_nothing_is_said() -> None:
    assert list(back_lines((), {"甲.pdf": 3})) == []
