"""What the board keeps from run to run: never another figure, never another reader's links."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from outreach.pages import links, words
from outreach.pages.board.keeping import kept
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.panel.opened import Opened, opens
from outreach.services.who import Who
from outreach.web import asking
from tests.support.builders import MANAGER, PUBLIC


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with words.speaking("zh"):
        yield


def _at(monkeypatch: pytest.MonkeyPatch, *pairs: str) -> None:
    here = {pair.partition("=")[0]: pair for pair in pairs}
    monkeypatch.setattr(links, "_parameters", lambda: here)


def _counting(monkeypatch: pytest.MonkeyPatch, who: Who) -> tuple[list[int], Callable[[int], Html]]:
    monkeypatch.setattr(asking, "who", lambda: who)
    made: list[int] = []

    def part(count: int) -> Html:
        made.append(count)
        number = opens(count, Opened("completed", "B&B"), scheme="mycode")
        return el("p", number, link("排列", {"sort": "agency"}), link("收合", {"inside": None}))

    return made, lambda count: kept("a part of the tests", who, (), (count,), lambda: part(count))


def test_equal_figures_are_not_laid_out_twice_and_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, "as_of=2021-10-26")
    made, show = _counting(monkeypatch, MANAGER)
    told = [show(count) for count in (31, 31, 32, 31)]
    assert made == [31, 32, 31]
    assert told[0] == told[1] == told[3] != told[2]
    assert ">32<" in told[2]


def test_links_start_from_the_address_of_now_however_old_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    made, show = _counting(monkeypatch, MANAGER)
    for pairs in (("as_of=2021-10-26",), ("as_of=2021-10-26", "inside=all", "list=eligible"), ()):
        _at(monkeypatch, *pairs)
        told = show(41)
        plain = el(
            "p",
            opens(41, Opened("completed", "B&B"), scheme="mycode"),
            link("排列", {"sort": "agency"}),
            link("收合", {"inside": None}),
        )
        assert told == plain
        assert "\x00" not in told
    assert made == [41]


def test_who_may_not_open_a_number_is_never_given_the_links_of_who_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _at(monkeypatch, "as_of=2021-10-26")
    seen = []
    for who in (MANAGER, PUBLIC, MANAGER):
        _made, show = _counting(monkeypatch, who)
        seen.append("list=completed" in show(51))
    assert seen == [True, False, True]
