"""What a view is of: the newest, a moment gone by that a link pins, or one that has not come yet."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import link
from outreach.pages.markup import el, show
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.newer import lies_ahead, newer
from outreach.services.who import Who

#: How often an open page asks whether anything was recorded since.
EVERY = "60s"


def show_view(city: City, who: Who, asked: Asked) -> None:
    """The question in words, a link that pins it, and whether anything is newer or lies ahead."""
    pinned = bool(st.query_params.get("known_at", "").strip())
    way = (
        link(_("改看最新"), {"known_at": None})
        if pinned
        else link(
            _("固定此刻的資料"),
            {"as_of": asked.as_of.isoformat(), "known_at": asked.known_at},
            title=_("網址會記下登錄的號碼，日後用同一網址看到同樣的數字"),
        )
    )
    told = _("網址已固定在第 {number} 號登錄").format(number=words.number(asked.known_at)) if pinned else None
    show(
        el(
            "p",
            el("span", bar.in_words(city, asked)),
            el("span", told) if told else None,
            way,
            class_="question pinning",
        )
    )
    _ahead(city, who, asked)
    _watch(city, who, asked.known_at)


def _ahead(city: City, who: Who, asked: Asked) -> None:
    text = st.query_params.get("known_at", "").strip()
    try:
        ahead = lies_ahead(city, who, text, now=datetime.now(UTC))
    except Refusal:
        return  # the bar has said what cannot be read
    if ahead:
        told = _("讀到登錄時點『{text}』，還沒有到；以下是目前為止（第 {number} 號）的資料。")
        frame.notice(
            told.format(text=text[:40], number=words.number(asked.known_at)),
            next_step=link(_("改看最新"), {"known_at": None}),
        )


@st.fragment(run_every=EVERY)
def _watch(city: City, who: Who, known_at: int) -> None:
    """Tell of newer facts, also while the page lies open and nobody touches it."""
    found = newer(city, who, known_at)
    if found.changes:
        frame.notice(
            n_("這裡的數字之後，又有 {count} 筆異動。", found.changes),
            next_step=link(_("按此更新"), {"known_at": None}),
        )
