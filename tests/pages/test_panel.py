"""Behind every number stand its venues, each with why it is there."""

import csv
import io
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages.bar import Asked
from outreach.pages.downloads import Form, file_of
from outreach.pages.panel.download import HEADINGS, behind, member_cells
from outreach.pages.panel.opened import WHAT, Opened
from outreach.pages.terms import Spoken, speaking_as
from outreach.pages.words import _
from outreach.rules.vocabulary import Facet, Kind, Operating, Premises
from outreach.services.orders import state_order
from outreach.sheets.table import Table
from tests.pages.conftest import Visit, markup, shown
from tests.support.builders import ADMINISTRATOR, SmallCity

DAY = "2021-10-05"


def drawer(page: AppTest) -> str:
    """The panel's text."""
    words = shown(page)
    return words[words.rindex("截至") :]


def test_the_sum_is_explained_and_each_part_of_it_opens(visit: Visit, demonstration: str) -> None:
    page = visit(demonstration, scheme="mycode", as_of="110-10-26", list="outstanding", of="economic")
    words = drawer(page)
    assert "產業局 · 未完成 388 家" in words
    assert "已完成 2,396 ＋ 未完成 388 ＋ 毋須納入 417 ＝ 提報 3,201" in words
    assert "毋須納入 417 ＝ 僅公司辦公室 78 ＋ 歇業 70 ＋ 停業 97 ＋ 尚未復業 172" in words
    assert (
        "完成率 86.06 % ＝ 2,396 ／ 2,784 取至小數第2位，以下捨去 全數計入 74.85 % ＝ 2,396／3,201" in words
    )
    assert "第 1 至 50 家，共 388 家" in words


def test_the_next_page_goes_on_where_the_first_ended(visit: Visit, demonstration: str) -> None:
    asked = {"scheme": "mycode", "as_of": "110-10-26", "list": "outstanding", "of": "economic"}
    assert "第 51 至 100 家，共 388 家" in drawer(visit(demonstration, **asked, page="2"))


@pytest.mark.parametrize(
    ("page", "told"), [("99", "第 351 至 388 家"), ("0", "第 1 至 50 家"), ("x", "第 1 至 50 家")]
)
def test_a_page_that_is_not_there_gives_one_that_is(
    visit: Visit, demonstration: str, page: str, told: str
) -> None:
    asked = {"scheme": "mycode", "as_of": "110-10-26", "list": "outstanding", "of": "economic"}
    assert told in drawer(visit(demonstration, **asked, page=page))


def test_a_bureau_alone_is_another_number_than_with_those_under_it(visit: Visit, demonstration: str) -> None:
    asked = {"scheme": "mycode", "as_of": "110-10-26", "list": "eligible", "of": "economic"}
    assert "產業局 · 母數 2,784 家" in drawer(visit(demonstration, **asked))
    assert "產業局（本機關） · 母數 11 家" in drawer(visit(demonstration, **asked, own="1"))


def test_every_number_of_the_sum_counts_as_many_venues_as_it_says(visit: Visit, demonstration: str) -> None:
    told = {
        what: int(
            drawer(visit(demonstration, scheme="mycode", as_of="110-10-26", list=what, of="indigenous"))
            .partition(" 家")[0]
            .split()[-1]
        )
        for what in WHAT
    }
    assert told["completed"] + told["outstanding"] == told["eligible"]
    assert told["eligible"] + told["excluded"] == told["population"] == 24
    assert told["office_only"] + told["closed"] + told["suspended"] + told["not_reopened"] == told["excluded"]


