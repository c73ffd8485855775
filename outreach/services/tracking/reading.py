"""What a meeting reads about tracked items: progress, due days, how often, the proposal and its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from outreach.figures.coverage import Coverage, rolled_up
from outreach.figures.positions import Dimension
from outreach.rules.editions import Item
from outreach.rules.rate import Tally
from outreach.rules.tracking import Decided, Entry, proposal, released_before, sentences, times_tracked
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City, known_at
from outreach.services.meetings.looking import edition_row, meeting_row
from outreach.services.tracking.looking import agencies_by_item, item_of, item_told, items_by_number
from outreach.services.tracking.model import ItemHistory, TrackedItem, TrackedLine
from outreach.services.who import Right, Who
from outreach.store.codes import number_of
from outreach.store.engine import reading
from outreach.store.meetings import MeetingRow
from outreach.store.tracking import (
    AgencyRow,
    DecisionRow,
    ItemRow,
    ReportRow,
    decisions_made,
    reports_made,
)

R = TypeVar("R", ReportRow, DecisionRow)


def tracked(
    city: City,
    who: Who,
    number: int,
    *,
    edition: int | None = None,
    known: str | int | None = None,
) -> tuple[TrackedLine, ...]:
    """The lines of a meeting, by number, lead agencies first, then by code.

    Items of earlier meetings: agencies still tracked, those that this meeting decided of, and those released
    that fall short again. Figures are of the meeting's as-of day as known at an `edition`'s number, at
    `known` (a number or a time), or now; of a meeting known from paper there are none, nor under an open
    drive. What is reported and decided is what holds now. Raises `NoSuchMeeting`, `NoSuchEdition`,
    `NotATime`.
    """
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    with reading(city.engine) as connection:
        meeting = meeting_row(connection, number)
        seq = edition_row(connection, number, edition).seq if edition is not None else None
        agencies, items = agencies_by_item(connection), items_by_number(connection)
        reports, decisions = reports_made(connection), decisions_made(connection)
    at = _Figures(city, meeting, known_at(city, known) if seq is None else seq)
    said, decided = _by_place(reports), _by_place(decisions)
    found: list[TrackedLine] = []
    for row in items.values():
        if row.number.meeting >= number:
            continue
        item = item_told(row, agencies[row.id], reference)
        by_agency = {one.agency_id: one for one in agencies[row.id]}
        for agency, _key, _name, _part in item.agencies:
            place = row.id, agency
            found += _lines(item, row, by_agency[agency], at, said[place], decided[place])
    return tuple(found)


def conclusions(lines: Sequence[TrackedLine]) -> tuple[str, ...]:
    """會議結論 of a meeting's lines in the minutes' form; none where it has yet to decide."""
    return sentences([Decided(one.item.number, one.name, one.decision) for one in lines])


def tracked_items(city: City, who: Who) -> tuple[TrackedItem, ...]:
    """Every item, released ones too, by number."""
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    with reading(city.engine) as connection:
        agencies = agencies_by_item(connection)
        rows = items_by_number(connection).values()
    return tuple(item_told(row, agencies[row.id], reference) for row in rows)


def item_history(city: City, who: Who, item: str) -> ItemHistory:
    """Everything reported and decided of an item (205-2). Raises `NotAnItemNumber`, `NoSuchTrackedItem`."""
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        row = item_of(items_by_number(connection), item)
        agencies = agencies_by_item(connection, row.id)[row.id]
        reports, decisions = reports_made(connection, row.id), decisions_made(connection, row.id)
    return ItemHistory(item_told(row, agencies, city.reference()), tuple(reports), tuple(decisions))


def _by_place(rows: Sequence[R]) -> dict[tuple[int, int], list[R]]:
    found: dict[tuple[int, int], list[R]] = defaultdict(list)
    for row in rows:
        found[row.item_id, row.agency_id].append(row)
    return found


def _lines(
    item: TrackedItem,
    row: ItemRow,
    agency: AgencyRow,
    at: _Figures,
    reports: Sequence[ReportRow],
    decisions: Sequence[DecisionRow],
) -> Iterator[TrackedLine]:
    """The agency's line, where the meeting reads one."""
    number = at.meeting.number
    entries = [Entry(one.meeting, one.decision) for one in decisions]
    released = released_before(entries, number)
    as_of, tally = at.of(row, agency.agency_id)
    proposed = proposal(tally, released=released)
    decision = next((one for one in reversed(decisions) if one.meeting == number), None)
    if released and proposed is None and decision is None:
        return
    # The latest meeting that something was said for; of that meeting the last entry.
    said = max(
        (one for one in reports if one.meeting <= number), key=lambda r: (r.meeting, r.id), default=None
    )
    _agency, key, name, part = next(one for one in item.agencies if one[0] == agency.agency_id)
    yield TrackedLine(
        item=item,
        agency=agency.agency_id,
        key=key,
        name=name,
        part=part,
        meeting=number,
        progress=said.progress if said else "",
        due_on=said.due_on if said else None,
        said_for=said.meeting if said else None,
        said_by=said.by if said else "",
        said_at=said.at if said else None,
        times=times_tracked(agency.times_before, entries, number),
        as_of=as_of,
        tally=tally,
        released=released,
        proposal=proposed,
        decision=decision.decision if decision else None,
        words=decision.words if decision else "",
        decided_by=decision.by if decision else "",
        decided_at=decision.at if decision else None,
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures that a meeting reads, as known at a number."""

    city: City
    meeting: MeetingRow
    seq: int

    def of(self, item: ItemRow, agency: int) -> tuple[date | None, Tally | None]:
        """The day and the figures of an agency with its subordinates; none where no rate is meant."""
        if item.scheme_id is None or self.meeting.figures_only:
            return None, None
        as_of = self._day(item)
        settings = self.city.figures.settings(item.scheme_id, as_of, self.seq)
        if (item.kinds or frozenset(Kind)) <= settings.open_kinds:
            return None, None
        # Of two kinds there are two in all.
        one = item.kinds if len(item.kinds) == 1 else ()
        where = tuple((Dimension.KIND, number_of(Facet.KIND, kind)) for kind in one)
        own = self.city.figures.coverage(item.scheme_id, as_of, Dimension.AGENCY, where, self.seq)
        # Without its own parent the agency is the first level over whoever is below it.
        parents = {a: p for a, p in self.city.figures.parents(as_of, self.seq).items() if a != agency}
        return as_of, rolled_up(Coverage(own.rows, own.total), parents).rows.get(agency, Tally())

    def _day(self, item: ItemRow) -> date:
        """The as-of day of the meeting's own item about the list, else about its scheme, else its first."""
        assert item.scheme_id is not None
        asked = self.meeting.items
        same = [one for one in asked if one.same_list(Item(item.scheme_id, item.kinds, one.as_of))]
        like = [one for one in asked if one.scheme_id == item.scheme_id]
        return (same or like or list(asked))[0].as_of
