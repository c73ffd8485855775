"""個資紀錄: who looked at, took away or erased contact details, and for how long they are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import do
from outreach.pages.terms import moment
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.privacy import (
    DEFAULT_RETENTION_DAYS,
    EXPIRED,
    LONGEST_RETENTION_DAYS,
    PrivacyRow,
    RetentionUnusable,
    erase_expired,
    privacy_record,
    retention_days,
    set_retention_days,
)

#: What an entry's code says.
WHAT = {"look": N_("查看聯絡人"), "export": N_("匯出聯絡人"), "erase": N_("刪除個資")}
#: The address's parameter for the entries older than one.
BEFORE = "before"
PAGE_SIZE = 50
#: Under these keys Streamlit keeps the days that are typed, and whether the question before erasing is open.
_DAYS, _ASKING = "privacy_days", "privacy_erase"
_HEADINGS = (N_("時間"), N_("人員"), N_("事項"), N_("店家／場館"), N_("事由"))


def show(city: City) -> None:
    """The retention period, what to do about what is older, and the record."""
    _retention(city)
    _record(city)


def _retention(city: City) -> None:
    about = _(
        "聯絡人、電話與聯絡紀錄的文字，自最後一次登錄起保存這麼多天；"
        "設有每日排程時逾期自動刪除，也可在此立即刪除。"
    )
    put(_heading(_("保存期限"), about))
    try:
        days = retention_days(city, frame.who())
    except RetentionUnusable as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        days = DEFAULT_RETENTION_DAYS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="privacy_retention"):
        with (
            st.form("privacy_retention_form", border=False, width="content"),
            st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
        ):
            st.number_input(
                _("保存天數（1 至 {most}）").format(most=words.number(LONGEST_RETENTION_DAYS)),
                min_value=1,
                max_value=LONGEST_RETENTION_DAYS,
                value=days,
                step=1,
                key=_DAYS,
                width=220,
            )
            st.form_submit_button(_("儲存期限"), on_click=_keep_for, args=(city,))
        with st.popover(_("刪除逾期個資"), key=_ASKING, on_change="rerun"):
            put(
                el(
                    "p",
                    n_("刪除超過 {count} 天的聯絡人、電話與聯絡紀錄文字；", days),
                    _("刪除後無法復原，只留下刪除的紀錄。"),
                )
            )
            st.button(_("確定刪除"), key="privacy_erase_now", type="primary", on_click=_erase, args=(city,))


def _record(city: City) -> None:
    about = _("承辦人與核定人查看自己機關的聯絡資料屬日常業務，不另記錄。")
    put(_heading(_("查看、匯出與刪除紀錄"), about))
    asked = st.query_params.get(BEFORE, "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
    found = privacy_record(city, frame.who(), before=before, limit=PAGE_SIZE + 1)
    rows, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    newest = link(_("回到最新"), {BEFORE: None}) if before is not None else None
    if not rows:
        text = _("沒有更早的紀錄。") if before is not None else _("還沒有人查看、匯出或刪除個人資料。")
        frame.notice(text, kind="empty", next_step=newest)
        return
    put(
        el(
            "table",
            el("thead", el("tr", [el("th", _(text), scope="col") for text in _HEADINGS])),
            el("tbody", [_row(row) for row in rows]),
            class_="people-list",
        ),
        _pager(newest, link(_("更早的紀錄"), {BEFORE: rows[-1].id}) if more else None),
    )


def _heading(title: str, about: str) -> Html:
    return el("div", el("h3", title), el("p", about, class_="fine"), class_="about-part")


def _pager(newest: Html | None, older: Html | None) -> Html | None:
    return el("p", newest, older, class_="pager") if newest or older else None


def _row(row: PrivacyRow) -> Html:
    reason = _("保存期限屆滿") if row.reason == EXPIRED else row.reason
    cells: tuple[tuple[str, Child], ...] = (
        (_("人員"), row.by),
        (_("事項"), _(WHAT.get(row.what, row.what))),
        (_("店家／場館"), _venues(row)),
        (_("事由"), reason),
    )
    return el(
        "tr",
        el("th", moment(row.at), scope="row", class_="when"),
        [
            el("td", el("span", label, class_="label"), child, class_="" if child else "void")
            for label, child in cells
        ],
    )


def _venues(row: PrivacyRow) -> Html | str:
    """The venue, leading to its page; of several, how many."""
    if row.venue_id is None:
        return n_("{count} 家", row.venues)
    # A venue's number names it where it has no name.
    name = row.venue or str(row.venue_id)
    return el("a", name, href=to_page("venues", venue=row.venue_id), target="_self", class_="open")


# ---- what the buttons do


def _keep_for(city: City) -> None:
    days = int(st.session_state[_DAYS])

    def action() -> tuple[str, str]:
        set_retention_days(city, frame.who(), days)
        return n_("已儲存，個人資料保存 {count} 天。", days), ""

    do(action)


def _erase(city: City) -> None:
    st.session_state[_ASKING] = False

    def action() -> tuple[str, str]:
        erased = erase_expired(city, frame.who(), now=datetime.now(UTC))
        if not erased:
            return _("沒有逾期的個人資料。"), ""
        return n_("已刪除 {count} 家的逾期個人資料。", erased), ""

    do(action)
