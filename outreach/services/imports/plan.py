"""Planning an import: what every row of a file would do, on one consistent look at the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from outreach.services.city import City
from outreach.services.imports.calm import without_cycle_search
from outreach.services.imports.model import (
    CompleteNeedsAgency,
    Options,
    Plan,
)
from outreach.services.imports.planner import Planner
from outreach.services.imports.reading import ReadFile, without_foreign_categories
from outreach.services.imports.scope import WHOLE_CITY, Scope, agency_of_list, scope_of
from outreach.services.imports.stating import Names
from outreach.services.naming import scheme_named
from outreach.services.setup import Progress, quiet
from outreach.services.who import Who
from outreach.store.agency_facts import agency_facts
from outreach.store.changes import newest_change
from outreach.store.engine import Connection, reading
from outreach.store.reference import read_reference
from outreach.store.venues import (
    current_orders,
    listed_of_agency,
)


def plan_import(
    city: City, who: Who, read: ReadFile, options: Options, *, today: date, progress: Progress = quiet
) -> Plan:
    """Plan a file that was read; nothing is written.

    Officers and approvers import for their own agency, named or not; rows about others' venues are errors.
    Raises refusals: unknown scheme or agency, `OtherAgency`, `NoAgencyOfOwn`, `CompleteNeedsAgency`.
    """
    scope = scope_of(city, who, today)
    with reading(city.engine) as connection, without_cycle_search():
        return plan_rows(connection, read, options, today=today, scope=scope, progress=progress)


def plan_rows(
    connection: Connection,
    read: ReadFile,
    options: Options,
    *,
    today: date,
    scope: Scope = WHOLE_CITY,
    progress: Progress = quiet,
    by: type[Planner] = Planner,
) -> Plan:
    """Plan rows that have been read, on the state of the database that the connection sees."""
    reference = read_reference(connection)
    scheme = scheme_named(reference, options.scheme)
    agency = agency_of_list(scope, reference.agencies, options.agency)
    if options.complete and agency is None:
        raise CompleteNeedsAgency
    names = Names.of(reference, scheme, current_orders(connection), scope)
    read, foreign = without_foreign_categories(read, names)
    day = options.effective_on or today
    planner = by(connection, read, names, agency, day, progress, options.resolved)
    rows = tuple(planner.rows())
    delisted: tuple[int, ...] = ()
    if options.complete and agency is not None:
        listed = listed_of_agency(connection, scheme.id, agency.id, planner.effective_on)
        delisted = tuple(sorted(_within(connection, scope, listed - planner.met, planner.effective_on)))
    new_sectors = dict.fromkeys(f.new_sector for r in rows for f in r.facts if f.new_sector)
    return Plan(
        read.sheet.filename,
        scheme,
        agency,
        planner.effective_on,
        rows,
        delisted,
        newest_change(connection),
        read.sheet.encoding,
        read.sheet.sheet_name,
        {code: read.match.heading_of(code) for code in read.match.columns},
        read.match.unmatched,
        tuple(new_sectors),
        foreign,
        options.complete,
        scope,
    )


def _within(connection: Connection, scope: Scope, ids: Collection[int], day: date) -> Collection[int]:
    """Those of the venues that a full list may take off its scheme's: handed over meanwhile, they stay."""
    if scope.is_city:
        return ids
    owners = agency_facts(connection, ids)
    return {i for i in ids if scope.reaches(owners.get(i, ()), day)}
