"""What venues refer to: agencies, sectors, categories, places, schemes; codes, names and ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from outreach.store.settings import read_setting, write_setting
from outreach.store.tables import agencies, categories, places, schemes, sector_orders, sectors


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of a reference table; `also` are further names by which it may be called."""

    id: int
    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency(Named):
    """An agency; its parent is dated and stands in the facts' sequence."""

    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Sector(Named):
    """A trade; `special` marks the eight then inspected."""

    special: bool = False
    competent_agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place(Named):
    """A district (`district_id` None) or one of its villages."""

    name_en: str = ""
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class Category(Named):
    """A scheme's own grouping of venues."""

    scheme_id: int = 0


@dataclass(frozen=True, slots=True)
class Scheme(Named):
    """A drive: what counts as complete in a sentence, its own words for stages (by code), voucher kinds."""

    complete_means: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    voucher_kinds: tuple[str, ...] = ()

    @property
    def own_words(self) -> dict[str, str]:
        """The scheme's own words, word → code: what is accepted besides the usual ones."""
        return {word: code for code, word in self.words.items()}


@dataclass(frozen=True, slots=True)
class Reference:
    """Every reference table, by id; small, read whole with each transaction that needs it."""

    agencies: Mapping[int, Agency] = field(default_factory=dict)
    sectors: Mapping[int, Sector] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)
    categories: Mapping[int, Category] = field(default_factory=dict)
    schemes: Mapping[int, Scheme] = field(default_factory=dict)


#: The setting that counts the changes of reference tables.
_STAMP = "reference_changes"


def reference_stamp(connection: sa.Connection) -> str | None:
    """Something that differs after every change of a reference table: one row instead of five tables.

    A page asks for names with every figure, and they change a few times a year. Whatever writes to these
    tables does so by this module's functions, which count.
    """
    return read_setting(connection, _STAMP)


def _count_change(connection: sa.Connection) -> None:
    write_setting(connection, _STAMP, str(int(read_setting(connection, _STAMP) or 0) + 1))


def read_reference(connection: sa.Connection) -> Reference:
    """Agencies, sectors, places, categories and schemes by id, in the order of their codes."""
    return Reference(
        agencies={
            r.id: Agency(r.id, r.code, r.name, (r.short_name, *r.synonyms), r.short_name)
            for r in connection.execute(sa.select(agencies).order_by(agencies.c.code))
        },
        sectors={
            r.id: Sector(r.id, r.code, r.name, (), r.special, r.competent_agency_id)
            for r in connection.execute(sa.select(sectors).order_by(sectors.c.code))
        },
        places={
            r.id: Place(r.id, r.code, r.name, (), r.name_en, r.district_id)
            for r in connection.execute(sa.select(places).order_by(places.c.code))
        },
        categories={
            r.id: Category(r.id, r.code, r.name, (), r.scheme_id)
            for r in connection.execute(sa.select(categories).order_by(categories.c.code))
        },
        schemes={
            r.id: Scheme(r.id, r.code, r.name, (), r.complete_means, r.words, tuple(r.voucher_kinds))
            for r in connection.execute(sa.select(schemes).order_by(schemes.c.id))
        },
    )


def put_agency(
    connection: sa.Connection, code: str, name: str, short_name: str, synonyms: Iterable[str] = ()
) -> tuple[int, bool]:
    """Add an agency or update the one of this code; its id, and whether anything was written."""
    known = connection.execute(sa.select(agencies).where(agencies.c.code == code)).one_or_none()
    values = {"name": name, "short_name": short_name, "synonyms": list(synonyms)}
    if known is None:
        return _insert(connection, agencies, {"code": code, **values}), True
    if not values["synonyms"]:
        values["synonyms"] = known.synonyms
    if all(getattr(known, k) == v for k, v in values.items()):
        return known.id, False
    connection.execute(sa.update(agencies).where(agencies.c.id == known.id).values(**values))
    _count_change(connection)
    return known.id, True


