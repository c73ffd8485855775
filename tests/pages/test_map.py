"""地圖 without a browser: the place in the address, the table's numbers, layers, and what cannot be drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geodata.places import village_by_code
from outreach.figures.positions import Dimension
from outreach.pages.map_words import scale
from outreach.rules.rate import Tally, rate_shown
from outreach.services.coverage import coverage
from outreach.services.map_classes import classes
from outreach.services.map_layers import Layer
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, CULTURE, MANAGER, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, MapCity, map_city

DAY = "2021-10-20"
Visit = Callable[..., AppTest]
Found = tuple[str, MapCity]


@pytest.fixture
def found(sqlite_databases: Databases) -> Found:
    return map_city(sqlite_databases)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, found: Found) -> Visit:
    """`visit(place="63000030")` opens the map of the city, as it stood under myCode+."""

    def visited(**parameters: str) -> AppTest:
        return open_page(
            monkeypatch, found[0], "map", who=ADMINISTRATOR, **{"scheme": MYCODE, "as_of": DAY, **parameters}
        )

    return visited


def rows(page: AppTest) -> list[list[str]]:
    """The table's rows as texts, without its heading and total."""
    body = markup(page).partition("<tbody")[2].partition("</tbody>")[0]
    body = re.sub(r'<span class="about">.*?</span>', "", body)  # a venue's address, below its name
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.split(r"<t[hd][^>]*>", row)[1:]]
        for row in body.split("<tr")[1:]
    ]


def where(page: AppTest) -> str:
    """The breadcrumb."""
    return re.sub(r"<[^>]+>", "", markup(page).partition("<nav")[2].partition(">")[2].partition("</nav>")[0])


# --- places ----------------------------------------------------------------------------------------------


def test_the_city_shows_every_district_with_the_tables_figures_and_who_must_act_first(
    visit: Visit, found: Found
) -> None:
    told = rows(visit())
    table = coverage(found[1].city, ADMINISTRATOR, MYCODE, date(2021, 10, 20), by=Dimension.DISTRICT)
    assert [row[0] for row in told[:3]] == ["大安區", "北投區", "中山區"]
    assert len(told) == 13
    by_name = {row[0]: row[1:] for row in told}
    for row in table.rows:
        tally = row.tally
        assert by_name[row.name if row.key else "未填行政區"] == [
            rate_shown(tally.completed, tally.eligible),
            f"{tally.completed}／{tally.eligible}",
            str(tally.outstanding),
        ]


def test_a_district_without_venues_has_no_rate(visit: Visit) -> None:
    assert ["松山區", "—", "0／0", "0"] in rows(visit())


def test_a_districts_villages_sum_with_what_names_none_to_its_total(visit: Visit) -> None:
    page = visit(place=DA_AN)
    told = rows(page)
    assert (told[0], told[-1]) == (["龍門里", "50.00 %", "3／6", "3"], ["未填里別", "100.00 %", "1／1", "0"])
    assert len(told) == 54
    assert "合計 57.14 % 4 ／ 7 3" in shown(page)
    assert where(page) == "臺北市›大安區"


def test_a_villages_venues_stand_with_where_they_stand_and_without_a_point_if_they_have_none(
    visit: Visit,
) -> None:
    page = visit(place=LONGMEN)
    assert where(page) == "臺北市›大安區›龍門里"
    assert [row for row in rows(page) if "標籤" not in row[0]] == [
        ["攤位二", "未完成"],
        ["無點小吃無座標", "未完成"],
        ["甜圈坊", "已完成"],
        ["攤位一", "已完成"],
        ["攤位三", "已完成"],
        ["舊書店", "毋須納入：歇業"],
    ]
    assert "完成率 50.00 % 已完成／母數 3 ／ 6 還差 3" in shown(page)


