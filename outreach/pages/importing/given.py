"""The file that somebody gave, kept for as long as the page is open; it is written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from outreach.pages.markup import el, show
from outreach.pages.words import _
from outreach.sheets.model import DEFAULT_LIMITS

_GIVEN, _NUMBER = "import_given", "import_upload_number"
_KILO = 1024


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came; `digest` tells it from every other."""

    name: str
    data: bytes
    digest: str


def given_file() -> Given | None:
    """The file that was given, or a place to give one."""
    given = st.session_state.get(_GIVEN)
    if isinstance(given, Given):
        return given
    # A new key makes an empty uploader; the file is kept here, where leaving the page does not lose it.
    number = st.session_state.setdefault(_NUMBER, 0)
    uploaded = st.file_uploader(
        _("檔案"),
        key=f"import_upload_{number}",
        label_visibility="collapsed",
        max_upload_size=DEFAULT_LIMITS.input_bytes // _KILO**2,
    )
    show(el("p", _limits(), class_="fine"))
    if uploaded is not None:
        data = uploaded.getvalue()
        st.session_state[_GIVEN] = Given(uploaded.name, data, sha256(data).hexdigest())
        st.session_state[_NUMBER] = number + 1
        st.rerun()
    return None


def _limits() -> str:
    told = _("可用 xlsx、xls、ods、csv，{size} MB、{rows} 列、{columns} 欄以內；標題前可以有其他列。")
    return told.format(
        size=DEFAULT_LIMITS.input_bytes // _KILO**2,
        rows=f"{DEFAULT_LIMITS.rows:,}",
        columns=DEFAULT_LIMITS.columns,
    )


def give_another() -> None:
    """Forget the file and all that was worked out from it."""
    for key in [k for k in st.session_state if str(k).startswith("import_of_")]:
        del st.session_state[key]
    st.session_state.pop(_GIVEN, None)
    for name in ("result", "rows", "change", "undo"):
        st.query_params.pop(name, None)


def size_shown(given: Given) -> str:
    """How large the file is: 312 KB, 4.2 MB."""
    kilobytes = max(1, round(len(given.data) / _KILO))
    return f"{kilobytes:,} KB" if kilobytes < _KILO else f"{kilobytes / _KILO:,.1f} MB"
