"""總覽 over a real database: the figure, what is missing, who is behind, and nothing that is not so."""

from datetime import date
from fractions import Fraction

import pytest

from outreach.rules.rate import Thresholds
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.pages.conftest import Visit, markup, shown
from tests.pages.opening import open_page as open_board
from tests.support.builders import CULTURE, MYCODE, SmallCity

MEETING = "110-10-26"


def test_the_headline_gives_the_rate_with_its_denominator_and_what_is_missing(
    visit: Visit, demonstration: str
) -> None:
    words = shown(visit(demonstration, scheme="mycode", as_of=MEETING))
    assert "完成率 89.79 % 4,460 ／ 4,967 已完成／母數" in words
    assert "還差 507 產業局 388" in words
    assert "提報家數全部計入時 80.79 % ( 5,520 )" in words
    assert "毋須納入母數 553 僅公司辦公室 118 歇業 114 停業 131 尚未復業 190" in words


def test_twenty_two_agencies_had_every_city_venue_in_the_bear_voucher(
    visit: Visit, demonstration: str
) -> None:
    words = shown(visit(demonstration, scheme="bear_voucher", kind="city_venue", as_of=MEETING))
    assert "達 100 % 機關 22 ／ 24" in words
    assert "檢討名單（90 %以下） 產業局 還差 29 85.35 % 捷運局 還差 9 79.06 %" in words


def test_who_has_most_venues_missing_stands_first(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, scheme="mycode", as_of=MEETING))
    table = words[words.index("各機關") :]
    assert table.index("產業局") < table.index("觀傳局") < table.index("捷運局") < table.index("財政局")


@pytest.mark.parametrize(
    ("order", "first"), [("rate", "捷運局"), ("agency", "民政局"), ("excluded", "產業局"), ("?", "產業局")]
)
def test_the_agencies_can_be_put_in_another_order(
    visit: Visit, demonstration: str, order: str, first: str
) -> None:
    words = shown(visit(demonstration, scheme="mycode", as_of=MEETING, sort=order))
    names = words[words.index("各機關") :].partition("提報 ")[2]
    assert names.startswith(first)


def test_a_bureau_opens_to_its_own_venues_and_those_of_each_agency_under_it(
    visit: Visit, demonstration: str
) -> None:
    closed = shown(visit(demonstration, scheme="mycode", as_of=MEETING))
    assert "商業處" not in closed
    words = shown(visit(demonstration, scheme="mycode", as_of=MEETING, inside="economic"))
    assert "產業局 86.06 %" in words
    assert "產業局（本機關） 母數較小 90.90 % 已完成／母數 10 ／ 11" in words
    assert "商業處 87.16 % 已完成／母數 1,345 ／ 1,543 還差 198" in words


def test_a_bureau_that_is_none_opens_nothing(visit: Visit, demonstration: str) -> None:
    assert "（本機關）" not in shown(visit(demonstration, scheme="mycode", as_of=MEETING, inside="nobody"))


def test_an_open_drive_says_how_many_joined_and_gives_no_rate(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, scheme="bear_voucher", kind="shop", as_of=MEETING))
    assert "加入家數" in words
    assert "可持續加入，不計完成率" in words
    assert "完成率" not in words.replace("不計完成率", "")
    assert " %" not in words
    assert "檢討名單" not in words


def test_a_rate_is_never_mixed_from_an_open_drive_and_a_closed_one(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, scheme="bear_voucher", as_of=MEETING))
    assert "完成率 轄管場館 97.11 % 1,277 ／ 1,315" in words
    assert "加入家數 店家" in words
    assert "店家 加入" in words


def test_a_base_of_less_than_thirty_is_marked_small(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, scheme="mycode", as_of=MEETING))
    assert "公訓處 母數較小" in words
    assert "商業處 母數較小" not in words


def test_thirteen_weeks_end_on_the_day_asked_for_and_lead_to_their_days(
    visit: Visit, demonstration: str
) -> None:
    page = markup(visit(demonstration, scheme="mycode", as_of="2021-10-26"))
    assert page.count('class="week"') == 13
    assert "as_of=2021-10-19" in page
    assert 'title="110年10月26日 89.79 % 4,460／4,967"' in page
    assert 'title="110年8月3日' in page


def test_before_the_first_fact_the_page_says_so_and_leads_to_the_first_day(
    visit: Visit, demonstration: str
) -> None:
    page = visit(demonstration, scheme="mycode", as_of="110-01-01")
    assert "尚無資料：110年1月1日還沒有列冊的店家，最早的資料在110年8月2日。" in shown(page)
    assert "0.00 %" not in shown(page)
    page.button[-1].click().run()
    assert "截至110年8月2日" in shown(page)
    assert "完成率" in shown(page)


def test_a_city_without_venues_is_told_to_import_a_list(visit: Visit, empty_city: str) -> None:
    page = visit(empty_city)
    assert "尚無資料：這個方案還沒有列冊的店家。 匯入第一份清單" in shown(page)
    assert 'href="import"' in markup(page)
    assert "示範資料" not in shown(page)


