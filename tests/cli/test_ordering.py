"""order --dry-run and what-if: told at a terminal, written nowhere."""

from __future__ import annotations

import pytest

from outreach.services.city import open_city
from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url, small_city
from tests.support.databases import Databases

_ORDER = ("order", "視聽歌唱業", "--suspended-from", "110/10/05", "--document", "示範字第1號")


@pytest.fixture
def small(sqlite_databases: Databases) -> Terminal:
    """A terminal over the small city, of which one venue is a 視聽歌唱業."""
    url = set_up_url(sqlite_databases)
    small_city(url)
    return Terminal(url)


def _seq(terminal: Terminal) -> int:
    city = open_city(terminal.url)
    seq = city.figures.columns().seq
    city.engine.dispose()
    return seq


def test_a_dry_run_tells_what_the_order_then_really_does_and_writes_nothing(small: Terminal) -> None:
    seq = _seq(small)
    told = small.run(*_ORDER, "--dry-run", "--format", "json").json
    assert (told["dry_run"], told["supersedes"], _seq(small)) == (True, None, seq)
    effect = next(e for e in told["effects"] if e["scheme"] == "mycode" and e["as_of"] == "2021-10-05")
    assert (effect["total"]["before"]["rate"], effect["total"]["after"]["rate"]) == ("50.00", "33.33")
    assert [(row["key"], row["leaving"]) for row in effect["rows"]] == [("IND", 1)]
    assert small.run(*_ORDER, "--format", "json").json.keys() == {"change", "order"}
    question = ("coverage", "--scheme", "mycode", "--as-of", "2021-10-05", "--format", "json")
    assert small.run(*question).json["total"] == effect["total"]["after"]
    again = small.run(*_ORDER, "--dry-run")
    assert "以下為預覽，尚未寫入。" in again.out
    assert "的公告：示範字第1號" in again.out


def test_a_what_if_is_a_table_or_json_and_says_which_trades_nothing_shuts(small: Terminal) -> None:
    told = small.run("what-if", "ktv", "sauna", "--on", "110/10/20")
    assert told.code == 0
    assert "在 2021-10-20 沒有公告停業" in told.out
    small.run(*_ORDER)
    seq = _seq(small)
    told = small.run("what-if", "ktv", "--on", "2021-10-20", "--format", "json")
    effect = next(e for e in told.json["effects"] if e["scheme"] == "mycode")
    assert (told.json["on"], told.json["unordered"], effect["total"]["entering"]) == ("2021-10-20", [], 1)
    assert _seq(small) == seq


def test_an_order_that_ends_before_it_begins_is_refused_in_a_dry_run_too(small: Terminal) -> None:
    answer = small.run(*_ORDER, "--reopened-on", "110/10/01", "--dry-run")
    assert (answer.code, answer.out) == (1, "")
    assert "復業日 2021-10-01 早於停業起始日 2021-10-05" in answer.err
    refused = small.run("what-if", "沒有的行業")
    assert (refused.code, refused.out) == (1, "")
    assert "查無行業『沒有的行業』" in refused.err
