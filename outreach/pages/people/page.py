"""The parts of the page: accounts, deputies, records of accounts and contact details, mailboxes, base map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, links
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.people import adding, base_map, deputies, mailboxes, one, privacy, record
from outreach.pages.people.doing import tell
from outreach.pages.terms import moment
from outreach.pages.words import N_, _, n_
from outreach.services.account_record import last_seen
from outreach.services.accounts import Account
from outreach.services.city import City
from outreach.services.people import ROLE_NAMES, people
from outreach.services.who import Right

_PARTS = {
    "": N_("帳號"),
    "deputies": N_("職務代理"),
    "record": N_("帳號紀錄"),
    "privacy": N_("個資紀錄"),
    "mailboxes": N_("摘要信箱"),
    "tiles": N_("底圖"),
}
_HEADINGS = (N_("姓名"), N_("角色"), N_("機關"), N_("狀態"), N_("最近登入"))


def show() -> None:
    """The part that the address asks for, for administrators alone."""
    frame.head(_("人員"))
    frame.who().must(Right.ADMINISTER)
    city = frame.city()
    links.remember_address()
    tell()
    part = st.query_params.get("part", "")
    put(_parts(part if part in _PARTS else ""))
    if part == "deputies":
        deputies.show(city, datetime.now(UTC))
    elif part == "record":
        record.show(city)
    elif part == "privacy":
        privacy.show(city)
    elif part == "mailboxes":
        mailboxes.show(city)
    elif part == "tiles":
        base_map.show(city)
    else:
        _accounts(city)


def _parts(chosen: str) -> Html:
    entries = [
        el("span", _(title), aria_current="page")
        if part == chosen
        else link(_(title), {"part": part or None, "person": None, privacy.BEFORE: None}, class_="plain")
        for part, title in _PARTS.items()
    ]
    return el("nav", entries, class_="parts", aria_label=_("人員的分頁"))


def _accounts(city: City) -> None:
    everybody = people(city, frame.who())
    asked = st.query_params.get("person", "")
    chosen = next((account for account in everybody if str(account.id) == asked), None)
    if chosen is not None:
        one.show(city, chosen, everybody)
        return
    adding.show(city)
    put(el("p", n_("{count} 個帳號", len(everybody)), class_="found"))
    seen = last_seen(city, frame.who())
    put(_table(city, everybody, seen))
    agencies = city.reference().agencies
    lines = [
        [
            account.display_name,
            account.name,
            _(ROLE_NAMES[account.role]),
            agencies[account.agency].short_name if account.agency is not None else "",
            _(one.state(account)),
            moment(seen[account.id]) if account.id in seen else "",
        ]
        for account in everybody
    ]
    titles = [_("姓名"), _("帳號"), _("角色"), _("機關"), _("狀態"), _("最近登入")]
    offer("accounts", _("人員"), titles, lines, key="accounts")


def _table(city: City, everybody: tuple[Account, ...], seen: Mapping[int, datetime]) -> Html:
    heads = [el("th", _(heading), scope="col") for heading in _HEADINGS]
    rows = [_row(city, account, seen.get(account.id)) for account in everybody]
    return el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="people-list")


def _row(city: City, account: Account, seen: datetime | None) -> Html:
    named = city.reference().agencies.get(account.agency) if account.agency is not None else None
    state = _(one.state(account))
    cells = (
        (_("角色"), _(ROLE_NAMES[account.role])),
        (_("機關"), named.short_name if named else ""),
        (_("狀態"), el("span", state, class_="" if account.active else "alarm")),
        (_("最近登入"), moment(seen) if seen else el("span", _("尚無紀錄"), class_="none")),
    )
    return el(
        "tr",
        el(
            "th",
            link(account.display_name, {"person": account.id}, class_="open"),
            el("span", account.name, class_="about"),
            scope="row",
        ),
        [
            el("td", el("span", label, class_="label"), child, class_="" if child else "void")
            for label, child in cells
        ],
    )
