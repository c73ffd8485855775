"""The page: schemes in a table, one of them with its forms, and the form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import tell
from outreach.pages.schemes import forms
from outreach.pages.terms import EXCLUSIONS, KINDS, PARTICIPATION, moment
from outreach.pages.venues.undoing import show_undo, undo_link
from outreach.pages.words import N_, _
from outreach.rules.schemes import percent_text
from outreach.rules.vocabulary import Exclusion, Kind
from outreach.services.schemes import SchemeTold, SettingsStated, schemes_told, settings_history
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.who import Right
from outreach.sheets.table import Cell

#: The address's word for the form of a new scheme; no code of a scheme has a hyphen.
NEW = "-new"
_HEADINGS = (N_("方案"), N_("完成的意思"), N_("目標"), N_("檢討門檻"), N_("毋須納入母數"), N_("列冊家數"))


def show() -> None:
    """The table, and what the address opens below it."""
    frame.head(_("方案"))
    frame.who().must(Right.READ_MEETINGS)
    city, today = frame.city(), frame.today()
    told = schemes_told(city, frame.who(), today)
    tell()
    show_undo(city, "schemes")
    asked = st.query_params.get("open", "")
    steers = frame.who().may(Right.STEER)
    put(el("p", _("方案的名稱、用語與設定都是資料；設定自生效日起計算，先前日期的數字不變。"), class_="fine"))
    put(_table(told, asked))
    offer("schemes", _("方案"), [_(t) for t in _HEADINGS], [_line(one) for one in told], key="schemes")
    if steers and asked != NEW:
        put(el("p", link(_("新增方案"), {"open": NEW}, class_="act")))
    if steers and asked == NEW:
        forms.adding()
        return
    chosen = next((one for one in told if one.scheme.code == asked), None)
    if chosen is not None:
        _one(chosen, today, steers=steers)


def _table(told: tuple[SchemeTold, ...], asked: str) -> Html:
    numeric = {_HEADINGS.index(title) for title in (N_("目標"), N_("檢討門檻"), N_("列冊家數"))}
    head = el(
        "tr",
        [
            el("th", _(title), scope="col", class_="num" if at in numeric else None)
            for at, title in enumerate(_HEADINGS)
        ],
    )
    return el(
        "table",
        el("thead", head),
        el("tbody", [_row(one, asked) for one in told]),
        class_="people-list schemes",
    )


def _row(one: SchemeTold, asked: str) -> Html:
    limits = one.settings.thresholds
    here = one.scheme.code == asked
    name = link(_(one.scheme.name), {"open": None if here else one.scheme.code}, class_="open")
    cells = (
        (_("完成的意思"), _(one.scheme.complete_means) if one.scheme.complete_means else "—", ""),
        (_("目標"), f"{percent_text(limits.target)} %", "num"),
        (_("檢討門檻"), _("{share} % 以下").format(share=percent_text(limits.review)), "num"),
        (_("毋須納入母數"), _exclusions(one.settings.exclusions), ""),
        (_("列冊家數"), words.number(one.listed), "num"),
    )
    return el(
        "tr",
        el("th", name, el("span", one.scheme.code, class_="about"), scope="row"),
        [el("td", el("span", label, class_="label"), text, class_=c or None) for label, text, c in cells],
        class_="chosen" if here else None,
    )


def _line(one: SchemeTold) -> list[Cell]:
    """The same as a line of a file."""
    limits = one.settings.thresholds
    return [
        _(one.scheme.name),
        _(one.scheme.complete_means) if one.scheme.complete_means else "",
        f"{percent_text(limits.target)} %",
        f"{percent_text(limits.review)} %",
        _exclusions(one.settings.exclusions),
        one.listed,
    ]


def _exclusions(applied: frozenset[Exclusion]) -> str:
    return "、".join(_(EXCLUSIONS[reason]) for reason in Exclusion if reason in applied) or _("無")


def _open_kinds(shown: frozenset[Kind]) -> str:
    return "、".join(_(KINDS[kind]) for kind in Kind if kind in shown) or _("無")


def _shown_open(kinds: frozenset[Kind]) -> Html | None:
    """Said where it is so, since two statements may differ in nothing else."""
    if not kinds:
        return None
    return el("div", f"{_('不計完成率、只列加入家數')} {_open_kinds(kinds)}", class_="fine")


def _one(told: SchemeTold, today: date, *, steers: bool) -> None:
    """What holds for a scheme in words, and for whoever may, the forms."""
    settings = told.settings
    own = [
        f"{_(PARTICIPATION[s])} → {_(told.scheme.words[s])}" for s in PARTICIPATION if s in told.scheme.words
    ]
    lines = (
        (_("不計完成率、只列加入家數"), _open_kinds(settings.open_kinds)),
        (_("母數較小"), _("未滿 {count} 家").format(count=words.number(settings.thresholds.small_base))),
        (_("類別"), "、".join(_called(c.code, _(c.name)) for c in told.categories) or _("無")),
        (_("參與狀態用語"), "、".join(own) or _("與一般相同")),
        (_("券別"), "、".join(told.scheme.voucher_kinds) or _("無")),
    )
    put(
        el("h2", _(told.scheme.name)),
        el("dl", [[el("dt", label), el("dd", text)] for label, text in lines], class_="told"),
    )
    if steers:
        put(_history(settings_history(frame.city(), frame.who(), told.scheme.code)))
        forms.settings(told, today)
        forms.spoken(told)
        forms.category(told)


def _called(code: str, name: str) -> str:
    return name if code in name else f"{code} {name}"


def _history(stated: tuple[SettingsStated, ...]) -> Html:
    """What was stated of the settings, the newest first; each but the first can be taken back."""
    titles = (_("自"), _("目標"), _("檢討門檻"), _("毋須納入母數"), _("登錄"), "")
    head = [
        el("th", title, scope="col", class_="num" if at in (1, 2) else None)
        for at, title in enumerate(titles)
    ]
    body = [_stated(one, titles) for one in stated]
    table = el("table", el("thead", el("tr", head)), el("tbody", body), class_="people-list schemes")
    return el("section", el("h3", _("設定的歷程")), table)


def _stated(one: SettingsStated, titles: Sequence[str]) -> Html:
    change, limits = one.change, one.settings.thresholds
    usual = one.effective_on <= FROM_THE_BEGINNING
    undone = change is not None and change.voided_by is not None
    told: list[tuple[Child, str]] = [
        (f"{percent_text(limits.target)} %", "num"),
        (f"{percent_text(limits.review)} %", "num"),
        ([_exclusions(one.settings.exclusions), _shown_open(one.settings.open_kinds)], ""),
        (f"{change.actor} · {moment(change.recorded_at)}" if change else "—", "fine"),
        (_("已復原") if undone else undo_link(change) if change else None, ""),
    ]
    return el(
        "tr",
        el("th", _("一開始") if usual else words.day(one.effective_on), scope="row", class_="when"),
        [
            el("td", el("span", title, class_="label") if title else None, cell, class_=class_ or None)
            for title, (cell, class_) in zip(titles[1:], told, strict=True)
        ],
        class_="none" if undone else None,
    )
