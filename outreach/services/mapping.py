"""What the map shows: areas with their figures, and the venues of one village with their points.

Figures are those of `services.coverage`, so a map and a table of the same question agree to the digit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.places import District, Village, district_by_code, districts, village_by_code, villages
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, name_of
from outreach.services.naming import NONE_NAME, conditions, scheme_named
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.venues import described

#: Decimals of a degree to which points are told: about a metre. What agrees in them is one place.
DECIMALS = 5
#: The order in which venues of one place are told: whoever must act comes first.
_URGENCY = {s: n for n, s in enumerate(dict.fromkeys((Standing.OUTSTANDING, *Standing)))}


class Layer(StrEnum):
    """What the areas are coloured by; `joined` is for kinds of venue that are shown without a rate."""

    RATE = "rate"
    OUTSTANDING = "outstanding"
    EXCLUDED = "excluded"
    JOINED = "joined"


class NotALayer(Refusal, ValueError):
    """The map has no such layer, or not for these kinds of venue."""

    template = "讀到圖層『{value}』；可用的圖層有 {layers}，例如 {example}。"


class NoSuchPlace(Refusal, LookupError):
    """No district or village has this code."""

    template = "查無地點『{value}』；請用行政區或里的代碼，例如 63000030（大安區）。"


def layer_named(text: str) -> Layer:
    """A layer by its word in addresses. Raises `NotALayer`."""
    if text not in list(Layer):
        raise NotALayer(value=text, layers="、".join(Layer), example=Layer.RATE.value)
    return Layer(text)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the map: a scheme, a day, what was known, and FIELD=CODE conditions."""

    scheme: str
    as_of: date
    known_at: int
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The layers that make sense for some kinds of venue: which kinds have a rate, and which only join."""

    rated: tuple[Kind, ...]
    open: tuple[Kind, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """In the order in which they are offered; the first is the usual one."""
        rated = (Layer.RATE, Layer.OUTSTANDING, Layer.EXCLUDED) if self.rated else ()
        return (*rated, *((Layer.JOINED,) if self.open else ()))

    def kinds(self, layer: Layer) -> tuple[Kind, ...]:
        """The kinds of venue that a layer is about."""
        return self.open if layer is Layer.JOINED else self.rated


def choice(
    city: City, who: Who, scheme: str, as_of: date, kinds: Sequence[Kind], known_at: int | None = None
) -> Choice:
    """Which layers there are on a day for some kinds of venue (none: all of them)."""
    who.must(Right.SEE_FIGURES)
    found = scheme_named(city.reference(), scheme)
    settings = city.figures.settings(found.id, as_of, known_at)
    meant = tuple(kinds) or tuple(Kind)
    return Choice(
        tuple(k for k in meant if k not in settings.open_kinds),
        tuple(k for k in meant if k in settings.open_kinds),
    )


@dataclass(frozen=True, slots=True)
class Classes:
    """A layer's classes: a value belongs to the class with as many `bounds` below it.

    Bounds are whole percent for shares, venues for counts, where classes are `step` wide and the first is
    none. The last class of `rate` is exactly 100 %.
    """

    layer: Layer
    bounds: tuple[int, ...]
    step: int = 0

    @property
    def counts(self) -> bool:
        """Whether the classes are of venues and not of percent."""
        return self.layer in (Layer.OUTSTANDING, Layer.JOINED)

    def of(self, tally: Tally) -> int | None:
        """The class of an area, from 0; None where it has nothing that could be counted or divided."""
        if not _base(self.layer, tally):
            return None
        if self.counts:
            return sum(_part(self.layer, tally) > bound for bound in self.bounds)
        part, base = _part(self.layer, tally), _base(self.layer, tally)
        found = sum(100 * part > bound * base for bound in self.bounds)
        return found + (self.layer is Layer.RATE and part == base)


def _part(layer: Layer, tally: Tally) -> int:
    if layer is Layer.OUTSTANDING:
        return tally.outstanding
    return tally.excluded_total if layer is Layer.EXCLUDED else tally.completed


def _base(layer: Layer, tally: Tally) -> int:
    """What there must be for an area to have a class: a denominator, or at least a list."""
    return tally.eligible if layer in (Layer.RATE, Layer.OUTSTANDING) else tally.population


def classes(layer: Layer, tallies: Iterable[Tally]) -> Classes:
    """A layer's classes over some areas: the shares people speak of, or even steps of a round number."""
    if layer is Layer.RATE:
        return Classes(layer, (50, 75, 90))
    if layer is Layer.EXCLUDED:
        return Classes(layer, (0, 5, 10, 25))
    most = max((_part(layer, tally) for tally in tallies), default=0)
    step = _round_step(most)
    return Classes(layer, tuple(range(0, most, step)), step)


