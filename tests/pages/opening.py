"""One page by itself, in the frame that every page stands in, over a database of the test's own."""

import pytest
from streamlit.testing.v1 import AppTest

from outreach.services.who import Who
from outreach.web import asking
from tests.support.builders import ADMINISTRATOR

_SCRIPT = """
import streamlit
from outreach.pages import app, links, words
from outreach.web import asking
module = streamlit.session_state.get("page_of_the_test", "{module}")
words.settle_language(module)
links.remember_address()
asking.settle()
app.framed(next(one for one in app.PAGES if one.module.__name__ == "outreach.pages." + module))()
"""


def seen_by(monkeypatch: pytest.MonkeyPatch, who: Who) -> None:
    """Let pages be seen by somebody; sessions and cookies are the sign-in's own tests'."""
    monkeypatch.setattr(asking, "_of_page", lambda: who)


def open_page(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    module: str,
    *,
    who: Who | None = ADMINISTRATOR,
    **parameters: str,
) -> AppTest:
    """The page of a module (`venues`) with an address's parameters; it must not end in an exception.

    An administrator opens it, unless `who` says otherwise; None leaves that to the session.
    """
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    if who is not None:
        seen_by(monkeypatch, who)
    page = AppTest.from_string(_SCRIPT.format(module=module), default_timeout=60)
    for name, value in parameters.items():
        page.query_params[name] = value
    return run(page)


def turn_to(page: AppTest, module: str) -> AppTest:
    """Turn to another page within the session."""
    page.session_state["page_of_the_test"] = module
    return run(page)


def run(page: AppTest) -> AppTest:
    """Run the page once more, as after a click."""
    page.run()
    assert not page.exception
    return page