def test_conditions_that_nobody_meets_can_be_cleared(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, _city = small
    page = visit(url, scheme="mycode", as_of="2021-10-05", district="大安區")
    assert "這些條件下沒有列冊的店家。" in shown(page)
    page.button[-1].click().run()
    assert "完成率 50.00 % 2 ／ 4" in shown(page)


def test_demonstration_data_says_so_on_the_page(visit: Visit, demonstration: str) -> None:
    assert "示範資料：店家與狀態皆為虛構" in shown(visit(demonstration))


def test_pages_open_on_the_last_day_the_facts_speak_of_where_that_is_long_past(
    visit: Visit, demonstration: str
) -> None:
    assert "截至110年11月2" in shown(visit(demonstration))


def test_a_venue_closed_for_good_leaves_the_denominator_on_the_page(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    before = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    city.clerk.say(city.joined, Facet.OPERATING, Operating.CLOSED, date(2021, 10, 4), remark="已結束營業")
    after = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    assert "50.00 % 2 ／ 4" in before
    assert "33.33 % 1 ／ 3" in after
    assert "歇業 1" in after


def test_what_has_no_agency_has_a_row_of_its_own_that_opens(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    venue = city.clerk.describe("無主小店")[0]
    city.clerk.say(venue, Facet.LISTING, "listed")
    words = shown(visit(url, scheme="mycode", as_of="2021-10-05", list="outstanding", of="-"))
    assert "（未填） 母數較小 0.00 %" in words
    assert "（未填） · 未完成 1 家" in words
    assert "無主小店" in words


def test_an_agency_with_nothing_to_count_has_no_rate(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, city = small
    city.clerk.say(city.untouched, Facet.OPERATING, Operating.SUSPENDED, remark="整修至年底")
    words = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    assert "文化局 — 已完成／母數 0 ／ 0" in words
    assert "達 100 % 機關 0 ／ 1" in words


def test_a_name_with_markup_is_shown_as_text(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, city = small
    city.clerk.list_venue("<script>alert('甲')</script>小吃")
    page = visit(url, scheme="mycode", as_of="2021-10-05", list="population")
    assert "<script>alert('甲')</script>小吃" in shown_text(page_markup := markup(page))
    assert "<script" not in page_markup


def shown_text(sent: str) -> str:
    """What a browser would show of escaped text."""
    return sent.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")


def test_a_figure_can_be_asked_as_it_was_known(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, city = small
    known = city.clerk.city.figures.columns().seq
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    now = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    then = shown(visit(url, scheme="mycode", as_of="2021-10-05", known_at=str(known)))
    assert "3 ／ 4" in now
    assert "2 ／ 4" in then
    assert f"依第 {known} 號以前的登錄" in then


def test_a_kind_that_a_scheme_opens_loses_its_rate_from_that_day(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    scheme = city.clerk.scheme(MYCODE)
    with writing(city.city.engine) as connection:
        change = open_change(
            connection, kind="edit", actor="王小明", summary="店家可持續加入", now=city.clerk.tick()
        )
        change.scheme(
            scheme, SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored(), date(2021, 10, 4)
        )
    assert date(2021, 10, 4) > FROM_THE_BEGINNING
    assert "完成率 50.00 %" in shown(visit(url, scheme="mycode", as_of="2021-10-03"))
    assert "加入家數 店家 2" in shown(visit(url, scheme="mycode", as_of="2021-10-04"))


def test_the_lists_are_named_by_the_schemes_own_target_and_threshold(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    with writing(city.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor="王小明", summary="目標 66.5 %", now=city.clerk.tick()
        )
        limits = Thresholds(target=Fraction(665, 1000), review=Fraction(605, 1000))
        settings = SchemeSettings(thresholds=limits).as_stored()
        change.scheme(city.clerk.scheme(MYCODE), settings, FROM_THE_BEGINNING)
    words = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    assert "達 66.5 % 機關 1 ／ 2" in words
    assert "檢討名單（60.5 %以下） 文化局" in words
    assert "100 % 機關" not in words
    words = shown(open_board(monkeypatch, url, "board", as_of="2021-10-05"))
    assert "達 66.5 % 機關 1 ／ 2" in words
    assert "檢討名單（60.5 %以下） 台北通 myCode+ 文化局" in words
    assert "達66.5 %機關計1個： 產業局 3" in words


def test_a_city_where_all_is_done_says_that_nothing_is_missing(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    for venue in (city.contacted, city.untouched):
        city.clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED)
    words = shown(visit(url, scheme="mycode", as_of="2021-10-05"))
    assert "還差 0 家 母數全部完成。" in words
    assert "達 100 % 機關 2 ／ 2" in words
    assert CULTURE not in words


def test_a_bar_is_only_full_where_nothing_is_missing(visit: Visit, demonstration: str) -> None:
    page = markup(visit(demonstration, scheme="bear_voucher", kind="city_venue", as_of=MEETING))
    assert page.count("width:100.00%") == 22
    assert "width:97.11%" in page
