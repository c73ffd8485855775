"""Filling a database with the demonstration city, change by change, as if people had done it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from outreach.demo.builder import build_city
from outreach.demo.model import BEAR_VOUCHER, DemoChange, DemoCity, Statement
from outreach.rules.matching import address_key, name_key
from outreach.rules.refusals import Refusal
from outreach.rules.remarks import review_day
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import SCHEME_FACETS, Facet, Kind
from outreach.services.demonstration_contacts import tell_contacts
from outreach.services.demonstration_meetings import tell_meetings
from outreach.services.demonstration_rounds import tell_rounds
from outreach.services.demonstration_tracked import tell_tracked
from outreach.services.setup import FROM_THE_BEGINNING, Progress, quiet, set_up
from outreach.services.who import Right, Who
from outreach.store.changes import current_seq
from outreach.store.codes import WORDS, number_of
from outreach.store.engine import Connection, Engine, reading, writing
from outreach.store.posting import Change, NewFact, open_change
from outreach.store.reference import (
    Reference,
    put_agency,
    put_order,
    put_sector,
    read_reference,
)
from outreach.store.schema import is_set_up
from outreach.store.settings import DEMONSTRATION, read_setting, write_setting
from outreach.store.venues import add_venues, count_venues, put_contacts


class NotEmpty(Refusal):
    """The database already holds venues that are not the demonstration's."""

    template = (
        "資料庫已有 {venues} 家店家，不能再放入示範資料；請改用空的資料庫，"
        "例如 OUTREACH_DATABASE_URL=sqlite:///demo.sqlite3。"
    )


@dataclass
class _Ids:
    """Ids by code, as the database gave them."""

    agencies: dict[str, int]
    sectors: dict[str, int]
    places: dict[str, int]
    schemes: dict[str, int]
    categories: dict[tuple[int, str], int]
    orders: dict[tuple[str, date], int] = field(default_factory=dict)

    @classmethod
    def of(cls, reference: Reference) -> _Ids:
        """From the reference tables."""
        return cls(
            {a.code: a.id for a in reference.agencies.values()},
            {s.code: s.id for s in reference.sectors.values()},
            {p.code: p.id for p in reference.places.values()},
            {s.code: s.id for s in reference.schemes.values()},
            {(c.scheme_id, c.code): c.id for c in reference.categories.values()},
        )

    def value(self, statement: Statement) -> int:
        """A statement's value as stored."""
        facet, value = statement.facet, statement.value
        if facet in WORDS:
            return number_of(facet, value)
        if facet is Facet.CATEGORY:
            return self.categories[self.schemes[statement.scheme or ""], value]
        if facet is Facet.APPROVAL:
            sector, _, day = value.partition(":")
            return self.orders[sector, date.fromisoformat(day)]
        by_code: Mapping[Facet, dict[str, int]] = {
            Facet.AGENCY: self.agencies,
            Facet.SECTOR: self.sectors,
            Facet.PLACE: self.places,
        }
        return by_code[facet][value]


def fill(engine: Engine, who: Who, progress: Progress = quiet) -> bool:
    """Set up the database and fill it with the demonstration; False where it was filled before.

    One transaction: a fill that is interrupted leaves an empty database. Raises `NotAllowed`, `NotEmpty`.
    """
    who.must(Right.ADMINISTER)
    if is_set_up(engine):
        # Asked before anything is built: `bin/run` fills the demonstration at every start.
        with reading(engine) as connection:
            if read_setting(connection, DEMONSTRATION) is not None:
                return False
    city = build_city()
    # What nobody of the story did is told by the story, not by the name of whoever set this computer up.
    teller = replace(who, name="示範資料", user=None)
    set_up(engine, teller, now=city.changes[0].recorded_at)
    with reading(engine) as connection:
        venues = count_venues(connection)
        if venues:
            raise NotEmpty(venues=venues)
    with writing(engine) as connection:
        ids = _references(connection, city, teller)
        numbers = _venues(connection, city)
        _post(connection, city, ids, numbers, progress)
        tell_rounds(connection)
        tell_meetings(connection)
        tell_tracked(connection)
        tell_contacts(connection, city, numbers)
        write_setting(connection, DEMONSTRATION, "1")
    return True


def _references(connection: Connection, city: DemoCity, who: Who) -> _Ids:
    made = {
        a.code: put_agency(connection, a.code, a.name, a.short_name, a.synonyms)[0] for a in city.agencies
    }
    for sector in city.sectors:
        competent = made.get(sector.competent_agency_code or "")
        put_sector(connection, sector.code, sector.name, sector.special, competent)
    change = open_change(
        connection,
        kind="setup",
        actor=who.name,
        user=who.user,
        summary="建立示範機關；熊好券的店家為可持續加入",
        now=city.changes[0].recorded_at,
    )
    for agency in city.agencies:
        if agency.parent_code is not None:
            change.parent(made[agency.code], made[agency.parent_code], FROM_THE_BEGINNING)
    ids = _Ids.of(read_reference(connection))
    open_shops = SchemeSettings(open_kinds=frozenset({Kind.SHOP}))
    change.scheme(ids.schemes[BEAR_VOUCHER], open_shops.as_stored(), FROM_THE_BEGINNING)
    return ids


def _venues(connection: Connection, city: DemoCity) -> dict[int, int]:
    """Venue ids by the demonstration's own numbers."""
    ids = add_venues(
        connection,
        [
            {
                "name": v.name,
                "address": v.address,
                "tax_id": v.tax_id,
                "lon": v.lon,
                "lat": v.lat,
                "voucher_kinds": "、".join(v.voucher_kinds),
                "name_key": name_key(v.name),
                "address_key": address_key(v.address),
            }
            for v in city.venues
        ],
    )
    numbers = {v.number: i for v, i in zip(city.venues, ids, strict=True)}
    people = {numbers[v.number]: (v.contact, v.phone) for v in city.venues if v.contact or v.phone}
    put_contacts(connection, people, city.changes[0].recorded_at)
    return numbers


def _post(
    connection: Connection, city: DemoCity, ids: _Ids, numbers: Mapping[int, int], progress: Progress
) -> None:
    posted: list[int] = []
    for position, told in enumerate(city.changes):
        if position % 100 == 0:
            progress(position / len(city.changes), "建立示範城市")
        change = open_change(
            connection,
            kind=told.kind,
            actor=told.actor,
            summary=told.summary,
            now=told.recorded_at,
            source=told.source,
        )
        posted.append(change.id)
        _post_change(connection, change, told, ids, numbers, posted)
    progress(1.0, f"示範城市共 {current_seq(connection)} 筆事實")


def _post_change(
    connection: Connection,
    change: Change,
    told: DemoChange,
    ids: _Ids,
    numbers: Mapping[int, int],
    posted: list[int],
) -> None:
    for order in told.orders:
        key = order.sector_code, order.suspended_from
        ids.orders[key] = put_order(connection, ids.sectors[order.sector_code], order.suspended_from)
        change.order(ids.orders[key], order.reopened_on, order.by_application, order.document)
    change.facts(
        [
            NewFact(
                numbers[s.venue],
                s.facet,
                ids.value(s),
                s.effective_on,
                ids.schemes[s.scheme] if s.facet in SCHEME_FACETS and s.scheme else None,
                s.remark,
                review_day(s.facet, s.value, s.effective_on),
            )
            for s in told.statements
        ]
    )
    if told.undoes is not None:
        change.void([posted[told.undoes]])
