"""The workbook of an agency's venues: what an import takes back, and finds unchanged if nobody touched it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.positions import Dimension
from outreach.rules.dates import today_in_taipei
from outreach.rules.history import holding
from outreach.rules.taxid import TaxIdRefused, parse_tax_id
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.imports.repeats import place_words, remark_now
from outreach.services.imports.scope import Scope
from outreach.services.naming import NotUnique, Unknown, entries_of, find, scheme_named
from outreach.services.privacy import is_recorded, record_export
from outreach.services.reach import agencies_within, must_reach_agency
from outreach.services.stated import FacetFacts
from outreach.services.venues import member_ids
from outreach.services.who import Right, Who
from outreach.sheets.cellwords import several
from outreach.sheets.explaining import explanation
from outreach.sheets.fields import BY_CODE, FIELDS, choices_of
from outreach.sheets.table import Cell, Table
from outreach.store.agency_facts import agency_facts
from outreach.store.codes import word_of
from outreach.store.engine import Connection, reading, writing
from outreach.store.reference import Agency, Named, Reference, read_reference
from outreach.store.venues import Histories, Venue, contacts_of, described, histories

TITLE = "店家清單"
HEADINGS = tuple(field.heading for field in FIELDS)
#: Longest remark that an import takes; a longer one would come back cut.
_LONGEST = 2_000


def my_venues(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    now: datetime,
    agency: str | None = None,
    where: Sequence[str] = (),
    search: str = "",
) -> Table:
    """Every venue on a scheme's list that the asker may change (or, changing none, see), as of a day.

    One row a venue in the order of their numbers, the columns of contract.md's workbook, drop-downs for what
    has fixed words, and a second sheet that explains them. 生效日期 and 復業核准 are empty. Contact person
    and phone stand only where the asker may see them; taking them away is recorded of who sees the whole
    city's. Raises `NotAllowed`, `OtherAgency` and the refusals of `naming`.
    """
    today = today_in_taipei(now)
    right = Right.CHANGE if who.may(Right.CHANGE) else Right.SEE_VENUES
    scope = Scope(agencies_within(city, who, right, today), today)
    conditions = list(where)
    if agency:
        found = find(city.reference().agencies, agency, "機關")
        must_reach_agency(city, who, right, found.id, today)
        conditions.append(f"agency={found.code}")
    wanted = member_ids(city, who, scheme, as_of, where=conditions, search=search)
    with reading(city.engine) as connection:
        reference = read_reference(connection)
        ids = _within(connection, scope, wanted, as_of)
        book = _Book(
            _Words.of(reference, scheme_named(reference, scheme)),
            as_of,
            described(connection, ids),
            histories(connection, ids, scheme_named(reference, scheme).id),
            _contacts(connection, city, who, ids, today),
        )
    _record_export(city, who, len(book.contacts), now)
    return book.table()


def _within(connection: Connection, scope: Scope, ids: Collection[int], day: date) -> list[int]:
    """Those of the venues that an import of the asker could change, today and from the day."""
    if scope.is_city:
        return sorted(ids)
    owners = agency_facts(connection, ids)
    return sorted(i for i in ids if scope.reaches(owners.get(i, ()), day))


def _contacts(
    connection: Connection, city: City, who: Who, ids: Collection[int], today: date
) -> Mapping[int, tuple[str, str]]:
    """Person and phone of those venues whose contacts the asker may see."""
    if not who.may(Right.SEE_CONTACTS):
        return {}
    scope = Scope(agencies_within(city, who, Right.SEE_CONTACTS, today), today)
    return contacts_of(connection, _within(connection, scope, ids, today))


def _record_export(city: City, who: Who, venues: int, now: datetime) -> None:
    """Record whose contact details were taken away, before the table is handed over."""
    if venues and is_recorded(who):
        with writing(city.engine) as connection:
            record_export(connection, who, venues, now)


@dataclass(frozen=True, slots=True)
class _Words:
    """How the workbook writes what venues refer to, so that an import finds the same again."""

    reference: Reference
    scheme: Named
    agencies: Mapping[int, str]
    sectors: Mapping[int, str]
    categories: Mapping[int, str]

    @classmethod
    def of(cls, reference: Reference, scheme: Named) -> _Words:
        categories = entries_of(reference, Dimension.CATEGORY, scheme.id)
        agencies, sectors = reference.agencies, reference.sectors
        return cls(reference, scheme, _named(agencies), _named(sectors), _named(categories))

    def choices(self) -> dict[int, tuple[str, ...]]:
        """Column index → the words that its cells offer."""
        districts = entries_of(self.reference, Dimension.DISTRICT, self.scheme.id)
        offered = {
            "district": [place.name for place in districts.values()],
            "sector": self.sectors.values(),
            "category": self.categories.values(),
        }
        named = {HEADINGS.index(BY_CODE[code].heading): tuple(words) for code, words in offered.items()}
        return {**choices_of(HEADINGS), **named}


def _named(entries: Mapping[int, Named]) -> dict[int, str]:
    """Each entry's shortest name by which it alone is found, else its code."""
    return {i: _name_of(entries, entry) for i, entry in entries.items()}


