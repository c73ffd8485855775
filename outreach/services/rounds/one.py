"""One agency in one round: how it stands, its figures then and now, and what changed before."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from outreach.rules.rate import Tally
from outreach.rules.rounds import Item, State, Step
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.naming import conditions
from outreach.services.rounds.looking import (
    agency_meant,
    agency_name,
    in_order,
    round_row,
    round_told,
    standing_of,
    steps_told,
)
from outreach.services.rounds.model import AgencyRound, Line, Since
from outreach.services.rounds.since import bridge_since, changes_since, since_for
from outreach.services.who import Right, Who
from outreach.store.changes import current_seq
from outreach.store.engine import Connection, reading
from outreach.store.reference import Named
from outreach.store.rounds import RoundRow, StepRow, steps_taken


def round_of(city: City, who: Who, round_id: int, *, today: date, agency: int | None = None) -> AgencyRound:
    """An agency (the asker's own unless told otherwise) in a round, with everything an approver looks at.

    Once a list is submitted, `changes` and `handed_in` end at the number with which it was submitted.
    Raises `NoSuchRound`, `NoAgency`, `reach.OtherAgency`.
    """
    meant = agency_meant(city, who, Right.SEE_VENUES, agency, today, "查看機關的填報")
    with reading(city.engine) as connection:
        return told(city, who, connection, round_row(connection, round_id), meant)


def told(city: City, who: Who, connection: Connection, row: RoundRow, agency: int) -> AgencyRound:
    """The same inside a transaction; whether the asker may see it was asked before."""
    reference = city.reference()
    steps = steps_taken(connection, round_id=row.id, agency_id=agency)
    present, handed_in = current_seq(connection), lying(steps)
    until = present if handed_in is None else handed_in.seq
    since = since_for(connection, row, agency)
    view = _View(city, who, row, agency, since, None if handed_in is None else until, present)
    return AgencyRound(
        round=round_told(row, reference),
        agency=agency,
        agency_code=reference.agencies[agency].code,
        agency_name=agency_name(reference, agency),
        state=standing_of(steps),
        steps=steps_told(city, row, steps),
        lines=tuple(view.lines()),
        since=since,
        changes=changes_since(city, connection, row, agency, since, until) if since else (),
        seq=until,
        changed_since=_changed_since(city, connection, row, agency, handed_in, present),
    )


def lying(steps: list[StepRow]) -> StepRow | None:
    """The submission that lies with the approver or was confirmed, among an agency's steps in a round."""
    if standing_of(steps) not in (State.SUBMITTED, State.CONFIRMED):
        return None
    return next(row for row in reversed(steps) if row.step is Step.SUBMITTED)


def _changed_since(
    city: City, connection: Connection, row: RoundRow, agency: int, handed_in: StepRow | None, present: int
) -> int:
    """How many changes touched the list after it was handed in."""
    if handed_in is None:
        return 0
    since = Since(row.name, row.as_of, handed_in.seq, handed_in.at, True)
    return len(changes_since(city, connection, row, agency, since, present))


@dataclass(frozen=True, slots=True)
class _View:
    """What the lines of one agency in one round are counted from; numbers are sequence numbers."""

    city: City
    who: Who
    row: RoundRow
    agency: int
    since: Since | None
    handed_in: int | None
    present: int

    def lines(self) -> Iterator[Line]:
        """One line for each scheme, and within it for kinds that are never mixed into one rate."""
        reference = self.city.reference()
        until = self.present if self.handed_in is None else self.handed_in
        for item in self.row.items:
            settings = self.city.figures.settings(item.scheme_id, self.row.as_of, until)
            for kinds in shown_together(item, settings.open_kinds):
                rated = not (kinds and settings.open_kinds.issuperset(kinds))
                yield self._line(reference.schemes[item.scheme_id], kinds, rated, until)

    def _line(self, scheme: Named, kinds: tuple[Kind, ...], rated: bool, until: int) -> Line:
        reference, since, row = self.city.reference(), self.since, self.row
        texts = own_conditions(reference.agencies[self.agency].code, kinds)

        def tally(day: date, seq: int) -> Tally:
            return coverage(self.city, self.who, scheme.code, day, where=texts, known_at=seq).total

        where = conditions(reference, scheme.id, texts)
        return Line(
            scheme=scheme.code,
            scheme_name=scheme.name,
            kinds=kinds,
            open=not rated,
            handed_in=None if self.handed_in is None else tally(row.as_of, self.handed_in),
            present=tally(row.as_of, self.present),
            before=tally(since.as_of, since.seq) if since else None,
            parts=bridge_since(self.city, scheme.id, where, since, row.as_of, until) if since else (),
        )


def own_conditions(agency: str, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    """FIELD=CODE conditions of an agency's venues of these kinds; none, or both, is no condition."""
    one = (f"kind={kinds[0].value}",) if len(kinds) == 1 else ()
    return (f"agency={agency}", *one)


def shown_together(item: Item, open_kinds: Set[Kind]) -> tuple[tuple[Kind, ...], ...]:
    """An item's kinds in groups that may share a figure: open drives have no rate and stand apart."""
    asked = item.kinds or frozenset(Kind)
    rated, without = asked - open_kinds, asked & open_kinds
    if not (rated and without):
        return (in_order(item.kinds),)
    return in_order(rated), in_order(without)
