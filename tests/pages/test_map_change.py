"""與另一日比較 without a browser: the day in the address and its pickers, and the table of both days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.meetings import open_meeting
from outreach.services.who import Who
from outreach.store.engine import writing
from outreach.store.settings import DEMONSTRATION, write_setting
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run, seen_by
from tests.pages.test_map import rows
from tests.support.builders import ADMINISTRATOR, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, MapCity, map_city

_PICKING = """
import streamlit as st
from outreach.pages import bar, frame, links, words
from outreach.pages.map import change as map_change
from outreach.pages.markup import show
from outreach.web import asking
words.settle_language()
links.remember_address()
asking.settle()
asked = bar.ask(frame.city(), "map")
than = map_change.pick(frame.city(), asked)
show(map_change.told(asked, than))
st.text(than.isoformat())
"""
Found = tuple[str, MapCity]
Pick = Callable[..., AppTest]


@pytest.fixture
def found(sqlite_databases: Databases) -> Found:
    """One more joined in 大安區 on 10-12; 北投區's only venue closed."""
    url, city = map_city(sqlite_databases)
    day = date(2021, 10, 12)
    city.clerk.say(city.ids["無點小吃"], Facet.PARTICIPATION, Participation.JOINED, day=day)
    city.clerk.say(city.ids["小書房"], Facet.OPERATING, Operating.CLOSED, day=day, remark="歇業")
    return url, city


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch, found: Found) -> Pick:
    """`pick(than="2021-10-05")` shows the pickers for 2021-11-20."""

    def picked(who: Who = ADMINISTRATOR, **parameters: str) -> AppTest:
        monkeypatch.setenv("OUTREACH_DATABASE_URL", found[0])
        seen_by(monkeypatch, who)
        page = AppTest.from_string(_PICKING, default_timeout=30)
        for name, value in {"scheme": MYCODE, "as_of": "2021-11-20", **parameters}.items():
            page.query_params[name] = value
        return run(page)

    return picked


def than(page: AppTest) -> str:
    """The day that is compared with, as the picker and the page have it."""
    (day,) = [text.value for text in page.text]
    assert page.date_input(key="map_than").value == date.fromisoformat(day)
    return day


def test_unless_told_the_day_is_four_weeks_before_and_the_address_may_name_another(pick: Pick) -> None:
    page = pick()
    assert than(page) == "2021-10-23"
    assert "比較日110年10月23日，截止日110年11月20日。" in shown(page)
    assert than(pick(than="110/10/05")) == "2021-10-05"


def test_days_that_people_compare_with_are_one_click_away_and_stand_in_the_address(
    pick: Pick, found: Found
) -> None:
    clerk = found[1].clerk
    day = date(2021, 10, 14)
    open_meeting(found[1].city, ADMINISTRATOR, 213, day, [(MYCODE, (), day)], now=clerk.tick(), today=day)
    page = pick()
    buttons = {button.label: button for button in page.button if str(button.key).startswith("than_")}
    assert list(buttons) == ["前一週", "四週前", "上次會議（第213次）"]
    assert [button.disabled for button in buttons.values()] == [False, True, False]
    buttons["上次會議（第213次）"].click()
    run(page)
    assert than(page) == "2021-10-14"
    assert "2021-10-14" in page.query_params["than"]
    page.date_input(key="map_than").set_value(date(2021, 10, 9))
    run(page)
    assert "2021-10-09" in page.query_params["than"]


def test_early_in_a_drive_only_days_that_have_anything_are_offered(pick: Pick) -> None:
    labels = {str(b.key): b.label for b in pick(as_of="2021-10-10").button}
    assert "than_week" in labels
    assert "than_weeks" not in labels
    assert than(pick(as_of="2021-10-10")) == "2021-10-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2021-11-21",
            "讀到比較日『110年11月21日』，晚於截止日 110年11月20日；請選更早的日期，例如 110年10月23日。",
        ),
        ("2021-09-30", "比較日 110年9月30日 尚無資料，最早的資料在 110年10月1日；"),
        ("0001-01-01", "讀到日期『0001-01-01』，超出可查詢的範圍；"),
        ("<b>x", "讀到『<b>x』，不是有效日期；"),
    ],
)
def test_a_day_that_cannot_be_compared_with_is_said_and_the_usual_one_is_taken(
    pick: Pick, text: str, said: str
) -> None:
    page = pick(than=text)
    assert said in shown(page)
    assert "<b>x" not in markup(page)
    assert than(page) == "2021-10-23"


@pytest.mark.parametrize("day", ["2021-09-30", "2021-10-01"])
def test_where_no_earlier_day_has_anything_that_is_said_once_with_the_way_to_one_that_can_be_compared(
    monkeypatch: pytest.MonkeyPatch, found: Found, day: str
) -> None:
    page = open_page(
        monkeypatch, found[0], "map", scheme=MYCODE, as_of=day, layer="change", than="2021-10-20"
    )
    assert shown(page).count("以前尚無資料可比，最早的資料在 110年10月1日") == 1
    assert "重新開啟這一頁" not in shown(page)
    (button,) = [button for button in page.button if button.label == "看110年10月29日"]
    button.click()
    run(page)
    assert "2021-10-29" in page.query_params["as_of"]
    assert "以前尚無資料可比" not in shown(page)
    assert rows(page)


def test_in_a_citys_first_weeks_the_way_leads_to_today_and_not_to_a_day_to_come(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    with writing(found[1].city.engine) as connection:  # whose today is the last day that is spoken of
        write_setting(connection, DEMONSTRATION, "1")
    asked = {"scheme": MYCODE, "as_of": "2021-10-01", "view": "areas", "layer": "change"}
    page = open_page(monkeypatch, found[0], "map", who=PUBLIC, **asked)
    (button,) = [button for button in page.button if button.label.startswith("看1")]
    assert button.label == "看110年10月12日"
    button.click()
    run(page)
    assert "還沒到" not in shown(page)
    assert rows(page)


def test_why_it_changed_is_told_to_who_may_know_and_meetings_to_who_may_read_them(pick: Pick) -> None:
    told = markup(pick(kind="shop", district=DA_AN))
    assert "bridge?" in told
    assert f"first=2021-10-23&amp;last=2021-11-20&amp;kind=shop&amp;district={DA_AN}" in told
    public = pick(who=PUBLIC)
    assert "bridge?" not in markup(public)
    assert than(public) == "2021-10-23"


def test_the_table_has_both_days_with_their_bases_and_the_change_what_fell_first(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    def table(layer: str) -> list[list[str]]:
        return rows(open_page(monkeypatch, found[0], "map", scheme=MYCODE, as_of="2021-10-20", layer=layer))

    told = table("change")
    assert told[:3] == [
        ["中山區", "100.00 %1／1", "100.00 %1／1", "0.00"],
        ["大安區", "57.14 %4／7", "71.42 %5／7", "+14.28"],
        ["松山區", "—0／0", "—0／0", "—"],
    ]
    assert ["北投區", "0.00 %0／1", "—0／0", "—"] in told
    found[1].open_shops(MYCODE)
    assert ["大安區", "4", "5", "+1"] in table("joined_change")
