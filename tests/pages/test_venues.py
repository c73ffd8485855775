"""店家: searching, filtering, paging, and one venue with all that was ever said of it."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.orders import state_order
from outreach.services.undo import undo
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, FIRST_DAY, MYCODE, SmallCity

DAY = "2021-10-20"
Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]


@pytest.fixture
def venues(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`venues(url, q="甜")` opens the page with an address's parameters."""
    return lambda url, **parameters: open_page(monkeypatch, url, "venues", **parameters)


def names(page: AppTest) -> list[str]:
    """The venues listed, in order."""
    html = markup(page)
    return [piece.partition("</a>")[0].rpartition(">")[2] for piece in html.split('scope="row"')[1:]]


def asked(**more: str) -> dict[str, str]:
    return {"scheme": MYCODE, "as_of": DAY, **more}


# --- the list ------------------------------------------------------------------------------------------


def test_every_venue_stands_with_whose_where_how_far_since_when_and_why(venues: Visit, small: Small) -> None:
    url, city = small
    city.clerk.say(city.contacted, Facet.OPERATING, Operating.CLOSED, remark="110年10月歇業")
    words = shown(venues(url, **asked()))
    assert "4 家" in words
    assert "甜圈坊 店家 · 臺北市中山區中央里示範路1號 機關 商業處 行政區・里 中山區 中央里" in words
    assert "參與狀態 已張貼 已完成 自 110年10月1日" in words
    assert "參與狀態 已聯繫 毋須納入：歇業 自 110年10月1日 備註 110年10月歇業" in words


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"q": "坊"}, ["甜圈坊", "甜甜圈坊"]),
        ({"q": "甜甜"}, ["甜甜圈坊"]),
        ({"q": "北投區"}, ["甜甜圈坊", "好唱歌城"]),
        ({"agency": "CUL"}, ["小書房"]),
        ({"agency": "商業處", "district": "北投區"}, ["甜甜圈坊", "好唱歌城"]),
        ({"sector": "ktv"}, ["好唱歌城"]),
        ({"sector": "-"}, ["甜圈坊", "甜甜圈坊", "小書房"]),
        ({"category": "C"}, ["好唱歌城"]),
        ({"standing": "completed"}, ["甜圈坊", "好唱歌城"]),
        ({"standing": "outstanding", "agency": "商業處"}, ["甜甜圈坊"]),
        ({"standing": "eligible", "q": "書"}, ["小書房"]),
    ],
)
def test_the_list_narrows_to_what_is_asked(
    venues: Visit, small: Small, told: dict[str, str], found: list[str]
) -> None:
    assert names(venues(small[0], **asked(**told))) == found


def test_two_villages_of_one_name_are_two_lists(venues: Visit, small: Small) -> None:
    url, city = small
    codes = [city.clerk.place(district, "中央里").code for district in ("中山區", "北投區")]
    assert names(venues(url, **asked(village=codes[0]))) == ["甜圈坊", "小書房"]
    assert names(venues(url, **asked(village=codes[1]))) == ["甜甜圈坊"]
    assert "北投區 中央里" in shown(venues(url, **asked(village=codes[1])))


def test_a_village_of_another_district_than_the_one_asked_for_is_let_go(venues: Visit, small: Small) -> None:
    url, city = small
    village = city.clerk.place("北投區", "中央里").code
    assert names(venues(url, **asked(village=village, district="中山區"))) == ["甜圈坊", "小書房"]


def test_a_choice_in_a_picker_stands_in_the_address(venues: Visit, small: Small) -> None:
    page = venues(small[0], **asked(page="2"))
    page.text_input(key="find_q").set_value("甜")
    run(page)
    assert page.query_params["q"] == "甜"
    page.selectbox(key="find_standing").set_value("completed")
    run(page)
    assert page.query_params["standing"] == "completed"
    assert "page" not in page.query_params
    assert names(page) == ["甜圈坊"]
    assert "含「甜」" in shown(page)


