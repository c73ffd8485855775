"""What the packaged faces can print, and what stands for the rest."""

from __future__ import annotations

import pytest

from outreach.reports.glyphs import MISSING, printable


@pytest.mark.parametrize(
    "text", ["", "臺北市 1,431／1,537", "峯堃喆瑠双羣", "é ① ㈠ ▲ ＋－", "一行\n又一行", MISSING]
)
def test_what_the_faces_have_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("𠮷野家", "〓野家"),
        ("咖啡😀", "咖啡〓"),
        ("葛\U000e0101飾", "葛飾"),
        ("甲\x07乙", "甲乙"),
        ("甲\t乙", "甲 乙"),
        ("한", "〓"),
    ],
)
def test_what_they_have_not_is_marked_and_what_has_no_width_left_out(text: str, said: str) -> None:
    assert printable(text) == said


def test_a_soft_hyphen_is_left_out_since_it_shows_only_where_a_line_ends() -> None:
    assert printable("好\u00ad店") == "好店"
