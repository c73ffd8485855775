"""What the map fetches: boundaries, the figures of areas, and the venues of a village.

Whatever depends on who is asking goes through services, with the asker of `outreach.web.asking`. Answers
are JSON that the browser shows as text. Bad parameters are 400, unknown names 404, both with a sentence.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_bytes, boundary_file
from geodata.layers import figures_json
from outreach.figures.positions import Dimension
from outreach.pages import map_words
from outreach.pages.map_weeks_words import weeks_json
from outreach.pages.words import LANGUAGES
from outreach.rules.dates import parse_day
from outreach.rules.refusals import Refusal
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.map_layers import Layer, layer_named
from outreach.services.map_weeks import Weeks, weeks
from outreach.services.mapping import Areas, Question, areas
from outreach.services.open_figures import must_have_come
from outreach.services.spots import Spots, spots
from outreach.services.who import Who
from outreach.web import asking
from outreach.web.answering import PRIVATE, answer, answering, as_json, packed
from outreach.web.opened import city as opened_city
from outreach.web.opened import today
from outreach.web.pace import Pace, for_maps, paced
from outreach.web.versioned import ASKED_ABOUT, KEPT

_ASKED = ("scheme", "day", "known_at", "layer", "lang", "than")
#: Conditions that an address may hold, as FIELD=CODE does elsewhere.
_FIELDS = tuple(d.value for d in Dimension)


class NotAParameter(Refusal, ValueError):
    """A parameter that the address does not take, or takes once."""

    template = "讀到參數『{value}』；可用的參數有 {accepted}，各寫一次，例如 {example}。"


class ParameterMissing(Refusal, ValueError):
    """A parameter without which there is no question."""

    template = "網址少了參數『{name}』；請補上，例如 {example}。"


class NoSuchBoundaries(Refusal, LookupError):
    """There are two files of boundaries, and this is neither."""

    template = "查無界線檔『{value}』；可用的有 {first}、{second}，例如 {first}。"


_EXAMPLES = {"scheme": "scheme=mycode", "day": "day=2021-10-14", "layer": "layer=rate", "lang": "lang=en"}
_EXAMPLES["village"] = "village=63000030041"


@dataclass(frozen=True, slots=True)
class Read:
    """An address taken apart; `district` or `village` is whose areas or venues are asked for."""

    question: Question
    layer: Layer
    language: str
    district: str | None
    village: str | None


def figures_address(question: Question, layer: Layer, language: str, district: str | None = None) -> str:
    """Where the figures of all districts are, or those of a district's villages; relative to the root."""
    return f"layers/figures.json?{_written(question, layer, language, district=district)}"


def weeks_address(question: Question, layer: Layer, language: str, district: str | None = None) -> str:
    """Where the figures of every week up to a day are; relative to the root."""
    return f"layers/weeks.json?{_written(question, layer, language, district=district)}"


def names_address(question: Question, layer: Layer, language: str) -> str:
    """Where the venues of a village are, but for its code, which the map adds; relative to the root."""
    return f"layers/venues.json?{_written(question, layer, language)}&village="


@cache
def boundaries_address(name: str) -> str:
    """Where a file of boundaries is, named with its content's hash so that browsers may keep it."""
    return f"layers/{name}?v={hashlib.sha256(boundary_bytes(name)).hexdigest()[:12]}"


def _written(question: Question, layer: Layer, language: str, **place: str | None) -> str:
    told: dict[str, str] = {
        "scheme": question.scheme,
        "day": question.as_of.isoformat(),
        "known_at": str(question.known_at),
        "layer": layer.value,
        "lang": language,
    }
    if question.than is not None and layer.changes:
        told["than"] = question.than.isoformat()
    told.update((name, value) for name, _, value in (c.partition("=") for c in question.where))
    told.update({name: code for name, code in place.items() if code})
    return urlencode(told)


