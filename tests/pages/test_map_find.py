"""地圖 as whoever looks for a shop sees it: venues, what is looked for, what nobody reads here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MapCity, map_city

Visit = Callable[..., AppTest]
Found = tuple[str, MapCity]


@pytest.fixture
def found(sqlite_databases: Databases) -> Found:
    return map_city(sqlite_databases)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, found: Found) -> Visit:
    """`visit(PUBLIC, q="甜圈")` opens the map of the city, as it stood under myCode+."""

    def visited(who: Who = PUBLIC, **parameters: str) -> AppTest:
        asked = {"scheme": MYCODE, "as_of": "2021-10-20", **parameters}
        return open_page(monkeypatch, found[0], "map", who=who, **asked)

    return visited


def listed(page: AppTest) -> list[str]:
    """Names of the venues in the list beside the map."""
    return re.findall(r'<a href="\?venue=\d+">(.*?)</a>', markup(page))


def test_without_signing_in_the_map_leads_from_districts_to_the_venues_that_joined(visit: Visit) -> None:
    city = visit()
    assert "臺北市 5 家" in shown(city)
    assert "大安區 4" in shown(city)
    assert "%" not in shown(city)
    district = visit(place=DA_AN)
    assert listed(district) == ["甜圈坊", "攤位一", "攤位三", "里不明"]
    assert listed(visit(place=LONGMEN)) == ["甜圈坊", "攤位一", "攤位三"]
    # Who has not joined, or closed, is nobody's to read here.
    assert not any(name in markup(district) for name in ("標籤", "攤位二", "舊書店", "無點小吃"))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "甜圈"}, ["甜圈坊", "甜甜圈坊"]),
        ({"q": "攤位二"}, []),
        ({"q": "甜圈", "place": DA_AN}, ["甜圈坊"]),
        ({"q": "<b>"}, []),
    ],
)
def test_whoever_looks_for_a_shop_by_words_finds_those_that_joined(
    visit: Visit, asked: dict[str, str], names: list[str]
) -> None:
    page = visit(**asked)
    assert listed(page) == names
    assert f"尋找：「{asked['q']}」 清除" in shown(page)
    assert names or "沒有符合的店家。" in shown(page)


def test_a_search_that_finds_nothing_says_what_to_do_next_and_each_step_finds_something(visit: Visit) -> None:
    page = visit(q="沒有這家", place=LONGMEN, kind="shop")
    told = shown(page)
    assert "沒有符合的店家。 到大安區找 到全市找 不限性質 換個說法" in told
    tried = re.search(r"例如：<a href=\"([^\"]+)\"[^>]*>([^<]+)</a>", markup(page))
    assert tried is not None
    assert "place=" not in tried[1]
    assert listed(visit(q=tried[2], kind="shop"))


def test_another_question_begins_the_list_anew_and_another_scheme_has_other_vouchers(visit: Visit) -> None:
    page = visit(scheme=BEAR_VOUCHER, place=DA_AN, rows="2", voucher="住宿")
    page.selectbox(key="bar_scheme").set_value(MYCODE)
    told = shown(run(page))
    assert "查無券別" not in told
    assert not {"rows", "voucher"} & set(page.query_params)
    assert page.query_params["place"] == DA_AN


def test_a_village_that_nobody_joined_leads_on_to_its_district(visit: Visit) -> None:
    told = shown(visit(place="63000030001"))
    assert "這裡沒有已加入的店家。 看大安區的店家 看全市的店家" in told


def test_words_typed_stand_in_the_address_and_clearing_them_brings_all_back(visit: Visit) -> None:
    page = visit(rows="2")
    page.text_input(key="map_q").set_value(" 甜圈 ")
    run(page)
    assert page.query_params["q"] == "甜圈"
    assert "rows" not in page.query_params
    assert listed(page) == ["甜圈坊", "甜甜圈坊"]
    page.text_input(key="map_q").set_value("")
    run(page)
    assert "q" not in page.query_params
    assert listed(page) == []


def test_a_voucher_or_sector_that_there_is_not_is_said_and_left_out(visit: Visit) -> None:
    told = shown(visit(q="甜圈", voucher="金幣", sector="馬戲團"))
    assert "查無券別『金幣』" in told
    assert "馬戲團" in told
    assert "尋找：「甜圈」 清除" in told


def test_who_signs_in_reads_beside_a_places_venues_how_it_stands(visit: Visit) -> None:
    page = visit(ADMINISTRATOR, view="venues", place=DA_AN)
    assert "大安區 8 家 完成率 57.14 % 已完成／母數 4 ／ 7 還差 3" in shown(page)
    # What is looked for is not the place: then the count alone is said.
    assert "完成率" not in shown(visit(ADMINISTRATOR, view="venues", place=DA_AN, q="攤位"))


def test_a_table_of_one_kind_beside_venues_of_all_kinds_says_whose_it_is(visit: Visit, found: Found) -> None:
    assert "完成率 · 轄管場館" not in shown(visit(ADMINISTRATOR, view="venues"))
    found[1].open_shops(MYCODE)
    assert "完成率 · 轄管場館" in shown(visit(ADMINISTRATOR, view="venues"))
    # Nor is nobody missing in a place where the list beside names shops that are.
    place = shown(visit(ADMINISTRATOR, view="venues", place=LONGMEN))
    assert "龍門里 7 家 完成率 · 轄管場館 完成率 — 已完成／母數 0 ／ 0 還差 0" in place
    assert "完成率 · 轄管場館" not in shown(visit(ADMINISTRATOR, view="venues", place=LONGMEN, q="攤位"))


def test_who_signs_in_sees_what_is_left_on_a_street_and_nobody_else_may_ask(visit: Visit) -> None:
    page = visit(ADMINISTRATOR, view="venues", place=LONGMEN, q="示範路", standing="outstanding")
    assert [name for name in listed(page) if "標籤" not in name] == ["攤位二", "無點小吃"]
    assert "尋找：「示範路」 · 未完成 清除" in shown(page)
    page.selectbox(key="map_standing").set_value("excluded")
    run(page)
    assert page.query_params["standing"] == "excluded"
    assert listed(page) == ["舊書店"]
    told = visit(place=LONGMEN, standing="outstanding")
    assert listed(told) == ["甜圈坊", "攤位一", "攤位三"]
    assert not [box for box in told.selectbox if box.key == "map_standing"]


@pytest.mark.parametrize("where", [{}, {"place": DA_AN}])
@pytest.mark.parametrize(("sector", "said"), [("ktv", "視聽歌唱業 清除"), ("-", "行業未填 清除")])
def test_the_trade_that_venues_are_narrowed_by_is_said_once_and_can_be_let_go(
    visit: Visit, where: dict[str, str], sector: str, said: str
) -> None:
    assert shown(visit(ADMINISTRATOR, view="venues", sector=sector, **where)).count(said) == 1


def test_a_voucher_that_there_is_not_sends_nobody_to_the_view_that_is_shown(visit: Visit) -> None:
    elsewhere = "請切換到「店家位置」"
    told = shown(visit(ADMINISTRATOR, view="venues", voucher="無此券"))
    assert "查無券別『無此券』" in told
    assert elsewhere not in told
    assert elsewhere in shown(visit(ADMINISTRATOR, view="areas", voucher="無此券"))


def test_another_agencys_venue_that_joined_opens_with_what_is_public_and_the_rest_is_said_to_be_left_out(
    visit: Visit, found: Found
) -> None:
    ids, mine = found[1].ids, found[1].clerk.value(Facet.AGENCY, CULTURE)
    culture = Who("李承辦", Role.OFFICER, None, mine)
    page = visit(culture, view="venues", place=LONGMEN, venue=str(ids["甜圈坊"]))
    assert listed(page) == ["甜圈坊", "攤位一", "攤位三", "舊書店"]
    assert "其他機關的店家只列出已完成的；未完成與毋須納入的只計入數字。" in shown(page)
    assert "那一天還沒到" not in shown(page)
    ahead = visit(culture, view="venues", place=LONGMEN, as_of="2110-01-01")
    assert "那一天還沒到，其他機關的店家照今天的狀況列出。" in shown(ahead)
    panel = shown(page).partition("其他機關的店家，只顯示公開資料：")[2]
    assert "甜圈坊" in panel
    assert "不在這個方案的清單上" not in shown(page)
    # At one place one's own stands with what is its own, and the others follow.
    found[1].clerk.say(ids["攤位二"], Facet.AGENCY, mine, day=date(2021, 10, 2))
    told = shown(visit(culture, view="venues", place=LONGMEN, spot=str(ids["攤位一"])))
    own, _, others = told.partition("同一地點 3 家")[2].partition("其他機關的店家，只顯示公開資料：")
    assert "攤位二" in own
    assert "攤位一" not in own
    assert "攤位一" in others
    assert "攤位三" in others
    # Whoever sees the whole city has nothing left out.
    assert "其他機關的店家" not in shown(visit(ADMINISTRATOR, view="venues", place=LONGMEN))


def test_the_view_that_is_picked_stands_in_the_address(visit: Visit) -> None:
    page = visit(ADMINISTRATOR, rows="2")
    page.segmented_control(key="map_view").set_value("venues")
    run(page)
    assert page.query_params["view"] == "venues"
    assert "rows" not in page.query_params
    assert "57.14 %" in shown(visit(view="areas"))
    assert "57.14 %" not in shown(visit(view="nonsense"))


def test_before_the_first_listing_there_is_no_figure_and_a_way_to_the_first_day(visit: Visit) -> None:
    assert "尚無資料：110年9月1日還沒有列冊的店家" in shown(visit(as_of="2021-09-01"))