def test_a_venue_says_which_fact_decided_since_when_and_who_recorded_it(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, _city = small
    words = drawer(visit(url, scheme="mycode", as_of=DAY, list="completed"))
    assert "甜圈坊 已完成" in words
    assert "已張貼，自110年10月1日起 王小明 於 110年9月30日 10:01 登錄" in words


def test_a_venue_leads_to_its_whole_history_on_the_same_day(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    page = visit(url, scheme="mycode", as_of=DAY, lang="en", list="completed")
    assert f'href="venues?scheme=mycode&amp;as_of={DAY}&amp;lang=en&amp;venue={city.joined}"' in markup(page)


def test_a_venue_about_which_nobody_said_anything_says_that(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, _city = small
    assert "未聯繫（尚無登錄）" in drawer(visit(url, scheme="mycode", as_of=DAY, list="outstanding"))


@pytest.mark.parametrize(
    ("facet", "value", "reason"),
    [
        (Facet.OPERATING, Operating.CLOSED, "歇業，自110年10月2日起 備註：租約到期"),
        (Facet.OPERATING, Operating.SUSPENDED, "停業，自110年10月2日起 備註：租約到期"),
        (Facet.OPERATING, Operating.NOT_REOPENED, "尚未復業，自110年10月2日起 備註：租約到期"),
        (Facet.PREMISES, Premises.OFFICE_ONLY, "僅公司辦公室，自110年10月2日起 備註：租約到期"),
    ],
)
def test_an_excluded_venue_gives_its_remark(
    visit: Visit, small: tuple[str, SmallCity], facet: Facet, value: str, reason: str
) -> None:
    url, city = small
    city.clerk.say(city.joined, facet, value, date(2021, 10, 2), remark="租約到期")
    assert reason in drawer(visit(url, scheme="mycode", as_of=DAY, list="excluded"))


def test_a_venue_held_by_its_sectors_order_gives_the_orders_document(
    visit: Visit, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    document = "北市產業商字第1100000213號公告"
    state_order(city.city, ADMINISTRATOR, "ktv", date(2021, 10, 2), document=document, now=city.clerk.tick())
    words = drawer(visit(url, scheme="mycode", as_of=DAY, list="not_reopened"))
    assert f"依行業公告停業，自110年10月2日起；尚無復業核准 備註：{document}" in words


def test_an_open_drive_explains_no_rate(visit: Visit, demonstration: str) -> None:
    words = drawer(visit(demonstration, kind="shop", as_of="110-10-26", list="completed"))
    assert "＝ 提報" in words
    assert "完成率" not in words


def test_an_agency_that_does_not_exist_is_refused_in_a_sentence(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, list="completed", of="無此局"))
    assert "查無機關『無此局』" in words
    assert "關閉清單" in words
    assert words.index("查無機關") < words.index("完成率")


def test_an_address_that_opens_nothing_known_opens_nothing(visit: Visit, demonstration: str) -> None:
    assert visit(demonstration, list="<b>").get("dialog") == []


def asked_on(city: SmallCity) -> Asked:
    """The question about all of the small city."""
    seq = city.city.figures.columns().seq
    return Asked("mycode", "台北通 myCode+", (), date(2021, 10, 5), "", "", seq, False)


def taken_along(city: SmallCity, opened: Opened, language: str) -> str:
    """The list behind a number as a CSV file."""
    listed = behind(city.city, ADMINISTRATOR, asked_on(city), opened).members
    own = {"mycode": {"joined": "已張貼"}}
    with speaking_as(Spoken(language, own)):
        rows = [member_cells(member, "mycode") for member in listed]
        table = Table("x", tuple(_(heading) for heading in HEADINGS), rows)
    return file_of(Form.CSV, table).decode("utf-8-sig")


def test_the_list_is_taken_along_with_reasons_and_without_formulas(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    city.clerk.list_venue('=HYPERLINK("x")小館')
    text = taken_along(city, Opened("population"), "zh")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["店家名稱"] for row in rows] == [
        "甜圈坊",
        "甜甜圈坊",
        "小書房",
        "好唱歌城",
        '\'=HYPERLINK("x")小館',
    ]
    assert rows[0]["統計歸類"] == "已完成"
    assert rows[0]["歸類依據"] == "已張貼，自110年10月1日起"
    assert rows[2]["機關"] == "文化局"


def test_the_list_is_taken_along_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    text = taken_along(city, Opened("completed", among=Kind.SHOP), "en")
    assert text.startswith("Venue ID,Name,Agency,Kind")
    assert "Posted since 1 October 2021" in text
