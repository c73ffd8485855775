"""增減原因 as a manager reads it: two ends, parts that sum, their venues, and rises owed to exclusions."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.meetings import freeze, open_meeting
from outreach.services.schemes import SpokenOf, add_scheme
from outreach.services.who import Role
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page
from tests.support.builders import CULTURE, MANAGER, MYCODE, PUBLIC, SmallCity, of_agency

FROM, DAY, TO = date(2021, 10, 5), date(2021, 10, 14), date(2021, 10, 26)
SPAN = {"scheme": MYCODE, "first": FROM.isoformat(), "last": TO.isoformat()}
Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`visit(url, first="213.1")` opens the page as a manager, unless `who` says otherwise."""
    return lambda url, who=MANAGER, **asked: open_page(monkeypatch, url, "bridge", who=who, **asked)


def freeze_meeting(city: SmallCity, number: int, as_of: date) -> None:
    city.clerk.now = max(city.clerk.now, datetime(2021, 10, 27, tzinfo=UTC))
    open_meeting(city.city, MANAGER, number, as_of, ((MYCODE, (), as_of),), now=city.clerk.tick())
    freeze(city.city, MANAGER, number, now=city.clerk.tick())


def test_the_parts_stand_between_both_figures_and_open_to_their_venues(visit: Visit, small: Small) -> None:
    url, city = small
    city.clerk.say(city.contacted, Facet.OPERATING, Operating.CLOSED, DAY, remark="<b>歇業</b>了")
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    page = visit(url, **SPAN)
    words = shown(page)
    assert (
        "50.00 %（2／4） → 100.00 %（3／3） +50.00 個百分點，其中 16.66 個百分點來自毋須納入（1 家）" in words
    )
    assert (
        "110年10月5日 4 4 2 2 新加入 1 0 0 +1 −1 新列毋須納入：歇業 1 0 −1 0 −1 110年10月26日 4 3 3 0"
        in words
    )
    assert "升幅多來自毋須納入" not in words
    assert "產業局 多來自毋須納入 前 66.66 % 2／3 後 100.00 % 2／2" in words
    opened = visit(url, **SPAN, part="excluded_closed")
    words = shown(opened)
    assert "甜甜圈坊 未完成 → 毋須納入：歇業" in words
    assert "備註：<b>歇業</b>了" in words
    assert "<b>歇業</b>了" not in markup(opened)


def test_the_picture_says_in_words_what_it_shows_and_follows_the_count_asked_for(
    visit: Visit, small: Small
) -> None:
    url, city = small
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    page = visit(url, **SPAN, of="outstanding")
    assert "還差 · 台北通 myCode+：110年10月5日 2、新加入 −1、110年10月26日 1" in unescape(markup(page))
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", markup(page))
    assert found is not None
    assert "−1" in base64.b64decode(found[1]).decode()


def test_one_bureau_is_bridged_with_its_subordinates_and_one_agency_below_it_by_itself(
    visit: Visit, small: Small
) -> None:
    url, city = small
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    for agency, name in (("IND", "產業局"), ("COM", "商業處")):
        words = shown(visit(url, **SPAN, agency=agency, part="joined"))
        assert f"{name} 66.66 %（2／3） → 100.00 %（3／3）" in words
        assert f"台北通 myCode+ · {name} · 新加入 1 家 甜甜圈坊" in words
    assert "50.00 %（2／4）" in shown(visit(url, **SPAN, by="district"))


def test_between_two_meetings_the_address_names_editions_and_corrections_show(
    visit: Visit, small: Small
) -> None:
    url, city = small
    freeze_meeting(city, 213, FROM)
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED, FROM)
    freeze_meeting(city, 214, TO)
    page = visit(url, scheme=MYCODE, first="213.1", last="214")
    words = shown(page)
    assert "自110年10月5日（第213次會議第1版）至110年10月26日（第214次會議第1版）" in words
    assert "更正 1 0 0 +1 −1" in words
    assert page.selectbox(key="bridge_first").value == "213.1"
    page.selectbox(key="bridge_first").select("").run()
    assert page.query_params["first"] == FROM.isoformat()
    assert "這段期間沒有增減" in shown(page)


def test_what_cannot_be_an_end_is_said_in_a_sentence_and_the_page_goes_on(visit: Visit, small: Small) -> None:
    url, _city = small
    words = shown(visit(url, scheme=MYCODE, first="去年", last="99.1", as_of=TO.isoformat()))
    assert "讀到『去年』；請用日期" in words
    assert "查無第99次會議" in words
    assert "python" not in words
    assert "自110年9月28日至110年10月26日" in words


def test_ends_in_the_wrong_order_can_be_swapped(visit: Visit, small: Small) -> None:
    page = visit(small[0], scheme=MYCODE, first=TO.isoformat(), last=FROM.isoformat())
    assert "起日110年10月26日晚於迄日110年10月5日" in shown(page)
    assert f"first={FROM.isoformat()}&amp;last={TO.isoformat()}" in markup(page)


def test_before_the_first_listing_there_is_no_data_and_no_rate(visit: Visit, small: Small) -> None:
    words = shown(visit(small[0], scheme=MYCODE, first="2020-01-01", last="2020-02-01"))
    assert "尚無資料：109年1月1日與109年2月1日都還沒有列冊的店家。" in words
    assert "%" not in words
    # A scheme that nobody has a list of yet: another day would not help.
    code, now = "winter_gift", small[1].clerk.tick()
    add_scheme(small[1].city, MANAGER, code, SpokenOf("冬季好禮券"), SchemeSettings(), now=now)
    words = shown(visit(small[0], scheme=code))
    assert "尚無資料：這個方案還沒有列冊的店家。" in words
    assert "%" not in words


def test_an_officer_sees_counts_of_all_and_opens_the_own_venues_alone(visit: Visit, small: Small) -> None:
    url, city = small
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    culture = of_agency(city, Role.OFFICER, CULTURE)
    page = visit(url, who=culture, **SPAN, part="joined")
    words = shown(page)
    assert "其中 1 家屬其他機關" in words
    assert "甜甜圈坊" not in words
    assert [box.label for box in page.selectbox] == ["方案", "行政區"]
    assert "這一頁要先登入才能使用" in shown(visit(url, who=PUBLIC, **SPAN))
