"""Adding a person: an account without a password, and the link by which its owner sets one."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from outreach.pages import frame
from outreach.pages.people.doing import do
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.people import ROLE_NAMES, add_person, make_reset_link
from outreach.services.who import Role

_KEYS = {"name": "people_name", "shown": "people_shown", "role": "people_role", "agency": "people_agency"}


def show(city: City) -> None:
    """The form, folded until it is wanted."""
    with (
        st.expander(_("新增人員"), key="people_add", icon=":material/person_add:"),
        st.form("people_new", clear_on_submit=False, border=False),
    ):
        left, right = st.columns(2)
        left.text_input(_("帳號"), key=_KEYS["name"], max_chars=40, placeholder=_("例如 wang.xm，登入時使用"))
        right.text_input(_("姓名"), key=_KEYS["shown"], max_chars=30, placeholder=_("紀錄上顯示的名字"))
        left.selectbox(_("角色"), list(ROLE_NAMES), key=_KEYS["role"], format_func=role_title)
        agency_picker(city, _KEYS["agency"], None, right)
        st.form_submit_button(_("新增並產生連結"), type="primary", on_click=_add, args=(city,))


def role_title(role: Role) -> str:
    """A role as people call it."""
    return _(ROLE_NAMES[role])


def agency_picker(city: City, key: str, present: int | None, column: DeltaGenerator) -> None:
    """A picker of an agency's code, empty for none, beginning with the present one."""
    agencies = sorted(city.reference().agencies.values(), key=lambda agency: agency.code)
    names = {"": _("無（管考或系統管理員）"), **{a.code: f"{a.short_name}（{a.code}）" for a in agencies}}
    codes = list(names)
    at = next((codes.index(a.code) for a in agencies if a.id == present), 0)
    column.selectbox(_("機關"), codes, index=at, key=key, format_func=names.__getitem__)


def _add(city: City) -> None:
    given = {name: st.session_state[key] for name, key in _KEYS.items()}

    def action() -> tuple[str, str]:
        now = datetime.now(UTC)
        account = add_person(
            city,
            frame.who(),
            given["name"],
            given["role"],
            display_name=given["shown"],
            agency=given["agency"],
            now=now,
        )
        link = make_reset_link(city, frame.who(), account.name, now=now)
        for name in ("name", "shown"):
            st.session_state[_KEYS[name]] = ""
        return _("已新增「{name}」。").format(name=account.display_name), link

    do(action)
