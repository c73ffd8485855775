"""`tracked list`, `open` and `decide`, as scripts call them."""

from __future__ import annotations

import pytest

from tests.cli.terminal import Terminal
from tests.support.builders import SmallCity, set_up_url, small_city
from tests.support.databases import Databases


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over the small city with meetings 212 and 213."""
    small: SmallCity = small_city(set_up_url(sqlite_databases))
    found = Terminal(small.city.engine.url.render_as_string(hide_password=False))
    for number, day in (("212", "110-10-05"), ("213", "110-10-14")):
        assert (
            found.run("meeting", "open", number, "--date", day, "--item", "mycode", "--as-of", day).code == 0
        )
    return found


def test_an_item_is_opened_listed_with_its_figure_and_decided(terminal: Terminal) -> None:
    opened = terminal.run(
        "tracked", "open", "212", "--conclusion", "請督促張貼", "--lead", "產業局", "--assisting", "CUL",
        "--scheme", "mycode", "--times", "2",
    )  # fmt: skip
    assert (opened.code, opened.out.strip()) == (0, "已新增列管編號 212-1，自第213次會議起列入。")
    told = terminal.json("tracked", "list", "213")
    assert told["conclusions"] == []
    assert [(one["agency"], one["part"], one["proposal"], one["times"]) for one in told["lines"]] == [
        ("IND", "lead", "keep", 2),
        ("CUL", "assisting", "keep", 2),
    ]
    assert told["lines"][0]["figures"]["rate"] == "66.66"
    decision = ("--item", "212-1", "--agency", "IND", "--decision", "released", "--words", "惟請持續")
    assert (
        "已登錄第213次會議：列管編號 212-1 解除列管"
        in terminal.run("tracked", "decide", "213", *decision).out
    )
    assert "先前已登錄" in terminal.run("tracked", "decide", "213", *decision).out
    assert "列管編號212-1（產業局）同意解除列管。" in terminal.run("tracked", "list", "213").out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("list", "999"), 1, "查無第999次會議"),
        (("open", "214", "--conclusion", "請續辦", "--lead", "COM"), 1, "最近一次會議是第213次"),
        (("decide", "213", "--item", "二之一", "--agency", "COM", "--decision", "kept"), 1, "例如 205-2"),
        (("decide", "213", "--item", "212-9", "--agency", "COM", "--decision", "kept"), 1, "212-9"),
        (("decide", "213", "--item", "212-1", "--agency", "COM", "--decision", "gone"), 2, "gone"),
    ],
)
def test_what_is_refused_says_why(
    terminal: Terminal, arguments: tuple[str, ...], code: int, told: str
) -> None:
    answer = terminal.run("tracked", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
