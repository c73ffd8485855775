"""The preview: every cell that would change, what cannot be taken and why, and where somebody was quicker."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from outreach.pages import terms, words
from outreach.pages.grid.drafts import Draft
from outreach.pages.grid.saving import REVIEWING
from outreach.pages.grid.shown import Shown, heading
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import _, n_
from outreach.rules.vocabulary import Facet
from outreach.services.grid import Clash, Column, Prepared
from outreach.services.recording import Cell, Line

#: Venues whose cells are listed one by one; of more, the sums above tell.
LISTED = 200
#: Rows in trouble or in conflict that have buttons of their own; the rest follow as these are settled.
SETTLED_AT_ONCE = 30


def show_review(draft: Draft, prepared: Prepared, shown: Shown, as_of: date) -> None:
    """The preview in place of the table."""
    st.button(_("回到表格"), key="grid_back", icon=":material/arrow_back:", on_click=_back)
    put(el("h2", _("檢視未儲存的修改"), class_="found"))
    _clashes(draft, prepared, shown)
    _troubles(draft, prepared)
    if prepared.idle:
        names = "、".join(draft.rows[i].name for i in prepared.idle[:10])
        more = "…" if len(prepared.idle) > 10 else ""
        text = n_("{count} 家與目前資料相同，不會記錄：", len(prepared.idle))
        put(el("p", text, names, more, class_="fine"))
    if not prepared.lines:
        return
    put(
        el("h3", n_("將記錄 {count} 家", len(prepared.lines)), class_="sub"),
        _sums(prepared, shown),
        _notices(draft, prepared),
        _cells(prepared, shown, as_of),
    )
    if len(prepared.lines) > LISTED:
        put(el("p", n_("另有 {count} 家，合計見上。", len(prepared.lines) - LISTED), class_="fine"))


def _back() -> None:
    st.session_state[REVIEWING] = False


# --- what is recorded


def _sums(prepared: Prepared, shown: Shown) -> Html:
    """How many venues go from what to what: the preview of thousands at a glance."""
    counted = Counter(cell for line in prepared.lines for cell in line.cells if cell.before != cell.after)
    rows = []
    for cell, count in counted.most_common(12):
        after = el("b", shown.said(cell.facet, cell.after))
        told = [_column(cell), " ", shown.said(cell.facet, cell.before), " → ", after, " "]
        rows.append(el("li", told, el("span", n_("{count} 家", count), class_="fine")))
    return el("ul", rows, class_="chips")


def _notices(draft: Draft, prepared: Prepared) -> list[Html]:
    """Days ahead, which take hold by themselves, and days before a venue was listed."""
    told = []
    days = Counter(line.said.effective_on for line in prepared.lines if line.venue.id in prepared.later)
    for day, count in sorted(days.items()):
        text = _("{count} 家自{day}起才生效，之前的統計不受影響。")
        told.append(text.format(count=words.number(count), day=words.day(day)))
    for venue_id, first in list(prepared.early.items())[:5]:
        text = _("「{name}」的生效日期早於列冊日期（{day}）；已收下，但不提前列冊。")
        told.append(text.format(name=draft.rows[venue_id].name, day=words.day(first)))
    if len(prepared.early) > 5:
        told.append(n_("另有 {count} 家的生效日期早於列冊日期。", len(prepared.early) - 5))
    return [el("p", text, class_="notice note") for text in told]


def _cells(prepared: Prepared, shown: Shown, as_of: date) -> Html:
    heads = [_("店家"), _("欄位"), _("目前資料"), _("修改後"), _("生效日期"), _("備註")]
    rows = [row for line in prepared.lines[:LISTED] for row in _line(line, shown, as_of)]
    return el(
        "table",
        el("thead", el("tr", [el("th", head, scope="col") for head in heads])),
        el("tbody", rows),
        class_="review",
    )


def _line(line: Line, shown: Shown, as_of: date) -> list[Html]:
    day = line.said.effective_on
    later = el("span", _("起才生效"), class_="tag") if day > as_of else None
    rows = []
    for number, cell in enumerate(line.cells):
        same = cell.before == cell.after
        first = number == 0
        rows.append(
            el(
                "tr",
                el("th", line.venue.name if first else "", scope="row"),
                el("td", _column(cell)),
                el("td", shown.said(cell.facet, cell.before)),
                el("td", _("不變（備註）") if same else el("b", shown.said(cell.facet, cell.after))),
                el("td", words.day(day), later) if first else el("td"),
                el("td", line.said.remark if first else "", class_="remark"),
                class_="first" if first else None,
            )
        )
    return rows


def _column(cell: Cell) -> str:
    return heading(Column(cell.facet.value))


# --- what is not


def _troubles(draft: Draft, prepared: Prepared) -> None:
    by_venue: dict[int, list[Html]] = {}
    for trouble in prepared.troubles:
        sentence = el("p", el("b", heading(trouble.column)), "：", words.said(trouble.refusal))
        by_venue.setdefault(trouble.venue_id, []).append(sentence)
    if not by_venue:
        return
    put(el("h3", n_("{count} 家無法儲存", len(by_venue)), class_="sub alarm"))
    put(el("p", _("請回到表格改正，或移除該家的修改；其餘可以先儲存。"), class_="fine"))
    for venue_id, sentences in list(by_venue.items())[:SETTLED_AT_ONCE]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"grid_wrong_{venue_id}"):
            put(el("div", el("h4", draft.rows[venue_id].name), sentences, class_="wrong"))
            st.button(
                _("移除這家的修改"),
                key=f"grid_drop_{venue_id}",
                on_click=draft.drop,
                args=([venue_id],),
            )
    if len(by_venue) > 1:
        st.button(
            n_("移除全部 {count} 家的修改", len(by_venue)),
            key="grid_drop_all",
            on_click=draft.drop,
            args=(tuple(by_venue),),
        )


def _clashes(draft: Draft, prepared: Prepared, shown: Shown) -> None:
    if not prepared.clashes:
        return
    put(el("h3", n_("{count} 家在您讀取後已被他人修改", len(prepared.clashes)), class_="sub alarm"))
    for clash in prepared.clashes[:SETTLED_AT_ONCE]:
        venue_id = clash.conflict.venue_id
        with st.container(key=f"grid_clash_{venue_id}"):
            put(_side_by_side(draft, clash, shown))
            with st.container(horizontal=True, gap="small"):
                st.button(_("採用我的"), key=f"grid_mine_{venue_id}", on_click=_mine, args=(draft, [clash]))
                st.button(
                    _("保留目前"), key=f"grid_theirs_{venue_id}", on_click=draft.drop, args=([venue_id],)
                )
    if len(prepared.clashes) > 1:
        ids = [clash.conflict.venue_id for clash in prepared.clashes]
        with st.container(horizontal=True, gap="small"):
            st.button(_("全部採用我的"), key="grid_mine_all", on_click=_mine, args=(draft, prepared.clashes))
            st.button(_("全部保留目前"), key="grid_theirs_all", on_click=draft.drop, args=(ids,))


def _said(shown: Shown, column: Column, text: str) -> str:
    return text or "—" if column is Column.REMARK else shown.said(Facet(column.value), text)


def _mine(draft: Draft, clashes: list[Clash] | tuple[Clash, ...]) -> None:
    for clash in clashes:
        draft.take_anew(clash.conflict.venue_id, clash.conflict.version)


def _side_by_side(draft: Draft, clash: Clash, shown: Shown) -> Html:
    """What holds now beside what was typed, and whose change it was."""
    row = draft.rows[clash.conflict.venue_id]
    mine: dict[Column, str] = {Column(c.facet.value): c.after for c in clash.conflict.cells}
    if Column.REMARK in row.texts:
        mine[Column.REMARK] = row.texts[Column.REMARK]
    rows = [
        el(
            "tr",
            el("th", heading(column), scope="row"),
            el("td", _said(shown, column, now)),
            el("td", el("b", _said(shown, column, mine[column])) if column in mine else _("未修改")),
        )
        for column, now in clash.now.items()
        # What was typed, and what somebody else made of the rest meanwhile.
        if column in mine or now != row.base.get(column, now)
    ]
    by = _("{actor} 於 {moment} 修改").format(
        actor=clash.actor, moment=terms.moment(clash.recorded_at) if clash.recorded_at else "—"
    )
    heads = [el("th", h, scope="col") for h in (_("欄位"), _("目前資料"), _("您的修改"))]
    return el(
        "section",
        el("h4", row.name, el("span", by, class_="fine")),
        el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="sides"),
        class_="clash",
    )