def test_a_long_village_is_paged_and_a_page_too_far_is_the_last(visit: Visit, found: Found) -> None:
    for number in range(45):
        found[1].clerk.list_venue(f"第{number:02d}號", place="大安區龍門里")
    assert "龍門里 52 家" in shown(visit(place=LONGMEN))
    for page in ("3", "99"):
        told = visit(place=LONGMEN, rows=page)
        assert "第 3／3 頁" in shown(told)
        assert [row[0] for row in rows(told)][-2:] == ["攤位三", "舊書店"]


@pytest.mark.parametrize("text", [DA_AN, "大安區", "大安", "Da'an District"])
def test_a_place_is_named_by_code_or_by_name(visit: Visit, text: str) -> None:
    assert where(visit(place=text)) == "臺北市›大安區"


@pytest.mark.parametrize("text", ["63000999", "中央里", "板橋區", "<b>大安</b>", "' OR 1=1"])
def test_a_place_that_is_none_or_not_plain_is_said_and_the_city_is_shown(visit: Visit, text: str) -> None:
    page = visit(place=text)
    assert f"查無地點『{text}』；請用行政區或里的代碼，例如 63000030（大安區）。" in shown(page)
    assert "<b>大安</b>" not in markup(page)
    assert where(page) == "臺北市"


def test_the_bar_names_the_district_of_the_place_and_the_question_has_it_in_words(visit: Visit) -> None:
    page = visit(place=LONGMEN)
    assert page.selectbox(key="bar_district").value == DA_AN
    assert "截至110年10月20日 · 大安區" in shown(page)


def test_another_district_that_is_picked_lets_the_place_go(visit: Visit) -> None:
    page = visit(place=LONGMEN)
    page.selectbox(key="bar_district").select("63000120")
    run(page)
    assert "place" not in page.query_params
    assert where(page) == "臺北市›北投區"
    page.selectbox(key="bar_district").select("")
    assert where(run(page)) == "臺北市"


def test_a_place_outside_the_district_asked_for_gives_way_to_it(visit: Visit) -> None:
    assert where(visit(place=LONGMEN, district="63000120")) == "臺北市›北投區"
    assert where(visit(place=LONGMEN, district=DA_AN)) == "臺北市›大安區›龍門里"


# --- layers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "row"),
    [
        ("rate", ["大安區", "57.14 %", "4／7", "3"]),
        ("outstanding", ["大安區", "3", "4／7", "57.14 %"]),
        ("excluded", ["大安區", "12.50 %", "1／8", "57.14 %"]),
    ],
)
def test_each_layer_leads_with_its_own_figure_and_never_a_percentage_alone(
    visit: Visit, layer: str, row: list[str]
) -> None:
    assert rows(visit(layer=layer))[0] == row


def test_a_layer_that_is_picked_stands_in_the_address(visit: Visit) -> None:
    page = visit()
    page.segmented_control(key="map_layer").set_value("outstanding")
    run(page)
    assert "outstanding" in page.query_params["layer"]
    assert rows(page)[0] == ["大安區", "3", "4／7", "57.14 %"]


def test_an_unknown_layer_is_said_and_the_usual_one_is_shown(visit: Visit) -> None:
    page = visit(layer="heat")
    assert (
        "讀到圖層『heat』；可用的圖層有 rate、outstanding、excluded、change、joined、joined_change"
        in shown(page)
    )
    assert rows(page)[0][1] == "57.14 %"


def test_shops_shown_open_are_counted_without_a_rate_and_numbers_that_open_name_their_kind(
    visit: Visit, found: Found
) -> None:
    found[1].open_shops(MYCODE)
    page = visit(layer="joined")
    assert rows(page)[0] == ["大安區", "4", "8", "1"]
    assert "加入家數 店家" in shown(page)
    assert "list=completed&amp;among=shop" in markup(page)
    assert page.segmented_control(key="map_layer").options == [
        "完成率",
        "未完成家數",
        "毋須納入比率",
        "與另一日比較",
        "加入家數",
        "加入家數與另一日比較",
    ]
    alone = visit(kind="shop", layer="rate")
    assert rows(alone)[0] == ["大安區", "4", "8", "1"]
    assert "%" not in shown(alone)
    village = visit(kind="shop", place=LONGMEN)
    assert {row[1] for row in rows(village)} == {"未加入", "已加入", "毋須納入：歇業"}


