"""訪視 and the contact log on pages: two taps record, a double tap records once, a look back undoes."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from outreach.demo.model import LAST_DAY
from outreach.pages.terms import Spoken
from outreach.pages.visits.picture import apart, picture
from outreach.pages.visits.sheet import workbook
from outreach.rules.vocabulary import Facet, Participation
from outreach.rules.walk import Point
from outreach.services.city import open_city
from outreach.services.city import today as city_today
from outreach.services.contact_coverage import contact_coverage
from outreach.services.contact_entries import Entry, due_follow_ups, entries_of
from outreach.services.contact_log import Next, log_contact
from outreach.services.coverage import coverage
from outreach.services.demonstration_accounts import add_demonstration_accounts
from outreach.services.privacy import privacy_record
from outreach.services.sign_in_settings import PASSWORD_COST
from outreach.services.visits import Start, visit_list
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.settings import write_setting
from outreach.store.venues import described, edit_venue, put_contacts
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run, seen_by
from tests.support.accounts import CHEAP, office_url
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, MANAGER, MYCODE, PUBLIC, SmallCity, small_city
from tests.support.databases import Databases

COM, CUL = 2, 3
LI = Who("李承辦", Role.OFFICER, 1, COM)
LIN = Who("林承辦", Role.OFFICER, 3, CUL)
SECRET = "店長姓林，下午三點後在"
Small = tuple[str, SmallCity]
Open = Callable[..., AppTest]


@pytest.fixture
def small(sqlite_databases: Databases) -> Small:
    """URL of the small city with five accounts, and the city itself."""
    url = office_url(sqlite_databases)
    city = small_city(url)
    with writing(city.city.engine) as connection:
        put_contacts(connection, {city.contacted: ("林店長", "02-0000-1234")}, city.clerk.tick())
    return url, city


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Open:
    """`visits(url, who=LIN, stops="5")` opens the page as somebody, 李承辦 unless told otherwise."""

    def opened(url: str, *, who: Who = LI, **parameters: str) -> AppTest:
        page = open_page(monkeypatch, url, "visits", who=who, **parameters)
        assert "未預期的錯誤" not in shown(page)
        return page

    return opened


def tap(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    run(page)
    assert "未預期的錯誤" not in shown(page)
    return page


def has(page: AppTest, key: str) -> bool:
    return any(button.key == key for button in page.button)


def entries(city: SmallCity, venue: int) -> tuple[Entry, ...]:
    return entries_of(city.city, LI, venue, now=datetime.now(UTC), today=city_today())


def completed(city: SmallCity, scheme: str = MYCODE) -> int:
    return coverage(city.city, ADMINISTRATOR, scheme, city_today()).total.completed


def in_both(city: SmallCity) -> None:
    """The contacted venue stands on the other scheme's list, too."""
    city.clerk.say(city.contacted, Facet.LISTING, "listed", scheme=BEAR_VOUCHER)


# ---- two taps


def test_two_taps_record_a_visit_of_today_that_counts_at_once(visits: Open, small: Small) -> None:
    url, city = small
    page = visits(url)
    tap(page, f"visit_open_{city.contacted}")
    tap(page, f"visit_joined_{city.contacted}")
    assert completed(city) == 3
    (entry,) = entries(city, city.contacted)
    assert (entry.way, entry.outcome, entry.row.on_day) == ("visit", "joined", city_today())
    assert "已記錄：訪視 已加入（台北通 myCode+）" in shown(page)
    assert not has(page, f"visit_open_{city.contacted}")


def test_what_was_recorded_is_undone_by_one_more_tap(visits: Open, small: Small) -> None:
    url, city = small
    page = visits(url)
    for key in ("open", "joined", "undo"):
        tap(page, f"visit_{key}_{city.contacted}")
    assert completed(city) == 2
    (entry,) = entries(city, city.contacted)
    assert entry.withdrawn
    assert has(page, f"visit_open_{city.contacted}")


def test_a_second_tap_that_comes_late_records_nothing_more(visits: Open, small: Small) -> None:
    url, city = small
    page = visits(url)
    tap(page, f"visit_open_{city.contacted}")
    button = page.button(key=f"visit_agreed_{city.contacted}")
    button.click()
    run(page)
    # The same tap once more, from what the phone still shows.
    button.click()
    run(page)
    assert [entry.outcome for entry in entries(city, city.contacted)] == ["agreed"]


