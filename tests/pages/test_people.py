"""人員: what an administrator finds and does there, and that nobody else does."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages.people.record import OUTCOMES
from outreach.services.accounts import Account
from outreach.services.contact_entries import due_follow_ups
from outreach.services.contact_log import Next, log_contact
from outreach.services.handing_over import queues
from outreach.services.outside_claims import outside_settings
from outreach.services.outside_sign_in import sign_in_outside
from outreach.services.own_password import link_works
from outreach.services.people import close_account, people
from outreach.services.who import Role, Who
from outreach.web import signing_in
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.accounts import HOME, Office, office_url
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, OFFICER, PUBLIC, small_city
from tests.support.databases import Databases

NOW = datetime.now(UTC)


@pytest.fixture
def url(sqlite_databases: Databases) -> str:
    return office_url(sqlite_databases)


@pytest.fixture
def office(url: str) -> Office:
    office = Office.of(url)
    office.now = NOW
    return office


def _account(office: Office, name: str) -> Account:
    return next(one for one in people(office.city, ADMINISTRATOR) if one.name == name)


def _press(page: AppTest, title: str) -> AppTest:
    next(button for button in page.button if button.label == title).click()
    return run(page)


def test_every_account_is_listed_with_role_agency_state_and_last_sign_in(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    office.enter("li")
    told = shown(open_page(monkeypatch, url, "people"))
    assert "5 個帳號" in told
    assert re.search(r"李承辦 li 角色 機關承辦人 機關 商業處 狀態 使用中 最近登入 \d+年", told)
    assert re.search(r"陳管考 chen 角色 管考人員 機關 狀態 使用中 最近登入 尚無紀錄", told)


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, MANAGER, Who("王系統", Role.MANAGER, 5, looking=True)])
@pytest.mark.parametrize("part", ["", "deputies", "record"])
def test_nobody_but_an_administrator_sees_anybody(
    monkeypatch: pytest.MonkeyPatch, url: str, who: Who, part: str
) -> None:
    told = shown(open_page(monkeypatch, url, "people", who=who, part=part, person="1"))
    for name in ("李承辦", "周核定", "zhou"):
        assert name not in told.replace(who.name, "")


def test_a_person_is_added_with_a_link_that_is_shown_once(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    page = open_page(monkeypatch, url, "people")
    page.text_input(key="people_name").input("wu")
    page.text_input(key="people_shown").input("吳承辦")
    page.selectbox(key="people_agency").select(COMMERCE)
    _press(page, "新增並產生連結")
    assert (_account(office, "wu").role, _account(office, "wu").has_password) == (Role.OFFICER, False)
    [code] = page.code
    link = code.value.partition("link=")[2]
    assert link_works(office.city, link, now=datetime.now(UTC))
    assert link not in markup(page)
    assert not run(page).code


def test_what_cannot_be_added_is_said_and_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    page = open_page(monkeypatch, url, "people")
    page.text_input(key="people_name").input("LI")
    _press(page, "新增並產生連結")
    assert "已有人使用" in shown(page) or "須屬於一個機關" in shown(page)
    assert page.text_input(key="people_name").value == "LI"
    assert not page.code


def test_role_agency_and_name_are_changed_together(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    page = open_page(monkeypatch, url, "people", person="1")
    page.text_input(key="person_shown_1").input("李核定")
    page.selectbox(key="person_role_1").select(Role.APPROVER)
    page.selectbox(key="person_agency_1").select("CUL")
    _press(page, "儲存")
    changed = _account(office, "li")
    assert (changed.display_name, changed.role) == ("李核定", Role.APPROVER)
    agencies = {a.id: a.code for a in office.city.reference().agencies.values()}
    assert agencies[changed.agency or 0] == "CUL"


def test_an_account_is_closed_and_opened_again_and_gets_a_new_link(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    token = office.enter("li").token
    page = open_page(monkeypatch, url, "people", person="1")
    _press(page, "停用帳號")
    assert not _account(office, "li").active
    assert office.who(token) is None
    assert "已停用並登出" in shown(page)
    _press(page, "重新啟用")
    assert _account(office, "li").active
    _press(page, "產生重設密碼連結")
    assert "sign-in?link=" in page.code[0].value


def test_the_last_administrator_stays_and_the_page_says_why(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    page = open_page(monkeypatch, url, "people", person=str(office.user("wang")))
    _press(page, "停用帳號")
    assert "最後一位可登入的系統管理員" in shown(page)
    assert _account(office, "wang").active


def test_a_city_account_can_be_closed_here_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    claims = {"iss": "https://idp.example", "sub": "1", "name": "張系統", "roles": ["boss"]}
    settings = outside_settings({"roles": {"boss": "administrator"}})
    sign_in_outside(office.city, claims, settings, HOME, now=NOW)
    person = next(one for one in people(office.city, ADMINISTRATOR) if one.outside)
    page = open_page(monkeypatch, url, "people", person=str(person.id))
    assert [button.label for button in page.button] == ["停用帳號"]
    assert "由市府帳號決定" in shown(page)
    _press(page, "停用帳號")
    assert not _account(office, person.name).active


def test_a_deputy_is_appointed_and_dismissed(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    page = open_page(monkeypatch, url, "people", part="deputies")
    assert "目前沒有人代理職務" in shown(page)
    page.selectbox(key="deputy_who").select("lin")
    page.selectbox(key="deputy_for").select("lin")
    _press(page, "登錄")
    assert "不能代理自己" in shown(page)
    page.selectbox(key="deputy_for").select("zhou")
    _press(page, "登錄")
    assert "林承辦 代理 周核定" in shown(page)
    _press(page, "結束代理")
    assert "目前沒有人代理職務" in shown(page)


def test_a_queue_is_handed_to_a_successor_colleagues_first(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    small = small_city(url)
    li, today = Who("李承辦", Role.OFFICER, 1, 2), NOW.date()
    then = Next("再訪", today)
    for _ in range(2):
        log_contact(
            office.city, li, small.contacted, None, today, "phone", "not_in", now=NOW, today=today, then=then
        )
    page = open_page(monkeypatch, url, "people", person="1")
    assert "2 件追蹤待辦" in shown(page)
    assert page.selectbox(key="successor_1").options == ["周核定（商業處）", "林承辦（文化局）"]
    _press(page, "移交")
    assert "已移交 2 件追蹤" in shown(page)
    zhou = Who("周核定", Role.APPROVER, 2, 2)
    assert len(due_follow_ups(office.city, zhou, today=today, own=True)) == 2


def test_the_record_says_in_words_what_happened(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    office.enter("li")
    close_account(office.city, ADMINISTRATOR, "chen", now=NOW)
    page = open_page(monkeypatch, url, "people", part="record")
    assert "人員 李承辦 事項 登入" in shown(page)
    assert "人員 陳管考 事項 停用帳號 由 王小明" in shown(page)
    assert {event.outcome for event in office.events()} <= OUTCOMES.keys()


def test_in_english_nothing_but_names_is_chinese(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for part, person in (("", ""), ("", "1"), ("deputies", ""), ("record", "")):
        page = open_page(monkeypatch, url, "people", lang="en", part=part, person=person)
        labels = [widget.label for widget in (*page.text_input, *page.selectbox, *page.button)]
        told = shown(page) + " ".join(labels)
        assert not re.search("[\u4e00-\u9fff]{5}", told), (part, person)


def test_a_name_with_tags_stays_text(monkeypatch: pytest.MonkeyPatch, url: str, office: Office) -> None:
    claims = {"iss": "https://idp.example", "sub": "1", "name": "<b>x</b>", "roles": ["boss"]}
    sign_in_outside(office.city, claims, outside_settings({"roles": {"boss": "manager"}}), HOME, now=NOW)
    assert "<b>x</b>" not in markup(open_page(monkeypatch, url, "people"))
    assert "&lt;b&gt;x&lt;/b&gt;" in markup(open_page(monkeypatch, url, "people", part="record"))


def test_an_officer_hands_the_own_queue_to_a_colleague_on_the_own_accounts_page(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    small = small_city(url)
    token = office.enter("li").token
    li, today = office.who(token), NOW.date()
    assert li is not None
    monkeypatch.setattr(signing_in, "asked_by", lambda _cookies: li)
    page = open_page(monkeypatch, url, "sign_in", who=li)
    assert not page.selectbox
    log_contact(
        office.city,
        li,
        small.contacted,
        None,
        today,
        "phone",
        "not_in",
        now=NOW,
        today=today,
        then=Next("再訪", today),
    )
    run(page)
    assert page.selectbox(key="own_successor").options == ["周核定"]
    _press(page, "移交")
    assert "已移交 1 件追蹤" in shown(page)
    assert queues(office.city, ADMINISTRATOR) == {office.user("zhou"): 1}
