"""One page by itself, in the frame that every page stands in, over a database of the test's own."""

import pytest
from streamlit.testing.v1 import AppTest

_SCRIPT = """
import importlib
import streamlit
from outreach.pages import frame, links, words
words.settle_language()
links.remember_address()
module = streamlit.session_state.get("page_of_the_test", "{module}")
frame.framed(importlib.import_module("outreach.pages." + module).show)
"""


def open_page(monkeypatch: pytest.MonkeyPatch, url: str, module: str, **parameters: str) -> AppTest:
    """The page of a module (`venues`) with an address's parameters; it must not end in an exception."""
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
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
