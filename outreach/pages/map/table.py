"""The table beside the map: the same figures, a row for each area and one for what names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from outreach.pages import frame, map_words, words
from outreach.pages.downloads import offer
from outreach.pages.links import address
from outreach.pages.map.place import Here, going, name
from outreach.pages.markup import Child, Html, el, join, terse
from outreach.pages.panel import Opened, opens
from outreach.pages.words import N_, _
from outreach.rules.rate import Tally, rate_shown, review_order
from outreach.rules.vocabulary import Kind
from outreach.services.map_change import Compared
from outreach.services.map_classes import moved
from outreach.services.map_layers import Layer
from outreach.services.mapping import NO_DISTRICT, NO_VILLAGE, Area, Areas
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
    """A heading and one count, or one over the other; a `share` prints the two as percent.

    A `based` share has the two beneath it. A column may also be of the day compared with (`then`), or of how
    far a layer's figure moved since (`change`).
    """

    title: str
    of: tuple[str, ...]
    share: bool = False
    based: bool = False
    then: bool = False
    change: Layer | None = None

    def text(self, tally: Tally) -> str:
        """A group's figure."""
        if self.change is not None:
            return map_words.shown(tally, self.change)
        found = self._counted(tally)
        return rate_shown(*found) if self.share else "／".join(words.number(n) for n in found)

    def cell(self, tally: Tally) -> Child:
        """The same as a cell shows it."""
        if not self.based:
            return self.text(tally)
        return [self.text(tally), el("small", "／".join(words.number(n) for n in self._counted(tally)))]

    def _counted(self, tally: Tally) -> list[int]:
        if self.then and isinstance(tally, Compared):
            tally = tally.before
        return [counts(tally)[what] for what in self.of]

    def opened(self, tally: Tally, among: Kind | None, also: str = "") -> Child:
        """The same, each count opening its venues; those of another day are told and not opened."""
        if self.change is not None or self.then:
            return self.cell(tally)
        if self.share and not self.based:
            return el("b", self.text(tally))
        parts: list[Child] = []
        for what in self.of:
            parts += [el("span", "／", class_="sign")] if parts else []
            parts.append(opens(counts(tally)[what], Opened(what, among=among, also=also)))
        return [self.text(tally), el("small", parts)] if self.based else parts

    @property
    def headings(self) -> tuple[str, ...]:
        """What a file's columns are called, where each count stands by itself."""
        if self.based:
            return (
                f"{_(self.title)}{_('完成率')}",
                *(f"{_(self.title)}{_(COUNTED[what])}" for what in self.of),
            )
        if self.share or len(self.of) <= 1:
            return (_(self.title),)
        return tuple(_(COUNTED[what]) for what in self.of)

    def cells(self, tally: Tally) -> list[Cell]:
        """A file's cells under those headings."""
        if self.change is not None:
            return [self.text(tally)]
        found: list[Cell] = [self.text(tally)] if self.share else []
        return [*found, *self._counted(tally)] if self.based or not self.share else found


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
#: Then, now, and how far it moved.
_RATE_THEN = Column(N_("比較日"), ("completed", "eligible"), share=True, based=True, then=True)
_RATE_NOW = Column(N_("截止日"), ("completed", "eligible"), share=True, based=True)
_JOINED_THEN, _JOINED_NOW = (
    Column(N_("比較日"), ("completed",), then=True),
    Column(N_("截止日"), ("completed",)),
)
_CHANGE = Column(N_("增減"), (), change=Layer.CHANGE)
_JOINED_CHANGE = Column(N_("增減"), (), change=Layer.JOINED_CHANGE)
#: By layer: the figure that colours the map first, then what it is made of.
COLUMNS: Mapping[Layer, tuple[Column, ...]] = {
    Layer.RATE: (_RATE, _BASE, _MISSING),
    Layer.OUTSTANDING: (_MISSING, _BASE, _RATE),
    Layer.EXCLUDED: (_SHARE, _EXCLUDED_OF, _RATE),
    Layer.CHANGE: (_RATE_THEN, _RATE_NOW, _CHANGE),
    Layer.JOINED: (_JOINED, _POPULATION, _EXCLUDED),
    Layer.JOINED_CHANGE: (_JOINED_THEN, _JOINED_NOW, _JOINED_CHANGE),
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
    if found.somewhere_else:
        body.append(_row(_elsewhere(here, among), found.elsewhere, columns))
    foot = [el("td", column.opened(found.total, among)) for column in columns]
    return el(
        "table",
        el("thead", el("tr", heads)),
        # Fifty rows travel at every step: they share the rest of the address (static/clicks.js).
        el("tbody", terse(join(body)), data_with=address(**going(None)).removeprefix("?")),
        el("tfoot", el("tr", el("th", _("合計"), scope="row"), foot)),
        class_="places compared" if found.layer.changes else "places",
    )


def figures(layer: Layer, total: Tally, among: Kind | None, also: str = "") -> Html:
    """A place's figures above its venues."""
    told = [
        el("div", el("dt", _(column.title)), el("dd", column.opened(total, among, also)))
        for column in columns_of(layer)
    ]
    return el("dl", told, class_="figures")


def take_areas(found: Areas, here: Here, stem: str) -> None:
    """Offer the areas' figures as files, in the table's columns, each count by itself."""
    columns = columns_of(found.layer)
    headings = [_("里") if here.district else _("行政區")]
    for column in columns:
        headings += column.headings
    elsewhere = _("未填里別") if here.district else _("未填行政區")
    rows = [_file_row(name(a.place), a.tally, columns) for a in found.rows]
    if found.somewhere_else:
        rows.append(_file_row(elsewhere, found.elsewhere, columns))
    rows.append(_file_row(_("合計"), found.total, columns))
    offer(stem, headings[0], headings, rows, key="areas")


def _file_row(first: str, tally: Tally, columns: tuple[Column, ...]) -> list[Cell]:
    cells: list[Cell] = [first]
    for column in columns:
        cells += column.cells(tally)
    return cells


def _order(area: Area, layer: Layer) -> tuple[object, ...]:
    """Areas with nothing to compare stand last."""
    tally = area.tally
    if layer.changes:
        change = moved(layer, tally)
        return change is None, change or 0, area.place.code
    if layer is Layer.EXCLUDED:
        return not tally.population, -tally.excluded_total, area.place.code
    if layer is Layer.JOINED:
        return not tally.population, -tally.completed, area.place.code
    return not tally.eligible, review_order(tally), area.place.code


def _row(first: Child, tally: Tally, columns: tuple[Column, ...]) -> Html:
    # Nothing is here that the style sheet can say.
    cells = [el("td", column.cell(tally)) for column in columns]
    nothing = not tally.population and not (isinstance(tally, Compared) and tally.before.population)
    return el("tr", el("th", first), cells, class_="none" if nothing else None)


def _elsewhere(here: Here, among: Kind | None) -> Html:
    """The way to the venues that name none of the areas; the link starts from the city, as the others do."""
    text, also = (_("未填里別"), NO_VILLAGE) if here.district else (_("未填行政區"), NO_DISTRICT)
    to = {"place": here.district_code, **Opened("population", among=among, also=also).address()}
    return el("a", text, href="?" + urlencode({name: value for name, value in to.items() if value}))