def test_fifty_venues_come_at_a_time_and_the_last_page_has_the_rest(
    venues: Visit, demonstration: str
) -> None:
    first = venues(demonstration, scheme=MYCODE, as_of="110-10-26")
    assert len(names(first)) == 50
    total = shown(first).partition("第 1 至 50 家，共 ")[2].partition(" 家")[0]
    last = venues(demonstration, scheme=MYCODE, as_of="110-10-26", page="9999")
    count = int(total.replace(",", ""))
    assert len(names(last)) == count % 50 or 50
    assert f"至 {total} 家，共 {total} 家" in shown(last)


def test_another_question_begins_on_its_first_page(venues: Visit, demonstration: str) -> None:
    page = venues(demonstration, scheme=MYCODE, as_of="110-10-26", page="3")
    assert "第 101 至 150 家" in shown(page)
    page.selectbox(key="bar_district").set_value("63000030")
    run(page)
    assert "page" not in page.query_params


def test_nothing_found_says_what_to_try_and_offers_to_ask_for_all(venues: Visit, small: Small) -> None:
    page = venues(small[0], **asked(q="沒有這家店", district="中山區"))
    assert "查無「沒有這家店」" in shown(page)
    next(b for b in page.button if b.label == "清除全部條件").click()
    run(page)
    assert "4 家" in shown(page)


def test_before_the_first_listing_there_is_no_list_but_a_way_to_its_first_day(
    venues: Visit, small: Small
) -> None:
    page = venues(small[0], **asked(as_of="2021-09-30"))
    assert "110年9月30日還沒有列冊的店家，最早的資料在110年10月1日" in shown(page)


def test_a_city_without_venues_points_to_the_import(venues: Visit, empty_city: str) -> None:
    assert 'href="import' in markup(venues(empty_city))
    assert "尚無資料" in shown(venues(empty_city))


def test_nonsense_in_the_address_is_told_and_left_out(venues: Visit, small: Small) -> None:
    page = venues(small[0], **asked(sector="太空業", standing="half", village="瑞芳里", page="-3"))
    words = shown(page)
    assert "查無行業『太空業』" in words
    assert "查無統計歸類『half』" in words
    assert "查無里『瑞芳里』" in words
    assert len(names(page)) == 4


def test_a_name_that_is_a_tag_is_shown_as_text(venues: Visit, small: Small) -> None:
    url, city = small
    city.clerk.list_venue("<script>alert(1)</script>")
    assert "<script>" not in markup(venues(url, **asked()))
    page = venues(url, **asked(venue="5"))
    assert "<script>alert(1)</script>" in shown(page)
    assert "<script>" not in markup(page)


# --- one venue -----------------------------------------------------------------------------------------


def test_a_venue_opens_with_all_that_is_known_and_where_it_stands_in_every_scheme(
    venues: Visit, small: Small
) -> None:
    words = shown(venues(small[0], **asked(venue=str(small[1].joined))))
    assert "甜圈坊 基本資料 機關 商業處 自110年10月1日起 · 王小明 性質 店家（尚無登錄）" in words
    assert "行政區・里 中山區中央里" in words
    assert "台北熊好券 110年10月20日不在這個方案的名冊上" in words
    assert "台北通 myCode+ 已完成 已張貼，自110年10月1日起" in words


def test_the_history_tells_every_fact_newest_first_with_remark_and_review_day(
    venues: Visit, small: Small
) -> None:
    url, city = small
    city.clerk.say(city.joined, Facet.OPERATING, Operating.SUSPENDED, date(2021, 10, 5), remark="整修")
    words = shown(venues(url, **asked(venue=str(city.joined)))).partition("歷程")[2]
    assert "營業狀態 停業 自110年10月5日起 備註：整修 覆核日 110年11月4日" in words
    assert words.index("營業狀態 停業") < words.index("參與狀態 台北通 myCode+ 已張貼")
    assert "王小明" in words


