"""What the digests of an agency and of the managers say, from the services that the pages ask.

An agency's is read with the rights of its own approver, so that nothing of another's can stand in it. Only
counts are told: a mail is read by more than its mailbox's owner.
"""

from __future__ import annotations

from datetime import date, timedelta

from outreach.figures.positions import Dimension
from outreach.rules.digest import Due
from outreach.rules.rate import Tally
from outreach.rules.tracking import Decision
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.contact_entries import due_follow_ups
from outreach.services.coverage import coverage
from outreach.services.desk import agency_figures
from outreach.services.digest.model import AgencyState, CityLine, CityState, Line, RoundMissing, TrackedDue
from outreach.services.meetings import meetings
from outreach.services.questions import open_questions
from outreach.services.reviews import reviews_past
from outreach.services.rounds import open_round_of, progress, rounds
from outreach.services.tracking import tracked, tracked_items
from outreach.services.who import Right, Role, Who
from outreach.store.reference import Named

_NAME = "每週摘要"


def agency_state(city: City, who: Who, agency: int, weeks: Due, *, today: date) -> AgencyState:
    """The week of an agency (an id); only counts, as its approver would see them today."""
    who.must_everywhere(Right.STEER)
    approver = Who(_NAME, Role.APPROVER, None, agency)
    now = agency_figures(city, approver, weeks.last_day)
    before = {one.scheme.id: one for one in agency_figures(city, approver, weeks.day_before)}
    lines = [
        Line(
            one.scheme.name,
            one.rated_kinds,
            one.rated,
            before[one.scheme.id].rated,
            one.open_kinds,
            one.open,
            before[one.scheme.id].open,
            one.whole,
        )
        for one in now
        if one.rated.population or one.open.population
    ]
    past = reviews_past(city, approver, today=today)
    overdue = due_follow_ups(city, approver, today=today, until=today - timedelta(days=1))
    asked = [one for one in open_questions(city, approver, today=today) if not one.answered]
    return AgencyState(
        tuple(lines),
        open_round_of(city, approver, today),
        len(overdue),
        len(past),
        past[0].since if past else None,
        len(asked),
        _tracked(city, approver, agency),
    )


def _tracked(city: City, who: Who, agency: int) -> tuple[TrackedDue, ...]:
    """Items of the agency that the newest meeting left tracked, or opened."""
    newest = max((one.number for one in meetings(city, who)), default=None)
    if newest is None:
        return ()
    found = [
        TrackedDue(str(line.item.number), line.due_on)
        for line in tracked(city, who, newest)
        if line.agency == agency
        and line.decision is not Decision.RELEASED
        and not (line.released and line.decision is None)
    ]
    opened = [
        TrackedDue(str(item.number), None)
        for item in tracked_items(city, who)
        if item.number.meeting >= newest and agency in {one[0] for one in item.agencies}
    ]
    return (*found, *opened)


def city_state(city: City, who: Who, weeks: Due, *, today: date) -> CityState:
    """The managers' week: figures, who has not reported, who is at the target and who is to review."""
    who.must_everywhere(Right.STEER)
    lines = [_city_line(city, who, scheme, weeks) for scheme in city.reference().schemes.values()]
    past = reviews_past(city, who, today=today)
    missing = []
    for one in rounds(city, who):
        if one.open:
            standings = progress(city, who, one.id)
            names = tuple(each.name for each in standings if each.not_reported)
            missing.append(RoundMissing(one.name, one.deadline, len(standings), names))
    return CityState(
        tuple(one for one in lines if one.line.rated.population or one.line.joining.population),
        tuple(missing),
        len(past),
        past[0].since if past else None,
        len(open_questions(city, who, today=today)),
    )


def _city_line(city: City, who: Who, scheme: Named, weeks: Due) -> CityLine:
    now = coverage(city, who, scheme.code, weeks.last_day, by=Dimension.KIND)
    before = coverage(city, who, scheme.code, weeks.day_before, by=Dimension.KIND)
    opened = tuple(kind for kind in Kind if kind in now.settings.open_kinds)
    rated = tuple(kind for kind in Kind if kind not in now.settings.open_kinds)
    by_kind = {Kind(row.key): row.tally for row in now.rows}
    earlier = {Kind(row.key): row.tally for row in before.rows}
    line = Line(
        scheme.name,
        rated,
        _sum(by_kind, rated),
        _sum(earlier, rated),
        opened,
        _sum(by_kind, opened),
        _sum(earlier, opened),
    )
    if not rated:
        return CityLine(line, (), 0, ())
    among = (f"kind={rated[0]}",) if len(rated) == 1 else ()
    # A bureau's rate is over itself and its subordinates, here as on the board and in the paper.
    table = coverage(city, who, scheme.code, weeks.last_day, by=Dimension.AGENCY, where=among, roll_up=True)
    return CityLine(
        line,
        tuple(row.name for row in table.reached()),
        len(table.rated()),
        tuple((row.name, row.tally) for row in table.to_review()),
    )


def _sum(by_kind: dict[Kind, Tally], kinds: tuple[Kind, ...]) -> Tally:
    return sum((by_kind.get(kind, Tally()) for kind in kinds), Tally())
