"""What each row of a file would do, in the order of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from geodata.coordinates import CoordinatesRefused, as_wgs84
from outreach.rules.matching import address_key, name_key
from outreach.services.imports.described import contact_of, descriptions_of, same_again
from outreach.services.imports.differences import CONTACT, differences
from outreach.services.imports.known import Known, Sought
from outreach.services.imports.model import (
    Difference,
    Keep,
    Outcome,
    PlannedRow,
    Resolution,
    fingerprint,
)
from outreach.services.imports.place import text_to_locate
from outreach.services.imports.reading import ReadFile
from outreach.services.imports.repeats import without_repeats
from outreach.services.imports.scope import NOT_OWN_NUMBER, owner_today
from outreach.services.imports.stating import Names, Statement, state
from outreach.services.locating import Place, locate_within
from outreach.services.plates import plates_within
from outreach.services.setup import Progress
from outreach.services.stated import FacetFacts
from outreach.sheets.values import ParsedRow, RowValues
from outreach.store.agency_facts import agency_facts
from outreach.store.engine import Connection
from outreach.store.reference import Agency
from outreach.store.venues import (
    Histories,
    KeyedVenue,
    contacts_of,
    histories,
    venues_keyed,
    waiting_fingerprints,
)

MINE_KEPT, THEIRS_KEPT = "衝突：採用檔案的內容", "衝突：保留目前的資料"
POINT_STAYS = "地址已改，但查不到新地址的位置，座標仍為原處；請核對座標，或在店家頁面點選位置。"
NO_SUCH_NUMBER = "查無此店家編號；新店家請將此欄留空。"
LIKE_ANOTHERS = "與其他機關列管的一家店家相近，留待人工確認是否為同一家"
NOBODYS = "這家店家尚未歸屬任何機關；請系統管理員指定機關後再匯入，例如在店家頁面辦理移轉。"
#: Rows between two reports of progress.
_STEP = 500


class Planner:
    """Plans the rows of one file in their order; a row may mean a venue that an earlier row adds."""

    def __init__(
        self,
        connection: Connection,
        read: ReadFile,
        names: Names,
        agency: Agency | None,
        effective_on: date,
        progress: Progress,
        resolved: Mapping[int, Resolution],
    ) -> None:
        self._connection, self._read, self._names = connection, read, names
        self._resolved = resolved
        self._agency, self.effective_on, self._progress = agency, effective_on, progress
        self._sought = [self._seek(row) for row in read.rows]
        ids = {row.values.id for row in read.rows if row.values is not None and row.values.id is not None}
        venues = venues_keyed(
            connection,
            ids,
            {s.name_key for s in self._sought if s.name_key},
            {s.address_key for s in self._sought if s.address_key},
            (),
        )
        self._by_id: dict[int, KeyedVenue] = dict(venues)
        # The own ones first: what two agencies both have is, in an agency's sheet, its own.
        self._owners = {} if names.scope.is_city else agency_facts(connection, venues.keys())
        self._others = {i for i in venues if not names.scope.reaches(self._owners.get(i, ()))}
        self._known = Known(v for v in venues.values() if v.id not in self._others)
        self._known_elsewhere = Known(v for v in venues.values() if v.id in self._others)
        self._first_row: dict[int, RowValues] = {}
        self._waiting = waiting_fingerprints(connection)
        self._new_sectors: set[str] = set()
        self._located: dict[int, Place] = {}
        #: Known venues that some row means or may mean: a full list has them.
        self.met: set[int] = set()

    def _seek(self, row: ParsedRow) -> Sought:
        """What a row tells of its venue; a row with a bad cell still tells its name and address."""
        if row.values is not None:
            name, address, tax_id = row.values.name, row.values.address or "", row.values.tax_id or ""
        else:
            cells = self._read.sheet.rows[row.row - 1]
            name, address = (self._cell(cells, code) for code in ("name", "address"))
            tax_id = ""
        return Sought(name, name_key(name), address, address_key(address), tax_id)

    def _cell(self, cells: Sequence[str], code: str) -> str:
        at = self._read.match.columns.get(code)
        return "" if at is None else cells[at].strip()

    def rows(self) -> Iterator[PlannedRow]:
        """Every row planned; known venues' facts are read once for all rows."""
        venues = [self._venue(row, sought) for row, sought in zip(self._read.rows, self._sought, strict=True)]
        ids = {v.id for v in venues if v is not None} - self._others
        facts = histories(self._connection, ids, self._names.scheme.id)
        told = {"contact", "phone"} & self._read.match.columns.keys()
        people = contacts_of(self._connection, ids) if told else {}
        rows = [self._spoken(row, venue, facts) for row, venue in zip(self._read.rows, venues, strict=True)]
        self._located = self._locate(rows, venues)
        for number, (row, sought, venue) in enumerate(zip(rows, self._sought, venues, strict=True)):
            if number % _STEP == 0:
                self._progress(number / max(len(venues), 1), "比對資料")
            yield self._plan(row, sought, venue, facts, people)
        self._progress(1.0, "比對資料")

    def _spoken(self, row: ParsedRow, venue: KeyedVenue | None, facts: Histories) -> ParsedRow:
        """The row without what it only repeats of its venue."""
        if row.values is None or venue is None or venue.id in self._others:
            return row
        own = facts.get(venue.id, {})
        day = row.values.effective_on or self.effective_on
        return replace(row, values=without_repeats(row.values, venue, own, self._names.reference, day))

    def _locate(self, rows: Sequence[ParsedRow], venues: Sequence[KeyedVenue | None]) -> dict[int, Place]:
        """By row, where the address of a venue without coordinates has a door plate, or nearly so.

        A venue's own coordinates are left alone as long as its address stays what it was.
        """
        if plates_within(self._connection) is None:
            return {}
        wanted: dict[int, str] = {}
        for row, sought, venue in zip(rows, self._sought, venues, strict=True):
            values = row.values
            if values is None or not values.address or (values.lon is not None and values.lat is not None):
                continue
            if venue is None or venue.lon is None or venue.address_key != sought.address_key:
                told = values.district or "", values.village or "", values.address
                wanted[row.row] = text_to_locate(*told)
        places = locate_within(self._connection, list(wanted.values()))
        return {number: place for number, place in zip(wanted, places, strict=True) if place.is_house}

    def _venue(self, row: ParsedRow, sought: Sought) -> KeyedVenue | None:
        """The venue in the database that a row certainly means."""
        if row.values is not None and row.values.id is not None:
            venue = self._by_id.get(row.values.id)
        else:
            venue = self._certain(sought) if sought.name_key else None
        if venue is not None:
            self.met.add(venue.id)
        return venue

    def _certain(self, sought: Sought) -> KeyedVenue | None:
        return self._known.certain(sought) or self._known_elsewhere.certain(sought)

    def _plan(
        self,
        row: ParsedRow,
        sought: Sought,
        venue: KeyedVenue | None,
        facts: Histories,
        people: Mapping[int, tuple[str, str]],
    ) -> PlannedRow:
        planned = PlannedRow(row.row, sought.name, Outcome.ERROR, problems=row.problems)
        values = row.values
        if values is None:
            return replace(planned, reason=_first_problem(planned))
        if values.id is not None and (venue is None or venue.id in self._others):
            text = NO_SUCH_NUMBER if self._names.scope.is_city else NOT_OWN_NUMBER
            return self._refuse(planned, values, "id", str(values.id), text)
        if venue is not None and (out_of_reach := self._out_of_reach(planned, values, venue)) is not None:
            return out_of_reach
        said = Statement(values, self._read.match, problems=list(row.problems))
        said.point = self._point(said)
        said.located = self._located.get(row.row)
        if said.refused:
            return replace(planned, problems=tuple(said.problems), reason=_first_of(said))
        if venue is None:
            venue = self._known.certain(sought)  # a venue that an earlier row of this file adds
        repeated = self._repeated(planned, values, venue)
        if repeated is not None:
            return repeated
        if values.version is not None and venue is not None and values.version != venue.version:
            return self._stale(planned, said, sought, venue, facts, people)
        if venue is None and (waits := self._likely(planned, sought)) is not None:
            return waits
        return self._settled(planned, said, sought, venue, facts, people)

    def _out_of_reach(self, planned: PlannedRow, values: RowValues, venue: KeyedVenue) -> PlannedRow | None:
        """The row refused where its venue is another agency's, today or on the day it speaks of.

        Whose it is is told, as the name and address are the writer's own; nothing else of it.
        """
        scope, owners = self._names.scope, self._owners.get(venue.id, ())
        if venue.id in self._others:
            agency = self._names.reference.agencies.get(owner_today(scope, owners))
            text = NOBODYS if agency is None else _of_another(agency.short_name or agency.name)
            return self._refuse(planned, values, "name", values.name, text)
        day = values.effective_on or self.effective_on
        if venue.id > 0 and not scope.reaches(owners, day):
            text = f"這家店家在 {day} 不屬於您的機關；請改填屬於您機關的日子，例如 {scope.today}。"
            return self._refuse(planned, values, "effective_on", day.isoformat(), text)
        return None

    def _likely(self, planned: PlannedRow, sought: Sought) -> PlannedRow | None:
        """The row waiting for a person where it likely means a known venue."""
        likely, elsewhere = self._known.likely(sought), False
        if likely is None and (other := self._known_elsewhere.likely(sought)) is not None:
            likely, elsewhere = (other[0], LIKE_ANOTHERS), True
        if likely is None:
            return None
        self.met.add(likely[0].id)
        found = replace(
            planned,
            outcome=Outcome.CANDIDATE,
            venue_id=likely[0].id,
            reason=likely[1],
            elsewhere=elsewhere,
        )
        mark = fingerprint(self._names.scheme, self._agency, found)
        return replace(found, waits_already=mark in self._waiting)

    def _stale(
        self,
        planned: PlannedRow,
        said: Statement,
        sought: Sought,
        venue: KeyedVenue,
        facts: Histories,
        people: Mapping[int, tuple[str, str]],
    ) -> PlannedRow:
        """A row exported before its venue was changed: a conflict, unless a person settled this very one."""
        settled = self._resolved.get(planned.number)
        if settled is not None and settled.version != venue.version:
            settled = None
        if settled is not None and settled.keep is Keep.MINE:
            mine = self._settled(planned, said, sought, venue, facts, people)
            return replace(mine, version=venue.version, reason=mine.reason or MINE_KEPT)
        tried = self._settled(planned, said, sought, venue, facts, people, trial=True)
        row = replace(planned, venue_id=venue.id, version=venue.version, differences=tried.differences)
        if settled is not None:
            return replace(row, outcome=Outcome.UNCHANGED, reason=THEIRS_KEPT)
        # What would keep the file's words from being taken is told beforehand.
        problems = tuple(replace(problem, warning=True) for problem in tried.problems)
        reason = f"版本 {said.values.version} 已過時（目前 {venue.version}）；請重新下載後再改。"
        return replace(row, outcome=Outcome.CONFLICT, reason=reason, problems=problems)

    def _settled(
        self,
        planned: PlannedRow,
        said: Statement,
        sought: Sought,
        venue: KeyedVenue | None,
        facts: Histories,
        people: Mapping[int, tuple[str, str]],
        *,
        trial: bool = False,
    ) -> PlannedRow:
        """A row whose venue is certain, known or new: what it records; a trial is not remembered."""
        effective_on = said.values.effective_on or self.effective_on
        own_facts = facts[venue.id] if venue is not None and venue.id in facts else {}
        default = self._agency if said.values.agency is None else None
        state(self._names, said, venue, own_facts, default, effective_on)
        if venue is not None and _leaves_point(said, sought, venue):
            said.problem("address", said.values.address or "", POINT_STAYS, warning=True)
        if not trial:
            self._tell_sector_once(said)
        if said.refused:
            return replace(planned, problems=tuple(said.problems), reason=_first_of(said))
        if not trial:
            self._remember(said.values, sought, venue)
        descriptions = descriptions_of(said, venue)
        contact = contact_of(said.values, people.get(venue.id) if venue is not None else None)
        changed = bool(said.facts or descriptions or contact)
        return replace(
            planned,
            outcome=Outcome.NEW if venue is None else Outcome.CHANGED if changed else Outcome.UNCHANGED,
            venue_id=venue.id if venue is not None else None,
            effective_on=effective_on,
            facts=tuple(said.facts),
            descriptions=descriptions,
            contact=contact,
            keys=(sought.name_key, sought.address_key),
            problems=tuple(said.problems),
            differences=self._differences(said, venue, own_facts, descriptions, contact, effective_on),
        )

    def _differences(
        self,
        said: Statement,
        venue: KeyedVenue | None,
        before: FacetFacts,
        descriptions: Mapping[str, str | float | None],
        contact: tuple[str, str] | None,
        day: date,
    ) -> tuple[Difference, ...]:
        if venue is None:
            return ()
        told = differences(self._names.reference, said.values, venue, before, said.facts, descriptions, day)
        return (*told, Difference(CONTACT)) if contact is not None else tuple(told)

    def _tell_sector_once(self, said: Statement) -> None:
        """A new sector is reported with the first row that names it, not with each."""
        named = said.values.sector
        if named is not None and any(f.new_sector for f in said.facts):
            if named in self._new_sectors:
                said.problems = [p for p in said.problems if not (p.warning and p.value == named)]
            self._new_sectors.add(named)

    def _remember(self, values: RowValues, sought: Sought, venue: KeyedVenue | None) -> None:
        """Let later rows of the file know which venue this row was about."""
        if venue is not None:
            self._first_row[venue.id] = values
            return
        added = KeyedVenue(
            -values.row,
            0,
            values.name,
            values.address or "",
            values.tax_id or "",
            None,
            None,
            "",
            sought.name_key,
            sought.address_key,
        )
        self._known.add(added)
        self._first_row[added.id] = values

    def _repeated(
        self, planned: PlannedRow, values: RowValues, venue: KeyedVenue | None
    ) -> PlannedRow | None:
        """A row about a venue that an earlier row was about: the same again, or a conflict."""
        first = self._first_row.get(venue.id) if venue is not None else None
        if first is None or venue is None:
            return None
        known_id = venue.id if venue.id > 0 else None
        if same_again(first, values):
            reason = f"與第 {first.row} 列相同"
            return replace(planned, outcome=Outcome.UNCHANGED, venue_id=known_id, reason=reason)
        reason = f"與第 {first.row} 列是同一店家，但內容不同；請只留一列。"
        return replace(planned, outcome=Outcome.CONFLICT, venue_id=known_id, reason=reason)

    def _point(self, said: Statement) -> tuple[float, float] | None:
        """The row's point in degrees, whichever system it is written in."""
        lon, lat = said.values.lon, said.values.lat
        if lon is None or lat is None:
            return None
        try:
            return as_wgs84(lon, lat)
        except CoordinatesRefused as refused:
            said.problem("lon", f"{lon}, {lat}", str(refused))
            return None

    def _refuse(self, planned: PlannedRow, values: RowValues, code: str, value: str, text: str) -> PlannedRow:
        said = Statement(values, self._read.match, problems=list(planned.problems))
        said.problem(code, value, text)
        return replace(planned, problems=tuple(said.problems), reason=text)


def _leaves_point(said: Statement, sought: Sought, venue: KeyedVenue) -> bool:
    """Whether an exported row moves a venue's address and nothing tells where its point would move."""
    moved = said.values.address is not None and sought.address_key != venue.address_key
    told = said.point is not None or said.located is not None
    return said.values.version is not None and moved and not told and venue.lon is not None


def _of_another(agency: str) -> str:
    return f"這家店家由{agency}列管，不能由您的清單更動；若應改由您的機關列管，請該機關在店家頁面辦理移轉。"


def _first_of(said: Statement) -> str:
    return next(p.problem for p in said.problems if not p.warning)


def _first_problem(planned: PlannedRow) -> str:
    return next((p.problem for p in planned.problems if not p.warning), "")
