"""The numbering of an official paper."""

from __future__ import annotations

from outreach.rules.numbering import formal, plain


def test_the_levels_are_numbered_as_official_papers_are() -> None:
    assert [formal(n) for n in (1, 2, 3, 10)] == ["壹", "貳", "參", "拾"]
    assert [plain(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
