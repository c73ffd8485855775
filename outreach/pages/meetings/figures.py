"""An edition's figures: each item by agency, bureaus opened and closed, every number open to its venues."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from outreach.pages import words
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import bracketed, cell, edition_words, item_dated, meeting_name, table
from outreach.pages.panel import Opened, opens
from outreach.pages.panel.opened import NOBODY
from outreach.pages.terms import EXCLUSIONS
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Exclusion
from outreach.services.meetings import Bureau, Edition, Figure, ItemFigures

#: Makes the number `what` of a line open its venues.
Opening = Callable[[str], Opened]


def show_figures(found: Edition) -> None:
    """Every item with its headline, table and download."""
    for number, one in enumerate(found.items, 1):
        paper = found.meeting.figures_only
        put(el("section", _headline(one), _table(one, number, paper=paper), class_="panel wide edition-item"))
        if one.total.population:
            _download(found, one, number)
    put(el("p", _("完成率取至小數第2位，以下捨去。機關的數字含所屬機關。"), class_="fine"))


def _headline(one: ItemFigures) -> Html:
    total = one.total
    if not total.population:
        text = _("尚無資料：那一天還沒有列冊的店家，所以沒有完成率。")
        return el("div", el("h3", item_dated(one.item)), el("p", text, class_="none"))
    excluded = [
        f"{_(title)} {words.number(total.excluded[reason])}"
        for reason, title in EXCLUSIONS.items()
        if total.excluded[reason]
    ]
    outside = n_("毋須納入 {count} 家", total.excluded_total)
    if excluded:
        outside = bracketed(outside, _("、").join(excluded))
    listed = n_("提報 {count} 家", total.population)
    if one.shown_open:
        return el(
            "div",
            el("h3", item_dated(one.item)),
            el("p", el("b", n_("加入 {count} 家", total.completed), class_="big"), class_="said"),
            el("p", " · ".join((listed, outside)), class_="fine"),
        )
    missing = n_("還差 {count} 家", total.outstanding)
    base = f"{words.number(total.completed)}／{words.number(total.eligible)}"
    rate = rate_shown(total.completed, total.eligible)
    said = [el("b", rate, class_="big"), el("span", base, class_="of"), el("span", missing, class_="missing")]
    return el(
        "div",
        el("h3", item_dated(one.item)),
        el("p", said, class_="said"),
        el("p", " · ".join((outside, listed)), class_="fine"),
    )


def _table(one: ItemFigures, number: int, *, paper: bool) -> Html | None:
    if not one.total.population:
        return None
    rated = not one.shown_open
    titles = [(_("機關"), "")]
    if rated:
        titles += [(_("完成率"), "num"), (_("已完成／母數"), "num"), (_("還差"), "num")]
    else:
        titles.append((_("加入家數"), "num"))
    titles += [(_("毋須納入"), "num"), *((_(title), "num reason") for title in EXCLUSIONS.values())]
    titles.append((_("提報"), "num"))
    lines: list[Html] = []
    inside = st.query_params.get("inside", "").split(",")
    for bureau in one.bureaus:
        lines += _bureau(bureau, one, number, inside, paper=paper)
    foot = _cells(el("span", _("合計")), one.total, lambda what: Opened(what, also=str(number)), one, paper)
    return table(titles, lines, "agencies edition-table", el("tr", foot))


def _bureau(bureau: Bureau, one: ItemFigures, number: int, inside: list[str], *, paper: bool) -> list[Html]:
    """A bureau's line, and those of its own venues and its subordinates where it is opened."""
    figure = bureau.figure
    key = f"{number}-{figure.key}"
    unfolded = bureau.has_subordinates and key in inside
    lines = [_line(_name(bureau, key, inside), figure, one, number, own=False, paper=paper)]
    if unfolded:
        for row in bureau.inside:
            own = row.agency == figure.agency
            name = _("{agency}（本機關）").format(agency=row.name) if own else row.name
            lines.append(_line(el("span", name), row, one, number, own=True, paper=paper))
    return lines


def _name(bureau: Bureau, key: str, inside: list[str]) -> Html:
    name = _(bureau.figure.name)
    if not bureau.has_subordinates:
        return el("span", name)
    folded = key not in inside
    others = [one for one in inside if one and one != key]
    after = ",".join([*others, key] if folded else others)
    sign = el("span", class_="fold" if folded else "fold down", aria_hidden="true")
    title = _("看{agency}與所屬機關").format(agency=name) if folded else _("收合")
    return link([sign, name], {"inside": after or None}, title=title, class_="plain")


def _line(name: Html, row: Figure, one: ItemFigures, number: int, *, own: bool, paper: bool) -> Html:
    def opened(what: str) -> Opened:
        return Opened(what, row.key or NOBODY, own, also=str(number))

    return el("tr", _cells(name, row.tally, opened, one, paper), class_="own" if own else None)


def _cells(name: Html, tally: Tally, opened: Opening, one: ItemFigures, paper: bool) -> list[Html]:
    def counted(what: str, count: int) -> Html:
        if paper:
            return el("span", words.number(count), class_=None if count else "none")
        return opens(count, opened(what))

    limits = one.settings.thresholds
    small = el("span", _("母數較小"), class_="tag small") if limits.small(tally) else None
    cells = [el("th", name, None if one.shown_open else small, scope="row")]
    if one.shown_open:
        cells.append(el("td", el("b", counted("completed", tally.completed)), class_="num rate"))
    else:
        alarm = "alarm" if limits.to_review(tally) else None
        base: list[Child] = [
            counted("completed", tally.completed),
            el("span", "／", class_="sign"),
            counted("eligible", tally.eligible),
        ]
        rate = el("b", rate_shown(tally.completed, tally.eligible), class_=alarm)
        cells += [
            el("td", rate, class_="num rate"),
            cell(_("已完成／母數"), base, "num base"),
            cell(_("還差"), counted("outstanding", tally.outstanding)),
        ]
    cells.append(cell(_("毋須納入"), counted("excluded", tally.excluded_total)))
    cells += [_reason(reason, tally, counted) for reason in EXCLUSIONS]
    cells.append(cell(_("提報"), counted("population", tally.population)))
    return cells


def _reason(reason: Exclusion, tally: Tally, counted: Callable[[str, int], Html]) -> Html:
    count = tally.excluded[reason]
    nothing = "" if count else " zero"
    return cell(_(EXCLUSIONS[reason]), counted(reason.value, count), f"num reason{nothing}")


def _download(found: Edition, one: ItemFigures, number: int) -> None:
    reasons = [_(title) for title in EXCLUSIONS.values()]
    headings = [_("機關"), _("上級機關"), _("提報家數"), *reasons, _("毋須納入母數"), _("母數"), _("已完成")]
    headings += [_("未完成"), _("完成率（%）")]
    rows = [
        _exported(_(row.name), "" if row.agency == bureau.figure.agency else _(bureau.figure.name), row.tally)
        for bureau in one.bureaus
        for row in bureau.inside
    ]
    rows.append(_exported(_("合計"), "", one.total))
    name = f"meeting-{found.meeting.number}-edition-{found.head.edition}-item-{number}"
    title = f"{meeting_name(found.meeting)} {edition_words(found.head)}"
    offer(name, title, headings, rows, key=f"meeting_item_{number}")


def _exported(name: str, above: str, tally: Tally) -> list[str | int]:
    excluded = [tally.excluded[reason] for reason in EXCLUSIONS]
    counts = [tally.population, *excluded, tally.excluded_total, tally.eligible, tally.completed]
    return [name, above, *counts, tally.outstanding, rate_shown(tally.completed, tally.eligible)]