# --- what cannot be drawn, what is opened ----------------------------------------------------------------


def test_what_cannot_be_drawn_is_said_under_the_map(visit: Visit) -> None:
    assert "另有 1 家未填行政區，畫不進地圖" in shown(visit())
    assert "另有 1 家未填里別，畫不進地圖" in shown(visit(place=DA_AN))
    assert "另有 1 家沒有座標，畫不進地圖，列在清單中" in shown(visit(place=LONGMEN))
    assert "家沒有座標，畫不進地圖；選一個行政區，就列在清單中。" in shown(visit(view="venues"))


def test_where_nothing_is_left_out_that_is_said_too(visit: Visit) -> None:
    assert "所有店家都在圖上的範圍內。" in shown(visit(place="63000120"))


def test_an_agency_in_the_address_narrows_the_map_and_can_be_let_go(visit: Visit) -> None:
    told = shown(visit(agency=CULTURE, place=LONGMEN))
    assert "臺北市政府文化局 清除條件" in told
    assert "龍門里 7 家" not in told
    assert "另有" not in told


@pytest.mark.parametrize(
    ("place", "also", "name"),
    [("", "district=（未填）", "何處小館"), (DA_AN, "village=（未填）", "里不明")],
)
def test_the_row_of_what_names_no_area_opens_its_venues(
    visit: Visit, place: str, also: str, name: str
) -> None:
    told = shown(visit(place=place, list="population", also=also))
    assert name in told
    assert "提報家數 1 家" in told


def test_a_venue_that_is_clicked_says_why_it_stands_there(visit: Visit, found: Found) -> None:
    told = shown(visit(place=LONGMEN, venue=str(found[1].ids["舊書店"])))
    assert "毋須納入：歇業" in told
    assert "備註：租約到期" in told
    assert "同一地點" not in told


def test_venues_at_one_place_open_together(visit: Visit, found: Found) -> None:
    told = shown(visit(place=LONGMEN, spot=str(found[1].ids["攤位三"])))
    assert "同一地點 3 家" in told
    panel = told.rpartition("同一地點 3 家")[2]
    assert [name for name in ("攤位二", "攤位一", "攤位三", "甜圈坊") if name in panel] == [
        "攤位二",
        "攤位一",
        "攤位三",
    ]


@pytest.mark.parametrize("nonsense", ["x", "-1", "1e9", "９", "9" * 40, "<script>"])
def test_a_venue_that_is_no_number_opens_nothing(visit: Visit, nonsense: str) -> None:
    page = visit(place=LONGMEN, venue=nonsense, spot=nonsense, rows=nonsense)
    assert page.get("dialog") == []
    assert len(rows(page)) == 7


def test_a_venue_that_is_not_on_the_list_is_said_with_a_way_on(visit: Visit) -> None:
    page = visit(place=LONGMEN, venue="987654")
    assert "這家店家在110年10月20日不在這個方案的清單上。 關閉" in shown(page)


def test_a_name_that_is_markup_is_escaped_wherever_it_stands(visit: Visit, found: Found) -> None:
    page = visit(place=LONGMEN, venue=str(found[1].ids[f"標籤{MARKUP}"]))
    assert f"標籤{MARKUP}" in shown(page).replace("&lt;", "<").replace("&gt;", ">")
    assert "<script" not in markup(page)


# --- clicks ----------------------------------------------------------------------------------------------


def _clicks() -> None:
    import streamlit as st

    from outreach.pages.map import place as map_place

    for told in st.session_state.told:
        st.session_state[map_place.MAP] = {"last_active_drawing": {"properties": told}}
        map_place.follow()


def clicked(*told: dict[str, object], **address: str) -> dict[str, str]:
    """The address after clicks on the map."""
    page = AppTest.from_function(_clicks)
    page.session_state["told"] = told
    for name, value in address.items():
        page.query_params[name] = value
    run(page)
    # As they were set, or as lists once the page has changed them.
    return {n: v if isinstance(v, str) else v[0] for n, v in page.query_params.items()}


