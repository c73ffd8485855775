"""Stating an order: a form, the preview of what it would do, and only then 儲存."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import bar, downloads, frame, terms, words
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.orders.effects import effect_tables, headings, lines
from outreach.pages.orders.pieces import NEW, day_in_address, done, refused, reopening
from outreach.pages.words import N_, _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.orders import Preview, may_order, preview, state_order

_DRAFT = "orders_draft"
LONGEST = 500
#: How venues come back, by the word in the form.
WAYS = {
    "none": N_("尚未公告復業"),
    "all": N_("全面復業"),
    "application": N_("申請核准復業（逐家核准）"),
}


class ReopeningUnclear(Refusal, ValueError):
    """A reopening day without a way of reopening, or the other way round."""

    template = "復業方式與復業日須一起填寫；請選復業方式並填日期，例如「全面復業」、2021-11-16。"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, ready to be previewed and saved."""

    sector: str
    suspended_from: date
    reopened_on: date | None
    by_application: bool
    document: str
    at: str
    """The form in which it was typed."""


def show_stating(city: City) -> None:
    """The form; below it the preview of what was typed, with the buttons that save or drop it."""
    own = {s.code: _(s.name) for s in city.reference().sectors.values() if may_order(frame.who(), s)}
    if not own:
        frame.notice(
            _("您的機關不是任何行業的主管機關，不能登錄公告；請系統管理員在公告清單指定主管機關。"),
            next_step=link(_("看公告清單"), {"state": None}),
            kind="empty",
        )
        return
    at = _form(city, own)
    draft = st.session_state.get(_DRAFT)
    # A preview belongs to the form it was made from: another address is another order.
    if not isinstance(draft, Draft) or draft.at != at:
        return
    try:
        with st.spinner(_("計算對各機關的影響…")):
            found = preview(
                city,
                frame.who(),
                draft.sector,
                draft.suspended_from,
                document=draft.document,
                reopened_on=draft.reopened_on,
                by_application=draft.by_application,
                today=frame.today(),
            )
    except Refusal as refusal:
        st.session_state.pop(_DRAFT)
        frame.notice(words.said(refusal), kind="alarm")
        return
    _previewed(found, draft)


def _form(city: City, own: dict[str, str]) -> str:
    """The form, and what its widgets are named after."""
    asked = st.query_params.get("state", "").strip()
    if asked not in ("", NEW, *own):
        # A name, or a sector of somebody else's: named in words, or refused in a sentence.
        try:
            named = find(city.reference().sectors, asked, "行業")
        except Refusal as refusal:
            frame.notice(words.said(refusal))
        else:
            asked = named.code
            if asked not in own:
                text = _("{sector}不是您的機關主管的行業；請改選以下的行業，或請其主管機關登錄。")
                frame.notice(text.format(sector=_(named.name)))
    begins = day_in_address("from", frame.today())
    reopens = day_in_address("reopen", None)
    codes = list(own)
    # What the address says is part of the widgets' names: another address is another form.
    at = "_".join((asked, str(begins), str(reopens)))
    with st.form(f"order_form_{at}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="orders_bar"):
            st.selectbox(
                _("行業"),
                codes,
                index=codes.index(asked) if asked in own else 0,
                format_func=lambda c: own.get(c, c),
                key=f"order_sector_{at}",
            )
            _day_input(_("停業自"), f"order_from_{at}", begins)
        st.radio(
            _("復業方式"),
            list(WAYS),
            index=1 if reopens else 0,
            format_func=lambda w: _(WAYS[w]),
            horizontal=True,
            key=f"order_way_{at}",
        )
        _day_input(_("復業日（未公告復業者留白）"), f"order_reopens_{at}", reopens)
        st.text_area(
            _("公告文號與內容"),
            key=f"order_document_{at}",
            max_chars=LONGEST,
            height=100,
            placeholder=_("例如：北市衛疾字第1100000001號公告：視聽歌唱業自110年10月5日起可申請復業"),
        )
        st.form_submit_button(
            _("預覽影響"), key="order_preview", type="primary", on_click=_drafted, args=(at,)
        )
    return at


def _day_input(label: str, key: str, value: date | None) -> None:
    st.date_input(label, value=value, key=key, min_value=bar.FIRST_DAY, max_value=bar.LAST_DAY, width=240)


def _drafted(at: str) -> None:
    typed = st.session_state
    way, begins, reopens = typed[f"order_way_{at}"], typed[f"order_from_{at}"], typed[f"order_reopens_{at}"]
    typed.pop(_DRAFT, None)
    if begins is None or (way == "none") is not (reopens is None):
        refused(ReopeningUnclear())
        return
    sector, document = typed[f"order_sector_{at}"], typed[f"order_document_{at}"]
    typed[_DRAFT] = Draft(sector, begins, reopens, way == "application", document or "", at)


def _previewed(found: Preview, draft: Draft) -> None:
    order = found.order
    title = _("{sector}：{day}起停業，{reopening}").format(
        sector=_(found.sector.name),
        day=words.day(order.suspended_from),
        reopening=reopening(order.reopened_on, order.by_application),
    )
    put(el("h2", _("預覽（尚未儲存）"), class_="preview-title"), el("p", title, class_="question"))
    old = found.supersedes
    if old is not None:
        text = _(
            "同一行業、同一停業日已有公告；儲存後由這一則取代，原文保留："
            "「{document}」（{reopening}；{by}，{moment}）"
        )
        frame.notice(
            text.format(
                document=old.document,
                reopening=reopening(old.reopened_on, old.by_application),
                by=old.by,
                moment=terms.moment(old.at),
            )
        )
    if order.by_application:
        put(
            el(
                "p",
                _("申請核准復業者，每一家自核准日起才重新納入母數；以下依目前已登錄的核准計算。"),
                class_="fine",
            )
        )

    def name_of(day: date) -> str:
        names = [
            _("停業起始日") if day == order.suspended_from else "",
            _("復業日") if day == order.reopened_on else "",
            _("今天") if day == frame.today() else "",
        ]
        return _("、").join(name for name in names if name)

    with st.container(key="order_decide", horizontal=True, gap="small"):
        st.button(_("儲存"), key="order_save", type="primary", on_click=_save, args=(draft,))
        st.button(_("放棄"), key="order_drop", on_click=_drop)
    put(effect_tables(found.effects, name_of))
    downloads.offer(
        f"order-preview-{draft.sector}-{draft.suspended_from.isoformat()}",
        _("預覽"),
        headings(),
        lines(found.effects),
        key="order_preview_table",
    )


def _drop() -> None:
    st.session_state.pop(_DRAFT, None)


def _save(draft: Draft) -> None:
    try:
        stated = state_order(
            frame.city(),
            frame.who(),
            draft.sector,
            draft.suspended_from,
            document=draft.document,
            reopened_on=draft.reopened_on,
            by_application=draft.by_application,
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        refused(refusal)
        return
    _drop()
    for name in ("state", "from", "reopen"):
        st.query_params.pop(name, None)
    text = _("已登錄公告（異動 {number}）。").format(number=stated.change_id)
    done(text, link(_("復原異動 {number}").format(number=stated.change_id), {"undo": stated.change_id}))
