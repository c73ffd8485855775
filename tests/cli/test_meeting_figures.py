"""`meeting list`, `then`, `enter`, and days of single items, as scripts call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.rules.vocabulary import Facet, Operating, Participation
from tests.cli.terminal import Terminal
from tests.support.builders import SmallCity, set_up_url, small_city
from tests.support.databases import Databases

_HEADINGS = "方案,性質,統計截止日,機關,提報家數,僅公司辦公室,歇業,停業,尚未復業,母數,已完成"


@pytest.fixture
def small(sqlite_databases: Databases) -> SmallCity:
    """The small city, on SQLite."""
    return small_city(set_up_url(sqlite_databases))


@pytest.fixture
def terminal(small: SmallCity) -> Terminal:
    """A terminal over the small city."""
    return Terminal(small.city.engine.url.render_as_string(hide_password=False))


def test_each_item_may_have_a_day_of_its_own_and_then_and_now_lists_every_correction(
    terminal: Terminal, small: SmallCity
) -> None:
    opening = ("--date", "110-10-26", "--item", "mycode@110-10-14", "bear_voucher:city_venue")
    refused = terminal.run("meeting", "open", "213", *opening)
    assert (refused.code, refused.out) == (1, "")
    assert "項目『bear_voucher:city_venue』沒有統計截止日" in refused.err
    assert terminal.run("meeting", "open", "213", *opening, "--as-of", "110-10-26").code == 0
    terminal.run("meeting", "freeze", "213")
    (listed,) = terminal.json("meeting", "list", "--format", "json")["meetings"]
    assert [item["as_of"] for item in listed["items"]] == ["2021-10-14", "2021-10-26"]
    assert "凍結後沒有更正" in terminal.run("meeting", "then", "213").out
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    small.clerk.say(small.singing, Facet.OPERATING, Operating.CLOSED, remark="租約到期")
    told = terminal.run("meeting", "then", "213").out
    assert "當時 50.00 % 2／4，以今日所知重算同一日為 66.66 % 2／3：更正 2 筆。" in told
    assert "甜甜圈坊" in told
    first, second = terminal.json("meeting", "then", "213", "--format", "json")["items"]
    assert (first["then"]["rate"], first["now"]["rate"], len(first["corrections"])) == ("50.00", "66.66", 2)
    assert first["corrections"][0]["venues"] == [
        {"id": small.contacted, "name": "甜甜圈坊", "before": "outstanding", "after": "completed"}
    ]
    assert (second["now"]["rate"], second["corrections"]) == (None, [])


def test_an_older_meeting_is_entered_from_a_sheet_and_is_listed_as_paper(
    terminal: Terminal, tmp_path: Path
) -> None:
    sheet = tmp_path / "205.csv"
    rows = [
        "myCode+,,110-01-14,商業處,120,2,10,3,5,100,95",
        'myCode+,,110-01-14,文化局,"1,050",0,0,0,0,"1,050","1,000"',
        "bear_voucher,轄管場館,110/1/14,合計,,,,,,40,40",
    ]
    sheet.write_text("\n".join([_HEADINGS, *rows]).replace("myCode+", "mycode"), encoding="utf-8-sig")
    entered = terminal.run("meeting", "enter", "205", "--date", "110-01-19", str(sheet))
    assert (entered.code, entered.err) == (0, "")
    assert "95.21 % 1,095／1,150" in entered.out
    shown = terminal.json("meeting", "show", "205")
    assert (shown["figures_only"], shown["known_at"]) == (True, None)
    first, second = shown["items"]
    assert first["total"]["excluded"] == {"office_only": 2, "closed": 10, "suspended": 3, "not_reopened": 5}
    assert (second["kinds"], second["total"]["rate"]) == (["city_venue"], "100.00")
    assert "紙本" in terminal.run("meeting", "list").out
    assert "不能與現在比較" in terminal.run("meeting", "then", "205").err
    assert terminal.run("check").code == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["方案,統計截止日,母數", "mycode,110-01-14,5"], "找不到『已完成』這一欄；可用的標題有 方案、性質"),
        ([_HEADINGS, "mycode,,110-01-14,商業處,,,,,,100,九五"], "第 2 列『已完成』讀到『九五』，不是家數"),
        (
            [_HEADINGS, "mycode,,110-01-14,商業處,100,,5,,,100,95"],
            "第 2 列的家數不一致：提報 100，毋須納入 5",
        ),
        ([_HEADINGS, "mycode,,110-01-14,商業處,,,,,,100,101"], "已完成 101 多於母數 100"),
        ([_HEADINGS, *["mycode,,110-01-14,商業處,,,,,,100,95"] * 2], "第 3 列的『商業處』重複"),
        (
            [_HEADINGS, "mycode,,110-01-14,商業處,,,,,,100,95", "mycode,,110-01-14,合計,,,,,,120,90"],
            "合計的已完成 90 家少於『商業處』的 95 家",
        ),
        (
            [_HEADINGS, "mycode,,110-01-14,商業處,,,,,,100,50", "mycode,,110-01-14,合計,,,,,,90,60"],
            "合計的母數 90 家少於『商業處』的 100 家",
        ),
        ([_HEADINGS, "mycode,,110-02-30,商業處,,,,,,100,95"], "不是有效日期"),
        ([_HEADINGS, "mycode,,110-01-14,甜點局,,,,,,100,95"], "甜點局"),
        ([_HEADINGS, "mycode,,110-01-14,商業處,,,,,,100,"], "第 2 列『已完成』讀到『』"),
        ([_HEADINGS, "mycode,,2999-01-14,商業處,,,,,,100,95"], "晚於今天"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_with_what_is_accepted_and_nothing_is_entered(
    terminal: Terminal, tmp_path: Path, lines: list[str], told: str
) -> None:
    sheet = tmp_path / "205.csv"
    sheet.write_text("\n".join(lines), encoding="utf-8")
    answer = terminal.run("meeting", "enter", "205", "--date", "110-01-19", str(sheet))
    assert (answer.code, answer.out) == (1, "")
    assert told in answer.err
    assert terminal.json("meeting", "list", "--format", "json") == {"meetings": []}
