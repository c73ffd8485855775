"""From one row's values to the facts it would record about its venue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.history import holding
from outreach.rules.matching import address_key
from outreach.rules.orders import SectorOrder, in_force
from outreach.rules.remarks import RemarkMissing
from outreach.rules.vocabulary import Facet, Listing, Operating, Premises
from outreach.services.imports.model import PlannedFact
from outreach.services.imports.place import PlaceRefused, place_stated
from outreach.services.imports.scope import WHOLE_CITY, Scope
from outreach.services.locating import Place as Located
from outreach.services.naming import WHAT, NotUnique, Unknown, entries_of, find
from outreach.services.stated import FacetFacts, to_record
from outreach.sheets.headings import HeadingMatch
from outreach.sheets.values import Problem, RowValues
from outreach.store.codes import number_of
from outreach.store.reference import Agency, Named, Place, Reference
from outreach.store.venues import KeyedVenue

NOT_OWN_AGENCY = (
    "這裡寫的不是您的機關；請清空此欄或填您自己的機關。要改由其他機關列管，請在店家頁面辦理移轉。"
)
_LISTED = number_of(Facet.LISTING, Listing.LISTED)


@dataclass(frozen=True, slots=True)
class Names:
    """The reference tables of one scheme, and the orders now in the database."""

    reference: Reference
    scheme: Named
    orders: Sequence[SectorOrder]
    place_ids: Mapping[str, int]
    scope: Scope = WHOLE_CITY
    _met: dict[tuple[Dimension, str], Named | Unknown | NotUnique] = field(default_factory=dict)

    @classmethod
    def of(
        cls, reference: Reference, scheme: Named, orders: Sequence[SectorOrder], scope: Scope = WHOLE_CITY
    ) -> Names:
        """Index the reference tables for one import."""
        return cls(reference, scheme, orders, {p.code: p.id for p in reference.places.values()}, scope)

    def named(self, dimension: Dimension, text: str) -> Named:
        """The entry that a cell names; a list names the same few ten thousand times, so each is sought once.

        Raises `Unknown` and `NotUnique`.
        """
        found = self._met.get((dimension, text))
        if found is None:
            found = self._met[dimension, text] = self._sought(dimension, text)
        if isinstance(found, Named):
            return found
        raise found

    def _sought(self, dimension: Dimension, text: str) -> Named | Unknown | NotUnique:
        try:
            return find(entries_of(self.reference, dimension, self.scheme.id), text, WHAT[dimension])
        except (Unknown, NotUnique) as refusal:
            return refusal


@dataclass
class Statement:
    """What a row says, as it is being worked out: facts to record, and problems met on the way."""

    values: RowValues
    match: HeadingMatch
    facts: list[PlannedFact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    point: tuple[float, float] | None = None
    #: Where the address has a door plate, or nearly so; only of a row without a point of its own.
    located: Located | None = None

    def problem(self, code: str, value: str, text: str, *, warning: bool = False) -> None:
        """Note a problem in the cell of a field (or, where the file has no such column, of the name)."""
        column = self.match.heading_of(code) if code in self.match.columns else self.match.heading_of("name")
        self.problems.append(Problem(self.values.row, column, value, text, warning))

    @property
    def refused(self) -> bool:
        """Whether a problem makes the row an error."""
        return any(not p.warning for p in self.problems)


def state(
    names: Names,
    said: Statement,
    venue: KeyedVenue | None,
    facts: FacetFacts,
    default_agency: Agency | None,
    effective_on: date,
) -> None:
    """Work out the facts of one row; adds to `said.facts` and `said.problems`.

    `venue` and `facts` are the known venue and its unvoided facts; None and empty for a new one. Only what
    differs from the value as of the effective date is planned (`services.stated.to_record`).
    """
    stated = _named_values(names, said, venue, facts, default_agency, effective_on)
    if said.refused:
        return
    listed = stated.pop(Facet.LISTING, None)
    _state_listing(said, listed, facts, effective_on)
    told = to_record(stated, said.values.remark or "", facts, effective_on)
    for facet in told.without_reason:
        written = _as_written(said, facet)
        said.problem(facet.value, written, str(RemarkMissing(value=written)))
    for fact in told.facts:
        # −1 is no sector yet.
        sector = (said.values.sector or "") if fact.facet is Facet.SECTOR and fact.value == -1 else ""
        said.facts.append(PlannedFact(fact.facet, max(fact.value, 0), fact.remark, fact.review_on, sector))


def _as_written(said: Statement, facet: Facet) -> str:
    code = facet.value
    field_words = {
        Operating.SUSPENDED: "停業",
        Operating.CLOSED: "歇業",
        Operating.NOT_REOPENED: "尚未復業",
        Premises.OFFICE_ONLY: "僅公司辦公室",
    }
    value = getattr(said.values, code)
    return field_words.get(value, str(value))


def _state_listing(said: Statement, listed: int | None, facts: FacetFacts, day: date) -> None:
    """List the venue from the row's day unless it is on the list, will be, or the row says 移出."""
    history = facts.get(Facet.LISTING, ())
    now = holding(history, day)
    on_list = now is not None and now.value == _LISTED
    if listed is not None and listed != _LISTED:
        if on_list:
            said.facts.append(PlannedFact(Facet.LISTING, listed, said.values.remark or ""))
        return
    if on_list:
        return
    later = [s for s in history if s.effective_on > day and s.value == _LISTED]
    if later and listed is None:
        first = min(s.effective_on for s in later)
        text = f"生效日期早於列冊日期（{first}）；已收下，但不提前列冊。要提前列冊請在「列冊」填「列入」。"
        said.problem("effective_on", day.isoformat(), text, warning=True)
        return
    said.facts.append(PlannedFact(Facet.LISTING, _LISTED))


