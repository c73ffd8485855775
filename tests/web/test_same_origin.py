"""Only pages of this host may change anything."""

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from outreach.web.same_origin import is_ours, ours_only
from tests.support.visitor import Visitor

HOST = "outreach.example"


def _says(**headers: str) -> bool:
    return is_ours(Headers({"host": HOST} | {name.replace("_", "-"): v for name, v in headers.items()}))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"origin": f"https://{HOST}"},
        {"origin": f"http://{HOST}"},
        {"origin": f"https://{HOST}", "sec_fetch_site": "same-origin"},
        {"origin": f"https://{HOST.upper()}:443"},
        {"origin": f"https://{HOST}", "host": f"{HOST}:443"},
        {"origin": "http://localhost:8501", "host": "localhost:8501"},
        {"origin": "http://[::1]:8501", "host": "[::1]:8501"},
    ],
)
def test_a_page_of_the_same_host_is_ours_whoever_takes_the_tls_off(headers: dict[str, str]) -> None:
    assert _says(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": f"https://{HOST}"},
        {"sec_fetch_site": "same-origin", "origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://evil.example"},
        {"origin": f"https://{HOST}.evil.example"},
        {"origin": f"https://evil.example/{HOST}"},
        {"origin": f"https://{HOST}@evil.example"},
        {"origin": f"https://other.{HOST}"},
        {"origin": f"https://{HOST}:8443"},
        {"origin": f"https://{HOST}:port"},
        {"origin": "null", "host": ""},
        {"origin": "https://", "host": ""},
        {"origin": "http://localhost:8502", "host": "localhost:8501"},
    ],
)
def test_anything_else_is_not_nor_what_says_nothing(headers: dict[str, str]) -> None:
    assert not _says(**headers)


def test_two_origins_in_one_request_are_none() -> None:
    assert not is_ours(
        Headers(raw=[(b"host", HOST.encode())] + [(b"origin", b"https://" + HOST.encode())] * 2)
    )


@pytest.fixture
def done() -> list[str]:
    """What the application was allowed to do."""
    return []


@pytest.fixture
def served(done: list[str]) -> ASGIApp:
    async def act(request: Request) -> Response:
        done.append(request.method)
        return PlainTextResponse("done")

    return Starlette(routes=[Route("/act", ours_only(act), methods=["POST", "PUT", "DELETE", "PATCH"])])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_request_that_another_site_makes_a_browser_send_is_refused_unread(
    served: ASGIApp, done: list[str], method: str
) -> None:
    visitor = Visitor(served)
    refused = visitor.send(method, "/act", b"", origin="https://evil.example")
    assert (refused.status, done) == (403, [])
    assert "重新開啟" in refused.text
    assert visitor.send(method, "/act", b"").status == 200
    assert done == [method]