def test_an_undone_fact_is_struck_out_with_what_undid_it(venues: Visit, small: Small) -> None:
    url, city = small
    change = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    undone = undo(city.city, ADMINISTRATOR, change, now=city.clerk.tick())
    page = venues(url, **asked(venue=str(city.untouched)))
    assert "<del>已張貼</del>" in markup(page)
    assert f"已由異動 {undone.change_id} 復原 · 王小明" in shown(page)
    assert "未完成" in shown(page)


def test_a_venue_held_shut_by_an_order_shows_the_orders_own_text(venues: Visit, small: Small) -> None:
    url, city = small
    state_order(
        city.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="府授產業商字第7號", now=city.clerk.tick()
    )
    words = shown(venues(url, **asked(venue=str(city.singing))))
    assert "毋須納入：尚未復業" in words
    assert "備註：府授產業商字第7號" in words


@pytest.mark.parametrize("number", ["999", "abc", "0", "１２", "9" * 30])
def test_a_venue_that_is_not_there_is_refused_in_a_sentence(venues: Visit, small: Small, number: str) -> None:
    page = venues(small[0], **asked(venue=number))
    assert f"查無店家編號『{number}』" in shown(page)
    assert "回店家清單" in shown(page)


def test_looking_back_a_venues_history_ends_where_the_reader_looks_from(venues: Visit, small: Small) -> None:
    url, city = small
    before = city.city.figures.columns().seq
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    page = venues(url, **asked(venue=str(city.untouched), known_at=str(before)))
    assert "已張貼" not in shown(page)


# --- undoing -------------------------------------------------------------------------------------------


def test_undoing_asks_first_and_then_says_what_it_did(venues: Visit, small: Small) -> None:
    url, city = small
    change = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    page = venues(url, **asked(venue=str(city.untouched), undo=str(change)))
    assert "涉及 1 家店家" in shown(page)
    assert "<del>已張貼</del>" not in markup(page)
    page.button(key="undo_now").click()
    run(page)
    assert f"已復原異動 {change}" in shown(page)
    assert "undo" not in page.query_params
    assert "<del>已張貼</del>" in markup(page)


def test_not_undoing_changes_nothing(venues: Visit, small: Small) -> None:
    url, city = small
    change = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    page = venues(url, **asked(venue=str(city.untouched), undo=str(change)))
    page.button(key="undo_not").click()
    run(page)
    assert "undo" not in page.query_params
    assert "<del>" not in markup(page)


def test_a_change_on_which_later_ones_build_is_not_undone_and_they_are_named(
    venues: Visit, small: Small
) -> None:
    url, city = small
    first = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.AGREED)
    later = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    page = venues(url, **asked(venue=str(city.untouched), undo=str(first)))
    assert f"異動 {first} 之後還有 1 筆異動以它為基礎" in shown(page)
    assert f"例如異動 {later}" in shown(page)
    assert not [b for b in page.button if b.key == "undo_now"]


@pytest.mark.parametrize("number", ["999", "x"])
def test_undoing_what_was_never_recorded_is_refused(venues: Visit, small: Small, number: str) -> None:
    assert f"查無異動『{number}』" in shown(venues(small[0], **asked(venue="1", undo=number)))


def test_a_second_click_on_undo_undoes_nothing_more(venues: Visit, small: Small) -> None:
    url, city = small
    change = city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    page = venues(url, **asked(venue=str(city.untouched), undo=str(change)))
    page.button(key="undo_now").click()
    run(page)
    page.query_params["undo"] = str(change)
    run(page)
    assert f"已復原異動 {change}" in shown(page)
    assert not [b for b in page.button if b.key == "undo_now"]


# --- English -------------------------------------------------------------------------------------------


def test_the_page_speaks_english_when_asked(venues: Visit, small: Small) -> None:
    url, city = small
    words = shown(venues(url, **asked(lang="en")))
    assert "Zhongshan" in words
    one = shown(venues(url, **asked(lang="en", venue=str(city.joined))))
    assert "History" in one
