"""What every page stands in: title, demonstration notice, language, and what is said when something fails."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from urllib.parse import urlencode, urlsplit

import streamlit as st

from outreach.pages import anchors, links, terms, words
from outreach.pages.foot import foot
from outreach.pages.links import link
from outreach.pages.looking import looking_strip
from outreach.pages.markup import Html, el, show
from outreach.pages.words import _
from outreach.rules.dates import TAIPEI
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.open_data import last_recorded
from outreach.services.who import NotAllowed, Role, Who
from outreach.web import asking, opened
from outreach.web.failures import record


def city() -> City:
    """The open city, shared by every session and route of this process. Raises `DatabaseNotSetUp`."""
    return opened.city()


def who() -> Who:
    """The person asking; `outreach.web.asking` decides."""
    return asking.who()


def today() -> date:
    """The day on which people work here."""
    return opened.today()


def framed(page: Callable[[], None], *, one_look: bool = False) -> None:
    """Run a page above its foot; a refusal becomes its sentence, anything unexpected a number to quote.

    A page that writes nothing may have all that it asks answered in `one_look` at the database.
    """
    recorded: date | None = None
    try:
        with city().one_look() if one_look else nullcontext():
            recorded = _recorded_on()
            page()
    except Refusal as refusal:
        _refused(refusal)
    except Exception as failure:  # noqa: BLE001 - the last place before the reader
        failed(failure)
    show(foot(recorded, here=page_address()))


def head(title: str) -> None:
    """The page's title, whether all this is invented, and the switch to the other language."""
    terms.settle_own_words(city())
    notice = el("span", _("示範資料：店家與狀態皆為虛構"), class_="demo") if _is_demonstration() else None
    aside = el("div", notice, _person(), _language_switch(), class_="aside")
    show(looking_strip(who()), el("header", anchors.content(), el("h1", title), aside, class_="head"))
    links.listen()


def notice(text: str, *, next_step: Html | None = None, kind: str = "note") -> None:
    """One sentence about the page's state (`note`, `empty` or `alarm`), and one thing to do about it."""
    role = "alert" if kind == "alarm" else "status"
    show(
        el(
            "div",
            el("p", text),
            el("p", next_step) if next_step else None,
            class_=f"notice {kind}",
            role=role,
        )
    )


def failed(failure: Exception) -> bool:
    """Tell that something unexpected went wrong, under a number; True, as the server's handler wants."""
    text = _("發生未預期的錯誤，資料沒有因此改變。請將編號 {number} 告訴系統管理員。")
    notice(text.format(number=record(failure)), next_step=_from_the_start(), kind="alarm")
    return True


def _refused(refusal: Refusal) -> None:
    if isinstance(refusal, NotAllowed) and who().role is Role.PUBLIC:
        notice(_("這一頁要先登入才能使用。"), next_step=sign_in_link(_("登入")))
        return
    notice(words.said(refusal), next_step=_from_the_start(), kind="alarm")


def sign_in_link(text: str) -> Html:
    """To the sign-in page, and from there back to this page as it is."""
    here = f"{page_address()}{links.address().removesuffix('?')}"
    return el("a", text, href=f"sign-in?{urlencode({'next': here})}", target="_self")


def _person() -> Html:
    """Who is signed in, leading to the own account; a link to sign in for whoever is not."""
    person = who()
    if person.role is Role.PUBLIC and not person.looking:
        return el("span", sign_in_link(_("登入")), class_="person")
    title = _("我的帳號")
    return el("span", el("a", person.name, href="sign-in", target="_self", title=title), class_="person")


def _from_the_start() -> Html:
    return el("a", _("重新開啟這一頁"), href="?", target="_self")


def page_address() -> str:
    """The address of this page as the browser writes it, "" for the overview."""
    return urlsplit(st.context.url or "").path.rpartition("/")[2]


def _recorded_on() -> date | None:
    """The day on which anything was last recorded, in Taipei."""
    recorded = last_recorded(city())
    # A demonstration's story may have been written down a little beyond the day on which people work.
    return None if recorded is None else min(recorded.astimezone(TAIPEI).date(), today())


def _is_demonstration() -> bool:
    return city().is_demonstration()


def _language_switch() -> Html:
    """中／EN, the present one not a link."""
    shown = {"zh": "中", "en": "EN"}
    pieces = [
        el("span", text, aria_current="true", lang=words.HTML_LANGUAGES[code])
        if code == words.language()
        else link(text, {"lang": code}, class_="plain", title=_IN_FULL[code])
        for code, text in shown.items()
    ]
    return el("span", pieces[0], el("span", "／", aria_hidden="true"), pieces[1], class_="languages")


_IN_FULL = {"zh": "中文", "en": "English"}
