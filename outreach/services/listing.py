"""移出 and 列入: taking a venue off a scheme's list from a day, or putting it on again, with a reason."""

from __future__ import annotations

from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.history import worth_recording
from outreach.rules.masking import mask
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Listing
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.naming import scheme_named
from outreach.services.reach import agencies_within, check_own_day, must_reach
from outreach.services.who import Right, Who
from outreach.store.codes import number_of
from outreach.store.engine import writing
from outreach.store.posting import NewFact, open_change
from outreach.store.venues import VenueChangedMeanwhile, histories, raise_versions

LONGEST_REASON = 200
_DONE = {Listing.DELISTED: "移出", Listing.LISTED: "列入"}


class ListingReasonMissing(Refusal, ValueError):
    """A removal or listing without a reason, or with one that is too long."""

    template = "{what}須填寫原因，{most} 字以內；讀到 {length} 字，請填寫，例如「{example}」。"


class ListedSo(Refusal, ValueError):
    """The list says so already on that day."""

    template = (
        "店家 {venue_id} 在 {day} 已是「{what}」{scheme}，沒有新的內容可登錄；請核對日期，例如改用今天。"
    )


def delist(
    city: City,
    who: Who,
    scheme: str,
    venue_id: int,
    effective_on: date,
    reason: str,
    *,
    now: datetime,
    today: date,
    version: int | None = None,
) -> int:
    """Take a venue off a scheme's list from a day on; the change's number.

    `version` is the venue's as it was read. Raises `OutOfReach`, `ListingReasonMissing`, `ListedSo` and
    `VenueChangedMeanwhile`.
    """
    return _state(
        city,
        who,
        scheme,
        venue_id,
        Listing.DELISTED,
        effective_on,
        reason,
        now=now,
        today=today,
        version=version,
    )


def list_again(
    city: City,
    who: Who,
    scheme: str,
    venue_id: int,
    effective_on: date,
    reason: str,
    *,
    now: datetime,
    today: date,
    version: int | None = None,
) -> int:
    """Put a venue on a scheme's list from a day on; the change's number. Raises what `delist` raises."""
    return _state(
        city,
        who,
        scheme,
        venue_id,
        Listing.LISTED,
        effective_on,
        reason,
        now=now,
        today=today,
        version=version,
    )


def _state(
    city: City,
    who: Who,
    scheme: str,
    venue_id: int,
    listing: Listing,
    effective_on: date,
    reason: str,
    *,
    now: datetime,
    today: date,
    version: int | None,
) -> int:
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    meant = scheme_named(city.reference(), scheme)
    what, told = _DONE[listing], mask(reason.strip())
    if not 0 < len(told) <= LONGEST_REASON:
        example = "與店家 12 重複" if listing is Listing.DELISTED else "重新開業"
        raise ListingReasonMissing(what=what, most=LONGEST_REASON, length=len(told), example=example)
    with writing(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        known = histories(connection, [venue_id], meant.id)[venue_id]
        within = agencies_within(city, who, Right.CHANGE, today)
        others = check_own_day(city, within, venue_id, known, effective_on)
        if others is not None:
            raise others
        facts = known[Facet.LISTING]
        value = number_of(Facet.LISTING, listing)
        if not worth_recording(facts, value, "", effective_on):
            raise ListedSo(venue_id=venue_id, day=roc(effective_on), scheme=meant.name, what=what)
        if version is not None and version != venue.version:
            raise VenueChangedMeanwhile(venue_id=venue_id, version=venue.version)
        summary = f"{venue.name}自{roc(effective_on)}起{what}{meant.name}"
        change = open_change(connection, kind="edit", actor=who.name, user=who.user, summary=summary, now=now)
        change.facts([NewFact(venue_id, Facet.LISTING, value, effective_on, meant.id, told)])
        raise_versions(connection, [venue_id])
        return change.id