def test_a_click_on_an_area_goes_there_and_lets_go_what_was_open_elsewhere() -> None:
    before = {"scheme": MYCODE, "district": "63000120", "rows": "2", "venue": "5", "list": "completed"}
    assert clicked({"click": 1, "code": LONGMEN}, **before) == {"scheme": MYCODE, "place": LONGMEN}


def test_a_click_on_one_venue_and_on_several_open_them() -> None:
    assert clicked({"click": 1, "ids": ["7"]}, place=LONGMEN) == {"place": LONGMEN, "venue": "7"}
    assert clicked({"click": 1, "ids": ["7", "8"]}, place=LONGMEN) == {"place": LONGMEN, "spot": "7"}


def test_weeks_that_stop_go_to_their_day_and_stay_at_the_place() -> None:
    assert clicked({"click": 1, "day": "2021-10-14"}, place=DA_AN, as_of="2021-11-20") == {
        "place": DA_AN,
        "as_of": "2021-10-14",
    }


def test_the_same_click_reported_again_does_nothing() -> None:
    told = clicked({"click": 1, "code": DA_AN}, {"click": 1, "code": LONGMEN})
    assert told == {"place": DA_AN}
    assert clicked({"click": 1, "code": DA_AN}, {"click": 2, "code": LONGMEN}) == {"place": LONGMEN}


@pytest.mark.parametrize(
    "told",
    [
        {}, {"click": "x"}, {"click": 1}, {"click": 1, "code": "63"}, {"click": 1, "code": "<script>"},
        {"click": 1, "day": "2021-02-30"}, {"click": 1, "day": "9999-12-31"}, {"click": 1, "day": "<script>"},
    ],
)  # fmt: skip
def test_what_a_browser_makes_up_leads_nowhere(told: dict[str, object]) -> None:
    assert clicked(told, place=DA_AN) == {"place": DA_AN}


# --- nothing yet, and English ----------------------------------------------------------------------------


def test_before_the_first_listing_the_page_says_so_and_leads_to_the_first_day(visit: Visit) -> None:
    page = visit(as_of="2021-09-01")
    assert "尚無資料：110年9月1日還沒有列冊的店家，最早的資料在110年10月1日。" in shown(page)
    assert {row[1] for row in rows(page)} == {"—"}
    next(b for b in page.button if b.label == "看110年10月1日").click().run()
    assert page.query_params["as_of"] == "2021-10-01"


def test_an_empty_city_leads_to_the_import_whoever_may_import(
    monkeypatch: pytest.MonkeyPatch, empty_city: str
) -> None:
    said = "尚無資料：這個方案還沒有列冊的店家。"
    assert f"{said} 匯入第一份清單" in shown(open_page(monkeypatch, empty_city, "map"))
    for who in (PUBLIC, MANAGER):
        told = shown(open_page(monkeypatch, empty_city, "map", who=who))
        assert said in told
        assert "匯入第一份清單" not in told


def test_conditions_that_no_venue_meets_can_be_cleared(visit: Visit) -> None:
    page = visit(kind="city_venue", agency=CULTURE, category="-", sector="-", known_at="1")
    assert "這些條件下沒有列冊的店家。 清除條件" in shown(page)
    (clear,) = re.findall(
        r'href="([^"]*)"[^>]*>清除條件</a></p>', markup(page).partition("沒有列冊的店家")[2]
    )
    assert not re.search("kind=|agency=|category=|sector=|known_at=|place=", clear)


def test_english_names_places_and_figures_in_english(visit: Visit) -> None:
    page = visit(place=LONGMEN, lang="en")
    village = village_by_code(LONGMEN)
    assert village is not None
    assert where(page) == f"Taipei City›Da'an District›{village.name_en}".replace("'", "&#x27;")
    assert ["甜圈坊", "Completed"] in rows(page)


# --- the legend ------------------------------------------------------------------------------------------


