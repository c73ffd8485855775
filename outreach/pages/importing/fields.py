"""Which heading of the file is which field, and the means to correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from outreach.pages.markup import Html, el, show
from outreach.pages.words import N_, _, n_
from outreach.sheets.fields import FIELDS
from outreach.sheets.headings import SEARCHED_ROWS, HeadingMatch
from outreach.sheets.model import Sheet

_HOW: Mapping[str, str] = {"synonym": N_("近似"), "override": N_("指定")}
#: The choice that leaves a field to what the headings say by themselves.
_ITSELF = "\0"


def show_fields(key: str, sheet: Sheet, match: HeadingMatch | None) -> None:
    """Tell the matched fields and the unread columns; corrections are kept in the session under `key`.

    Without a match, as where no heading says which column is the name, the fullest row offers its cells.
    """
    if match is not None:
        show(_matched(match))
    headings = match.headings if match is not None else _fullest(sheet)
    offered = list(dict.fromkeys(text.strip() for text in headings if text.strip()))
    with st.expander(_("更正欄位對應"), expanded=match is None), st.container(key="import_fields"):
        for field in FIELDS:
            _pick(key, field.code, _(field.heading), offered, match)


def _matched(match: HeadingMatch) -> Html:
    chips = [
        el(
            "li",
            el("b", _(_HEADINGS[code])),
            el("span", " ← ", class_="sign"),
            match.heading_of(code),
            el("span", _(_HOW[how]), class_="tag") if (how := match.how.get(code, "exact")) in _HOW else None,
        )
        for code in match.columns
    ]
    unread = [
        el(
            "p",
            el("span", n_("未讀取 {count} 欄：", len(match.unmatched)), class_="fine"),
            "、".join(text.strip() for text in match.unmatched),
        )
    ]
    return el(
        "div",
        el("ul", chips, class_="chips fields"),
        unread if match.unmatched else None,
        class_="matched",
    )


_HEADINGS: Mapping[str, str] = {field.code: field.heading for field in FIELDS}


def _fullest(sheet: Sheet) -> Sequence[str]:
    rows = sheet.rows[:SEARCHED_ROWS]
    return max(rows, key=lambda row: sum(1 for cell in row if cell.strip()), default=())


def _pick(key: str, code: str, title: str, offered: Sequence[str], match: HeadingMatch | None) -> None:
    settled: Mapping[str, str] = st.session_state.get(key, {})
    itself = _("不指定")
    if match is not None and code in match.columns and code not in settled:
        itself = _("自動：{heading}").format(heading=match.heading_of(code))
    titles = {_ITSELF: itself, **{text: text for text in offered}}
    if code != "name":
        titles[""] = _("不讀取")
    chosen = settled.get(code, _ITSELF)
    widget = f"import_field_{code}"
    st.session_state[widget] = chosen if chosen in titles else _ITSELF
    st.selectbox(
        title,
        list(titles),
        format_func=lambda text: titles.get(text, text),
        key=widget,
        on_change=_take,
        args=(key, code),
    )


def _take(key: str, code: str) -> None:
    """Settle a field; a heading that was given to another field by hand moves over."""
    heading = st.session_state[f"import_field_{code}"]
    settled = {
        other: taken
        for other, taken in st.session_state.get(key, {}).items()
        if other != code and (not heading or taken != heading)
    }
    st.session_state[key] = settled if heading == _ITSELF else {**settled, code: heading}
