"""The overview for whoever is not signed in: districts, by scheme and kind, and nothing of any agency."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.figures.positions import Dimension
from outreach.pages import frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.overview.cards import bar_of
from outreach.pages.terms import KINDS
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, coverage


@dataclass(frozen=True, slots=True)
class _Group:
    """Kinds of venue that are shown alike, with their figures by district."""

    kinds: tuple[Kind, ...]
    table: CoverageTable

    @property
    def title(self) -> str:
        return _("、").join(_(KINDS[kind]) for kind in self.kinds)

    def of(self, district: str) -> Tally:
        return next((row.tally for row in self.table.rows if row.key == district), Tally())


def public_overview(city: City, asked: Asked) -> Html | None:
    """The city's figures, its districts, and the way to the map and to signing in; None without a venue.

    As everywhere, kinds with a rate and kinds of an open drive stand apart.
    """
    meant = asked.kinds or tuple(Kind)
    settings = _asked(city, asked, meant).settings
    rated = _group(city, asked, tuple(k for k in meant if k not in settings.open_kinds))
    joining = _group(city, asked, tuple(k for k in meant if k in settings.open_kinds))
    shown = [group for group in (rated, joining) if group is not None and group.table.total.population]
    if not shown:
        return None
    cards = [_rate(group) if group is rated else _joined(group) for group in shown]
    note = el("p", _("機關與店家明細須登入後查看。"), " ", frame.sign_in_link(_("登入")), class_="fine")
    files = el("p", el("a", _("開放資料（CSV、GeoJSON）"), href="open-data", target="_self"), class_="fine")
    way = el("p", el("a", _("在地圖上找店家"), href=to_page("map"), target="_self", class_="way"))
    table = _table(city, rated if rated in shown else None, joining if joining in shown else None)
    return el(
        "div",
        el("div", cards, class_="cards"),
        el("section", el("h2", _("各行政區")), table, class_="panel"),
        way,
        note,
        files,
        class_="public",
    )


def _group(city: City, asked: Asked, kinds: tuple[Kind, ...]) -> _Group | None:
    return _Group(kinds, _asked(city, asked, kinds)) if kinds else None


def _asked(city: City, asked: Asked, kinds: tuple[Kind, ...]) -> CoverageTable:
    return coverage(
        city,
        frame.who(),
        asked.scheme,
        asked.as_of,
        by=Dimension.DISTRICT,
        where=asked.where_among(kinds),
        known_at=asked.known_at,
    )


def _rate(group: _Group) -> Html:
    total = group.table.total
    told = {"completed": words.number(total.completed), "eligible": words.number(total.eligible)}
    return el(
        "section",
        el("h2", _("完成率"), el("span", group.title, class_="of")),
        el("p", rate_shown(total.completed, total.eligible), class_="big"),
        el("p", _("已完成 {completed}／母數 {eligible} 家").format(**told)),
        bar_of(total.completed, total.eligible),
        class_="card rate",
    )


def _joined(group: _Group) -> Html:
    return el(
        "section",
        el("h2", _("加入家數"), el("span", group.title, class_="of")),
        el("p", n_("{count} 家", group.table.total.completed), class_="big"),
        el("p", _("可持續加入，不計完成率"), class_="fine"),
        class_="card joined",
    )


def _table(city: City, rated: _Group | None, joining: _Group | None) -> Html:
    heads = [_("行政區")]
    heads += [_("完成率"), _("已完成／母數")] if rated is not None else []
    heads += [_("加入家數")] if joining is not None else []
    tables = [group.table for group in (rated, joining) if group is not None]
    names = {p.code: words.place(p.name, p.name_en) for p in city.reference().places.values()}
    keys = sorted({row.key for table in tables for row in table.rows if row.tally.population})
    # What names no district comes last.
    rows = [_row(key, names, rated, joining) for key in sorted(keys, key=lambda k: (k == "", k))]
    return el(
        "table",
        el("thead", el("tr", [el("th", head, scope="col") for head in heads])),
        el("tbody", rows),
        class_="places",
    )


def _row(key: str, names: dict[str, str], rated: _Group | None, joining: _Group | None) -> Html:
    name = names.get(key, _("行政區未填"))
    link = el("a", name, href=to_page("map", place=key), target="_self") if key else name
    cells = []
    if rated is not None:
        tally = rated.of(key)
        counts = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
        cells += [el("td", el("b", rate_shown(tally.completed, tally.eligible))), el("td", counts)]
    if joining is not None:
        cells.append(el("td", words.number(joining.of(key).completed)))
    return el("tr", el("th", link, scope="row"), cells)
