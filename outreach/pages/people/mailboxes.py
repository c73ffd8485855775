"""摘要信箱: to which office's mailbox each weekly digest goes, and what became of the latest ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import do
from outreach.pages.terms import moment
from outreach.pages.words import N_, _, n_
from outreach.rules.digest import State
from outreach.services.city import City
from outreach.services.digest import MANAGERS, Mailbox, Outcome, history, mailboxes, set_mailbox

#: How a digest stands, in words.
STATES = {
    State.WRITTEN: N_("已產生，未寄送"),
    State.REFUSED: N_("未送達，下次再寄"),
    State.UNCERTAIN: N_("不確定是否送達"),
    State.SENT: N_("已寄出"),
}
#: Digests shown: a month's of all agencies.
_SHOWN = 100
_OFFICE, _ADDRESS = "mailbox_office", "mailbox_address"


def show(city: City) -> None:
    """The form, the mailboxes that are set, and the latest digests."""
    about = _("每週摘要由排程寄到機關公用信箱；請勿填個人信箱。沒有信箱的機關只產生文字檔。")
    put(el("div", el("h3", _("摘要信箱")), el("p", about, class_="fine"), class_="about-part"))
    found = mailboxes(city, frame.who())
    _form(city)
    if found:
        put(el("p", n_("{count} 個信箱", len(found)), class_="found"))
        heads = (_("機關"), _("信箱"), _("設定者"), _("時間"))
        put(_table(heads, [_mailbox(box) for box in found]))
    else:
        frame.notice(_("還沒有任何摘要信箱；請從上面選機關並填入信箱。"), kind="empty")
    _history(city)


def _form(city: City) -> None:
    agencies = sorted(city.reference().agencies.values(), key=lambda one: one.code)
    names = {MANAGERS: _("管考人員"), **{one.code: one.short_name or one.name for one in agencies}}
    with st.form("mailbox_new", border=True):
        left, right = st.columns(2)
        left.selectbox(_("對象"), list(names), key=_OFFICE, format_func=names.__getitem__)
        right.text_input(
            _("信箱（留空則移除）"), key=_ADDRESS, max_chars=200, placeholder="service@agency.example"
        )
        st.form_submit_button(_("儲存信箱"), type="primary", on_click=_keep, args=(city, names))


def _keep(city: City, names: dict[str, str]) -> None:
    office, address = st.session_state[_OFFICE], st.session_state[_ADDRESS]

    def action() -> tuple[str, str]:
        set_mailbox(city, frame.who(), office, address, now=datetime.now(UTC))
        text = _("已設定{name}的摘要信箱。") if address.strip() else _("已移除{name}的摘要信箱。")
        return text.format(name=names[office]), ""

    do(action)


def _mailbox(box: Mailbox) -> list[Child]:
    name = _("管考人員") if box.agency is None else box.name
    return [name, box.address, box.by, moment(box.at)]


def _history(city: City) -> None:
    put(el("div", el("h3", _("最近的摘要")), class_="about-part"))
    rows = history(city, frame.who(), _SHOWN)
    if not rows:
        text = _("還沒有產生過摘要；請設定每週排程，做法見 docs/digest.md。")
        frame.notice(text, kind="empty")
        return
    heads = (_("對象"), _("期間"), _("情形"), _("寄出時間"))
    put(_table(heads, [_digest(row) for row in rows]))


def _digest(row: Outcome) -> list[Child]:
    name = _("管考人員") if row.key == MANAGERS else row.name
    first, last = words.day(row.due.covers_from), words.day(row.due.last_day)
    period = _("{first} 至 {last}").format(first=first, last=last)
    alarming = row.state in (State.REFUSED, State.UNCERTAIN)
    state = el("span", _(STATES[row.state]), class_="alarm" if alarming else "")
    if row.failure:
        state = el("span", state, el("br"), el("span", row.failure, class_="fine"))
    return [name, period, state, moment(row.sent_at) if row.sent_at else ""]


def _table(headings: Sequence[str], rows: Sequence[Sequence[Child]]) -> Html:
    return el(
        "table",
        el("thead", el("tr", [el("th", text, scope="col") for text in headings])),
        el("tbody", [_row(headings, row) for row in rows]),
        class_="people-list",
    )


def _row(headings: Sequence[str], row: Sequence[Child]) -> Html:
    return el(
        "tr",
        el("th", row[0], scope="row"),
        [
            el("td", el("span", label, class_="label"), cell, class_="" if cell else "void")
            for label, cell in zip(headings[1:], row[1:], strict=True)
        ],
    )
