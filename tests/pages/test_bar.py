"""The question stands in the address; nonsense there is answered with a sentence."""

import pytest

from tests.pages.conftest import Visit, shown
from tests.support.builders import SmallCity


def test_the_question_is_said_in_words(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, kind="city_venue", as_of="2021-10-26", district="63000030"))
    assert "台北熊好券 · 轄管場館 · 截至110年10月26日 · 大安區" in words


def test_both_calendars_are_read_from_the_address(visit: Visit, demonstration: str) -> None:
    for written in ("110-10-26", "110/10/26", "110年10月26日", "2021-10-26"):
        assert "截至110年10月26日" in shown(visit(demonstration, as_of=written))


@pytest.mark.parametrize(
    ("parameter", "nonsense", "told"),
    [
        ("scheme", "熊壞券", "查無方案『熊壞券』；可用的方案有 台北熊好券（bear_voucher）"),
        ("kind", "攤位", "查無性質『攤位』"),
        ("as_of", "110/02/30", "讀到『110/02/30』，不是有效日期；請用 110/02/28 或 2021-02-28。"),
        ("as_of", "0001-01-01", "讀到日期『0001-01-01』，超出可查詢的範圍"),
        ("as_of", "9999-12-31", "讀到日期『9999-12-31』，超出可查詢的範圍"),
        ("as_of", "'; DROP TABLE facts", "讀到『'; DROP TABLE facts』，不是有效日期"),
        ("district", "板橋區", "查無行政區『板橋區』"),
        ("district", "<b>大安</b>", "查無行政區『<b>大安</b>』"),
        ("known_at", "昨天", "讀到『昨天』，不是序號也不是時間"),
    ],
)
def test_nonsense_in_the_address_gets_a_sentence_and_the_rest_is_answered(
    visit: Visit, demonstration: str, parameter: str, nonsense: str, told: str
) -> None:
    words = shown(visit(demonstration, **{parameter: nonsense}))
    assert told in words
    assert "完成率" in words


def test_unknown_parameters_do_no_harm(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, inside="<script>", sort="x", among="y", page="-1", own="2", foo="bar"))
    assert "完成率" in words


def test_a_scheme_that_is_picked_stands_in_the_address(visit: Visit, demonstration: str) -> None:
    page = visit(demonstration)
    page.selectbox(key="bar_scheme").select("mycode").run()
    assert page.query_params["scheme"] == "mycode"
    assert "台北通 myCode+ · 店家與轄管場館" in shown(page)


def test_a_kind_that_is_picked_stands_in_the_address_and_all_kinds_do_not(
    visit: Visit, demonstration: str
) -> None:
    page = visit(demonstration, as_of="110-10-26")
    page.segmented_control(key="bar_kind").set_value("city_venue").run()
    assert page.query_params["kind"] == "city_venue"
    page.segmented_control(key="bar_kind").set_value("").run()
    assert "kind" not in page.query_params


def test_the_days_before_and_after_are_one_click_away_and_so_is_the_latest(
    visit: Visit, demonstration: str
) -> None:
    page = visit(demonstration, as_of="2021-10-26")
    page.button(key="bar_earlier").click().run()
    assert "截至110年10月25日" in shown(page)
    page.button(key="bar_later").click().run()
    page.button(key="bar_later").click().run()
    assert "截至110年10月27日" in shown(page)
    page.button(key="bar_latest").click().run()
    assert "as_of" not in page.query_params
    assert "截至110年11月2" in shown(page)


def test_the_arrows_beside_the_day_have_names_for_who_hears_the_page(
    visit: Visit, demonstration: str
) -> None:
    chinese = visit(demonstration, as_of="2021-10-26")
    english = visit(demonstration, as_of="2021-10-26", lang="en")
    told = [
        [page.button(key=f"bar_{key}").label for key in ("earlier", "later")] for page in (chinese, english)
    ]
    assert told == [["前一天", "後一天"], ["Previous day", "Next day"]]


def test_the_calendar_has_an_end_that_nobody_steps_over(visit: Visit, demonstration: str) -> None:
    page = visit(demonstration, as_of="1912-01-01")
    assert page.button(key="bar_earlier").disabled
    assert "截至1年1月1日" in shown(page)


def test_a_number_beyond_the_present_is_the_present(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, _city = small
    assert "以前的登錄" not in shown(visit(url, known_at="999999"))


def test_a_district_may_be_named_by_its_name(visit: Visit, demonstration: str) -> None:
    page = visit(demonstration, district="大安區", scheme="mycode", as_of="110-10-26")
    assert page.selectbox(key="bar_district").value == "63000030"
    assert "大安區" in shown(page)


def test_the_latest_is_also_what_is_known_now(visit: Visit, small: tuple[str, SmallCity]) -> None:
    url, _city = small
    page = visit(url, scheme="mycode", as_of="2021-10-05", known_at="12")
    assert "依第 12 號以前的登錄" in shown(page)
    page.button(key="bar_latest").click().run()
    assert "known_at" not in page.query_params
    assert "以前的登錄" not in shown(page)
