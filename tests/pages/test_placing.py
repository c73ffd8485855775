"""待定位 and 移轉: the queues of places and of offers, settled on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.error_reports import report_error
from outreach.services.placing import present_place, settle, uncertain_places
from outreach.services.transfers import offer
from outreach.services.venues import venue_history
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, MYCODE, PUBLIC, SmallCity

Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]
TODAY = datetime.now(UTC).date()


def officer(city: SmallCity, agency: str = COMMERCE) -> Who:
    return Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, agency))


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, small: Small) -> Visit:
    """`visit("placing", who)` opens a page."""
    return lambda page, who, **more: open_page(monkeypatch, small[0], page, who=who, **more)


def press(page: AppTest, start: str) -> AppTest:
    next(b for b in page.button if (b.key or "").startswith(start)).click()
    return run(page)


def test_the_queue_shows_what_is_missing_and_opens_the_first(visit: Visit, small: Small) -> None:
    words = shown(visit("placing", officer(small[1])))
    assert "3 家位置待確認" in words
    assert "好唱歌城 北投區 · 缺座標與里別" in words
    assert "地址只能判讀到：臺北市中山區中央里" in words


def propose(page: AppTest, typed: str) -> AppTest:
    """Type coordinates and look at them on the map."""
    next(t for t in page.text_input if t.label == "座標（經緯度或 TWD97）").set_value(typed)
    return press(page, "place_by_point")


def test_a_venue_is_placed_by_coordinates_after_a_look_and_the_next_comes_up(
    visit: Visit, small: Small
) -> None:
    city = small[1]
    page = propose(visit("placing", officer(city), venue=str(city.singing)), "25.0300, 121.5430")
    words = shown(page)
    assert "北投區 無座標" in words
    assert "25.03000, 121.54300" in words
    assert "里別由「北投區」改為「大安區" in words
    page = press(page, "place_settle")
    assert "已定位「好唱歌城」" in shown(page)
    assert "2 家位置待確認" in shown(page)
    assert venue_history(city.city, ADMINISTRATOR, city.singing, today=TODAY).venue.lon == 121.543


def test_a_venue_whose_place_is_known_is_moved_and_the_move_undone_on_the_page(
    visit: Visit, small: Small
) -> None:
    city = small[1]
    who, venue = ADMINISTRATOR, city.singing
    settle(city.city, who, venue, 121.543, 25.03, 1, now=datetime.now(UTC), today=TODAY)
    page = visit("placing", who, venue=str(venue), back="visits")
    assert "現在登錄的位置 大安區" in shown(page)
    page = propose(page, "121.5431, 25.03")
    assert "距離 10 公尺" in shown(page)
    assert "里別不變，統計不受影響" in shown(page)
    page = press(page, "place_settle")
    assert "復原 開啟店家頁 回訪視清單" in shown(page)
    change = venue_history(city.city, who, venue, today=TODAY).edits[0].change_id
    page.query_params["undo"] = str(change)
    page = press(run(page), "undo_now")
    assert "已復原異動" in shown(page)
    assert "25.03000, 121.54300" in shown(page)


def test_who_proposed_before_somebody_else_moved_it_is_told_and_sees_the_newer_place(
    visit: Visit, small: Small
) -> None:
    city = small[1]
    who, venue = officer(city), city.singing
    page = propose(visit("placing", who, venue=str(venue)), "121.5430, 25.0300")
    settle(city.city, ADMINISTRATOR, venue, 121.5436, 25.0520, 1, now=datetime.now(UTC), today=TODAY)
    page = press(page, "place_settle")
    assert "在您讀取後已被他人修改" in shown(page)
    assert "現在 中山區" in shown(page)
    assert present_place(city.city, who, venue, today=TODAY).spot.lon == 121.5436
    assert "已定位「好唱歌城」" in shown(press(page, "place_settle"))
    assert present_place(city.city, who, venue, today=TODAY).spot.lon == 121.543


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("123.0, 25.0", "不在臺北市範圍內"),
        ("", "座標讀到『』"),
        ("北門", "座標讀到『北門』"),
        ("0, 0", "座標讀到"),
    ],
)
def test_what_is_no_place_in_the_city_is_refused_and_nothing_is_recorded(
    visit: Visit, small: Small, typed: str, told: str
) -> None:
    city = small[1]
    page = propose(visit("placing", officer(city), venue=str(city.singing)), typed)
    assert told in shown(page)
    assert not [b for b in page.button if (b.key or "").startswith("place_settle")]
    assert uncertain_places(city.city, officer(city), today=TODAY).total == 3


def test_a_proposal_that_is_left_is_forgotten(visit: Visit, small: Small) -> None:
    city = small[1]
    page = propose(visit("placing", officer(city), venue=str(city.singing)), "121.5430, 25.0300")
    page = press(page, "place_leave")
    assert "要改成這樣嗎" not in shown(page)


def test_another_agencys_venue_is_not_shown_on_the_map(visit: Visit, small: Small) -> None:
    city = small[1]
    lin = officer(city, CULTURE)
    assert "好唱歌城" not in shown(visit("placing", lin, venue=str(city.singing)))


def test_the_venues_page_and_the_visit_list_lead_to_the_map(visit: Visit, small: Small) -> None:
    city = small[1]
    link = f"venue={city.contacted}&amp;back="
    for page, who, told in (("venues", officer(city), True), ("venues", MANAGER, False)):
        assert (f"{link}venue" in markup(visit(page, who, scheme=MYCODE, venue=str(city.contacted)))) is told
    assert f"{link}visits" in markup(visit("visits", officer(city)))


def test_a_village_may_be_recorded_alone(visit: Visit, small: Small) -> None:
    city = small[1]
    page = visit("placing", officer(city), venue=str(city.singing))
    page.selectbox[0].select(city.clerk.place("北投區", "中央里").code)
    page = press(page, "place_by_village")
    assert "好唱歌城 北投區中央里 · 缺座標" in shown(page)


def test_where_every_place_is_known_the_page_says_so(visit: Visit, small: Small) -> None:
    nobody = Who("產承辦", Role.OFFICER, None, small[1].clerk.value(Facet.AGENCY, "IND"))
    assert "所有列冊的店家都有座標與里別" in shown(visit("placing", nobody))


def test_who_changes_nothing_places_nothing(visit: Visit, small: Small) -> None:
    for page in ("placing", "transfers"):
        assert "不能登錄或匯入資料" in shown(visit(page, MANAGER))


# --- transfers ----------------------------------------------------------------------------------------


def offered(city: SmallCity) -> None:
    now = city.clerk.tick()
    offer(city.city, officer(city), city.contacted, CULTURE, date(2021, 10, 9), "移撥", now=now, today=TODAY)


def test_the_receiver_accepts_and_the_venue_is_theirs(visit: Visit, small: Small) -> None:
    city = small[1]
    offered(city)
    page = visit("transfers", officer(city, CULTURE))
    assert "1 件等您回覆" in shown(page)
    page = press(page, "transfer_accept")
    assert "已接受移轉" in shown(page)
    assert venue_history(city.city, officer(city, CULTURE), city.contacted, today=TODAY).lines


def test_sending_back_needs_words(visit: Visit, small: Small) -> None:
    city = small[1]
    offered(city)
    page = press(visit("transfers", officer(city, CULTURE)), "transfer_refuse")
    assert "退回移轉的理由須填寫" in shown(page)
    page.text_input[0].set_value("非本局轄管")
    assert "已退回移轉" in shown(press(page, "transfer_refuse"))


def test_the_giver_sees_what_others_are_to_answer(visit: Visit, small: Small) -> None:
    offered(small[1])
    words = shown(visit("transfers", officer(small[1])))
    assert "1 件等對方回覆" in words
    assert "商業處 → 文化局" in words


def test_without_an_open_offer_the_page_says_so(visit: Visit, small: Small) -> None:
    assert "沒有等待回覆的移轉" in shown(visit("transfers", officer(small[1])))


# --- questions and reports on a venue's page -----------------------------------------------------------


def test_a_manager_asks_the_agency_answers_the_manager_closes(visit: Visit, small: Small) -> None:
    city = small[1]
    city.clerk.say(city.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    asked = {"scheme": MYCODE, "venue": str(city.contacted)}
    page = visit("venues", MANAGER, **asked)
    next(t for t in page.text_area if str(t.key).startswith("question_words")).set_value("何時復業？")
    assert "已送出提問" in shown(press(page, "question_put"))
    page = visit("venues", officer(city), **asked)
    assert "何時復業？ 台北通 myCode+ · 陳管考" in shown(page)
    next(t for t in page.text_area if str(t.key).startswith("question_reply")).set_value("預定12月")
    assert "預定12月 李承辦" in shown(press(page, "question_send"))
    page = press(visit("venues", MANAGER, **asked), "question_close")
    assert "已結案 · 陳管考" in shown(page)


def test_a_venue_in_the_denominator_is_not_asked_about(visit: Visit, small: Small) -> None:
    page = visit("venues", MANAGER, scheme=MYCODE, venue=str(small[1].joined))
    assert not [t for t in page.text_area if str(t.key).startswith("question_")]


def test_a_report_of_the_public_is_settled_on_the_venues_page(visit: Visit, small: Small) -> None:
    city = small[1]
    report_error(city.city, PUBLIC, city.joined, "closed", "已拆招牌", "192.0.2.7", now=datetime.now(UTC))
    page = visit("venues", officer(city), scheme=MYCODE, venue=str(city.joined))
    assert "已歇業 · 已拆招牌" in shown(page)
    page = press(page, "report_no_error")
    assert "已處理這筆回報" in shown(page)
    assert "已拆招牌" not in shown(page)
