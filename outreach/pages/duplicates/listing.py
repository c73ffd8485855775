"""The list of likely duplicates: two venues, why, and the way to compare them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Html, el, show
from outreach.pages.paging import asked_part, pager
from outreach.pages.venues.listing import standing_tag
from outreach.pages.words import N_, _
from outreach.rules.duplicates import Sign
from outreach.services.city import City
from outreach.services.duplicates.pairs import PAGE_SIZE, Brief, Pair, PairPage, Span, duplicate_pairs

#: What each sign says; the Chinese is that of `rules.duplicates`.
SIGNS: Mapping[Sign, str] = {
    Sign.NAME: N_("名稱相同"),
    Sign.LIKE_NAME: N_("名稱相近"),
    Sign.ADDRESS: N_("地址相同"),
    Sign.LIKE_ADDRESS: N_("地址相近"),
    Sign.NO_ADDRESS: N_("其中一方沒有地址"),
    Sign.TAX: N_("統一編號相同"),
    Sign.PHONE: N_("電話相同"),
    Sign.NEAR: N_("位置相近"),
    Sign.UNTOLD: N_("其他登錄資料相符"),
}
SPANS: Mapping[Span, str] = {
    Span.ALL: N_("全部"),
    Span.SAME: N_("同一機關"),
    Span.ACROSS: N_("跨機關"),
}


def show_pairs(city: City, day: date) -> None:
    """The pairs that the asker may see, the likeliest first."""
    asked = st.query_params.get("span", "")
    span = Span(asked) if asked in list(Span) else Span.ALL
    number, page = _part(city, day, span)
    show(_choices(span))
    if not page.total:
        text = _("沒有疑似重複的店家。") if span is Span.ALL else _("這個條件下沒有疑似重複的店家。")
        frame.notice(text, kind="empty")
        return
    show(el("ol", [_pair(pair) for pair in page.pairs], class_="pairs"), pager(number, page.total, PAGE_SIZE))


def _part(city: City, day: date, span: Span) -> tuple[int, PairPage]:
    return asked_part(
        lambda at: duplicate_pairs(city, frame.who(), today=day, span=span, page=at),
        lambda page: page.total,
        PAGE_SIZE,
    )


def _choices(chosen: Span) -> Html:
    pieces = [
        el("span", _(title), aria_current="true")
        if span is chosen
        else link(_(title), {"span": None if span is Span.ALL else span.value, "page": None}, class_="plain")
        for span, title in SPANS.items()
    ]
    return el("p", pieces, class_="choices")


def why(signs: tuple[Sign, ...]) -> str:
    """The signs in the reader's language."""
    return joined([_(SIGNS[sign]) for sign in signs])


def joined(pieces: Sequence[str]) -> str:
    """Several pieces as the reader's language lists them."""
    return ("、" if words.language() == "zh" else ", ").join(pieces)


def _pair(pair: Pair) -> Html:
    return el(
        "li",
        el(
            "div",
            el("span", why(pair.signs), class_="why"),
            el("span", _("跨機關"), class_="tag") if pair.one.agency_id != pair.other.agency_id else None,
            link(_("並列比較"), {"pair": f"{pair.one.id}-{pair.other.id}"}, class_="act"),
            class_="first",
        ),
        el("div", venue(pair.one), venue(pair.other), class_="two"),
    )


def venue(brief: Brief) -> Html:
    """What everybody who sees the pair sees of a venue."""
    about = (brief.agency or _("（未填）"), brief.address, _("編號 {number}").format(number=brief.id))
    stands = [
        el("span", el("span", _(scheme.name), class_="scheme"), standing_tag(standing), class_="stands")
        for scheme, standing in brief.standings
    ]
    return el(
        "div",
        el("b", brief.name, class_="name"),
        el("span", " · ".join(piece for piece in about if piece), class_="about"),
        el("span", stands, class_="all-stands"),
        class_="venue",
    )
