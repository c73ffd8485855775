"""會議資料: the paper of an edition in four formats, made and read back when somebody asks for one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _
from outreach.services.city import City
from outreach.services.papers import PaperFile, PaperFormat, PaperWithheld, paper_file

#: What each format is good for.
_FORMATS: Mapping[PaperFormat, tuple[str, str]] = {
    PaperFormat.ODT: ("ODT", N_("文書檔，可再編修")),
    PaperFormat.PDF: ("PDF", N_("列印與傳閱")),
    PaperFormat.XLSX: ("XLSX", N_("Excel 活頁簿，每張表一個工作表")),
    PaperFormat.ODS: ("ODS", N_("試算表，每張表一個工作表")),
}
#: The file that was made last in this session, and for which edition and format; a page holds one at most.
_KEPT = "meeting_paper"
_Key = tuple[int, int, str]


def show_paper(city: City, number: int, edition: int) -> None:
    """Offer the paper of a meeting's edition: a button for each format, and the file once it is made.

    A file whose numbers, read back, are not the edition's is not offered; the sentence says so.
    """
    with st.container(key="meeting_paper"):
        put(
            el("h3", _("會議資料")),
            el("p", _("選擇格式後產製；檔案會先讀回，與凍結的數字核對相符才提供下載。"), class_="fine"),
        )
        asked = _asked()
        if asked is not None:
            _make(city, (number, edition, asked))
        kept = st.session_state.get(_KEPT)
        if kept is not None and kept[0][:2] == (number, edition):
            _offer(kept[1])


def _asked() -> PaperFormat | None:
    """The format whose button was just pressed."""
    pressed = None
    with st.container(horizontal=True, gap="small", key="meeting_paper_formats"):
        for format_ in _FORMATS:
            name, use = _FORMATS[format_]
            if st.button(name, key=f"meeting_paper_{format_}", help=_(use), icon=":material/description:"):
                pressed = format_
    return pressed


def _make(city: City, key: _Key) -> None:
    st.session_state.pop(_KEPT, None)
    number, edition, format_ = key
    try:
        with st.spinner(_("製作並核對檔案中…")):
            made = paper_file(city, frame.who(), number, format_, edition=edition)
    except PaperWithheld as withheld:
        frame.notice(words.said(withheld), kind="alarm")
        return
    st.session_state[_KEPT] = (key, made)


def _offer(made: PaperFile) -> None:
    st.download_button(
        _("下載 {name}").format(name=made.name),
        data=made.data,
        file_name=made.name,
        mime=made.media_type,
        key="meeting_paper_file",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    told = _("{size} KB，數字已與凍結的版次核對相符。")
    put(el("p", told.format(size=words.number(-(-len(made.data) // 1024))), class_="fine", role="status"))