def test_another_way_a_note_and_a_next_step_go_along(visits: Open, small: Small) -> None:
    url, city = small
    page = visits(url)
    tap(page, f"visit_open_{city.contacted}")
    page.button_group(key=f"visit_way_{city.contacted}").set_value("phone")
    page.text_area(key=f"visit_note_{city.contacted}").set_value(SECRET)
    page.text_input(key=f"visit_action_{city.contacted}").set_value("再打一次")
    page.date_input(key=f"visit_next_{city.contacted}").set_value(city_today())
    tap(page, f"visit_will_think_{city.contacted}")
    (entry,) = entries(city, city.contacted)
    assert (entry.way, entry.row.note, entry.row.next_action) == ("phone", SECRET, "再打一次")
    assert entry.row.next_on == city_today()
    assert SECRET not in str(page.query_params)


def test_joining_is_said_of_one_scheme_and_being_out_of_both(visits: Open, small: Small) -> None:
    url, city = small
    in_both(city)
    page = visits(url, scheme=MYCODE)
    tap(page, f"visit_open_{city.contacted}")
    tap(page, f"visit_joined_{city.contacted}")
    assert (completed(city), completed(city, BEAR_VOUCHER)) == (3, 0)
    tap(page, f"visit_undo_{city.contacted}")
    tap(page, f"visit_open_{city.contacted}")
    tap(page, f"visit_not_in_{city.contacted}")
    assert entries(city, city.contacted)[0].scheme == ""
    assert (completed(city), completed(city, BEAR_VOUCHER)) == (2, 0)


def test_joining_can_be_said_of_every_scheme(visits: Open, small: Small) -> None:
    url, city = small
    in_both(city)
    page = visits(url)
    tap(page, f"visit_open_{city.contacted}")
    page.button_group(key=f"visit_scheme_{city.contacted}").set_value("*")
    tap(page, f"visit_joined_{city.contacted}")
    assert (completed(city), completed(city, BEAR_VOUCHER)) == (3, 1)


def test_a_venue_that_moved_away_meanwhile_is_refused_and_nothing_is_written(
    visits: Open, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, city = small
    page = visits(url)
    tap(page, f"visit_open_{city.contacted}")
    page.button(key=f"visit_joined_{city.contacted}").click()
    seen_by(monkeypatch, LIN)
    run(page)
    assert entries(city, city.contacted) == ()
    assert completed(city) == 2


# ---- the list


def test_each_stop_shows_both_schemes_whom_to_ask_for_and_what_was_tried(visits: Open, small: Small) -> None:
    url, city = small
    log_contact(
        city.city,
        LI,
        city.contacted,
        None,
        date(2021, 10, 12),
        "phone",
        "not_in",
        now=city.clerk.tick(),
        today=city_today(),
    )
    words = shown(visits(url))
    assert "台北熊好券 未列冊 台北通 myCode+ 已聯繫" in words
    assert "林店長 02-0000-1234" in words
    assert "上次 110年10月12日 電話 未遇（共 1 次）" in words


def test_only_the_own_agencys_venues_are_shown(visits: Open, small: Small) -> None:
    url, _city = small
    words = shown(visits(url, who=LIN))
    assert "小書房" in words
    assert "甜甜圈坊" not in words
    assert "林店長" not in words


def test_an_administrator_sees_no_contact_person_in_a_list(visits: Open, small: Small) -> None:
    words = shown(visits(small[0], who=ADMINISTRATOR))
    assert "甜甜圈坊" in words
    assert "林店長" not in words


@pytest.mark.parametrize(
    ("who", "sentence"), [(PUBLIC, "這一頁要先登入才能使用。"), (MANAGER, "不能登錄或匯入資料")]
)
def test_who_may_not_change_is_refused_in_a_sentence(
    visits: Open, small: Small, who: Who, sentence: str
) -> None:
    page = visits(small[0], who=who)
    assert sentence in shown(page)
    assert "甜甜圈坊" not in markup(page)
    assert not page.button


def test_an_agency_that_has_won_all_is_told_so(visits: Open, small: Small) -> None:
    url, city = small
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.JOINED)
    page = visits(url)
    assert "沒有還沒加入的店家" in shown(page)