@given(st.sampled_from([Layer.OUTSTANDING, Layer.JOINED]), st.lists(st.integers(0, 5_000), min_size=1))
def test_the_legend_of_counts_names_a_span_that_holds_every_areas_count(
    layer: Layer, counts: list[int]
) -> None:
    ground = [Tally(n, 0) if layer is Layer.JOINED else Tally(1, n) for n in counts]
    told = classes(layer, ground)
    legend = scale(told, "zh")
    for n, tally in zip(counts, ground, strict=True):
        index = told.of(tally)
        assert (index is None) == (tally.population == 0)
        if index is not None:
            first, _, last = legend.labels[index].replace(",", "").partition("–")
            assert int(first) <= n <= int(last or first)


@pytest.mark.parametrize("layer", Layer)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_class_has_a_colour_and_its_words(layer: Layer, language: str) -> None:
    legend = scale(classes(layer, [Tally(9, 9)]), language)
    assert 0 < len(legend.labels) == len(legend.colours) <= 5
    assert len(set(legend.labels)) == len(legend.labels)
    assert legend.empty


# --- files -----------------------------------------------------------------------------------------------


def test_what_is_shown_can_be_taken_as_pictures_and_for_gis_once_somebody_opens_that(visit: Visit) -> None:
    page = visit(place=DA_AN)
    assert files(page) == []
    page.session_state["map_files"] = True
    page.run()
    assert files(page) == [
        "PNG 圖片",
        "A4 PDF（彩色）",
        "A4 PDF（黑白圖樣）",
        "GeoPackage（WGS 84）",
        "GeoPackage（TWD97）",
        "GeoJSON（WGS 84）",
        "GeoJSON（TWD97）",
    ]
    assert "您可看的 8 家店家，不含聯絡資料" in shown(page)
    found = visit(place=LONGMEN, q="攤位")
    found.session_state["map_files"] = True
    found.run()
    assert files(found) == files(page)
    assert "圖資檔含您可看的 3 家店家，不含聯絡資料" in shown(found)


def test_of_too_many_venues_no_gis_file_is_offered_but_the_way_to_fewer(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.pages.map.take.MOST_VENUES", 8)
    page = visit()
    page.session_state["map_files"] = True
    page.run()
    assert [label for label in files(page) if label.startswith("Geo")] == []
    assert "這個範圍有 11 家，圖資檔最多 8 家；請先在地圖上選一個行政區。" in shown(page)


def files(page: AppTest) -> list[str]:
    """The files that can be taken."""
    return [str(getattr(button, "label", "")) for button in page.get("download_button")]


# --- the way there, and the foot -------------------------------------------------------------------------


def test_a_venue_tells_how_to_get_there_without_naming_another_site(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    stall = found[1].ids["攤位一"]
    page = open_page(monkeypatch, found[0], "map", scheme=MYCODE, as_of=DAY, place=LONGMEN, venue=str(stall))
    assert "25.02360, 121.53580" in [code.value for code in page.code]
    (link,) = page.get("link_button")
    assert link.proto.url.startswith("geo:25.02360,121.53580?q=25.02360,121.53580(%E6%94%A4")
    assert "http" not in link.proto.url


def test_a_venue_without_a_point_offers_its_address_alone(visit: Visit, found: Found) -> None:
    page = visit(place=LONGMEN, venue=str(found[1].ids["無點小吃"]))
    assert page.get("link_button") == []
    (address,) = [code.value for code in page.code]
    assert address
    assert address in shown(visit(place=LONGMEN, venue=str(found[1].ids["無點小吃"])))


def test_the_foot_says_from_when_the_scheme_holds_of_which_day_the_data_is_and_how_to_join(
    visit: Visit,
) -> None:
    said = shown(visit())
    assert "台北通 myCode+自110年10月1日起適用。" in said
    assert "資料截至110年10月20日。" in said
    assert "加入的意思：場所已張貼台北通 myCode+ 實聯制海報。" in said
    assert "店家想加入，請洽轄管機關" in said
