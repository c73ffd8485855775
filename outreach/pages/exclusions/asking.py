"""Asking in place: about one venue of the list, or about all of an agency's that are past their review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from outreach.pages import bar, downloads, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.venues.asking import asked_about, questions
from outreach.pages.venues.doing import attempt
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.exclusions import Overdue, ask_all, exclusions, overdue_ids
from outreach.services.naming import NONE_NAME, find
from outreach.services.venues import members_by_id
from outreach.services.who import Right

#: What the address says of venues without an agency.
NOBODY = "-"


def ask_one(city: City, asked: Asked) -> None:
    """What was asked about the venue that the address names, and the form to ask."""
    text = st.query_params.get("ask", "").strip()
    who = frame.who()
    if not text or not who.may(Right.STEER):
        return
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    close = link(_("關閉"), {"ask": None}, class_="act")
    found = members_by_id(city, who, asked.scheme, frame.today(), [number])
    if not found:
        frame.notice(_("查無這家店，或今天已不在清單。"), next_step=close)
        return
    with st.container(key="excluded_ask"):
        member = found[0]
        put(
            el("h2", _("提問：{name}").format(name=member.venue.name), class_="desk-title"),
            el("p", " · ".join(p for p in (member.agency, member.district) if p), class_="fine"),
        )
        questions(city, number, asked.scheme, asked_about(city, number), may_ask=True)
        put(el("p", close))


def show_overdue(city: City, asked: Asked) -> None:
    """Agencies with venues past their review day, most first, each with one step to ask about them all."""
    who = frame.who()
    page = exclusions(
        city, who, asked.scheme, asked.as_of, where=asked.where, known_at=asked.known_at, page_size=1
    )
    if not page.overdue:
        frame.notice(_("沒有逾期未覆核的店家。"), kind="empty")
        return
    told = n_("{count} 家的覆核日已過，仍列為毋須納入母數。", page.overdue_total)
    put(el("p", told, class_="fine"))
    may_ask = who.may(Right.STEER)
    if may_ask:
        _ask_overdue(city, asked)
    put(_overdue_table(page.overdue, may_ask=may_ask))
    downloads.offer(
        f"overdue-{asked.scheme}-{asked.as_of.isoformat()}",
        _("逾期未覆核"),
        [_("機關"), _("逾期未覆核"), _("已提問")],
        [[one.name, one.count, one.asked] for one in page.overdue],
        key="overdue",
    )


def _overdue_table(overdue: Sequence[Overdue], *, may_ask: bool) -> Html:
    titles = [_("機關"), _("逾期未覆核"), _("已提問"), ""]
    head = [el("th", t, scope="col", class_="num" if n in (1, 2) else None) for n, t in enumerate(titles)]
    rows = [_overdue_row(one, may_ask=may_ask) for one in overdue]
    return el("table", el("thead", el("tr", head)), el("tbody", rows), class_="overdue")


def _overdue_row(one: Overdue, *, may_ask: bool) -> Html:
    act = None
    if may_ask and one.asked < one.count:
        act = link(_("全部提問"), {"bulk": one.key or NOBODY}, class_="act")
    count: Child = n_("{count} 家", one.count)
    if one.key:
        count = link(count, {"view": None, "overdue": "1", "sort": "review", "agency": one.key, "bulk": None})
    label = el("span", _("逾期未覆核"), class_="label")
    asked = n_("{count} 家", one.asked)
    return el(
        "tr",
        el("th", one.name, scope="row"),
        el("td", label, count, class_="num"),
        el(
            "td",
            el("span", _("已提問"), class_="label"),
            asked,
            class_="num" if one.asked else "num none",
        ),
        el("td", act, class_="acts"),
    )


def _ask_overdue(city: City, asked: Asked) -> None:
    """The form that asks about all overdue venues of the agency that the address names."""
    code = st.query_params.get("bulk", "").strip()
    if not code:
        return
    who, today = frame.who(), frame.today()
    try:
        name = _("（未填）") if code == NOBODY else _short(city, code)
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=link(_("關閉"), {"bulk": None}))
        return
    agency = f"agency={NONE_NAME if code == NOBODY else code}"
    where = [c for c in asked.where if not c.startswith("agency=")] + [agency]
    ids = overdue_ids(city, who, asked.scheme, today, where=where)
    with st.container(key="excluded_ask"):
        title = _("{agency}逾期未覆核的 {count} 家，一次提問")
        put(el("h2", title.format(agency=name, count=words.number(len(ids))), class_="desk-title"))
        with st.form("excluded_bulk", border=False):
            usual = _("覆核日已過，請覆核營業狀態，並說明原因與預定復業或歇業的日期。")
            text = st.text_area(
                _("問題（每一家都用相同文字）"), value=usual, height=90, max_chars=500, key="bulk_words"
            )
            label = n_("向機關提問 {count} 家", len(ids))
            sent = st.form_submit_button(label, type="primary", key="bulk_ask", disabled=not ids)
        put(el("p", link(_("關閉"), {"bulk": None}, class_="act")))
    if sent:
        attempt(0, partial(_asked_all, city, asked.scheme, ids, text or "", name))


def _asked_all(city: City, scheme: str, ids: Sequence[int], text: str, name: str) -> str:
    with st.spinner(_("送出提問中…")):
        done = ask_all(city, frame.who(), ids, scheme, text, now=datetime.now(UTC), today=frame.today())
    bar.change(bulk=None)
    told = _("已向{agency}提問 {count} 家，等待機關回覆。").format(
        agency=name, count=words.number(done.asked)
    )
    more = n_("另有 {count} 家先前已提問、尚未結案，沒有重複提問。", done.already)
    return f"{told}{more}" if done.already else told


def _short(city: City, code: str) -> str:
    found = find(city.reference().agencies, code, "機關")
    return found.short_name or found.name