def _round_step(most: int, steps: int = 4) -> int:
    """The smallest round number of which no more than `steps` reach `most`."""
    power = 1
    while True:
        for lead in (1, 2, 3, 4, 5, 6, 8):
            if lead * power * steps >= most:
                return lead * power
        power *= 10


@dataclass(frozen=True, slots=True)
class Area:
    """A district or village with its figures; `class_index` is None where it is drawn white and dotted."""

    place: District | Village
    tally: Tally
    class_index: int | None


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area of a ground in order of code, and `elsewhere`: the venues that name none of them.

    Areas and `elsewhere` sum to `total`.
    """

    layer: Layer
    classes: Classes
    rows: tuple[Area, ...]
    elsewhere: Tally
    total: Tally


def areas(city: City, who: Who, question: Question, layer: Layer, district: str | None = None) -> Areas:
    """The figures of all districts, or of all villages of a district (its code).

    Raises `NoSuchPlace`, and the refusals of `coverage`.
    """
    if district is not None and district_by_code(district) is None:
        raise NoSuchPlace(value=district)
    table = coverage(
        city,
        who,
        question.scheme,
        question.as_of,
        by=Dimension.DISTRICT if district is None else Dimension.VILLAGE,
        where=question.where if district is None else (*question.where, f"district={district}"),
        known_at=question.known_at,
    )
    tallies = {row.key: row.tally for row in table.rows}
    ground: Sequence[District | Village] = (
        districts() if district is None else [v for v in villages() if v.district_code == district]
    )
    found = classes(layer, (tallies.get(place.code, Tally()) for place in ground))
    rows = [Area(p, tallies.get(p.code, Tally()), found.of(tallies.get(p.code, Tally()))) for p in ground]
    return Areas(layer, found, tuple(rows), tallies.get("", Tally()), table.total)


@dataclass(frozen=True, slots=True)
class Spot:
    """A venue of a village; `lon` and `lat` (WGS 84) are None where nobody knows its point."""

    id: int
    name: str
    agency: str
    standing: Standing
    lon: float | None
    lat: float | None

    @property
    def located(self) -> bool:
        """Whether it can be drawn."""
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True, slots=True)
class Spots:
    """The listed venues of a village, whoever must act first; `total` is their figures."""

    village: Village
    spots: tuple[Spot, ...]
    total: Tally

    @property
    def unlocated(self) -> int:
        """How many venues have no point."""
        return sum(not spot.located for spot in self.spots)

    def together(self, venue_id: int) -> tuple[Spot, ...]:
        """The venues at the same place as one, itself among them; none where it is not in this village."""
        at = next((s for s in self.spots if s.id == venue_id), None)
        if at is None or not at.located:
            return () if at is None else (at,)
        return tuple(s for s in self.spots if (s.lon, s.lat) == (at.lon, at.lat))


def spots(city: City, who: Who, question: Question, village: str) -> Spots:
    """The venues of a village (its code) under a question.

    Raises `NoSuchPlace`, `NotAllowed` and the refusals of `coverage`.
    """
    who.must(Right.SEE_VENUES)
    found = village_by_code(village)
    if found is None:
        raise NoSuchPlace(value=village)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    where = conditions(reference, scheme.id, (*question.where, f"village={village}"))
    positions = city.figures.positions(scheme.id, question.as_of, question.known_at)
    ids = [int(i) for i in positions.selected(where).nonzero()[0]]
    agencies = positions.dimension(Dimension.AGENCY)
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    names: dict[int, str] = {}
    told = []
    for i in ids:
        venue, agency = venues[i], int(agencies[i])
        if agency not in names:
            names[agency] = name_of(reference, scheme.id, Dimension.AGENCY, agency)[1] if agency else ""
        point = (None, None) if venue.lon is None or venue.lat is None else _rounded(venue.lon, venue.lat)
        told.append(Spot(i, venue.name, names[agency], STANDINGS[positions.codes[i]], *point))
    told.sort(key=lambda s: (_URGENCY[s.standing], s.id))
    return Spots(found, tuple(told), Tally.of(Counter(s.standing for s in told)))


def _rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, DECIMALS), round(lat, DECIMALS)


#: The condition that asks for venues that name no district, or no village.
NO_DISTRICT, NO_VILLAGE = f"district={NONE_NAME}", f"village={NONE_NAME}"