def read(city: City, request: Request) -> Read:
    """The question of an address. Raises `NotAParameter`, `ParameterMissing` and what services refuse."""
    told: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in (*_ASKED, *_FIELDS) or name in told:
            accepted = "、".join((*_ASKED, *_FIELDS))
            raise NotAParameter(value=name, accepted=accepted, example=_EXAMPLES["scheme"])
        told[name] = value
    for name in ("scheme", "day"):
        if not told.get(name):
            raise ParameterMissing(name=name, example=_EXAMPLES[name])
    language = told.get("lang", "zh")
    if language not in LANGUAGES:
        raise NotAParameter(
            value=f"lang={language}", accepted="、".join(LANGUAGES), example=_EXAMPLES["lang"]
        )
    district, village = told.get("district") or None, told.get("village") or None
    where = tuple(f"{name}={told[name]}" for name in _FIELDS if told.get(name) and name != "village")
    known_at = cities.known_at(city, told.get("known_at"))
    than = parse_day(told["than"]) if told.get("than") else None
    question = Question(told["scheme"], parse_day(told["day"]), known_at, where, than)
    return Read(question, layer_named(told.get("layer", Layer.RATE)), language, district, village)


def figures_of(city: City, who: Who, asked: Read) -> Areas:
    """The figures that an address asks for."""
    _of_no_village(asked)
    return areas(city, who, asked.question, asked.layer, asked.district)


def weeks_of(city: City, who: Who, asked: Read) -> Weeks:
    """The figures of every week that an address asks for."""
    _of_no_village(asked)
    return weeks(city, who, asked.question, asked.layer, asked.district)


def _of_no_village(asked: Read) -> None:
    if asked.village is not None:
        accepted = "、".join(n for n in (*_ASKED, *_FIELDS) if n != "village")
        raise NotAParameter(value="village", accepted=accepted, example="district=63000030")


def venues_of(city: City, who: Who, asked: Read, today: date) -> Spots:
    """The venues that an address asks for."""
    if asked.village is None:
        raise ParameterMissing(name="village", example=_EXAMPLES["village"])
    return spots(city, who, asked.question, asked.village, today=today)


def _asked(city: City, request: Request) -> tuple[Who, Read]:
    """Who asks and what: the public of no day to come."""
    who, asked = asking.who_requests(request), read(city, request)
    must_have_come(who, asked.question.as_of, today())
    return who, asked


def _figures(request: Request) -> Response:
    city = opened_city()
    who, asked = _asked(city, request)
    found = figures_of(city, who, asked)
    told = {
        row.place.code: map_words.figure(row, asked.layer, asked.language, joined_only=found.joined_only)
        for row in found.rows
    }
    return _json(request, figures_json(told))


def _weeks(request: Request) -> Response:
    city = opened_city()
    who, asked = _asked(city, request)
    found = weeks_of(city, who, asked)
    return _json(request, weeks_json(found, asked.language))


def _venues(request: Request) -> Response:
    city = opened_city()
    who, asked = _asked(city, request)
    found = venues_of(city, who, asked, today())
    told = [
        {
            "id": str(spot.id),
            "name": spot.name,
            "lon": spot.lon,
            "lat": spot.lat,
            "standing": spot.standing.value,
            "label": map_words.venue_label(spot, asked.layer, asked.language),
        }
        for spot in found.spots
        if spot.located
    ]
    return _json(request, {"venues": told})


def _boundaries(request: Request) -> Response:
    name = f"{request.path_params['name']}.geojson"
    if name not in (DISTRICTS, VILLAGES):
        raise NoSuchBoundaries(value=name, first=DISTRICTS, second=VILLAGES)
    plain, small = _kept(name)
    current = boundaries_address(name).endswith(f"?{request.url.query}") and request.url.query
    # An address that names the content cannot go stale; a bare one is asked about again.
    return answer(request, plain, small, "application/geo+json", KEPT if current else ASKED_ABOUT)


@cache
def _kept(name: str) -> tuple[bytes, bytes]:
    plain = boundary_bytes(name)
    return plain, gzip.compress(plain, 9, mtime=0)


def _json(request: Request, body: object) -> Response:
    plain = as_json(body)
    return answer(request, plain, packed(plain), "application/json", PRIVATE)


def routes(pace: Pace | None = None) -> list[BaseRoute]:
    """`/layers/…`, at the pace of one address.

    Raises `BoundaryUnusable` for boundaries that no map may be drawn from, before anybody opens one.
    """
    for name in (DISTRICTS, VILLAGES):
        boundary_file(name)
    held = for_maps() if pace is None else pace
    return [
        Route("/layers/figures.json", paced(answering(_figures), held)),
        Route("/layers/weeks.json", paced(answering(_weeks), held)),
        Route("/layers/venues.json", paced(answering(_venues), held)),
        Route("/layers/{name}.geojson", answering(_boundaries)),
    ]
