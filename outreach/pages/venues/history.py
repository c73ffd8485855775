"""Everything ever said of a venue, change by change, newest first; what was undone is struck out."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from outreach.pages import terms, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.venues.listing import place_names
from outreach.pages.venues.undoing import kind_name, undo_link
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Premises
from outreach.services.changes import RecordedChange
from outreach.services.city import City
from outreach.services.venues import HistoryLine, VenueHistory

FACETS: Mapping[Facet, str] = {
    Facet.LISTING: N_("列冊"),
    Facet.CATEGORY: N_("類別"),
    Facet.PARTICIPATION: N_("參與狀態"),
    Facet.AGENCY: N_("機關"),
    Facet.SECTOR: N_("行業"),
    Facet.KIND: N_("性質"),
    Facet.PLACE: N_("行政區・里"),
    Facet.PREMISES: N_("場所型態"),
    Facet.OPERATING: N_("營業狀態"),
    Facet.APPROVAL: N_("復業核准"),
}
DESCRIPTIONS: Mapping[str, str] = {
    "name": N_("店家名稱"),
    "address": N_("地址"),
    "tax_id": N_("統一編號"),
    "lon": N_("經度"),
    "lat": N_("緯度"),
    "voucher_kinds": N_("適用券別"),
}
_LISTING: Mapping[Listing, str] = {Listing.LISTED: N_("列入"), Listing.DELISTED: N_("移出")}


@dataclass(frozen=True, slots=True)
class Shown:
    """How stored values are said in the reader's language."""

    schemes: Mapping[int, str]
    places: Mapping[str, str]

    @classmethod
    def of(cls, city: City) -> Shown:
        """For the schemes and places of a city."""
        schemes = {s.id: s.code for s in city.reference().schemes.values()}
        return cls(schemes, place_names(city))

    def value(self, line: HistoryLine) -> str:
        """A fact's value as people say it."""
        return self.said(line.fact.facet, line.value, line.fact.scheme_id)

    def said(self, facet: Facet, value: str, scheme_id: int | None) -> str:
        """A value, given as a code or name, as people say it."""
        if facet is Facet.PARTICIPATION:
            return terms.participation(Participation(value), self.schemes.get(scheme_id or 0, ""))
        if facet is Facet.OPERATING:
            return _(terms.OPERATING[Operating(value)])
        if facet is Facet.PREMISES:
            return _(terms.PREMISES[Premises(value)])
        if facet is Facet.KIND:
            return _(terms.KINDS[Kind(value)])
        if facet is Facet.LISTING:
            return _(_LISTING[Listing(value)])
        if facet is Facet.PLACE and self.places:
            district, village = value[:3], value[3:]
            return " ".join(self.places.get(name, name) for name in (district, village) if name)
        return _(value) if value else "—"


def history(
    city: City, found: VenueHistory, changes: Mapping[int, RecordedChange], undoable: Set[int]
) -> Html:
    """The changes that said something of the venue, each with what it said.

    `undoable` are those that the reader may undo.
    """
    ids = {line.fact.change_id for line in found.lines} | {edit.change_id for edit in found.edits}
    if not ids:
        body: Child = el("p", _("還沒有人登錄過這家店的任何狀態。"), class_="fine")
    else:
        shown = Shown.of(city)
        newest_first = sorted((i for i in ids if i in changes), reverse=True)
        body = el(
            "ol",
            [_change(changes[i], found, shown, changes, undoable) for i in newest_first],
            class_="changes",
        )
    return el("section", el("h3", _("歷程")), body, class_="panel history")


def _change(
    change: RecordedChange,
    found: VenueHistory,
    shown: Shown,
    changes: Mapping[int, RecordedChange],
    undoable: Set[int],
) -> Html:
    undone = change.voided_by is not None
    lines = [line for line in found.lines if line.fact.change_id == change.id]
    edits = [edit for edit in found.edits if edit.change_id == change.id]
    strike = "del" if undone else "span"
    rows = [_fact(line, shown, strike) for line in lines]
    rows += [
        el(
            "tr",
            el("th", _(DESCRIPTIONS.get(edit.field, edit.field)), scope="row"),
            el("td", el(strike, edit.old or "—", " → ", edit.new or "—"), colspan=3),
        )
        for edit in edits
    ]
    return el(
        "li",
        el(
            "div",
            el("b", kind_name(change)),
            el("span", _("異動 {number}").format(number=change.id), class_="number"),
            el("span", change.actor),
            el("span", terms.moment(change.recorded_at)),
            undo_link(change) if change.id in undoable else None,
            class_="who",
        ),
        el("p", change.summary, class_="fine") if change.summary else None,
        el("p", _("來源：{source}").format(source=change.source), class_="fine") if change.source else None,
        _undone(change, changes),
        el("table", el("tbody", rows), class_="facts") if rows else None,
        class_="undone" if undone else None,
    )


def _undone(change: RecordedChange, changes: Mapping[int, RecordedChange]) -> Html | None:
    if change.voided_by is None:
        return None
    by = changes.get(change.voided_by)
    text = _("已由異動 {number} 復原").format(number=change.voided_by)
    if by is not None:
        text = f"{text} · {by.actor} · {terms.moment(by.recorded_at)}"
    return el("p", text, class_="by")


def _fact(line: HistoryLine, shown: Shown, strike: str) -> Html:
    fact = line.fact
    remark: list[Child] = []
    if fact.remark:
        remark.append(_("備註：{remark}").format(remark=fact.remark))
    if fact.review_on is not None:
        remark.append(el("span", _("覆核日 {day}").format(day=words.day(fact.review_on)), class_="review"))
    scheme = el("span", _(line.scheme), class_="scheme") if line.scheme else None
    return el(
        "tr",
        el("th", _(FACETS[fact.facet]), scheme, scope="row"),
        el("td", el(strike, shown.value(line))),
        el("td", el(strike, _("自{day}起").format(day=words.day(fact.effective_on))), class_="since"),
        el("td", [[piece, " "] for piece in remark], class_="remark" if remark else "void"),
    )
