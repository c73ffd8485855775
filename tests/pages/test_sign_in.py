"""Signing in and the own account: forms that a browser sends to routes, nothing that a page could keep."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

from outreach.pages.looking import looking_strip
from outreach.services.account_refusals import BY_CODE
from outreach.services.accounts import act_in_place_of
from outreach.services.demonstration_accounts import PASSWORD as SHOWN
from outreach.services.deputies import appoint_deputy
from outreach.services.looking import look_as, look_named
from outreach.services.people import add_person, make_reset_link
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.settings import DEMONSTRATION, write_setting
from outreach.web.signing_in import SESSION
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page
from tests.support.accounts import Office, office_url
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases

#: A page reads the clock, so people come now.
NOW = datetime.now(UTC)


@dataclass
class _Connection:
    """What Streamlit knows of the browser."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def url(sqlite_databases: Databases) -> str:
    return office_url(sqlite_databases)


@pytest.fixture
def office(url: str) -> Office:
    office = Office.of(url)
    office.now = NOW
    return office


def _cookie(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(context, "_get_client_context", lambda: _Connection({SESSION: value}))


def _forms(page: AppTest) -> dict[str, list[str]]:
    """Names of the fields of each form, by the route that it is sent to."""
    found: dict[str, list[str]] = {}
    for action, inside in re.findall(r'<form action="([^"]+)" method="post"[^>]*>(.*?)</form>', markup(page)):
        found.setdefault(action, re.findall(r'name="([^"]+)"', inside))
    return found


def test_whoever_is_not_signed_in_finds_a_form_and_no_account_by_name(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert _forms(page) == {"auth/sign-in": ["language", "next", "account", "password"]}
    assert "示範帳號" not in shown(page)
    assert not page.text_input
    for name in ("李承辦", "王系統"):
        assert name not in markup(page)


def test_the_page_to_go_on_to_goes_along_if_it_is_one_of_ours(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    page = markup(open_page(monkeypatch, url, "sign_in", who=None, next="map?district=x&lang=en"))
    assert 'name="next" value="map?district=x&amp;lang=en"' in page
    page = markup(open_page(monkeypatch, url, "sign_in", who=None, next="//evil.example/"))
    assert 'name="next" value=""' in page
    assert 'value="//evil' not in page


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_in_the_address_has_its_sentence(
    monkeypatch: pytest.MonkeyPatch, url: str, code: str, language: str
) -> None:
    text = shown(open_page(monkeypatch, url, "sign_in", who=None, problem=code, lang=language))
    assert (BY_CODE[code].template in text) is (language == "zh")
    assert "{" not in text
    if language == "en":
        assert not re.search("[\u4e00-\u9fff]{4}", text)


def test_an_address_says_nothing_that_is_not_a_known_code(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    page = open_page(
        monkeypatch, url, "sign_in", who=None, problem="<b>call 0912-345678</b>", done="<i>x</i>"
    )
    assert "0912" not in shown(page)
    assert 'class="notice' not in markup(page)


def test_a_session_shows_the_own_account_and_how_to_leave(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    _cookie(monkeypatch, office.enter("li").token)
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert "李承辦" in shown(page)
    assert "商業處 機關承辦人" in shown(page)
    assert _forms(page) == {
        "auth/sign-out": ["language"],
        "auth/sign-out-everywhere": ["language"],
        "auth/password": ["language", "present", "fresh", "again"],
    }


def test_a_cookie_that_was_signed_out_shows_the_form_to_sign_in(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    _cookie(monkeypatch, "a session that ended")
    assert "auth/sign-in" in _forms(open_page(monkeypatch, url, "sign_in", who=None))


def test_a_link_asks_for_a_new_password_and_one_that_is_used_up_says_so(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    page = open_page(monkeypatch, url, "sign_in", who=None, link=link)
    assert _forms(page) == {"auth/reset": ["language", "link", "fresh", "again"]}
    assert link in markup(page)
    assert "li" not in re.findall(r'value="([^"]*)"', markup(page))
    used = open_page(monkeypatch, url, "sign_in", who=None, link="x" * 43)
    assert BY_CODE["link"].template in shown(used)
    assert _forms(used) == {}


def test_a_deputy_finds_a_button_for_the_other_place_and_one_back(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    today = NOW.date()
    appoint_deputy(
        office.city, ADMINISTRATOR, "lin", "zhou", today - timedelta(2), today + timedelta(2), now=NOW
    )
    token = office.enter("lin").token
    _cookie(monkeypatch, token)
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert "代理周核定（商業處 機關核定人" in shown(page)
    assert "回到林承辦" not in shown(page)
    who = office.who(token)
    assert who is not None
    act_in_place_of(office.city, who, token, office.user("zhou"), now=NOW)
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert "目前身分：林承辦（代理周核定）" in shown(page)
    assert "回到林承辦" in shown(page)


def test_a_demonstration_shows_its_accounts_each_with_a_button(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    with writing(office.city.engine) as connection:
        write_setting(connection, DEMONSTRATION, "1")
    add_person(
        office.city,
        ADMINISTRATOR,
        "tester",
        Role.MANAGER,
        display_name="示範管考",
        password=SHOWN,
        demonstration=True,
        now=NOW,
    )
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert f"密碼都是 {SHOWN}" in shown(page)
    assert 'name="account" value="tester"' in markup(page)
    assert 'value="li"' not in markup(page)


def test_a_name_with_markup_in_it_is_text(monkeypatch: pytest.MonkeyPatch, url: str, office: Office) -> None:
    shown_name = "<script>x</script>"
    add_person(
        office.city,
        ADMINISTRATOR,
        "odd",
        Role.MANAGER,
        display_name=shown_name,
        password="mango ice by exit four",
        now=NOW,
    )
    _cookie(monkeypatch, office.enter("odd").token)
    page = markup(open_page(monkeypatch, url, "sign_in", who=None))
    assert shown_name not in page
    assert shown_name in unescape(page)


def test_an_administrator_is_offered_the_eyes_of_others_and_then_nothing_but_the_end_of_it(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office
) -> None:
    token = office.enter("wang").token
    _cookie(monkeypatch, token)
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert _forms(page)["auth/look"] == ["language", "eyes", "agency"]
    own = office.who(token)
    assert own is not None
    look_as(office.city, own, token, *look_named(office.city, "officer", "COM"), now=office.now)
    page = open_page(monkeypatch, url, "sign_in", who=None)
    assert _forms(page) == {"auth/look": ["language"], "auth/sign-out": ["language"]}
    assert "目前以商業處 機關承辦人身分檢視（唯讀）" in shown(page)


@pytest.mark.parametrize("name", ["li", "chen"])
def test_nobody_else_is_offered_to_look_through_others_eyes(
    monkeypatch: pytest.MonkeyPatch, url: str, office: Office, name: str
) -> None:
    _cookie(monkeypatch, office.enter(name).token)
    assert "auth/look" not in _forms(open_page(monkeypatch, url, "sign_in", who=None))


def test_the_strip_says_whose_eyes_they_are_and_ends_the_look(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    strip = looking_strip(Who("王系統", Role.MANAGER, 5, looking=True))
    assert strip is not None
    assert "目前以管考人員身分檢視（唯讀）" in strip
    assert 'action="auth/look" method="post"' in strip
    assert "結束檢視" in strip
    assert looking_strip(Who("王系統", Role.ADMINISTRATOR, 5)) is None
