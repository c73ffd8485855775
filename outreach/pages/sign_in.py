"""Signing in, and the own account: plain forms that the browser sends to `/auth/…`.

A password is never a widget's value: it goes from the browser to the route, past the page's own session.
"""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, looking, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.people import own_queue
from outreach.pages.words import N_, _
from outreach.services.account_refusals import BY_CODE, ResetLinkUnusable
from outreach.services.accounts import Account, Replaced, own_account, replaceable
from outreach.services.city import City
from outreach.services.demonstration_accounts import Shown, demonstration_accounts
from outreach.services.own_password import link_works
from outreach.services.passwords import LEAST, MOST
from outreach.services.people import ROLE_NAMES
from outreach.services.who import Role, Who
from outreach.web import outside, signing_in
from outreach.web.forms import own_page

#: What the address can say has been done.
_DONE = {
    "out": N_("已登出。"),
    "everywhere": N_("已登出所有裝置。"),
    "password": N_("密碼已變更，其他裝置都已登出。"),
    "acting": N_("身分已切換。"),
    "looked": N_("已結束檢視，回到您自己的身分。"),
}


def show() -> None:
    """The form that is wanted: a new password by a link, the own account, or signing in."""
    who = signing_in.asked_by(st.context.cookies.to_dict())
    city = frame.city()
    link = st.query_params.get("link", "")
    frame.head(_("設定新密碼") if link else _("我的帳號") if who.user is not None else _("登入"))
    _notices()
    if link:
        _by_link(city, link)
    elif who.user is not None:
        _own(city, who)
    else:
        _signing_in(city)


def _notices() -> None:
    problem = BY_CODE.get(st.query_params.get("problem", ""))
    done = _DONE.get(st.query_params.get("done", ""))
    if problem is not None:
        frame.notice(_(problem.template), kind="alarm")
    elif done is not None:
        frame.notice(_(done))


# ---- forms


def _form(action: str, *pieces: Child, button: str, class_: str = "entry", plain: bool = False) -> Html:
    """A form for one of the routes; the reader's language goes along."""
    return el(
        "form",
        _hidden("language", words.language()),
        *pieces,
        el("button", button, type="submit", class_="plain" if plain else "main"),
        action=f"auth/{action}",
        method="post",
        class_=class_,
    )


def _hidden(name: str, value: str) -> Html:
    return el("input", type="hidden", name=name, value=value)


def _field(name: str, title: str, completed_by: str, *, secret: bool = True) -> Html:
    """A labelled field; `completed_by` tells the browser's password store what it is."""
    new = completed_by == "new-password"
    return el(
        "label",
        el("span", title),
        el(
            "input",
            type="password" if secret else "text",
            name=name,
            required=True,
            autocomplete=completed_by,
            minlength=LEAST if new else None,
            maxlength=MOST,
            spellcheck="false",
            autocapitalize="none",
        ),
    )


def _new_password() -> list[Html]:
    return [
        _field("fresh", _("新密碼"), "new-password"),
        _field("again", _("再輸入一次新密碼"), "new-password"),
        el(
            "p",
            _("至少 {least} 個字元，不限文字或符號；把幾個不相干的詞連在一起最好記。").format(least=LEAST),
            class_="fine",
        ),
    ]


# ---- the three faces of the page


def _signing_in(city: City) -> None:
    going_on = _hidden("next", own_page(st.query_params.get("next", "")))
    form = _form(
        "sign-in",
        going_on,
        _field("account", _("帳號"), "username", secret=False),
        _field("password", _("密碼"), "current-password"),
        button=_("登入"),
    )
    help_ = el("p", _("忘記密碼請洽系統管理員，取得一次使用的重設連結。"), class_="fine")
    shown = demonstration_accounts(city)
    beside = None if shown is None else _demonstration(city, shown, going_on)
    _outside()
    put(el("div", el("div", form, help_, class_="panel"), beside, class_="sign-in"))