def test_venues_that_asked_for_rest_are_counted(visits: Open, small: Small) -> None:
    url, city = small
    log_contact(
        city.city,
        LI,
        city.contacted,
        None,
        city_today(),
        "phone",
        "will_think",
        then=Next(not_before=date(2199, 1, 1)),
        now=city.clerk.tick(),
        today=city_today(),
    )
    assert "請您晚一點再聯繫" in shown(visits(url))


def test_a_start_that_nobody_knows_is_told_and_the_list_is_shown_all_the_same(
    visits: Open, small: Small
) -> None:
    words = shown(visits(small[0], **{"from": "巴黎鐵塔"}))
    assert "找不到出發點『巴黎鐵塔』" in words
    assert "甜甜圈坊" in words


@pytest.mark.parametrize("stops", ["0", "-5", "999999999", "abc", "²"])
def test_a_number_of_stops_that_is_none_does_no_harm(visits: Open, small: Small, stops: str) -> None:
    assert "甜甜圈坊" in shown(visits(small[0], stops=stops))


def test_a_name_is_text_on_the_page_and_on_paper(visits: Open, small: Small) -> None:
    url, city = small
    city.clerk.list_venue("<img src=x onerror=alert(1)>")
    html = markup(visits(url))
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_page_has_its_english(visits: Open, small: Small) -> None:
    words = shown(visits(small[0], lang="en"))
    assert "1 stop · from amid the venues" in words
    assert "not listed" in words


# ---- on paper and in a workbook


def street(city: SmallCity, count: int) -> None:
    """Shops of 商業處, each 110 metres on."""
    for number in range(count):
        venue = city.clerk.list_venue(f"路邊小店{number}")
        with writing(city.city.engine) as connection:
            change = open_change(
                connection, kind="edit", actor="王小明", summary="定位", now=city.clerk.tick()
            )
            before = described(connection, [venue])[venue]
            edit_venue(connection, change, before, {"lon": 121.53, "lat": 25.04 + number / 1000}, {})


def test_the_paper_holds_twenty_five_stops_and_says_how_many_more_there_are(
    visits: Open, small: Small
) -> None:
    url, city = small
    street(city, 27)
    html = markup(visits(url, stops="40"))
    paper = html[html.index('class="visit-paper') :]
    assert paper.count('class="n"') == 25
    assert "另有 3 家未列於本頁" in paper
    assert paper.count("□ ") == 25 * 5


def test_the_drawing_numbers_every_stop_with_a_place_and_holds_no_names(small: Small) -> None:
    _url, city = small
    street(city, 3)
    found = visit_list(
        city.city, LI, today=city_today(), start=Start(Point(121.53, 25.0395)), where=["district=中山區"]
    )
    html = picture(found)
    svg = b64decode(html.partition("base64,")[2].partition('"')[0]).decode()
    assert [f">{number}</text>" in svg for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "路邊小店" not in svg
    assert "3 站" in html


def test_numbers_at_one_address_do_not_cover_one_another() -> None:
    spots = sorted(apart([(300.0, 200.0)] * 2))
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 20 for a, b in pairwise(spots))


