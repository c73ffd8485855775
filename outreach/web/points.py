"""`/layers/points.bin`: every venue on the map as numbers, for whoever asks, packed and kept packed.

The body, little endian: `PTS2`, the length of a JSON header as uint32, the header, then planes of one byte
for each venue: steps from key to key (uint32, low byte first, the first from 0), numbers (uint32), the place
of the village in the header's list (uint16, 65535 for none), and the standing (its place in the header's
list). A key is where the venue stands, the bits of x (the even ones, from the lowest) and y (the odd ones)
in turn, each of 16 bits: at west + x * unit, south + y * unit (degrees, WGS 84). Venues come in the order of
their keys, so neighbours together, and of their numbers in one place.

Planes, because the same byte of many numbers packs far better than many bytes of one number; in the order of
keys, because the map looks for neighbours by it, and because neighbours have much in common.
"""

from __future__ import annotations

import gzip
import math
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension
from outreach.rules.dates import parse_day
from outreach.rules.vocabulary import Standing
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.finding import Points, points_sought
from outreach.services.mapping import Question
from outreach.services.open_figures import must_have_come
from outreach.services.points import PER_DEGREE, city_box
from outreach.services.sought import ANYTHING, Finding, narrowed, sought
from outreach.services.who import Who
from outreach.store.engine import Engine
from outreach.web import asking
from outreach.web.answering import PRIVATE, answer, answering, as_json, tag_of
from outreach.web.layers import NotAParameter, ParameterMissing
from outreach.web.opened import city as opened_city
from outreach.web.opened import today
from outreach.web.pace import Pace, for_maps, paced

MAGIC = b"PTS2"
#: How a venue is drawn, in the order of the header; one that is excluded is, whatever for.
DRAWN = (Standing.COMPLETED.value, Standing.OUTSTANDING.value, "excluded")
_DRAWN_AS = np.array(
    [DRAWN.index(s.value) if s.value in DRAWN else len(DRAWN) - 1 for s in STANDINGS], dtype=np.uint8
)
_FIELDS = tuple(d.value for d in Dimension)
_ACCEPTED = ("scheme", "day", "known_at", *_FIELDS, "voucher", "q", "standing")
_EXAMPLES = {"scheme": "scheme=mycode", "day": "day=2021-10-14"}
#: How hard a body is packed: harder takes three times as long and saves two parts in a hundred.
_LEVEL = 3
#: Bodies kept for each database, with something looked for and without: what one reader types pushes out
#: nothing that many readers fetch. Some 4 MB each at 250,000 venues.
_KEPT, _KEPT_SEARCHES = 6, 6


def points_address(question: Question, place: str, finding: Finding) -> str:
    """Where the points of a question are; relative to the root. Raises `NoSuchPlace`."""
    told = {
        "scheme": question.scheme,
        "day": question.as_of.isoformat(),
        "known_at": str(question.known_at),
        **dict(part.partition("=")[::2] for part in narrowed(question, place, finding)),
        "voucher": finding.voucher,
        "q": finding.text,
        "standing": ",".join(finding.standings),
    }
    return f"layers/points.bin?{urlencode({name: value for name, value in told.items() if value})}"


def as_bytes(found: Points) -> bytes:
    """Points as the map reads them; see above."""
    # From the nearest tenth of a degree the whole city is within the reach of two bytes.
    west, south = (math.floor(side * 10 / PER_DEGREE) / 10 for side in city_box()[:2])
    header = as_json(
        {
            "count": len(found.ids),
            "unlocated": found.unlocated,
            "west": west,
            "south": south,
            "unit": 1 / PER_DEGREE,
            "standings": DRAWN,
            "villages": found.villages,
        }
    )
    keys = _spread(np.rint((found.lon - west) * PER_DEGREE))
    keys |= _spread(np.rint((found.lat - south) * PER_DEGREE)) << np.uint64(1)
    # Key and place in one number: numbers alone sort ten times as fast as their order is found.
    both = np.sort(keys << np.uint64(32) | np.arange(len(keys), dtype=np.uint64))
    order = (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
    planes = (
        _planes(np.diff(both >> np.uint64(32), prepend=np.uint64(0)).astype("<u4")),
        _planes(found.ids.take(order).astype("<u4")),
        _planes(found.village.take(order).astype("<u2")),
        _planes(_DRAWN_AS.take(found.standing.take(order))),
    )
    return b"".join((MAGIC, struct.pack("<I", len(header)), header, *planes))


def _spread(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.uint64]:
    """The bits of whole numbers below 65,536, moved to the even places."""
    bits = numbers.astype(np.uint64)
    for by, kept in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << np.uint64(by)) & np.uint64(kept)
    return bits


