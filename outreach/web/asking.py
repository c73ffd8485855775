"""Who is asking: the one place that says so, for pages and routes alike."""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st
from starlette.requests import Request

from outreach.rules.refusals import Refusal
from outreach.services.who import Who
from outreach.web import signing_in

#: The asker of this run of a page, which asks dozens of times; asked anew at the start of every run.
_settled: ContextVar[Who | None] = ContextVar("asker", default=None)


def settle() -> None:
    """Find out who is asking at the start of a page's run: a session may have ended since the last."""
    _settled.set(_of_page())


def who() -> Who:
    """The person whose page is being made; the public without a session."""
    # A part of a page that runs again by itself has not settled it.
    return _settled.get() or _of_page()


def who_requests(request: Request) -> Who:
    """The person behind a request to one of our routes."""
    return signing_in.asked_by(request.cookies)


def _of_page() -> Who:
    try:
        return signing_in.asked_by(st.context.cookies.to_dict())
    except Refusal:
        # Of a database that is not set up or does not answer: the page says so as soon as it asks for it.
        return signing_in.PUBLIC