def _name_of(entries: Mapping[int, Named], entry: Named) -> str:
    names = (entry.short_name, entry.name) if isinstance(entry, Agency) else (entry.name,)
    for name in names:
        try:
            if name and find(entries, name, "") is entry:
                return name
        except (NotUnique, Unknown):
            continue
    return entry.code


@dataclass(frozen=True, slots=True)
class _Book:
    words: _Words
    as_of: date
    venues: Mapping[int, Venue]
    facts: Histories
    contacts: Mapping[int, tuple[str, str]]

    def table(self) -> Table:
        rows = [self._row(venue, self.facts.get(i, {})) for i, venue in sorted(self.venues.items())]
        choices = self.words.choices()
        told = {HEADINGS[at]: words for at, words in choices.items()}
        return Table(
            TITLE, HEADINGS, rows, choices=choices, further=(explanation(self.words.scheme.name, told),)
        )

    def _row(self, venue: Venue, facts: FacetFacts) -> tuple[Cell, ...]:
        def value(facet: Facet) -> int:
            held = holding(facts.get(facet, ()), self.as_of)
            return held.value if held is not None else 0

        def word(facet: Facet) -> str:
            return BY_CODE[facet.value].word_for(str(word_of(facet, value(facet))))

        district, village = place_words(self.words.reference, value(Facet.PLACE))
        person, phone = self.contacts.get(venue.id, ("", ""))
        pointed = venue.lon is not None and venue.lat is not None
        cells: dict[str, Cell] = {
            "id": venue.id,
            "version": venue.version,
            "agency": self.words.agencies.get(value(Facet.AGENCY), ""),
            "name": venue.name,
            "kind": word(Facet.KIND),
            "tax_id": _usable_tax_id(venue.tax_id),
            "district": district,
            "village": village,
            "address": venue.address,
            "lon": venue.lon if pointed else None,
            "lat": venue.lat if pointed else None,
            "sector": self.words.sectors.get(value(Facet.SECTOR), ""),
            "category": self.words.categories.get(value(Facet.CATEGORY), ""),
            "premises": word(Facet.PREMISES),
            "operating": word(Facet.OPERATING),
            "participation": word(Facet.PARTICIPATION),
            "listing": word(Facet.LISTING),
            "voucher_kinds": "、".join(several(venue.voucher_kinds)),
            "remark": _whole(remark_now(facts, self.as_of)),
            "contact": person,
            "phone": phone,
        }
        return tuple(cells.get(field.code, "") for field in FIELDS)


def _usable_tax_id(text: str) -> str:
    """The number, unless an import would refuse it: a row must come back as it went."""
    try:
        return parse_tax_id(text) if text else ""
    except TaxIdRefused:
        return ""


def _whole(remark: str) -> str:
    """The remark, unless a cell cannot hold all of it; an empty cell changes nothing."""
    return remark if len(remark) <= _LONGEST else ""