def _outside() -> None:
    """A button for each of the city's own sign-in services, if there are any."""
    offered = outside.providers()
    for provider in offered:
        title = _("以市府帳號登入")
        st.button(
            title if len(offered) == 1 or provider is None else f"{title}（{provider}）",
            key=f"outside-{provider or ''}",
            on_click=st.login,
            args=(provider,),
            type="primary",
        )
    if offered:
        put(el("p", _("或用本程式的帳號："), class_="fine"))


def _demonstration(city: City, shown: Shown, going_on: Html) -> Html:
    """Accounts to try the roles with, each a button of its own."""
    rows = [
        el(
            "li",
            el("span", el("b", account.name), " ", _role(city, account), class_="about"),
            _form(
                "sign-in",
                going_on,
                _hidden("account", account.name),
                _hidden("password", shown.password),
                button=_("以此登入"),
                class_="one",
                plain=True,
            ),
        )
        for account in shown.accounts
    ]
    password = el("p", _("密碼都是"), " ", el("code", shown.password))
    title = el("h2", _("示範帳號"))
    return el("div", title, el("ul", rows, class_="accounts"), password, class_="panel")


def _by_link(city: City, link: str) -> None:
    if not link_works(city, link, now=datetime.now(UTC)):
        frame.notice(
            _(ResetLinkUnusable.template),
            next_step=el("a", _("回到登入"), href="sign-in", target="_self"),
            kind="alarm",
        )
        return
    form = _form("reset", _hidden("link", link), _new_password(), button=_("設定密碼並登入"))
    put(el("div", el("div", form, class_="panel"), class_="sign-in"))


def _own(city: City, who: Who) -> None:
    account = own_account(city, who)
    if who.looking:
        _while_looking(city, who, account)
        return
    others = replaceable(city, who, now=datetime.now(UTC))
    own = el(
        "div",
        el("h2", account.display_name),
        el("p", _role(city, account)),
        el("p", _("目前身分：{name}").format(name=who.name)) if others else None,
        _acting(city, who, account, others),
        el(
            "div",
            _leaving(),
            _form("sign-out-everywhere", button=_("登出所有裝置"), class_="one", plain=True),
            class_="row",
        ),
        class_="panel",
    )
    # A deputy has the role of another; a look is the administrator's own.
    beside = [looking.panel(city)] if account.role is who.role is Role.ADMINISTRATOR else []
    change = None if account.demonstration or account.outside else _changing()
    put(el("div", own, change, beside, class_="sign-in"))
    own_queue.show(city, who)


def _changing() -> Html:
    present = _field("present", _("目前的密碼"), "current-password")
    form = _form("password", present, _new_password(), button=_("變更密碼"))
    return el("div", el("h2", _("變更密碼")), form, class_="panel")


def _while_looking(city: City, who: Who, account: Account) -> None:
    """What can be done while looking: end the look, or leave."""
    put(
        el(
            "div",
            el(
                "div",
                el("h2", account.display_name),
                el("p", _role(city, account)),
                el("p", _("目前以{role}身分檢視（唯讀）。").format(role=looking.seen_as(city, who))),
                el("div", looking.ending(), _leaving(), class_="row"),
                class_="panel",
            ),
            class_="sign-in",
        )
    )


def _leaving() -> Html:
    return _form("sign-out", button=_("登出"), class_="one", plain=True)


def _acting(city: City, who: Who, own: Account, others: tuple[Replaced, ...]) -> Html | None:
    """Buttons to act in another's place, and from there in the own again."""
    if not others:
        return None
    back = _place(_("回到{name}").format(name=own.display_name), "") if who.name != own.display_name else None
    choices = [
        _place(
            _("代理{name}（{role}，至{day}）").format(
                name=other.account.display_name,
                role=_role(city, other.account),
                day=words.day(other.last_day),
            ),
            str(other.account.id),
        )
        for other in others
    ]
    return el("div", choices, back, class_="row")


def _place(title: str, principal: str) -> Html:
    return _form("acting", _hidden("principal", principal), button=title, class_="one", plain=True)


def _role(city: City, account: Account) -> str:
    """「商業處 機關承辦人」."""
    role = _(ROLE_NAMES[account.role])
    agency = city.reference().agencies.get(account.agency) if account.agency is not None else None
    return role if agency is None else f"{agency.short_name} {role}"
