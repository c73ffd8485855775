"""What was read of the file: its kind, encoding, sheet, headings; each of which can be corrected."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.importing.conflicts import RESOLVED
from outreach.pages.importing.fields import show_fields
from outreach.pages.importing.given import Given, give_another, size_shown
from outreach.pages.markup import Html, el, show
from outreach.pages.words import N_, _, n_
from outreach.services.imports.model import Options
from outreach.services.imports.reading import ReadFile, match_sheet
from outreach.services.naming import scheme_named
from outreach.sheets.model import Sheet
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import SheetRefused

#: State of the file at hand; `give_another` forgets whatever begins so.
SHEET, SHEETS, MAP, _READ, _MATCHED = (
    f"import_of_{name}" for name in ("sheet", "sheets", "map", "read", "matched")
)
FORMATS: Mapping[str, str] = {
    "xlsx": N_("Excel 活頁簿（xlsx）"),
    "xls": N_("舊版 Excel 活頁簿（xls）"),
    "ods": N_("開放文件試算表（ods）"),
    "csv": N_("文字檔（csv）"),
}
ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-8-sig": N_("UTF-8（有 BOM）"),
    "utf-16": "UTF-16",
    "cp950": "Big5（cp950）",
    "big5hkscs": "Big5-HKSCS",
}
_SAMPLE = 6


def corrections() -> tuple[str | None, dict[str, str]]:
    """The sheet picked and the headings settled by hand."""
    return st.session_state.get(SHEET), dict(st.session_state.get(MAP, {}))


def show_read(given: Given, scheme: str) -> ReadFile | None:
    """Read the file and show what was read; None where it is refused, which is told."""
    sheet = _sheet(given)
    if sheet is None:
        return None
    read = None
    try:
        read = _matched(given, sheet, scheme)
    except SheetRefused as refusal:
        _tell_file(given, sheet, None)
        frame.notice(words.said(refusal), kind="alarm")
    else:
        _tell_file(given, sheet, read)
    show_fields(MAP, sheet, read.match if read else None)
    return read


def _sheet(given: Given) -> Sheet | None:
    """The sheet asked for, read once."""
    wanted: str | None = st.session_state.get(SHEET)
    kept = st.session_state.get(_READ)
    if kept is not None and kept[0] == (given.digest, wanted):
        return kept[1]  # type: ignore[no-any-return]
    try:
        with st.spinner(_("讀取檔案…")):
            sheet = read_workbook(given.data, given.name, wanted)
    except SheetRefused as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        _pick_sheet(st.session_state.get(SHEETS, ()), wanted)
        st.button(_("換一個檔案"), on_click=give_another, type="primary")
        return None
    st.session_state[_READ] = ((given.digest, wanted), sheet)
    st.session_state[SHEETS] = sheet.sheet_names
    return sheet


def _matched(given: Given, sheet: Sheet, scheme: str) -> ReadFile:
    """The sheet with its headings matched, once for each correction and scheme."""
    name, headings = corrections()
    own = scheme_named(frame.city().reference(), scheme).own_words
    key = (given.digest, name, tuple(sorted(headings.items())), tuple(sorted(own.items())))
    kept = st.session_state.get(_MATCHED)
    if kept is None or kept[0] != key:
        read = match_sheet(sheet, Options(scheme, sheet=name, headings=headings, own_words=own))
        st.session_state[_MATCHED] = kept = (key, read)
    return kept[1]


def _tell_file(given: Given, sheet: Sheet, read: ReadFile | None) -> None:
    told = [_(FORMATS[sheet.format]), size_shown(given)]
    if sheet.encoding:
        encoding = _(ENCODINGS.get(sheet.encoding, sheet.encoding))
        told.append(_("編碼 {encoding}").format(encoding=encoding))
    if sheet.sheet_name:
        told.append(_("工作表「{name}」").format(name=sheet.sheet_name))
    if read is not None:
        told.append(_("標題在第 {row} 列").format(row=read.match.row + 1))
        told.append(n_("資料 {count} 列", len(read.rows)))
    with st.container(horizontal=True, vertical_alignment="center", key="import_file"):
        show(
            el("p", el("b", given.name, class_="filename"), " ", el("span", " · ".join(told), class_="fine"))
        )
        st.button(_("換一個檔案"), on_click=give_another, key="import_another")
    _pick_sheet(sheet.sheet_names, sheet.sheet_name)
    if read is not None:
        show(_sample(read))


def _pick_sheet(names: tuple[str, ...], chosen: str | None) -> None:
    if len(names) < 2:
        return
    st.session_state["import_pick_sheet"] = chosen if chosen in names else names[0]
    st.selectbox(_("工作表"), names, key="import_pick_sheet", on_change=_take_sheet, width=320)


def _take_sheet() -> None:
    st.session_state[SHEET] = st.session_state["import_pick_sheet"]
    st.session_state.pop(MAP, None)
    st.session_state.pop(RESOLVED, None)


def _sample(read: ReadFile) -> Html:
    """Some names, so that a wrong encoding shows before anything else is looked at."""
    at = read.match.columns["name"]
    names = [read.sheet.rows[row.row - 1][at].strip() for row in read.rows]
    some = "、".join(list(dict.fromkeys(name for name in names if name))[:_SAMPLE])
    return el(
        "p",
        el("span", _("店家名稱如："), class_="fine"),
        some or "—",
        el("span", _("（若是亂碼，請另存為 UTF-8 或 xlsx）"), class_="fine") if read.sheet.encoding else None,
        class_="sample",
    )
