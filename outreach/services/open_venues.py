"""The venues that joined a scheme and are open, for anybody to use, a page at a time.

Nothing of agencies, of who has not joined, of remarks or people: only what the public map shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.positions import Dimension, Positions
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.naming import conditions
from outreach.services.open_data import must_have_come, schemes_asked
from outreach.services.spots import DECIMALS
from outreach.services.who import Right, Who
from outreach.store.codes import number_of, word_of
from outreach.store.engine import reading
from outreach.store.reference import Named, Reference
from outreach.store.venues import Venue, described

#: Venues on a page where nothing is said, and at most: pages of other people wait while one is made.
PAGE_SIZE, LARGEST_PAGE = 1_000, 2_000
_JOINED = number_of(Facet.PARTICIPATION, Participation.JOINED)


class NotAPageSize(Refusal, ValueError):
    """A page of no venue, or of too many."""

    template = "page_size 讀到『{value}』；請用 1 至 {most} 的整數，例如 page_size={example}。"


class NotACursor(Refusal, ValueError):
    """Not what an answer gave as the way to the next page."""

    template = "after 讀到『{value}』；請照上一頁 Link 標頭（rel=next）的網址取下一頁，例如 after={example}。"


@dataclass(frozen=True, slots=True)
class OpenVenue:
    """A venue that joined a scheme and is open; codes and names are "" where a place is not known."""

    scheme: str
    scheme_name: str
    id: int
    name: str
    kind: Kind
    district: str
    district_name: str
    village: str
    village_name: str
    address: str
    lon: float | None
    lat: float | None
    voucher_kinds: str
    joined_since: date


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Part of the joined venues, by scheme and id; `next_after` leads to the next part, None at the end."""

    as_of: date
    known_at: int
    total: int
    venues: tuple[OpenVenue, ...]
    next_after: str | None


def joined_venues(
    city: City,
    who: Who,
    as_of: date,
    *,
    today: date,
    scheme: str = "",
    kind: str = "",
    district: str = "",
    known_at: str | int | None = None,
    after: str = "",
    page_size: str | int = PAGE_SIZE,
) -> OpenPage:
    """The venues that joined and are open at the end of a day: all, or those of a scheme, kind or district.

    Raises `NotYet`, `NotAPageSize`, `NotACursor` and the refusals of `naming`.
    """
    who.must(Right.SEE_PUBLIC)
    must_have_come(as_of, today)
    size = _size(str(page_size))
    reference = city.reference()
    seq = cities.known_at(city, known_at)
    named = (("kind", kind), ("district", district))
    texts = [f"{field}={value}" for field, value in named if value]
    begun, last = _cursor(reference, after)
    total, wanted = 0, list[tuple[Named, Positions, list[int]]]()
    room = size + 1
    for one in schemes_asked(reference, scheme):
        positions = city.figures.positions(one.id, as_of, seq)
        mask = positions.selected(conditions(reference, one.id, texts))
        mask &= positions.open_joined
        ids = np.flatnonzero(mask)
        total += len(ids)
        if one.code < begun:
            continue
        if one.code == begun:
            ids = ids[ids > last]
        part: list[int] = ids[:room].tolist()
        room -= len(part)
        wanted.append((one, positions, part))
    more = room == 0
    if more:
        _drop_last(wanted)
    venues = tuple(v for one, positions, ids in wanted for v in _told(city, one, positions, ids))
    following = f"{venues[-1].scheme}:{venues[-1].id}" if more else None
    return OpenPage(as_of, seq, total, venues, following)


def _drop_last(wanted: list[tuple[Named, Positions, list[int]]]) -> None:
    """Leave out the one venue that only showed that there are more."""
    next(ids for _one, _positions, ids in reversed(wanted) if ids).pop()


def _told(city: City, scheme: Named, positions: Positions, ids: Sequence[int]) -> Iterable[OpenVenue]:
    reference = city.reference()
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    kinds = positions.dimension(Dimension.KIND)
    places = {d: positions.dimension(d) for d in (Dimension.DISTRICT, Dimension.VILLAGE)}
    for i, since in zip(ids, _joined_since(positions, ids), strict=True):
        venue = venues[i]
        at = {d: _place(reference, scheme.id, d, int(values[i])) for d, values in places.items()}
        yield OpenVenue(
            scheme.code,
            scheme.name,
            i,
            venue.name,
            Kind(word_of(Facet.KIND, int(kinds[i]))),
            *at[Dimension.DISTRICT],
            *at[Dimension.VILLAGE],
            venue.address,
            *_point(venue),
            venue.voucher_kinds,
            since,
        )


def _place(reference: Reference, scheme_id: int, dimension: Dimension, value: int) -> tuple[str, str]:
    return name_of(reference, scheme_id, dimension, value) if value else ("", "")


def _point(venue: Venue) -> tuple[float | None, float | None]:
    if venue.lon is None or venue.lat is None:
        return None, None
    return round(venue.lon, DECIMALS), round(venue.lat, DECIMALS)


def _joined_since(positions: Positions, ids: Sequence[int]) -> list[date]:
    """Since when each venue that has joined on the positions' day has been so without a break.

    A later fact that says so again (a new remark) is no new beginning.
    """
    spans = positions.columns.track(Facet.PARTICIPATION, positions.scheme_id).known(positions.seq)
    first = np.searchsorted(spans.venue, ids, side="left").tolist()
    after = np.searchsorted(spans.venue, ids, side="right").tolist()
    found = []
    for begin, end in zip(first, after, strict=True):
        said = [(int(spans.day[at]), int(spans.value[at])) for at in range(begin, end)]
        since = positions.day
        for day, value in reversed([one for one in said if one[0] <= positions.day]):
            if value != _JOINED:
                break
            since = day
        found.append(date.fromordinal(since))
    return found


def _size(text: str) -> int:
    sound = text.isascii() and text.isdecimal() and len(text) < 6
    if not sound or not 1 <= int(text) <= LARGEST_PAGE:
        raise NotAPageSize(value=text[:20], most=LARGEST_PAGE, example=PAGE_SIZE)
    return int(text)


def _cursor(reference: Reference, text: str) -> tuple[str, int]:
    """Scheme code and venue id after which a page begins; ("", 0) at the beginning."""
    if not text:
        return "", 0
    code, _, number = text.partition(":")
    known = code in {one.code for one in reference.schemes.values()}
    if not known or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotACursor(value=text[:40], example="mycode:1250")
    return code, int(number)
