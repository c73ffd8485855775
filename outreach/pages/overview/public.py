"""The overview for whoever is not signed in: districts, by scheme and kind, and nothing of any agency."""

from __future__ import annotations

from outreach.figures.positions import Dimension
from outreach.pages import frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.overview.cards import bar_of
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, Row, coverage


def public_overview(city: City, asked: Asked) -> Html:
    """The city's figure, its districts, and the way to the map and to signing in."""
    kinds = asked.kinds or tuple(Kind)
    table = _districts(city, asked)
    rated = not table.shown_open(kinds)
    return el(
        "div",
        _headline(table.total, rated=rated),
        el("section", el("h2", _("各行政區")), _table(city, table, rated=rated), class_="panel districts"),
        el("p", el("a", _("在地圖上找店家"), href=to_page("map"), target="_self", class_="act")),
        class_="public",
    )


def _districts(city: City, asked: Asked) -> CoverageTable:
    return coverage(
        city,
        frame.who(),
        asked.scheme,
        asked.as_of,
        by=Dimension.DISTRICT,
        where=asked.where,
        known_at=asked.known_at,
    )


def _headline(total: Tally, *, rated: bool) -> Html:
    big = rate_shown(total.completed, total.eligible) if rated else n_("{count} 家", total.completed)
    return el(
        "section",
        el("h2", _("完成率") if rated else _("加入家數")),
        el("p", big, class_="big"),
        el("p", _base(total)) if rated else None,
        bar_of(total.completed, total.eligible) if rated else None,
        el("p", _("機關與店家明細須登入後查看。"), " ", frame.sign_in_link(_("登入")), class_="fine"),
        class_="card",
    )


def _base(total: Tally) -> str:
    told = {"completed": words.number(total.completed), "eligible": words.number(total.eligible)}
    return _("已完成 {completed}／母數 {eligible} 家").format(**told)


def _bar(tally: Tally) -> Html:
    return bar_of(tally.completed, tally.eligible)


def _table(city: City, table: CoverageTable, *, rated: bool) -> Html:
    heads = [_("行政區"), *([_("完成率"), _("已完成／母數")] if rated else [_("加入家數")])]
    names = {p.code: words.place(p.name, p.name_en) for p in city.reference().places.values()}
    rows = [_row(row, names, rated=rated) for row in table.rows if row.tally.population]
    return el(
        "table",
        el("thead", el("tr", [el("th", head, scope="col") for head in heads])),
        el("tbody", rows),
        class_="places",
    )


def _row(row: Row, names: dict[str, str], *, rated: bool) -> Html:
    tally = row.tally
    name = names.get(row.key, _("行政區未填"))
    link = el("a", name, href=to_page("map", place=row.key), target="_self") if row.key else name
    if not rated:
        return el("tr", el("th", link, scope="row"), el("td", words.number(tally.completed)))
    counts = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return el(
        "tr",
        el("th", link, scope="row"),
        el(
            "td",
            el("b", rate_shown(tally.completed, tally.eligible)),
            bar_of(tally.completed, tally.eligible),
        ),
        el("td", counts),
    )
