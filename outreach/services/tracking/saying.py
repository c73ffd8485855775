"""Reporting progress on tracked items, and recording what a meeting decided of them.

Entries are added and never changed: whatever is wrong is put right by entering it again for the same meeting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.rules.tracking import DECISIONS, Decision, Entry, ItemNumber, fits, released_before
from outreach.services.city import City
from outreach.services.meetings.looking import meeting_row
from outreach.services.reach import OtherAgency
from outreach.services.tracking.looking import agencies_by_item, agency_of, item_of, items_by_number, name_of
from outreach.services.tracking.model import Deciding, Progress
from outreach.services.tracking.refusals import DecisionDoesNotFit, NotYetTracked
from outreach.services.tracking.wording import LONGEST_PROGRESS, LONGEST_WORDS, worded
from outreach.services.who import Extent, Right, Who
from outreach.store.engine import Connection, writing
from outreach.store.reference import Reference, read_reference
from outreach.store.tracking import (
    AgencyRow,
    DecisionRow,
    ItemRow,
    add_decision,
    add_report,
    decisions_made,
    reports_made,
)


def may_report(who: Who, agency: int) -> bool:
    """Whether somebody may report for an agency (an id)."""
    return who.extent(Right.STEER) is Extent.CITY or (who.may(Right.CONFIRM) and who.agency == agency)


def report(city: City, who: Who, number: int, reports: Sequence[Progress], *, now: datetime) -> int:
    """Report progress to a meeting, managers for any agency, an approver for its own; all or none.

    What says the same as was said before (for this meeting or carried over) is not recorded again; how many
    were. Raises `NoSuchMeeting`, `NotAnItemNumber`, `NoSuchTrackedItem`, `NotOfTheItem`, `NotYetTracked`,
    `OtherAgency`, `WordsDoNotFit` and those of `naming`.
    """
    who.must(Right.READ_MEETINGS)
    if who.extent(Right.STEER) is not Extent.CITY:
        who.must(Right.CONFIRM)
    with writing(city.engine) as connection:
        board = _Board.of(connection, number)
        made = reports_made(connection)
        done = 0
        for one in reports:
            item, agency = board.place(one.item, one.agency)
            if not may_report(who, agency):
                raise OtherAgency(agency=name_of(board.reference, agency)[1])
            words = worded("辦理情形", one.progress, LONGEST_PROGRESS, example="已完成轄管場館張貼")
            own = [r for r in made if (r.item_id, r.agency_id) == (item.id, agency) and r.meeting <= number]
            last = max(own, key=lambda r: (r.meeting, r.id), default=None)
            if last is not None and (last.progress, last.due_on) == (words, one.due_on):
                continue
            add_report(
                connection,
                item_id=item.id,
                agency_id=agency,
                meeting_number=number,
                progress=words,
                due_on=one.due_on,
                reported_by=who.name,
                reported_user_id=who.user,
                reported_at=now,
            )
            done += 1
    return done


def decide(city: City, who: Who, number: int, decisions: Sequence[Deciding], *, now: datetime) -> int:
    """Record what a meeting decided, agency by agency; all or none.

    What holds already is not recorded again; how many were. Raises `NoSuchMeeting`, `NotAnItemNumber`,
    `NoSuchTrackedItem`, `NotOfTheItem`, `NotYetTracked`, `DecisionDoesNotFit`, `WordsDoNotFit` and those of
    `naming`.
    """
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        board = _Board.of(connection, number)
        made = decisions_made(connection)
        done = 0
        for one in decisions:
            item, agency = board.place(one.item, one.agency)
            words = worded("會議結論", one.words, LONGEST_WORDS, example="請持續辦理", least=0)
            own = [d for d in made if (d.item_id, d.agency_id) == (item.id, agency)]
            _check_fit(item.number, name_of(board.reference, agency)[1], own, number, one.decision)
            last = next((d for d in reversed(own) if d.meeting == number), None)
            if last is not None and (last.decision, last.words) == (one.decision, words):
                continue
            add_decision(
                connection,
                item_id=item.id,
                agency_id=agency,
                meeting_number=number,
                decision=one.decision.value,
                words=words,
                recorded_by=who.name,
                recorded_user_id=who.user,
                recorded_at=now,
            )
            done += 1
    return done


def _check_fit(
    item: ItemNumber, agency: str, own: Sequence[DecisionRow], meeting: int, decision: Decision
) -> None:
    released = released_before([Entry(d.meeting, d.decision) for d in own], meeting)
    if not fits(decision, released=released):
        raise DecisionDoesNotFit(
            item=item,
            agency=agency,
            state="已解除列管" if released else "仍在列管",
            decision=DECISIONS[decision],
            example=DECISIONS[Decision.TRACKED_AGAIN if released else Decision.KEPT],
        )


@dataclass(frozen=True, slots=True)
class _Board:
    """Every item and its agencies, as a meeting that is known finds them."""

    number: int
    reference: Reference
    items: Mapping[ItemNumber, ItemRow]
    agencies: Mapping[int, Sequence[AgencyRow]]

    @classmethod
    def of(cls, connection: Connection, number: int) -> _Board:
        """Raises `NoSuchMeeting`."""
        meeting_row(connection, number)
        reference, items = read_reference(connection), items_by_number(connection)
        return cls(number, reference, items, agencies_by_item(connection))

    def place(self, item: str, agency: str) -> tuple[ItemRow, int]:
        """The item and the agency's id that are meant."""
        row = item_of(self.items, item)
        found = agency_of(self.reference, row, self.agencies, agency)
        if row.number.meeting >= self.number:
            of = row.number.meeting
            raise NotYetTracked(item=row.number, of=of, number=self.number, example=of + 1)
        return row, found