def test_the_workbook_holds_the_list_and_no_text_of_it_runs(small: Small) -> None:
    _url, city = small
    city.clerk.list_venue("=HYPERLINK(1)", place="北投區")
    found = visit_list(city.city, LI, today=city_today())
    file = workbook(found, "商業處", date(2021, 10, 20), Spoken("zh"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["順序", "店家編號", "店家名稱"]
    assert "台北熊好券" in rows[1]
    names = {row[2]: row for row in rows[2:]}
    assert set(names) == {"甜甜圈坊", "=HYPERLINK(1)"}
    assert names["甜甜圈坊"][7:9] == ["林店長", "02-0000-1234"]


# ---- the log on a venue's page

_PANEL = """
from outreach.pages import frame, links, words
from outreach.pages.contacts import contact_panel
from outreach.web import asking
words.settle_language()
links.remember_address()
asking.settle()
contact_panel(frame.city(), frame.who(), {venue})
"""


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Open:
    """`panel(url, venue, who=LI)` shows one venue's contact log."""

    def opened(url: str, venue: int, who: Who = LI) -> AppTest:
        monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
        seen_by(monkeypatch, who)
        return run(AppTest.from_string(_PANEL.format(venue=venue), default_timeout=60))

    return opened


def test_a_contact_is_written_into_the_log_and_taken_back(panel: Open, small: Small) -> None:
    url, city = small
    page = panel(url, city.contacted)
    assert "還沒有聯繫紀錄。" in shown(page)
    key = f"contact_{{}}_{city.contacted}_0"
    page.text_area(key=key.format("note")).set_value(SECRET)
    page.button_group(key=key.format("outcome")).set_value("joined")
    tap(page, key.format("send"))
    assert completed(city) == 3
    words = shown(page)
    assert "電話 已加入" in words
    assert SECRET in words
    (entry,) = entries(city, city.contacted)
    tap(page, f"contact_back_{entry.row.id}")
    assert "已撤回" in shown(page)
    assert completed(city) == 2


def test_the_form_offers_the_schemes_that_list_the_venue(panel: Open, small: Small) -> None:
    url, city = small
    key = f"contact_scheme_{city.contacted}_0"
    assert panel(url, city.contacted).selectbox(key=key).options == ["台北通 myCode+"]
    in_both(city)
    picker = panel(url, city.contacted).selectbox(key=key)
    assert picker.options == ["台北熊好券", "台北通 myCode+", "各方案"]
    assert picker.value == BEAR_VOUCHER


def test_a_refused_entry_is_told_and_not_written(panel: Open, small: Small) -> None:
    url, city = small
    page = panel(url, city.contacted)
    key = f"contact_{{}}_{city.contacted}_0"
    page.text_input(key=key.format("action")).set_value("再去一次")
    tap(page, key.format("send"))
    assert "填了下一步卻沒有日期" in shown(page)
    assert entries(city, city.contacted) == ()


def test_a_follow_up_is_marked_as_done(panel: Open, small: Small) -> None:
    url, city = small
    log_contact(
        city.city,
        LI,
        city.contacted,
        MYCODE,
        date(2021, 10, 12),
        "phone",
        "reached",
        then=Next("送海報", date(2021, 10, 13)),
        now=city.clerk.tick(),
        today=city_today(),
    )
    page = panel(url, city.contacted)
    assert "下一步 110年10月13日 送海報（已逾期）" in shown(page)
    (entry,) = entries(city, city.contacted)
    tap(page, f"contact_done_{entry.row.id}")
    assert "（已完成追蹤）" in shown(page)


def test_the_log_is_not_shown_to_others_and_a_manager_cannot_write(panel: Open, small: Small) -> None:
    url, city = small
    log_contact(
        city.city,
        LI,
        city.contacted,
        MYCODE,
        city_today(),
        "phone",
        "reached",
        note=SECRET,
        now=city.clerk.tick(),
        today=city_today(),
    )
    for who in (LIN, PUBLIC):
        assert SECRET not in markup(panel(url, city.contacted, who))
    page = panel(url, city.contacted, MANAGER)
    assert SECRET not in markup(page)
    assert privacy_record(city.city, ADMINISTRATOR) == ()
    tap(page, f"contacts_show_{city.contacted}")
    assert SECRET in shown(page)
    assert [look.by for look in privacy_record(city.city, ADMINISTRATOR)] == ["陳管考"]
    run(page)
    assert not page.button


# ---- the demonstration


def test_the_demonstrations_officer_has_venues_to_visit_and_follow_ups_that_are_due(
    visits: Open, demonstration: str
) -> None:
    city = open_city(demonstration)
    with writing(city.engine) as connection:
        write_setting(connection, PASSWORD_COST, CHEAP)
    add_demonstration_accounts(city, ADMINISTRATOR, now=datetime.now(UTC))
    commerce = next(a.id for a in city.reference().agencies.values() if a.code == "commerce")
    officer = Who("示範承辦", Role.OFFICER, 1, commerce)
    own = due_follow_ups(city, officer, today=LAST_DAY, own=True)
    assert own == due_follow_ups(city, officer, today=LAST_DAY)
    assert {entry.overdue(LAST_DAY) for entry in own} == {True, False}
    found = contact_coverage(city, officer, MYCODE, LAST_DAY).of(commerce)
    assert 0 < found.attempted < found.outstanding
    page = visits(demonstration, who=officer, stops="5", **{"from": "中山區"})
    assert sum(button.key.startswith("visit_open_") for button in page.button if button.key) == 5
