"""人員 › 個資紀錄: who looked, exported or erased, how long is kept, and erasing what is older."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from outreach.pages.people import privacy
from outreach.services.privacy import (
    DEFAULT_RETENTION_DAYS,
    RETENTION_DAYS,
    Contact,
    contact_of,
    correct_contact,
    erase,
    privacy_record,
    record_export,
    retention_days,
)
from outreach.services.who import Role, Who
from outreach.store.engine import reading, writing
from outreach.store.privacy import add_privacy_events
from outreach.store.settings import write_setting
from outreach.store.tables import contacts
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, PUBLIC, SmallCity, of_agency

NOW = datetime.now(UTC)
PERSON, PHONE = "黃小姐", "02-2720-8889"
Small = tuple[str, SmallCity]


@pytest.fixture
def known(small: Small) -> Small:
    """The small city with a contact person at 甜圈坊, told just now."""
    _told(small[1], small[1].joined, NOW)
    return small


def _told(city: SmallCity, venue: int, when: datetime) -> None:
    correct_contact(city.city, ADMINISTRATOR, venue, Contact(PERSON, PHONE), now=when)


def _open(monkeypatch: pytest.MonkeyPatch, url: str, who: Who = ADMINISTRATOR, **asked: str) -> AppTest:
    return open_page(monkeypatch, url, "people", who=who, part="privacy", **asked)


def _press(page: AppTest, title: str) -> AppTest:
    next(button for button in page.button if button.label == title).click()
    return run(page)


def _persons(city: SmallCity) -> set[int]:
    with reading(city.city.engine) as connection:
        return set(connection.execute(sa.select(contacts.c.venue_id)).scalars())


def test_who_looked_exported_and_erased_is_listed_newest_first_without_what_they_saw(
    monkeypatch: pytest.MonkeyPatch, known: Small
) -> None:
    url, city = known
    contact_of(city.city, MANAGER, city.joined, now=NOW)
    with writing(city.city.engine) as connection:
        record_export(connection, MANAGER, 312, NOW)
    erase(city.city, ADMINISTRATOR, city.joined, "當事人請求", now=NOW)
    page = _open(monkeypatch, url)
    told = shown(page)
    assert re.search(
        r"人員 王小明 事項 刪除個資 店家／場館 甜圈坊 事由 當事人請求 .*"
        r"人員 陳管考 事項 匯出聯絡人 店家／場館 312 家 .*"
        r"人員 陳管考 事項 查看聯絡人 店家／場館 甜圈坊",
        told,
    )
    assert f'href="venues?venue={city.joined}"' in markup(page)
    for hidden in (PERSON, PHONE):
        assert hidden not in markup(page)
    assert {row.what for row in privacy_record(city.city, ADMINISTRATOR)} == privacy.WHAT.keys()


def test_a_long_record_is_turned_page_by_page_and_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    url, city = small
    told = {"what": "export", "venue_id": None, "reason": "", "recorded_by": "陳管考"}
    rows = [
        {**told, "venues": at, "recorded_user_id": None, "recorded_at": NOW}
        for at in range(1_001, 1_002 + privacy.PAGE_SIZE)
    ]
    with writing(city.city.engine) as connection:
        add_privacy_events(connection, rows)
    first = _open(monkeypatch, url)
    counts = re.findall(r"店家／場館 (1,0\d\d) 家", shown(first))
    assert len(counts) == privacy.PAGE_SIZE
    [before] = re.findall(r"before=(\d+)", markup(first))
    older = _open(monkeypatch, url, before=before)
    assert [*counts, *re.findall(r"店家／場館 (1,0\d\d) 家", shown(older))] == [
        f"{row['venues']:,}" for row in reversed(rows)
    ]
    assert "更早的紀錄" not in shown(older)
    assert "回到最新" in shown(older)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣", "1"])
def test_a_made_up_place_in_the_record_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, small: Small, before: str
) -> None:
    told = shown(_open(monkeypatch, small[0], before=before))
    assert "未預期" not in told
    assert ("沒有更早的紀錄" in told) == (before == "1")


def test_the_retention_period_is_set(monkeypatch: pytest.MonkeyPatch, small: Small) -> None:
    url, city = small
    page = _open(monkeypatch, url)
    assert page.number_input(key="privacy_days").value == DEFAULT_RETENTION_DAYS
    page.number_input(key="privacy_days").set_value(365)
    assert "保存 365 天" in shown(_press(page, "儲存期限"))
    assert retention_days(city.city, ADMINISTRATOR) == 365


def test_a_period_that_cannot_be_read_is_said_and_can_be_set_anew(
    monkeypatch: pytest.MonkeyPatch, known: Small
) -> None:
    url, city = known
    with writing(city.city.engine) as connection:
        write_setting(connection, RETENTION_DAYS, "forever")
    page = _open(monkeypatch, url)
    assert "保存期限讀到『forever』" in shown(page)
    _press(page, "確定刪除")
    assert _persons(city) == {city.joined}
    _press(page, "儲存期限")
    assert retention_days(city.city, ADMINISTRATOR) == DEFAULT_RETENTION_DAYS


def test_what_is_older_than_the_period_is_erased_after_a_second_look_and_counted(
    monkeypatch: pytest.MonkeyPatch, known: Small
) -> None:
    url, city = known
    for venue in (city.contacted, city.untouched):
        _told(city, venue, NOW - timedelta(days=DEFAULT_RETENTION_DAYS + 1))
    page = _open(monkeypatch, url)
    assert "無法復原" in shown(page)
    assert _persons(city) == {city.joined, city.contacted, city.untouched}
    assert "已刪除 2 家的逾期個人資料" in shown(_press(page, "確定刪除"))
    assert _persons(city) == {city.joined}
    assert shown(page).count("事由 保存期限屆滿") == 2
    assert "沒有逾期的個人資料" in shown(_press(page, "確定刪除"))


def test_nobody_but_an_administrator_sees_the_record(monkeypatch: pytest.MonkeyPatch, known: Small) -> None:
    url, city = known
    contact_of(city.city, MANAGER, city.joined, now=NOW)
    officer = of_agency(city, Role.OFFICER, COMMERCE)
    for who in (PUBLIC, MANAGER, officer, Who("王系統", Role.MANAGER, 5, looking=True)):
        page = _open(monkeypatch, url, who)
        assert "查看聯絡人" not in shown(page)
        assert "甜圈坊" not in shown(page)
        assert not [button for button in page.button if button.label == "確定刪除"]


def test_an_empty_record_says_so_and_in_english_all_is_english(
    monkeypatch: pytest.MonkeyPatch, known: Small
) -> None:
    url, city = known
    assert "還沒有人查看" in shown(_open(monkeypatch, url))
    contact_of(city.city, MANAGER, city.joined, now=NOW)
    _told(city, city.untouched, NOW - timedelta(days=DEFAULT_RETENTION_DAYS + 1))
    page = _open(monkeypatch, url, lang="en")
    _press(page, "Erase")
    told = shown(page) + " ".join(w.label for w in (*page.button, *page.number_input))
    assert not re.search("[\u4e00-\u9fff]{4}", told), told
    assert "Retention period over" in told


def test_a_reason_with_tags_stays_text(monkeypatch: pytest.MonkeyPatch, known: Small) -> None:
    url, city = known
    erase(city.city, ADMINISTRATOR, city.joined, "<b>請求</b>", now=NOW)
    assert "&lt;b&gt;請求&lt;/b&gt;" in markup(_open(monkeypatch, url))