def put_sector(
    connection: sa.Connection,
    code: str,
    name: str,
    special: bool = False,
    competent_agency_id: int | None = None,
) -> int:
    """Add a sector, or bring the one of this code up to date; its id."""
    known = connection.execute(sa.select(sectors.c.id).where(sectors.c.code == code)).scalar()
    values = {"name": name, "special": special, "competent_agency_id": competent_agency_id}
    if known is None:
        return _insert(connection, sectors, {"code": code, **values})
    connection.execute(sa.update(sectors).where(sectors.c.id == known).values(**values))
    _count_change(connection)
    return int(known)


def put_scheme(connection: sa.Connection, code: str, name: str) -> tuple[int, bool]:
    """Add a scheme if its code is new; its id, and whether it is."""
    known = connection.execute(sa.select(schemes.c.id).where(schemes.c.code == code)).scalar()
    if known is not None:
        return int(known), False
    return _insert(connection, schemes, {"code": code, "name": name}), True


def describe_scheme(
    connection: sa.Connection,
    scheme_id: int,
    *,
    name: str,
    complete_means: str,
    words: Mapping[str, str],
    voucher_kinds: Sequence[str],
) -> None:
    """Say how a scheme is spoken of; none of it decides a percentage."""
    values = {
        "name": name,
        "complete_means": complete_means,
        "words": dict(words),
        "voucher_kinds": list(voucher_kinds),
    }
    connection.execute(sa.update(schemes).where(schemes.c.id == scheme_id).values(**values))
    _count_change(connection)


def put_category(connection: sa.Connection, scheme_id: int, code: str, name: str) -> int:
    """Add a category of a scheme if it is new; its id."""
    known = connection.execute(
        sa.select(categories.c.id).where(categories.c.scheme_id == scheme_id, categories.c.code == code)
    ).scalar()
    if known is not None:
        return int(known)
    return _insert(connection, categories, {"scheme_id": scheme_id, "code": code, "name": name})


def name_category(connection: sa.Connection, scheme_id: int, code: str, name: str) -> None:
    """Give a scheme's category another name."""
    connection.execute(
        sa.update(categories)
        .where(categories.c.scheme_id == scheme_id, categories.c.code == code)
        .values(name=name)
    )
    _count_change(connection)


def put_order(connection: sa.Connection, sector_id: int, suspended_from: date) -> int:
    """The id of the order of this sector and first day, new where there was none."""
    known = connection.execute(
        sa.select(sector_orders.c.id).where(
            sector_orders.c.sector_id == sector_id, sector_orders.c.suspended_from == suspended_from
        )
    ).scalar()
    if known is not None:
        return int(known)
    return _insert(connection, sector_orders, {"sector_id": sector_id, "suspended_from": suspended_from})


def _insert(connection: sa.Connection, table: sa.Table, values: Mapping[str, object]) -> int:
    # Ids are taken under the writers' lock rather than from a database sequence, so that a copy of the
    # facts made on the other engine carries the same ids.
    new_id = (connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0) + 1
    connection.execute(sa.insert(table).values(id=new_id, **values))
    _count_change(connection)
    return int(new_id)


def put_places(connection: sa.Connection, rows: Sequence[tuple[str, str, str, str | None]]) -> None:
    """Add places that are missing: (code, name, English name, district's code or None), districts first."""
    known = {r.code: r.id for r in connection.execute(sa.select(places.c.id, places.c.code))}
    for code, name, name_en, district in rows:
        if code not in known:
            parent = known[district] if district is not None else None
            values = {"code": code, "name": name, "name_en": name_en, "district_id": parent}
            known[code] = _insert(connection, places, values)


def add_sector_named(connection: sa.Connection, name: str) -> int:
    """Add a sector that a list named and nobody knew; its code is made from its number."""
    new_id = (connection.execute(sa.select(sa.func.max(sectors.c.id))).scalar_one() or 0) + 1
    connection.execute(sa.insert(sectors).values(id=new_id, code=f"sector_{new_id}", name=name))
    _count_change(connection)
    return int(new_id)
