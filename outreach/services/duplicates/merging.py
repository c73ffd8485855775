"""Merging two entries of one venue: what it would do, and doing it; both histories stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.positions import Dimension
from outreach.rules.matching import address_key
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.duplicates.comparing import Side, in_order, is_candidate, sides
from outreach.services.duplicates.pairs import briefs
from outreach.services.duplicates.refusals import MergedBefore, SpansAgencies, WithItself
from outreach.services.effects import Step
from outreach.services.naming import NONE_NAME
from outreach.services.reach import OutOfReach, within_reach
from outreach.services.who import Right, Who
from outreach.store.duplicates import merged_into
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import open_change
from outreach.store.reference import Named
from outreach.store.venues import (
    Venue,
    VenueChangedMeanwhile,
    described,
    edit_venue,
    raise_versions,
)

#: Descriptions that the one that stays may take over where it has none; a point goes as a whole.
_TAKEN = ("address", "tax_id", "voucher_kinds")

Description = str | float | None


@dataclass(frozen=True, slots=True)
class SchemeStep:
    """A scheme that lists the venue that goes: the figure of its agency, before and after.

    `stays_listed` is False where the one that stays is not on this list: the scheme then loses the venue.
    """

    scheme: Named
    standing: Standing
    step: Step
    stays_listed: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do; `taken` are the descriptions that the one that stays would take over."""

    winner: Side
    loser: Side
    agency: str
    steps: tuple[SchemeStep, ...]
    taken: Mapping[str, Description]


@dataclass(frozen=True, slots=True)
class Merged:
    """The change that records a merge."""

    change_id: int
    winner_id: int
    loser_id: int


def preview_merge(city: City, who: Who, winner_id: int, loser_id: int, *, today: date) -> MergePreview:
    """What `merge` would do; raises what it would raise. Nothing is written."""
    with reading(city.engine) as connection:
        winner, loser = _mergeable(connection, city, who, winner_id, loser_id, today)
    stays, goes = sides(city, who, (winner_id, loser_id), today)
    return MergePreview(
        stays, goes, goes.brief.agency, _steps(city, stays, goes, today), _taken(winner, loser)
    )


def _steps(city: City, winner: Side, loser: Side, day: date) -> tuple[SchemeStep, ...]:
    kept = {scheme.id for scheme, _ in winner.brief.standings}
    found = []
    for scheme, standing in loser.brief.standings:
        rows = city.figures.coverage(scheme.id, day, Dimension.AGENCY).rows
        before = rows.get(loser.brief.agency_id, Tally())
        step = Step(before, before + Tally.of({standing: -1}))
        found.append(SchemeStep(scheme, standing, step, scheme.id in kept))
    return tuple(found)


def merge(
    city: City,
    who: Who,
    winner_id: int,
    loser_id: int,
    *,
    now: datetime,
    today: date,
    take_over: bool = True,
    seen: Mapping[int, int] | None = None,
) -> Merged:
    """Let one of two entries leave every population from this change's number on; the other one stays.

    Facts are not copied. With `take_over`, descriptions that only the loser has become the winner's in the
    same change. `seen` are the versions (by id) that the asker decided on. Raises `WithItself`, `OutOfReach`,
    `SpansAgencies`, `MergedBefore` and `VenueChangedMeanwhile`.
    """
    who.must(Right.CHANGE)
    with writing(city.engine) as connection:
        winner, loser = _mergeable(connection, city, who, winner_id, loser_id, today)
        for venue in (winner, loser):
            if seen is not None and seen.get(venue.id, venue.version) != venue.version:
                raise VenueChangedMeanwhile(venue_id=venue.id, version=venue.version)
        change = open_change(
            connection,
            kind="merge",
            actor=who.name,
            user=who.user,
            summary=f"店家 {loser.id}「{loser.name}」併入店家 {winner.id}「{winner.name}」",
            now=now,
        )
        change.merge(loser.id, winner.id)
        taken = _taken(winner, loser) if take_over else {}
        keys = {"address_key": address_key(str(taken["address"]))} if "address" in taken else {}
        edit_venue(connection, change, winner, taken, keys)
        raise_versions(connection, {loser.id} if taken else {winner.id, loser.id})
    return Merged(change.id, winner.id, loser.id)


def _taken(winner: Venue, loser: Venue) -> dict[str, Description]:
    taken: dict[str, Description] = {
        field: getattr(loser, field)
        for field in _TAKEN
        if getattr(loser, field) and not getattr(winner, field)
    }
    if winner.lon is None and winner.lat is None and loser.lon is not None and loser.lat is not None:
        taken |= {"lon": loser.lon, "lat": loser.lat}
    return taken


def _mergeable(
    connection: Connection, city: City, who: Who, winner_id: int, loser_id: int, day: date
) -> tuple[Venue, Venue]:
    """Both venues, where the asker may merge them; raises every refusal of `merge` but a changed version."""
    who.must(Right.CHANGE)
    found = described(connection, (winner_id, loser_id))
    reached = within_reach(city, who, Right.CHANGE, (winner_id, loser_id), day)
    missing = [i for i in (winner_id, loser_id) if i not in reached or i not in found]
    if missing:
        raise _out_of_reach(city, (winner_id, loser_id), missing, day)
    if winner_id == loser_id:
        raise WithItself(venue_id=winner_id)
    merged = merged_into(connection)
    for venue_id in (loser_id, winner_id):
        if venue_id in merged:
            raise MergedBefore(venue_id=venue_id, into=merged[venue_id])
    return found[winner_id], found[loser_id]


def _out_of_reach(
    city: City, ids: tuple[int, int], missing: list[int], day: date
) -> OutOfReach | SpansAgencies:
    """Of a likely pair the asker knows both venues and hears why not; of any other number nothing is said."""
    if len(missing) == 1 and is_candidate(city, in_order(*ids), day):
        told = briefs(city, ids, day)
        one, other = (told[i].agency or NONE_NAME for i in ids)
        return SpansAgencies(one=one, other=other)
    return OutOfReach(venue_id=missing[0])
