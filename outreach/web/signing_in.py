"""`/auth/…`: signing in and out, another password, another's place; and who a cookie says is asking.

Forms come in, a redirect to one of our pages goes out. What was refused is a short code in the address of
the sign-in page; no name, password or session is ever in an address or a log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlencode

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import (
    AccountRefusal,
    FormUnreadable,
    NotSignedIn,
    PasswordsDiffer,
    TooBusy,
)
from outreach.services.accounts import act_in_place_of, asker
from outreach.services.looking import look_as, look_as_oneself, look_named
from outreach.services.own_password import change_password, reset_password
from outreach.services.signing_in import Origin, SignedIn, sign_in, sign_out, sign_out_everywhere
from outreach.services.who import Role, Who
from outreach.web.failures import record
from outreach.web.forms import needed, own_page, read_form
from outreach.web.opened import city
from outreach.web.same_origin import ours_only

SESSION, DEVICE = "outreach_session", "outreach_device"
#: Whoever is not signed in.
PUBLIC = Who("訪客", Role.PUBLIC)
_PAGE = "sign-in"
_OUTSIDE_LEAVING = "auth/logout"
_DEVICE_LASTS = 180 * 86_400
#: A password takes 64 MiB and a tenth of a second: so many at once, so many waiting, and no more.
_AT_ONCE, _WAITING = 4, 100
_limiter: RunVar[CapacityLimiter] = RunVar("outreach_passwords")

_NOT_READY = "資料庫目前無法使用，沒有登入或變更。請稍候再試，或告訴系統管理員。\n"

#: Where people land who were on no page of ours before; the others on the overview.
_LANDING = {Role.OFFICER: "desk", Role.APPROVER: "desk"}

Form = dict[str, str]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Done:
    """What an action leads to: the page to go on to, and the session that began or ended."""

    page: str
    began: SignedIn | None = None
    ended: bool = False


Action = Callable[[Form, Origin, datetime], Done]


def asked_by(cookies: Mapping[str, str]) -> Who:
    """Who is behind a request's cookies; without a session, the public. Reads the clock."""
    return asker(city(), cookies.get(SESSION), now=_now()) or PUBLIC


def routes(clock: Clock | None = None) -> list[Route]:
    """`/auth/…`, for our own pages only.

    Route by route: a mount would take `/auth/login` and `/auth/logout` from Streamlit.
    """
    actions: dict[str, Action] = {
        "sign-in": _sign_in,
        "sign-out": _sign_out,
        "sign-out-everywhere": _sign_out_everywhere,
        "password": _change_password,
        "reset": _reset_password,
        "acting": _act,
        "look": _look,
    }
    return [
        Route(
            f"/auth/{name}",
            ours_only(partial(_answer, action, clock or _now)),
            methods=["POST"],
            name=f"auth-{name}",
        )
        for name, action in actions.items()
    ]


def landing(who: Who) -> str:
    """The page on which a person lands who was on none of ours before; empty for the overview."""
    return _LANDING.get(who.role, "")


def _now() -> datetime:
    return datetime.now(UTC)


# ---- what each form asks for


def _sign_in(form: Form, origin: Origin, now: datetime) -> Done:
    name, password = needed(form, "account"), needed(form, "password")
    began = sign_in(city(), name, password, origin, now=now)
    return Done(own_page(form.get("next", "")) or landing(began.who), began)


def _sign_out(_form: Form, origin: Origin, now: datetime) -> Done:
    sign_out(city(), origin.token, now=now)
    return Done(f"{_PAGE}?done=out", ended=True)


def _sign_out_everywhere(_form: Form, origin: Origin, now: datetime) -> Done:
    sign_out_everywhere(city(), _signed_in(origin, now), now=now)
    return Done(f"{_PAGE}?done=everywhere", ended=True)


def _change_password(form: Form, origin: Origin, now: datetime) -> Done:
    new = _new_password(form)
    who = _signed_in(origin, now)
    return Done(
        f"{_PAGE}?done=password",
        change_password(city(), who, needed(form, "present"), new, origin, now=now),
    )


def _reset_password(form: Form, origin: Origin, now: datetime) -> Done:
    new = _new_password(form)
    return Done(f"{_PAGE}?done=password", reset_password(city(), needed(form, "link"), new, origin, now=now))


