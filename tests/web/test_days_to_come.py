"""What is planned for a day to come is told to nobody who is not signed in, whatever is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from outreach.rules.vocabulary import Facet, Participation
from outreach.services import city as cities
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.settings import DEMONSTRATION, write_setting
from outreach.web import asking, layers, opened, points
from tests.pages.conftest import shown
from tests.pages.opening import open_page
from tests.support.asgi import Answer, get
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import LONGMEN, MapCity, map_city

APP = Starlette(routes=[*layers.routes(), *points.routes()])
ROUTES = (
    "figures.json?layer=joined&",
    "figures.json?layer=rate&",
    "weeks.json?layer=joined&",
    f"venues.json?village={LONGMEN}&",
    "points.bin?",
)
Ask = Callable[[Who, str], Answer]


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> MapCity:
    """小書房 joins next week: so it is recorded today."""
    url, city = map_city(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    soon = cities.today() + timedelta(days=7)
    city.clerk.say(city.ids["小書房"], Facet.PARTICIPATION, Participation.JOINED, soon)
    return city


@pytest.fixture
def ask(found: MapCity, monkeypatch: pytest.MonkeyPatch) -> Ask:
    def asked(who: Who, address: str) -> Answer:
        monkeypatch.setattr(asking, "who_requests", lambda _request: who)
        return get(APP, f"/layers/{address}")

    return asked


@pytest.mark.parametrize("route", ROUTES)
def test_the_map_answers_the_public_up_to_today_and_who_signed_in_beyond(ask: Ask, route: str) -> None:
    today = cities.today()
    for days, status in ((0, 200), (1, 400), (30, 400), (40_000, 400)):
        address = f"{route}scheme={MYCODE}&day={today + timedelta(days=days)}"
        told = ask(PUBLIC, address)
        assert told.status == status
        if status == 400:
            assert set(told.json()) == {"problem"}
            assert "還沒到" in told.json()["problem"]
        assert ask(ADMINISTRATOR, address).status == 200


def test_an_officer_is_told_beyond_today_of_no_other_agencys_plans(ask: Ask, found: MapCity) -> None:
    today = cities.today()
    soon = today + timedelta(days=30)
    found.clerk.say(found.ids["攤位二"], Facet.PARTICIPATION, Participation.JOINED, soon)
    for agency, told in ((COMMERCE, True), (CULTURE, False)):
        officer = Who("李承辦", Role.OFFICER, None, found.clerk.value(Facet.AGENCY, agency))
        listed = ask(officer, f"venues.json?village={LONGMEN}&scheme={MYCODE}&day={soon}").json()["venues"]
        assert ("攤位二" in {venue["name"] for venue in listed}) == told
        bodies = {ask(officer, f"points.bin?scheme={MYCODE}&day={day}").body for day in (today, soon)}
        assert (len(bodies) == 1) is not told


def test_a_demonstration_ends_on_the_day_that_its_story_has_reached(ask: Ask, found: MapCity) -> None:
    with writing(found.city.engine) as connection:
        write_setting(connection, DEMONSTRATION, "1")
    assert opened.today() < cities.today()
    past = f"points.bin?scheme={MYCODE}&day={opened.today()}"
    assert ask(PUBLIC, past).status == 200
    after = f"points.bin?scheme={MYCODE}&day={opened.today() + timedelta(days=1)}"
    assert ask(PUBLIC, after).status == 400


@pytest.mark.parametrize("name", ["overview", "map"])
def test_a_page_says_so_and_shows_the_public_what_it_opens_with(
    found: MapCity, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    url = found.city.engine.url.render_as_string(hide_password=False)
    soon = (cities.today() + timedelta(days=30)).isoformat()
    asked = {"scheme": MYCODE, "as_of": soon, "view": "venues", "place": "63000120"}
    public = shown(open_page(monkeypatch, url, name, who=PUBLIC, **asked))
    assert "還沒到" in public
    assert "小書房" not in public
    administrator = shown(open_page(monkeypatch, url, name, who=ADMINISTRATOR, **asked))
    assert "還沒到" not in administrator
