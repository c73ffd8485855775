"""回報錯誤 on the public map: the form of the panel, what it sends, and what the page says afterwards."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet
from outreach.services.who import Role, Who
from outreach.web import opened, reports
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import LONGMEN, MapCity, map_city
from tests.support.visitor import Visitor

Found = tuple[str, MapCity]


@pytest.fixture
def found(sqlite_databases: Databases) -> Found:
    return map_city(sqlite_databases)


def _panel(monkeypatch: pytest.MonkeyPatch, found: Found, who: Who = PUBLIC, **parameters: str) -> AppTest:
    asked = {"scheme": MYCODE, "as_of": "2021-10-20", "place": LONGMEN, **parameters}
    return open_page(monkeypatch, found[0], "map", who=who, **asked)


def _form(page: AppTest) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = markup(page).partition("<form")[2].partition("</form>")[0]
    assert 'action="report"' in form
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form):
        hidden[name] = re.findall(r'value="([^"]*)"', options)[0]
    return {name: unescape(value) for name, value in hidden.items()} | {"words": ""}


def test_what_the_public_reports_on_the_map_stands_in_the_agencys_queue(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    url, city = found
    page = _panel(monkeypatch, found, venue=str(city.ids["甜圈坊"]))
    assert "請勿填寫姓名、電話等個人資料" in shown(page)
    visitor = Visitor(Starlette(routes=reports.routes(lambda: datetime.now(UTC))))
    reply = visitor.post("/report", _form(page))
    assert reply.location == f"map?scheme=mycode&as_of=2021-10-20&place={LONGMEN}&done=reported"
    assert "已收到，將由主管機關查證。" in shown(_panel(monkeypatch, found, done="reported"))
    officer = Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, COMMERCE))
    assert "民眾回報 1 件 甜圈坊 已歇業" in shown(open_page(monkeypatch, url, "desk", who=officer))
    opened.city().engine.dispose()


def test_of_several_at_one_place_the_sender_says_which(monkeypatch: pytest.MonkeyPatch, found: Found) -> None:
    ids = found[1].ids
    page = _panel(monkeypatch, found, spot=str(ids["攤位一"]))
    options = markup(page).partition('<select name="venue">')[2].partition("</select>")[0]
    assert re.findall(r'value="(\d+)"', options) == [str(ids["攤位一"]), str(ids["攤位三"])]


def test_a_venue_that_did_not_join_has_no_form_and_no_name(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    page = _panel(monkeypatch, found, venue=str(found[1].ids["攤位二"]))
    assert "<form" not in markup(page)
    assert "攤位二" not in shown(page)


def test_who_works_here_has_other_ways_than_the_publics_form(
    monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    page = _panel(monkeypatch, found, ADMINISTRATOR, venue=str(found[1].ids["甜圈坊"]))
    assert 'action="report"' not in markup(page)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("place", "查無可回報的店家"),
        ("words", "說明最多 200 字"),
        ("many", "回報次數較多"),
        ("looking", "不能回報錯誤"),
        ("form", "送來的表單不完整"),
    ],
)
def test_a_refusal_is_said_in_the_panel_where_it_can_be_mended_or_above_the_map(
    monkeypatch: pytest.MonkeyPatch, found: Found, code: str, sentence: str
) -> None:
    assert set(reports.PROBLEMS) == {"place", "words", "many", "looking", "form"}
    venue = str(found[1].ids["甜圈坊"])
    open_ = _panel(monkeypatch, found, venue=venue, problem=code)
    assert shown(open_).count(sentence) == 1
    assert re.search(r"<details [^>]*open", markup(open_))
    assert shown(_panel(monkeypatch, found, problem=code)).count(sentence) == 1
    hidden = str(found[1].ids["攤位二"])
    assert shown(_panel(monkeypatch, found, venue=hidden, problem=code)).count(sentence) == 1


def test_an_address_that_anybody_made_up_says_nothing(monkeypatch: pytest.MonkeyPatch, found: Found) -> None:
    page = _panel(monkeypatch, found, problem="<b>x</b>", done="<b>y</b>")
    assert "<b>" not in markup(page).partition("</header>")[2].partition("<nav")[0]
    assert "notice" not in markup(page)


def test_in_english_the_form_is_english(monkeypatch: pytest.MonkeyPatch, found: Found) -> None:
    page = _panel(monkeypatch, found, venue=str(found[1].ids["甜圈坊"]), lang="en", problem="many")
    form = markup(page).partition("<details")[2].partition("</details>")[0]
    assert not re.search("[\u4e00-\u9fff]", form)
    assert "Please write no names" in form
    assert "many reports" in shown(page)
