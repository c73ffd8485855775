"""What anybody finds around and below every page: anchors, site map, privacy notice, and the foot."""

import re
from datetime import date

import pytest

from outreach.pages.anchors import BLOCKS
from outreach.pages.privacy_notice import SECTIONS
from outreach.services.city import open_city
from outreach.services.open_licence import Licence
from outreach.services.tiles import set_tiles
from outreach.services.who import Role, Who
from outreach.web.dressing import dressed
from outreach.web.open_index import index_page
from outreach.web.signing_in import DEVICE, SESSION
from tests.pages.conftest import Visit, markup, shown
from tests.pages.opening import open_page
from tests.support.builders import ADMINISTRATOR, PUBLIC
from tests.support.databases import Databases
from tests.support.shared import ROOT

#: The letters by which every public site of Taiwan's offices is known: above, middle, below.
LETTERS = ["U", "C", "Z"]


def test_the_three_blocks_have_the_letters_that_the_rules_give_them() -> None:
    assert list(BLOCKS) == LETTERS


def test_the_middle_begins_with_an_anchor_and_the_foot_with_another(visit: Visit, empty_city: str) -> None:
    page = markup(visit(empty_city, who=PUBLIC))
    assert re.findall(r'<a [^>]*class="anchor"[^>]* data-key="(\w)"', page) == ["C", "Z"]
    assert page.index('id="anchor-c"') < page.index("<h1")
    assert page.index("<footer") < page.index('id="anchor-z"')


def test_the_foot_leads_to_what_anybody_may_read_and_says_how_new_the_data_is(
    visit: Visit, demonstration: str
) -> None:
    page = visit(demonstration, who=PUBLIC, lang="en")
    foot = markup(page).partition("<footer")[2]
    assert re.findall(r'<li><a href="([^"]*)"', foot) == ["site-map?lang=en", "privacy?lang=en", "open-data"]
    assert "Last recorded on 23 November 2021. Questions: call 1999" in shown(page)


def test_where_no_database_is_set_up_the_foot_stands_below_the_sentence_that_says_so(
    visit: Visit, sqlite_databases: Databases
) -> None:
    told = shown(visit(sqlite_databases.empty(), who=PUBLIC))
    assert told.index("請先執行 python -m outreach setup") < told.index("隱私權及資料使用說明")
    assert "最近一次登錄" not in told


@pytest.mark.parametrize(
    ("who", "found", "not_found"),
    [
        (PUBLIC, {"./", "map", "sign-in", "privacy", "open-data"}, {"desk", "people", "board"}),
        (Who("李承辦", Role.OFFICER, user=1, agency=1), {"desk", "grid", "map"}, {"people", "orders"}),
        (ADMINISTRATOR, {"people", "schemes", "board"}, set()),
    ],
    ids=["the public", "an officer", "an administrator"],
)
def test_the_site_map_names_the_pages_that_its_reader_may_open(
    monkeypatch: pytest.MonkeyPatch, empty_city: str, who: Who, found: set[str], not_found: set[str]
) -> None:
    page = open_page(monkeypatch, empty_city, "site_map", who=who)
    leads = set(re.findall(r'<li><a href="([^"?]*)', markup(page)))
    assert found <= leads
    assert not leads & not_found


def test_the_site_map_tells_the_access_keys_and_how_the_map_is_used_without_seeing_it(
    monkeypatch: pytest.MonkeyPatch, empty_city: str
) -> None:
    told = shown(open_page(monkeypatch, empty_city, "site_map", who=PUBLIC))
    assert [letter for letter in LETTERS if f"Alt + {letter} " in told] == LETTERS
    assert "地圖旁的表格（手機在地圖下方）與圖上的數字相同" in told


def test_the_privacy_notice_names_the_host_of_a_base_map_once_there_is_one(
    monkeypatch: pytest.MonkeyPatch, empty_city: str
) -> None:
    without = shown(open_page(monkeypatch, empty_city, "privacy_notice", who=PUBLIC))
    assert "您的瀏覽器不向其他網站要任何東西" in without
    city = open_city(empty_city)
    set_tiles(city, ADMINISTRATOR, "https://tiles.example.org/{z}/{x}/{y}.png", "示範圖資")
    city.engine.dispose()
    told = shown(open_page(monkeypatch, empty_city, "privacy_notice", who=PUBLIC))
    assert "地圖的底圖來自 tiles.example.org，由您的瀏覽器直接取用" in told
    assert "不向其他網站" not in told


def test_the_privacy_notice_names_every_cookie_that_the_program_sets(
    monkeypatch: pytest.MonkeyPatch, empty_city: str
) -> None:
    told = shown(open_page(monkeypatch, empty_city, "privacy_notice", who=PUBLIC))
    assert {name for name in (SESSION, DEVICE, "_streamlit_xsrf") if name not in told} == set()
    assert [title for title, _told in SECTIONS if title not in told] == []
    assert "位置只在您的瀏覽器內用來比對遠近，不送到伺服器，也不保存" in told


def test_the_page_of_open_data_has_the_same_anchors_and_foot_as_the_others() -> None:
    page = index_page(Licence("授權", "https://data.gov.tw/license"), date(2021, 10, 20), (), invented=False)
    assert re.findall(r' accesskey="(\w)"', page) == ["C", "Z"]
    assert re.findall(r'<li><a href="([^"]*)"', page) == ["site-map", "privacy"]


def test_every_page_loads_the_script_that_gives_anchors_their_keys() -> None:
    page = dressed('<html lang="en"><head><title>Streamlit</title></head></html>', "zh")
    assert re.search(r'<script defer src="\./assets/access\.js\?[0-9a-f]{12}"></script>', page)
    script = (ROOT / "outreach" / "pages" / "static" / "access.js").read_text(encoding="utf-8")
    # Streamlit lets no such attribute through, so it is told as data.
    assert "link.accessKey = link.dataset.key" in script
