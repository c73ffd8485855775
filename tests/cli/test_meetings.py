"""`meeting open`, `freeze` and `show`, as scripts call them."""

from __future__ import annotations

import pytest

from outreach.rules.vocabulary import Facet, Participation
from tests.cli.terminal import Terminal
from tests.support.builders import SmallCity, set_up_url, small_city
from tests.support.databases import Databases


@pytest.fixture
def small(sqlite_databases: Databases) -> SmallCity:
    """The small city, on SQLite."""
    return small_city(set_up_url(sqlite_databases))


@pytest.fixture
def terminal(small: SmallCity) -> Terminal:
    """A terminal over the small city."""
    return Terminal(small.city.engine.url.render_as_string(hide_password=False))


OPENING = ("--date", "110-10-26", "--item", "mycode", "bear_voucher:city_venue", "--as-of", "110-10-14")


def test_a_meeting_is_opened_frozen_and_shown(terminal: Terminal, small: SmallCity) -> None:
    opened = terminal.run("--as", "陳管考", "meeting", "open", "213", *OPENING)
    assert (opened.code, opened.err) == (0, "")
    assert "第213次主任秘書會報（110年10月26日）" in opened.out
    assert "轄管場館" in opened.out
    assert terminal.run("meeting", "freeze", "213", "--as", "陳管考").code == 0
    told = terminal.json("meeting", "show", "213")
    assert (told["edition"], told["date"], told["frozen_by"]) == (1, "2021-10-26", "陳管考")
    first, second = told["items"]
    assert (first["scheme"], first["as_of"], first["total"]["rate"]) == ("mycode", "2021-10-14", "50.00")
    assert [(row["key"], row["population"]) for row in first["rows"]] == [("COM", 3), ("CUL", 1)]
    assert (second["kinds"], second["total"]["population"], second["total"]["rate"]) == (
        ["city_venue"],
        0,
        None,
    )
    table = terminal.run("meeting", "show", "213").out
    assert "總計" in table
    assert "商業處" in table


def test_a_correction_needs_a_note_and_leaves_the_edition_before_readable(
    terminal: Terminal, small: SmallCity
) -> None:
    terminal.run("meeting", "open", "213", *OPENING)
    terminal.run("meeting", "freeze", "213")
    again = terminal.run("meeting", "freeze", "213", "--note", "補登")
    assert again.code == 1
    assert "沒有變動" in again.err
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    assert "更正說明" in terminal.run("meeting", "freeze", "213").err
    assert "第2版" in terminal.run("meeting", "freeze", "213", "--note", "補登").out
    newest, before = (
        terminal.json("meeting", "show", "213"),
        terminal.json("meeting", "show", "213", "--edition", "1"),
    )
    assert (newest["edition"], newest["note"], newest["items"][0]["total"]["completed"]) == (2, "補登", 3)
    assert (before["edition"], before["note"], before["items"][0]["total"]["completed"]) == (1, "", 2)
    assert terminal.run("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ("open", "213", "--date", "110-10-26", "--item", "mycode:bar", "--as-of", "110-10-14"),
            1,
            "mycode:bar",
        ),
        (("open", "213", "--date", "110-10-26", "--item", "mycode", "--as-of", "2999-01-01"), 1, "晚於今天"),
        (("open", "0", "--date", "110-10-26", "--item", "mycode", "--as-of", "110-10-14"), 1, "會議次別"),
        (("open", "213", "--date", "110-10-26", "--as-of", "110-10-14"), 2, "--item"),
        (("freeze", "999"), 1, "查無第999次會議"),
        (("show", "一"), 2, "NUMBER"),
    ],
)
def test_what_is_refused_says_why(
    terminal: Terminal, arguments: tuple[str, ...], code: int, told: str
) -> None:
    answer = terminal.run("meeting", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
