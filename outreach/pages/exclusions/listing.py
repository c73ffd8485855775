"""The counts by reason, and the venues themselves with reason, age and review day."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from outreach.pages import downloads, frame, terms, words
from outreach.pages.bar import Asked
from outreach.pages.exclusions.filters import Filters
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.panel.why import reason
from outreach.pages.terms import EXCLUSIONS, KINDS, STANDINGS
from outreach.pages.venues.listing import place_names
from outreach.pages.words import _, n_
from outreach.rules.vocabulary import Exclusion, Kind
from outreach.services.city import City
from outreach.services.exclusions import Excluded, ExclusionPage, Sorting, exclusions
from outreach.services.who import Who
from outreach.sheets.table import Cell


def counts(page: ExclusionPage, chosen: Filters) -> Html:
    """A card for each reason, as the coverage figures count it; each narrows the list to it."""
    tally = page.counted
    population = n_("提報 {count} 家", tally.population)
    cards = [_card(_("毋須納入母數"), tally.excluded_total, None, chosen.reason is None, population)]
    for which, title in EXCLUSIONS.items():
        cards.append(_card(_(title), tally.excluded[which], which, chosen.reason is which))
    late = el(
        "div",
        el("h2", _("逾期未覆核")),
        el(
            "p",
            link(n_("{count} 家", page.overdue_total), {"overdue": "1", "page": None}),
            class_="big alarm",
        ),
        class_="card",
    )
    return el("div", cards, late, class_="cards excluded-counts")


def _card(title: str, count: int, which: Exclusion | None, here: bool, note: str = "") -> Html:
    shown = n_("{count} 家", count)
    number: Child = shown
    if count and not here:
        number = link(shown, {"reason": which.value if which else None, "page": None})
    return el(
        "div",
        el("h2", title),
        el("p", number, class_="big"),
        el("p", note, class_="fine") if note else None,
        class_="card here" if here else "card",
    )


def listed(city: City, page: ExclusionPage, *, may_ask: bool) -> Html:
    """The venues of this page of the list."""
    heads = [
        el("th", _("店家"), scope="col"),
        el("th", _("原因與備註"), scope="col"),
        _sorted(_("已有天數"), Sorting.AGE, "num"),
        _sorted(_("覆核日"), Sorting.REVIEW),
        el("th", _("登錄"), scope="col"),
        el("th", "", scope="col"),
    ]
    places = place_names(city)
    rows = [_row(row, page, places, may_ask=may_ask) for row in page.rows]
    return el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="excluded-list")


def _sorted(title: str, sorting: Sorting, class_: str = "") -> Html:
    asked = st.query_params.get("sort", "")
    here = (asked if asked in list(Sorting) else Sorting.AGE) == sorting
    text = link(
        title,
        {"sort": sorting.value, "page": None},
        class_="sort",
        title=_("依{what}排列").format(what=title),
    )
    names = f"{class_} sorted" if here else class_
    return el("th", text, scope="col", class_=names or None, aria_sort="other" if here else None)


def _row(row: Excluded, page: ExclusionPage, places: Mapping[str, str], *, may_ask: bool) -> Html:
    member = row.member
    why = reason(member.why, page.scheme.code)
    about = " · ".join(
        p
        for p in (
            member.agency,
            _(KINDS[Kind(member.kind)]),
            places.get(member.district, member.district),
            _(member.sector),
        )
        if p
    )
    name = el(
        "a",
        member.venue.name,
        href=to_page("venues", venue=member.venue.id),
        target="_self",
        class_="open",
        title=_("看這家店的全部歷程"),
    )
    asked = el("span", _("已提問"), class_="tag") if row.asked else None
    act = (
        link(
            _("提問"),
            {"ask": member.venue.id, "bulk": None},
            class_="act",
            title=_ask_title(member.venue.name),
        )
        if may_ask
        else None
    )
    return el(
        "tr",
        el("th", name, asked, el("span", about, class_="about"), scope="row"),
        el(
            "td",
            el("span", _(STANDINGS[member.why.standing]), class_="tag excluded"),
            el("span", why.what, class_="about"),
            el("span", why.remark, class_="remark"),
        ),
        el("td", el("span", _("已有天數"), class_="label"), _age(row), class_="num"),
        el("td", el("span", _("覆核日"), class_="label"), _review(row), class_="day"),
        el("td", _source(row), class_="fine"),
        el("td", act, class_="acts"),
    )


def _source(row: Excluded) -> str:
    return "" if row.at is None else f"{row.by} · {terms.moment(row.at)}"


def _ask_title(name: str) -> str:
    return _("就{name}向機關提問").format(name=name)


def _age(row: Excluded) -> Child:
    return "—" if row.age is None else n_("{count} 天", row.age)


def _review(row: Excluded) -> list[Child]:
    if row.review_on is None:
        return [el("span", "—", class_="none")]
    tag = el("span", _("逾期"), class_="tag alarm") if row.overdue else None
    return [words.day(row.review_on), tag]


def excluded(
    city: City, who: Who, asked: Asked, chosen: Filters, page: int, size: int | None
) -> ExclusionPage:
    """One page of the list that is asked for; all of it where `size` is None."""
    return exclusions(
        city,
        who,
        asked.scheme,
        asked.as_of,
        where=asked.where,
        reasons=chosen.reasons,
        only_overdue=chosen.overdue,
        sorting=chosen.sorting,
        known_at=asked.known_at,
        page=page,
        page_size=size,
    )


def offer_file(city: City, asked: Asked, chosen: Filters) -> None:
    """The whole list, not only this page of it, as a file."""
    who = frame.who()
    headings = [
        _("店家編號"), _("店家名稱"), _("機關"), _("性質"), _("行政區"), _("行業"), _("統計歸類"),
        _("歸類依據"), _("說明"), _("已有天數"), _("覆核日"), _("逾期未覆核"), _("登錄者"), _("登錄時間"),
    ]  # fmt: skip

    def rows() -> list[list[Cell]]:
        # Made when the session is no longer at hand.
        return [_cells(row, asked.scheme) for row in excluded(city, who, asked, chosen, 1, None).rows]

    name = f"excluded-{asked.scheme}-{asked.as_of.isoformat()}"
    downloads.offer(name, _("毋須納入母數"), headings, rows, key="excluded")


def _cells(row: Excluded, scheme: str) -> list[Cell]:
    member = row.member
    why = reason(member.why, scheme)
    return [
        member.venue.id,
        member.venue.name,
        member.agency,
        _(KINDS[Kind(member.kind)]),
        member.district,
        _(member.sector),
        _(STANDINGS[member.why.standing]),
        why.what,
        why.remark,
        row.age,
        row.review_on.isoformat() if row.review_on else "",
        _("逾期") if row.overdue else "",
        row.by,
        terms.moment(row.at) if row.at else "",
    ]
