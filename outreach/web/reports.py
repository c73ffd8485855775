"""`/report`: anybody says that something is wrong with a venue on the public map.

A form comes in, a redirect back to the map goes out, which says in its address that the report was taken or,
by a short code, why not. What was typed and where it came from are in no address and no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qsl, urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import FormUnreadable
from outreach.services.error_reports import NotOnTheMap, ReportUnreadable, TooManyReports, report_error
from outreach.services.who import OnlyLooking
from outreach.web.asking import who_requests
from outreach.web.failures import record
from outreach.web.forms import own_page, read_form
from outreach.web.opened import city
from outreach.web.same_origin import ours_only
from outreach.web.signing_in import Clock, Form, origin_of

#: Why a report was not taken, by the code that an address names.
PROBLEMS: Mapping[str, type[Refusal]] = {
    "place": NotOnTheMap,
    "words": ReportUnreadable,
    "many": TooManyReports,
    "looking": OnlyLooking,
    "form": FormUnreadable,
}
#: Parameters of the map's address that say what came of a report, and what they say of one that was taken.
DONE, PROBLEM, TAKEN = "done", "problem", "reported"
#: What no longer stands in the address once the report is taken: the panel is closed.
_PANEL = frozenset({"venue", "spot", "page"})
_PAGE = "map"
_NOT_READY = "資料庫目前無法使用，沒有收下回報。請稍候再試，急件請撥 1999。\n"


def routes(clock: Clock | None = None) -> list[Route]:
    """`POST /report`, for our own pages only; nobody need be signed in."""
    answer = ours_only(partial(_answer, clock or _now))
    return [Route("/report", answer, methods=["POST"], name="report")]


def _now() -> datetime:
    return datetime.now(UTC)


async def _answer(clock: Clock, request: Request) -> Response:
    form: Form = {}
    try:
        form = await read_form(request)
        await anyio.to_thread.run_sync(partial(_report, form, request, clock()))
        answer: Response = _back(form, {DONE: TAKEN}, without=_PANEL)
    except tuple(PROBLEMS.values()) as refusal:
        answer = _back(form, {PROBLEM: _code(refusal)})
    except Refusal:
        # Of the database; where it is and what ails it is not for whoever comes by.
        answer = PlainTextResponse(_NOT_READY, status_code=503)
    except Exception as failure:  # noqa: BLE001 - the last place before the reader
        text = f"發生未預期的錯誤，沒有收下回報。請將編號 {record(failure)} 告訴系統管理員。\n"
        answer = PlainTextResponse(text, status_code=500)
    answer.headers["cache-control"] = "no-store"
    return answer


def _report(form: Form, request: Request, now: datetime) -> None:
    venue = form.get("venue", "")
    if not (venue.isascii() and venue.isdecimal() and len(venue) < 10):
        raise NotOnTheMap(venue_id="")
    kind, words = form.get("kind", ""), form.get("words", "")
    sender = origin_of(request).address
    report_error(city(), who_requests(request), int(venue), kind, words, sender, now=now)


def _code(refusal: BaseException) -> str:
    return next(code for code, kind in PROBLEMS.items() if isinstance(refusal, kind))


def _back(form: Form, told: dict[str, str], without: frozenset[str] = frozenset()) -> RedirectResponse:
    """Back to the map as the sender saw it, by an address relative to `/report`."""
    page, _, question = own_page(form.get("next", "")).partition("?")
    left = without | {DONE, PROBLEM}
    kept = [pair for pair in parse_qsl(question) if pair[0] not in left] if page == _PAGE else []
    return RedirectResponse(f"{_PAGE}?{urlencode([*kept, *told.items()])}", status_code=303)
