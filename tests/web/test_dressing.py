"""What stands around Streamlit's page on its way to a browser."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from outreach import web
from outreach.web.dressing import TITLE, dressed
from tests.support.asgi import get

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def _page(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    return HTMLResponse(PAGE, headers={"etag": '"1"'})


def _text(_request: Request) -> Response:
    return PlainTextResponse("<title>Streamlit</title>")


@pytest.fixture
def served() -> ASGIApp:
    routes = [*web.routes(), Route("/", _page), Route("/text", _text)]
    return Starlette(routes=routes, middleware=web.middleware())


ACCEPTS = {"accept": "text/html,application/xhtml+xml"}


def test_the_page_speaks_chinese_and_has_our_title_and_style(served: ASGIApp) -> None:
    page = get(served, "/", ACCEPTS).text
    assert '<html lang="zh-Hant">' in page
    assert f"<title>{TITLE}</title>" in page
    assert '<link rel="stylesheet" href="./assets/style.css?' in page


def test_the_page_speaks_english_where_the_address_asks_for_it(served: ASGIApp) -> None:
    assert '<html lang="en">' in get(served, "/?lang=en", ACCEPTS).text
    assert '<html lang="zh-Hant">' in get(served, "/?lang=fr", ACCEPTS).text


def test_no_font_is_fetched_that_nothing_is_set_in() -> None:
    assert "font/woff2" in PAGE
    assert "font/woff2" not in dressed(PAGE, "zh")


def test_a_browser_without_scripts_is_told_in_its_language_where_the_same_is_found() -> None:
    assert "You need to enable JavaScript" in PAGE
    for language, told in (("zh", "本頁需要開啟瀏覽器的 JavaScript"), ("en", "This page needs JavaScript")):
        page = dressed(PAGE, language)
        assert told in page.partition("<noscript>")[2].partition("</noscript>")[0]
        assert page.count("<noscript>") == 1
        assert "You need to enable JavaScript" not in page


def test_everything_the_page_links_to_is_relative_to_it() -> None:
    assert 'href="/' not in dressed(PAGE, "zh")
    assert 'src="/' not in dressed(PAGE, "zh")


def test_a_browser_that_kept_an_old_page_gets_the_new_one(served: ASGIApp) -> None:
    answer = get(served, "/", {**ACCEPTS, "if-none-match": '"1"'})
    assert answer.status == 200
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_what_is_no_page_passes_untouched(served: ASGIApp) -> None:
    assert get(served, "/text", ACCEPTS).text == "<title>Streamlit</title>"


@pytest.mark.parametrize("path", ["/", "/text", "/assets/style.css"])
def test_no_answer_may_be_framed_elsewhere_or_guessed_at(served: ASGIApp, path: str) -> None:
    headers = get(served, path).headers
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_pages_own_files_are_served_and_no_others(served: ASGIApp) -> None:
    assert get(served, "/assets/style.css").headers["content-type"].startswith("text/css")
    assert get(served, "/assets/icon.svg").status == 200
    assert get(served, "/assets/../app.py").status == 404
    assert get(served, "/assets/%2e%2e/app.py").status == 404


def test_routes_stand_below_the_base_path_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit, "get_option", {"server.baseUrlPath": "/venues/"}.get)
    # What comes after them is Streamlit's own, under the same path: ours must leave it its share.
    served = Starlette(routes=[*web.routes(), Route("/venues/", _page), Route("/venues/map", _page)])
    assert get(served, "/venues/assets/style.css").status == 200
    assert get(served, "/assets/style.css").status == 404
    assert get(served, "/venues/layers/districts.geojson").status == 200
    assert get(served, "/venues/", ACCEPTS).text == get(served, "/venues/map", ACCEPTS).text == PAGE


def test_the_page_knows_its_server_before_its_script_begins_and_looks_nowhere_else_first() -> None:
    page = dressed(PAGE, "zh")
    assert 0 < page.index("BACKEND_BASE_URL:new URL('.',location.href)") < page.index('<script type="module"')


def test_what_loads_bit_by_bit_is_named_at_once_and_is_all_there(served: ASGIApp) -> None:
    page = dressed(PAGE, "zh", "map")
    modules = re.findall(r'rel="modulepreload" crossorigin href="\./static/js/([^"]+)"', page)
    assert len(modules) == len(set(modules)) > PAGE.count("modulepreload")
    built = Path(streamlit.__file__).parent / "static" / "static" / "js"
    assert all((built / name).exists() for name in modules)
    fetched = re.findall(r'rel="prefetch" href="\.(/[^"]+)"', page)
    assert {Path(address.partition("?")[0]).name for address in fetched} > {"map.js", "leaflet.css"}
    for address in fetched:
        answer = get(served, address)
        assert (answer.status, answer.headers["cache-control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )
        assert get(served, address.partition("?")[0]).headers["cache-control"] == "public, no-cache"
    assert "prefetch" not in dressed(PAGE, "zh")
