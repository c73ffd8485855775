"""達標預估: every agency's day at its own pace, who cannot get there, and what has no forecast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Participation
from tests.pages.conftest import shown
from tests.pages.opening import open_page
from tests.support.builders import MANAGER, MYCODE, PUBLIC, SmallCity

TODAY = date(2021, 11, 10)
ASKED = {"scheme": MYCODE, "as_of": TODAY.isoformat()}
Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`visit(url, scheme="mycode")` opens the page as a manager, unless `who` says otherwise."""
    return lambda url, who=MANAGER, **asked: open_page(monkeypatch, url, "forecast", who=who, **asked)


def test_each_agency_has_its_day_and_range_or_cannot_get_there(visit: Visit, small: Small) -> None:
    url, city = small
    for number, weeks_ago in enumerate((4, 3, 3, 1)):
        venue = city.clerk.list_venue(f"新店{number}")
        joined = TODAY - timedelta(days=7 * weeks_ago - 1)
        city.clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED, joined)
    page = visit(url, **ASKED)
    words = shown(page)
    assert "文化局 0.00 % 0／1 還差 1 四週步調 每週 0.0 家（0、0、0、0） 預估達成日 照此步調到不了" in words
    assert "產業局 85.71 % 6／7 還差 1 四週步調 每週 1.0 家（1、2、0、1）" in words
    assert "預估達成日 110年11月17日 7 天後 最早～最晚 110年11月16日～110年11月21日" in words
    assert "其中 1 個機關照自己的步調到不了。" in words
    assert words.index("文化局 0.00") < words.index("產業局 85.71")
    page.session_state["forecast_downloads"] = True
    page.run()
    assert [getattr(button, "label", "") for button in page.get("download_button")][-1] == "CSV（Big5）"


def test_a_number_opens_its_venues(visit: Visit, small: Small) -> None:
    words = shown(visit(small[0], **ASKED, list="outstanding", of="CUL"))
    assert "文化局 · 未完成 1 家" in words


def test_an_open_drive_has_no_forecast(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, scheme="bear_voucher", kind="shop", as_of="110-10-26"))
    assert "可持續加入，沒有母數，也就沒有達標預估" in words


def test_before_the_first_listing_there_is_no_data(visit: Visit, small: Small) -> None:
    words = shown(visit(small[0], scheme=MYCODE, as_of="2020-01-01"))
    assert "尚無資料" in words
    assert "%" not in words


def test_the_public_is_asked_to_sign_in(visit: Visit, small: Small) -> None:
    assert "這一頁要先登入才能使用" in shown(visit(small[0], who=PUBLIC, **ASKED))