def _named_values(
    names: Names,
    said: Statement,
    venue: KeyedVenue | None,
    facts: FacetFacts,
    default_agency: Agency | None,
    day: date,
) -> dict[Facet, int]:
    """Every facet that the row states, as a stored value; −1 for a sector that has yet to be added."""
    values = said.values
    stated: dict[Facet, int] = {}
    for facet in (Facet.KIND, Facet.PREMISES, Facet.OPERATING, Facet.PARTICIPATION, Facet.LISTING):
        word = getattr(values, facet.value)
        if word is not None:
            stated[facet] = number_of(facet, word)
    agency_id = _found(names, said, Dimension.AGENCY, values.agency)
    if agency_id is None and default_agency is not None:
        agency_id = default_agency.id
    if agency_id is not None and not names.scope.admits(agency_id):
        said.problem("agency", values.agency or "", NOT_OWN_AGENCY)
    elif agency_id is not None:
        stated[Facet.AGENCY] = agency_id
        _warn_of_transfer(names, said, names.reference.agencies[agency_id], facts, day)
    category_id = _found(names, said, Dimension.CATEGORY, values.category)
    if category_id is not None:
        stated[Facet.CATEGORY] = category_id
    sector_id = _sector(names, said)
    if sector_id is not None:
        stated[Facet.SECTOR] = sector_id
    place = _place(names, said, venue, facts, day)
    if place is not None:
        stated[Facet.PLACE] = place
    if values.approval is not None:
        _approval(names, said, stated, facts, day)
    return stated


def _found(names: Names, said: Statement, dimension: Dimension, text: str | None) -> int | None:
    """The id of the entry that a cell names; a name that is none, or several, is the row's problem."""
    if text is None:
        return None
    try:
        return names.named(dimension, text).id
    except (Unknown, NotUnique) as refusal:
        said.problem(dimension.value, text, str(refusal))
        return None


def _warn_of_transfer(names: Names, said: Statement, agency: Agency, facts: FacetFacts, day: date) -> None:
    """A venue that belongs to another agency changes hands by this row; nobody should do that unawares."""
    now = holding(facts.get(Facet.AGENCY, ()), day)
    before = names.reference.agencies.get(now.value) if now is not None else None
    if before is not None and before.id != agency.id:
        text = (
            f"此店家原屬{before.short_name}，套用後自生效日起改屬{agency.short_name}；"
            "若不是移轉，請不要指定機關。"
        )
        said.problem("agency", said.values.agency or agency.code, text, warning=True)


def _sector(names: Names, said: Statement) -> int | None:
    text = said.values.sector
    if text is None:
        return None
    try:
        return names.named(Dimension.SECTOR, text).id
    except Unknown:
        said.problem("sector", text, f"新增行業『{text}』；若為筆誤請更正後再匯入。", warning=True)
        return -1
    except NotUnique as refusal:
        said.problem("sector", text, str(refusal))
        return None


def _place(
    names: Names, said: Statement, venue: KeyedVenue | None, facts: FacetFacts, day: date
) -> int | None:
    """The place to state: never a district over a village in it that is already known."""
    values = said.values
    lon, lat = said.point or (None, None)
    held = holding(facts.get(Facet.PLACE, ()), day)
    known: Place | None = names.reference.places.get(held.value) if held is not None else None
    address, located = values.address or "", said.located
    # An address that has not changed says nothing new, the place was perhaps settled by hand since; but its
    # door plate may tell the village where only the district is known.
    if venue is not None and held is not None and address_key(address) == venue.address_key:
        address = ""
        if located is not None and (known is None or known.code != located.district_code):
            located = None
    found = place_stated(values.district or "", values.village or "", lon, lat, address, located)
    if isinstance(found, PlaceRefused):
        said.problem(found.field, found.value, found.problem)
        return None
    if found.doubt:
        said.problem("address", values.address or "", found.doubt, warning=True)
    if not found.code:
        return None
    place_id = names.place_ids[found.code]
    if known is not None and not found.is_village and known.district_id == place_id:
        return None
    return place_id


def _approval(names: Names, said: Statement, stated: dict[Facet, int], facts: FacetFacts, day: date) -> None:
    """An approval answers the order by application in force on the row's day; without one it is an error."""
    now = holding(facts.get(Facet.SECTOR, ()), day)
    sector = stated.get(Facet.SECTOR, now.value if now else 0)
    order = in_force(names.orders, sector, day)
    if order is None or not order.by_application:
        text = f"{day} 該行業沒有「申請核准復業」的公告可供核准；請先登錄公告，或清空此欄。"
        said.problem("approval", "核准", text)
        return
    stated[Facet.APPROVAL] = order.id
