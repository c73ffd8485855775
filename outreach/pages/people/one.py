"""One account: name, role and agency, in use or closed, a new link, and the queue to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.people.adding import agency_picker, role_title
from outreach.pages.people.doing import do
from outreach.pages.words import N_, _, n_
from outreach.services.accounts import Account
from outreach.services.city import City
from outreach.services.handing_over import hand_over, queues
from outreach.services.people import (
    ROLE_NAMES,
    change_person,
    close_account,
    make_reset_link,
    open_account,
)
from outreach.services.who import Role

_OF_AN_AGENCY = (Role.OFFICER, Role.APPROVER)


def state(account: Account) -> str:
    """How an account stands, in Chinese."""
    if not account.active:
        return N_("停用")
    if account.outside:
        return N_("使用中（市府帳號）")
    return N_("使用中") if account.has_password else N_("尚未設定密碼")


def show(city: City, account: Account, everybody: Sequence[Account]) -> None:
    """Everything that can be done with one account."""
    put(
        link(_("回人員清單"), {"person": None}, class_="back"),
        el("h2", account.display_name, class_="person-name"),
        el("p", f"{account.name} · {_(state(account))}", class_="fine"),
    )
    if account.outside:
        frame.notice(_("這個帳號以市府帳號登入；姓名、角色、機關與密碼由市府帳號決定。"))
    else:
        _changing(city, account)
    with st.container(horizontal=True, gap="small"):
        if account.active and not account.outside and not account.demonstration:
            st.button(_("產生重設密碼連結"), key="person_link", on_click=_link, args=(city, account))
        if account.active:
            st.button(_("停用帳號"), key="person_close", on_click=_close, args=(city, account))
        else:
            st.button(_("重新啟用"), key="person_open", on_click=_open, args=(city, account))
    _handing_over(city, account, everybody)


def _changing(city: City, account: Account) -> None:
    with st.form(f"person_{account.id}", border=True):
        left, middle, right = st.columns(3)
        left.text_input(_("姓名"), account.display_name, key=f"person_shown_{account.id}", max_chars=30)
        roles = list(ROLE_NAMES)
        middle.selectbox(
            _("角色"),
            roles,
            index=roles.index(account.role),
            key=f"person_role_{account.id}",
            format_func=role_title,
        )
        agency_picker(city, f"person_agency_{account.id}", account.agency, right)
        st.form_submit_button(_("儲存"), type="primary", on_click=_change, args=(city, account))


def _handing_over(city: City, account: Account, everybody: Sequence[Account]) -> None:
    count = queues(city, frame.who()).get(account.id, 0)
    put(el("h3", _("移交待辦")))
    successors = [
        one for one in everybody if one.active and one.id != account.id and one.role in _OF_AN_AGENCY
    ]
    if not count:
        put(el("p", _("沒有待辦的追蹤。"), class_="fine"))
        return
    if not successors:
        put(el("p", _("沒有可以接辦的承辦人或核定人；請先新增。"), class_="fine"))
        return
    put(el("p", n_("{count} 件追蹤待辦；只移交接辦人所屬機關的部分。", count), class_="fine"))
    names = {one.name: f"{one.display_name}（{_agency(city, one)}）" for one in successors}
    own = sorted(names, key=lambda name: _elsewhere(name, successors, account))
    with st.form(f"handing_{account.id}", border=True):
        st.selectbox(_("接辦人"), own, key=f"successor_{account.id}", format_func=names.__getitem__)
        st.form_submit_button(_("移交"), on_click=_hand_over, args=(city, account))


def _elsewhere(name: str, successors: Sequence[Account], account: Account) -> bool:
    """Colleagues of the same agency come first."""
    return next(one.agency for one in successors if one.name == name) != account.agency


def _agency(city: City, account: Account) -> str:
    named = city.reference().agencies.get(account.agency) if account.agency is not None else None
    return named.short_name if named else ""


# ---- what the buttons do


def _change(city: City, account: Account) -> None:
    shown, role, agency = (
        st.session_state[f"person_{field}_{account.id}"] for field in ("shown", "role", "agency")
    )

    def action() -> tuple[str, str]:
        change_person(
            city,
            frame.who(),
            account.name,
            role=role,
            agency=agency,
            display_name=shown,
            now=datetime.now(UTC),
        )
        return _("已儲存；本人的下一個動作起適用。"), ""

    do(action)


def _link(city: City, account: Account) -> None:
    def action() -> tuple[str, str]:
        token = make_reset_link(city, frame.who(), account.name, now=datetime.now(UTC))
        return _("已產生「{name}」的重設密碼連結。").format(name=account.display_name), token

    do(action)


def _close(city: City, account: Account) -> None:
    def action() -> tuple[str, str]:
        close_account(city, frame.who(), account.name, now=datetime.now(UTC))
        return _("「{name}」已停用並登出。").format(name=account.display_name), ""

    do(action)


def _open(city: City, account: Account) -> None:
    def action() -> tuple[str, str]:
        open_account(city, frame.who(), account.name, now=datetime.now(UTC))
        return _("「{name}」已重新啟用。").format(name=account.display_name), ""

    do(action)


def _hand_over(city: City, account: Account) -> None:
    successor = st.session_state[f"successor_{account.id}"]

    def action() -> tuple[str, str]:
        given = hand_over(city, frame.who(), account.name, successor, now=datetime.now(UTC))
        return n_("已移交 {count} 件追蹤。", given), ""

    do(action)
