"""下載 at a table: the same rows as CSV (UTF-8 or Big5) and XLSX, made when somebody asks for them.

Nothing in any of the three can run as a formula. Of Big5, which lacks some characters, it is said before the
file is taken which ones and in which rows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import streamlit as st

from outreach.pages import terms, words
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import _, n_
from outreach.sheets.big5 import Lost, big5_csv, losses
from outreach.sheets.table import Cell, Table
from outreach.sheets.writing import write_table

Rows = Callable[[], Iterable[Sequence[Cell]]] | Sequence[Sequence[Cell]]
#: Lost characters told in full, and rows told of each; a list of names has a dozen at most.
_MOST_LOST, _MOST_ROWS = 40, 5


class Form(StrEnum):
    """What a table can be taken as; the value ends the file's name."""

    CSV = ".csv"
    BIG5 = "-big5.csv"
    XLSX = ".xlsx"


_MIME = {
    Form.CSV: "text/csv",
    Form.BIG5: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def offer(name: str, title: str, headings: Sequence[str], rows: Rows, *, key: str, label: str = "") -> None:
    """Put 下載 at a table: a popover with CSV in UTF-8 (with BOM), CSV in Big5, and XLSX.

    `name` is the file's name without its ending, `title` the sheet's, `headings` are as shown.
    Rows given as a function are made only when a file is asked for, in the language of now and without the
    session: whoever asks must be captured by then (`who = frame.who()` outside of it). `label` may say more
    than 下載.
    """
    spoken = terms.spoken()

    def table() -> Table:
        with terms.speaking_as(spoken):
            made = rows() if callable(rows) else rows
            return Table(title, tuple(headings), [tuple(row) for row in made])

    popover = st.popover(
        label or _("下載"),
        icon=":material/download:",
        type="tertiary",
        key=f"{key}_downloads",
        on_change="rerun",
    )
    if not popover.open:
        st.session_state.pop(_kept(key), None)
        return
    with popover:
        for form, label in ((Form.CSV, _("CSV（UTF-8，含BOM）")), (Form.XLSX, "XLSX")):
            _button(form, label, name, lambda form=form: file_of(form, table()), key)  # type: ignore[misc]
        _big5(name, table, key, at_once=not callable(rows))


def file_of(form: Form, table: Table) -> bytes:
    """The table as a file of this form."""
    if form is Form.BIG5:
        return big5_csv(table)
    file = io.BytesIO()
    write_table(file, table, "xlsx" if form is Form.XLSX else "csv")
    return file.getvalue()


def lost_words(lost: Sequence[Lost]) -> str:
    """「以下 2 個字 Big5 存不下，改寫如下：峯 → □（第 2、9 列）…」; "" where nothing is lost."""
    if not lost:
        return ""
    told = _("；").join(_lost(one) for one in lost[:_MOST_LOST])
    more = _("…等") if len(lost) > _MOST_LOST else ""
    return n_("以下 {count} 個字 Big5 存不下，改寫如下：", len(lost)) + told + more


def _lost(one: Lost) -> str:
    told = one.rows[:_MOST_ROWS]
    where = _("（第 {rows} 列）") if len(told) == len(one.rows) else _("（第 {rows} 列等 {count} 列）")
    rows = _("、").join(words.number(row) for row in told)
    where = where.format(rows=rows, count=words.number(len(one.rows)))
    return f"{one.character} → {one.written}{where}"


def _kept(key: str) -> str:
    return f"{key}_big5_made"


def _button(form: Form, label: str, name: str, data: bytes | Callable[[], bytes], key: str) -> None:
    st.download_button(
        label,
        data=data,
        file_name=f"{name}{form.value}",
        mime=_MIME[form],
        key=f"{key}_{form.name.lower()}",
        on_click="ignore",
        width="stretch",
    )


def _big5(name: str, table: Callable[[], Table], key: str, *, at_once: bool) -> None:
    """Big5 in two steps where rows are many: what it cannot hold is told first, of the very file offered."""
    label = _("CSV（Big5）")
    # The address holds the view: what was made for another one is another file.
    here = st.query_params.to_dict()
    view, kept = st.session_state.get(_kept(key), (None, None))
    if view != here:
        kept = None
    asking = st.empty()
    if kept is None and (
        at_once or asking.button(_("CSV（Big5）：先看存不下的字"), key=f"{key}_big5_ask", width="stretch")
    ):
        with asking, st.spinner(_("製作檔案中…")):
            made = table()
            kept = (big5_csv(made), losses(made))
        asking.empty()
        if not at_once:
            st.session_state[_kept(key)] = (here, kept)
    if kept is None:
        return
    _button(Form.BIG5, label, name, kept[0], key)
    put(_note(kept[1]))


def _note(lost: Sequence[Lost]) -> Html:
    text = lost_words(lost) or _("這份檔案的每個字 Big5 都存得下。")
    return el("p", text, class_="fine big5" if not lost else "notice note big5", role="status")
