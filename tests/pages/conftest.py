"""The program's pages over a real database, without a browser."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from outreach.services.who import Who
from tests.pages.opening import seen_by
from tests.support.builders import ADMINISTRATOR, SmallCity, set_up_url, small_city_in
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url
from tests.support.shared import ROOT

Visit = Callable[..., AppTest]


def shown(page: AppTest) -> str:
    """The text of the page's own HTML, tags taken out, in reading order."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup(page))).split())


def markup(page: AppTest) -> str:
    """The page's own HTML as it is sent."""
    return "\n".join(str(html.body) for html in page.html)


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once() -> Iterator[None]:
    """Let pages share what Streamlit finds of components; nothing is installed while tests run.

    An AppTest else reads what is told of every installed package, nine tenths of the work of a short test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`visit(url, scheme="mycode")` opens the overview over a database with an address's parameters.

    An administrator does, unless `who` says otherwise.
    """

    def open_page(url: str, *, who: Who = ADMINISTRATOR, **parameters: str) -> AppTest:
        monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
        seen_by(monkeypatch, who)
        page = AppTest.from_file(str(ROOT / "outreach" / "pages" / "app.py"), default_timeout=30)
        for name, value in parameters.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return open_page


@pytest.fixture
def demonstration(sqlite_databases: Databases) -> str:
    """URL of the demonstration city."""
    return demonstration_url(sqlite_databases)


@pytest.fixture
def empty_city(sqlite_databases: Databases) -> str:
    """URL of a city that is set up and holds no venue."""
    return set_up_url(sqlite_databases)


@pytest.fixture
def small(sqlite_databases: Databases) -> tuple[str, SmallCity]:
    """URL of the small city, and the city itself to record more in."""
    city = small_city_in(sqlite_databases)
    return city.city.engine.url.render_as_string(hide_password=False), city