def _planes(numbers: npt.NDArray[np.unsignedinteger[Any]]) -> bytes:
    """The first bytes of all numbers, then the second ones, and so on."""
    return numbers.view(np.uint8).reshape(len(numbers), numbers.itemsize).T.tobytes()


class Body(NamedTuple):
    """A body as it is, and packed, and what it is told by."""

    plain: bytes
    small: bytes
    tag: str


@dataclass
class _Shelf:
    """The last bodies that were asked for; several who ask for one at once wait for the first."""

    room: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    bodies: OrderedDict[Hashable, Future[Body]] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """The body kept under a key, else the one made now; what making raises is kept by nobody."""
        own: Future[Body] = Future()
        with self.lock:
            kept = self.bodies.setdefault(key, own)
            self.bodies.move_to_end(key)
            while len(self.bodies) > self.room:
                self.bodies.popitem(last=False)
        if kept is own:
            try:
                own.set_result(make())
            except BaseException as failure:  # noqa: BLE001 - whoever waits for it must hear of it, too
                own.set_exception(failure)
                with self.lock:
                    if self.bodies.get(key) is own:
                        del self.bodies[key]
        return kept.result()


@dataclass
class _Shelves:
    """What is kept of one database."""

    all: _Shelf = field(default_factory=lambda: _Shelf(_KEPT))
    searches: _Shelf = field(default_factory=lambda: _Shelf(_KEPT_SEARCHES))


_lock = threading.Lock()
_kept: WeakKeyDictionary[Engine, _Shelves] = WeakKeyDictionary()


def _shelves(city: City) -> _Shelves:
    with _lock:
        return _kept.setdefault(city.engine, _Shelves())


def _read(city: City, request: Request) -> tuple[Question, Finding]:
    """The question of an address. Raises `NotAParameter`, `ParameterMissing` and what services refuse."""
    told: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in _ACCEPTED or name in told:
            raise NotAParameter(value=name[:40], accepted="、".join(_ACCEPTED), example=_EXAMPLES["scheme"])
        told[name] = value
    for name, example in _EXAMPLES.items():
        if not told.get(name):
            raise ParameterMissing(name=name, example=example)
    where = tuple(f"{name}={told[name]}" for name in _FIELDS if told.get(name))
    known_at = cities.known_at(city, told.get("known_at"))
    question = Question(told["scheme"], parse_day(told["day"]), known_at, where)
    standings = _standings(told.get("standing", ""))
    return question, Finding(told.get("q", ""), told.get("voucher", ""), standings=standings)


def _standings(text: str) -> tuple[Standing, ...]:
    names = [name for name in text.split(",") if name]
    if not set(names) <= set(Standing):
        accepted = "、".join(Standing)
        raise NotAParameter(value=f"standing={text}"[:80], accepted=accepted, example="standing=outstanding")
    return tuple(Standing(name) for name in names)


def _points(request: Request) -> Response:
    city = opened_city()
    who = asking.who_requests(request)
    question, finding = _read(city, request)
    day = today()
    must_have_come(who, question.as_of, day)
    body = kept_body(city, who, question, finding, today=day)
    return answer(request, body.plain, body.small, "application/octet-stream", PRIVATE, tag=body.tag)


def kept_body(city: City, who: Who, question: Question, finding: Finding = ANYTHING, *, today: date) -> Body:
    """The body that somebody's question is answered with, kept or made.

    Raises what `finding.points` raises.
    """
    # Who may not ask is refused here, before anything kept is looked at.
    key = sought(city, who, question, finding=finding, today=today)

    def make() -> Body:
        # Of the key, not of the question: whose venues the asker has may have changed since.
        plain = as_bytes(points_sought(city, key))
        return Body(plain, gzip.compress(plain, _LEVEL, mtime=0), tag_of(plain))

    shelves = _shelves(city)
    return (shelves.searches if key.searched else shelves.all).get(key, make)


def routes(pace: Pace | None = None) -> list[BaseRoute]:
    """`/layers/points.bin`, at the pace of one address."""
    return [Route("/layers/points.bin", paced(answering(_points), for_maps() if pace is None else pace))]