def _act(form: Form, origin: Origin, now: datetime) -> Done:
    chosen = form.get("principal", "")
    if chosen and not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 10):
        raise FormUnreadable
    principal = int(chosen) if chosen else None
    act_in_place_of(city(), _signed_in(origin, now), origin.token, principal, now=now)
    return Done(f"{_PAGE}?done=acting")


def _look(form: Form, origin: Origin, now: datetime) -> Done:
    """`eyes`, a role (empty ends the look), and the agency's code, if the role has one."""
    who = _signed_in(origin, now)
    if not form.get("eyes"):
        look_as_oneself(city(), who, origin.token, now=now)
        return Done(f"{_PAGE}?done=looked")
    role, agency = look_named(city(), form["eyes"], form.get("agency", ""))
    look_as(city(), who, origin.token, role, agency, now=now)
    return Done("")


def _signed_in(origin: Origin, now: datetime) -> Who:
    who = asker(city(), origin.token, now=now)
    if who is None:
        raise NotSignedIn
    return who


def _new_password(form: Form) -> str:
    new = needed(form, "fresh")
    if needed(form, "again") != new:
        raise PasswordsDiffer
    return new


_WITH_PASSWORDS = frozenset({_sign_in, _change_password, _reset_password})


# ---- requests and answers


async def _answer(action: Action, clock: Clock, request: Request) -> Response:
    form: Form = {}
    try:
        form = await read_form(request)
        done = await _in_thread(action, partial(action, form, origin_of(request), clock()))
        # Whoever came by the city's sign-in service leaves there too, by Streamlit's own route.
        page = _OUTSIDE_LEAVING if done.ended and USER_COOKIE_NAME in request.cookies else done.page
        answer: Response = _redirect(page, form)
        set_cookies(answer, done, secure=request.url.scheme == "https")
    except AccountRefusal as refusal:
        answer = _redirect(_page_with_problem(refusal, form), form)
    except Refusal:
        # Of the database; where it is and what ails it is not for whoever comes by.
        answer = PlainTextResponse(_NOT_READY, status_code=503)
    except Exception as failure:  # noqa: BLE001 - the last place before the reader
        text = f"發生未預期的錯誤，沒有登入或變更。請將編號 {record(failure)} 告訴系統管理員。\n"
        answer = PlainTextResponse(text, status_code=500)
    answer.headers["cache-control"] = "no-store"
    return answer


async def _in_thread(action: Action, work: Callable[[], Done]) -> Done:
    """Do an action beside the server's loop; of those that take a password's work only so many at once."""
    if action not in _WITH_PASSWORDS:
        return await anyio.to_thread.run_sync(work)
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_AT_ONCE)
        _limiter.set(limiter)
    if limiter.statistics().tasks_waiting >= _WAITING:
        raise TooBusy
    return await anyio.to_thread.run_sync(work, limiter=limiter)


def origin_of(request: HTTPConnection) -> Origin:
    """Where a request comes from."""
    host = request.client.host if request.client else ""
    cookies = request.cookies
    return Origin(neighbourhood(host), cookies.get(DEVICE, ""), cookies.get(SESSION, ""))


def neighbourhood(host: str) -> str:
    """What counts as one address: of IPv6 the network that one customer is given."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return host


def _page_with_problem(refusal: AccountRefusal, form: Form) -> str:
    told = {"problem": refusal.code}
    going_on, link = own_page(form.get("next", "")), form.get("link", "")
    if going_on:
        told["next"] = going_on
    if link and len(link) <= 100:
        told["link"] = link
    return f"{_PAGE}?{urlencode(told)}"


def _redirect(page: str, form: Form) -> RedirectResponse:
    """On to one of our pages, by an address relative to `/auth/…`, whatever prefix a proxy takes off."""
    if form.get("language") == "en" and "lang=" not in page:
        page += ("&" if "?" in page else "?") + "lang=en"
    return RedirectResponse(f"../{page}", status_code=303)


def set_cookies(answer: Response, done: Done, *, secure: bool) -> None:
    """Give the browser the cookies of a session that began, or take those of one that ended."""
    if done.ended:
        answer.delete_cookie(SESSION, path="/", secure=secure, httponly=True, samesite="lax")
    if done.began is not None:
        # Without an age the browser forgets it when it is closed; the server does in any case.
        answer.set_cookie(SESSION, done.began.token, path="/", secure=secure, httponly=True, samesite="lax")
        answer.set_cookie(
            DEVICE,
            done.began.device,
            max_age=_DEVICE_LASTS,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )
