"""The table beside the map: the same figures, a row for each area and one for what names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from outreach.pages import frame, words
from outreach.pages.downloads import offer
from outreach.pages.links import address
from outreach.pages.map_place import Here, going, name
from outreach.pages.markup import Child, Html, el, join, terse
from outreach.pages.panel import Opened, opens
from outreach.pages.words import N_, _
from outreach.rules.rate import Tally, rate_shown, review_order
from outreach.rules.vocabulary import Kind
from outreach.services.mapping import NO_DISTRICT, NO_VILLAGE, Area, Areas, Layer
from outreach.services.who import Right
from outreach.sheets.table import Cell


def counts(tally: Tally) -> Mapping[str, int]:
    """A group's counts by what they open."""
    return {
        "completed": tally.completed,
        "eligible": tally.eligible,
        "outstanding": tally.outstanding,
        "excluded": tally.excluded_total,
        "population": tally.population,
    }


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and one count, or one over the other; a `share` prints the two as percent."""

    title: str
    of: tuple[str, ...]
    share: bool = False

    def text(self, tally: Tally) -> str:
        """A group's figure."""
        found = [counts(tally)[what] for what in self.of]
        return rate_shown(*found) if self.share else "／".join(words.number(n) for n in found)

    def opened(self, tally: Tally, among: Kind | None, also: str = "") -> Child:
        """The same, each count opening its venues."""
        if self.share:
            return el("b", self.text(tally))
        parts: list[Child] = []
        for what in self.of:
            parts += [el("span", "／", class_="sign")] if parts else []
            parts.append(opens(counts(tally)[what], Opened(what, among=among, also=also)))
        return parts


#: Headings of a file, where each count stands by itself.
COUNTED: Mapping[str, str] = {
    "completed": N_("已完成"),
    "eligible": N_("母數"),
    "outstanding": N_("還差"),
    "excluded": N_("毋須納入"),
    "population": N_("提報"),
}
_RATE = Column(N_("完成率"), ("completed", "eligible"), share=True)
_BASE = Column(N_("已完成／母數"), ("completed", "eligible"))
_MISSING = Column(N_("還差"), ("outstanding",))
_SHARE = Column(N_("毋須納入比率"), ("excluded", "population"), share=True)
_EXCLUDED_OF = Column(N_("毋須納入／提報"), ("excluded", "population"))
_JOINED = Column(N_("加入家數"), ("completed",))
_EXCLUDED = Column(N_("毋須納入"), ("excluded",))
_POPULATION = Column(N_("提報"), ("population",))
#: By layer: the figure that colours the map first, then what it is made of.
COLUMNS: Mapping[Layer, tuple[Column, ...]] = {
    Layer.RATE: (_RATE, _BASE, _MISSING),
    Layer.OUTSTANDING: (_MISSING, _BASE, _RATE),
    Layer.EXCLUDED: (_SHARE, _EXCLUDED_OF, _RATE),
    Layer.JOINED: (_JOINED, _POPULATION, _EXCLUDED),
}


def columns_of(layer: Layer) -> tuple[Column, ...]:
    """The columns that the reader may see: the public reads of an open drive who joined."""
    columns = COLUMNS[layer]
    return columns[:1] if layer is Layer.JOINED and not frame.who().may(Right.SEE_FIGURES) else columns


def area_table(found: Areas, here: Here, among: Kind | None) -> Html:
    """Areas, who must act most first; a click on a row is a click on the map."""
    columns = columns_of(found.layer)
    heads = [el("th", _("里") if here.district else _("行政區"))]
    heads += [el("th", _(column.title)) for column in columns]
    rows = sorted(found.rows, key=lambda area: _order(area, found.layer))
    body = [_row(el("a", name(a.place), href=f"?place={a.place.code}"), a.tally, columns) for a in rows]
    if found.elsewhere.population:
        body.append(_row(_elsewhere(here, among), found.elsewhere, columns))
    foot = [el("td", column.opened(found.total, among)) for column in columns]
    return el(
        "table",
        el("thead", el("tr", heads)),
        # Fifty rows travel at every step: they share the rest of the address (static/clicks.js).
        el("tbody", terse(join(body)), data_with=address(**going(None)).removeprefix("?")),
        el("tfoot", el("tr", el("th", _("合計"), scope="row"), foot)),
        class_="places",
    )


def take_areas(found: Areas, here: Here, stem: str) -> None:
    """Offer the areas' figures as files, in the table's columns, each count by itself."""
    columns = columns_of(found.layer)
    headings = [_("里") if here.district else _("行政區")]
    for column in columns:
        headings += (
            [_(column.title)] if column.share or len(column.of) == 1 else [_(COUNTED[w]) for w in column.of]
        )
    elsewhere = _("未填里別") if here.district else _("未填行政區")
    rows = [_file_row(name(a.place), a.tally, columns) for a in found.rows]
    if found.elsewhere.population:
        rows.append(_file_row(elsewhere, found.elsewhere, columns))
    rows.append(_file_row(_("合計"), found.total, columns))
    offer(stem, headings[0], headings, rows, key="areas")


def _file_row(first: str, tally: Tally, columns: tuple[Column, ...]) -> list[Cell]:
    cells: list[Cell] = [first]
    for column in columns:
        cells += [column.text(tally)] if column.share else [counts(tally)[what] for what in column.of]
    return cells


def _order(area: Area, layer: Layer) -> tuple[object, ...]:
    """Areas with nothing to compare stand last."""
    tally = area.tally
    if layer is Layer.EXCLUDED:
        return not tally.population, -tally.excluded_total, area.place.code
    if layer is Layer.JOINED:
        return not tally.population, -tally.completed, area.place.code
    return not tally.eligible, review_order(tally), area.place.code


def _row(first: Child, tally: Tally, columns: tuple[Column, ...]) -> Html:
    # Nothing is here that the style sheet can say.
    cells = [el("td", column.text(tally)) for column in columns]
    return el("tr", el("th", first), cells, class_=None if tally.population else "none")


def _elsewhere(here: Here, among: Kind | None) -> Html:
    """The way to the venues that name none of the areas; the link starts from the city, as the others do."""
    text, also = (_("未填里別"), NO_VILLAGE) if here.district else (_("未填行政區"), NO_DISTRICT)
    to = {"place": here.district_code, **Opened("population", among=among, also=also).address()}
    return el("a", text, href="?" + urlencode({name: value for name, value in to.items() if value}))
