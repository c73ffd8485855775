"""What the map shows: areas with their figures, and the venues of one village with their points.

Figures are those of `services.coverage`, so a map and a table of the same question agree to the digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from geodata.places import District, Village, district_by_code, districts, villages
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, named_rows
from outreach.services.map_change import (
    GREAT_POINTS,
    Compared,
    all_beside,
    beside,
    checked_day,
    class_of,
    usual_day,
)
from outreach.services.naming import NONE_NAME, conditions, scheme_named
from outreach.services.open_figures import may_see_figures
from outreach.services.who import Right, Who


class Layer(StrEnum):
    """What the areas are coloured by; the last two are for kinds of venue that are shown without a rate.

    `change` and `joined_change` compare with an earlier day.
    """

    RATE = "rate"
    OUTSTANDING = "outstanding"
    EXCLUDED = "excluded"
    CHANGE = "change"
    JOINED = "joined"
    JOINED_CHANGE = "joined_change"

    @property
    def changes(self) -> bool:
        """Whether two days are compared."""
        return self in (Layer.CHANGE, Layer.JOINED_CHANGE)

    @property
    def open(self) -> bool:
        """Whether only who joined counts, and nobody is behind."""
        return self in (Layer.JOINED, Layer.JOINED_CHANGE)


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
    """What is asked of the map: a scheme, a day, what was known, and FIELD=CODE conditions.

    `than` is the earlier day that the layers of changes compare with, None for the usual one.
    """

    scheme: str
    as_of: date
    known_at: int
    where: tuple[str, ...] = ()
    than: date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The layers that make sense for some kinds of venue: which kinds have a rate, and which only join."""

    rated: tuple[Kind, ...]
    open: tuple[Kind, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """In the order in which they are offered; the first is the usual one."""
        rated = (Layer.RATE, Layer.OUTSTANDING, Layer.EXCLUDED, Layer.CHANGE) if self.rated else ()
        return (*rated, *((Layer.JOINED, Layer.JOINED_CHANGE) if self.open else ()))

    def kinds(self, layer: Layer) -> tuple[Kind, ...]:
        """The kinds of venue that a layer is about."""
        return self.open if layer.open else self.rated

    def nearest(self, asked: Layer) -> Layer:
        """The layer that is asked for; where these kinds lack it, the one that says the same of them."""
        if asked in self.layers:
            return asked
        return next((layer for layer in self.layers if layer.changes is asked.changes), self.layers[0])


def choice(
    city: City, who: Who, scheme: str, as_of: date, kinds: Sequence[Kind], known_at: int | None = None
) -> Choice:
    """Which layers there are on a day for some kinds of venue (none: all of them)."""
    who.must(Right.SEE_PUBLIC)
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
    none. The last class of `rate` is exactly 100 %. Changes have no bounds but the five classes of
    `map_change.class_of`; there `step` is a great change, in hundredths of a percentage point or in venues.
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
        if self.layer.changes:
            return class_of(moved(self.layer, tally), self.step)
        if not _base(self.layer, tally):
            return None
        if self.counts:
            return sum(_part(self.layer, tally) > bound for bound in self.bounds)
        part, base = _part(self.layer, tally), _base(self.layer, tally)
        found = sum(100 * part > bound * base for bound in self.bounds)
        return found + (self.layer is Layer.RATE and part == base)


def moved(layer: Layer, tally: Tally) -> int | None:
    """How far a group's figure moved: hundredths of a percentage point, or venues.

    None where there is nothing to compare, as in a group whose earlier day nobody asked for.
    """
    if not isinstance(tally, Compared):
        return None
    return tally.points if layer is Layer.CHANGE else tally.joined


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
    if layer is Layer.CHANGE:
        return Classes(layer, (), GREAT_POINTS)
    if layer is Layer.JOINED_CHANGE:
        most = max((abs(moved(layer, tally) or 0) for tally in tallies), default=0)
        return Classes(layer, (), _round_step(most, steps=2))
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

    Areas and `elsewhere` sum to `total`. In layers of changes all tallies are `Compared`, with those of the
    day `than`. `joined_only`: the public asks of villages, and the tallies are of who joined alone.
    """

    layer: Layer
    classes: Classes
    rows: tuple[Area, ...]
    elsewhere: Tally
    total: Tally
    than: date | None = None
    joined_only: bool = False

    @property
    def somewhere_else(self) -> bool:
        """Whether any venue names none of the areas, on either day."""
        earlier = self.elsewhere.before if isinstance(self.elsewhere, Compared) else Tally()
        return bool(self.elsewhere.population or earlier.population)


def areas(city: City, who: Who, question: Question, layer: Layer, district: str | None = None) -> Areas:
    """The figures of all districts, or of all villages of a district (its code).

    The public reads of villages only how many joined. Raises `NoSuchPlace`, the refusals of `coverage`, and
    in layers of changes those of `checked_day`.
    """
    tallies, total = area_tallies(city, who, question, layer, district)
    than = None
    if layer.changes:
        than = _than(city, who, question)
        before, all_before = area_tallies(city, who, replace(question, as_of=than), layer, district)
        tallies, total = all_beside(tallies, before), beside(total, all_before)
    nothing = beside(Tally(), Tally()) if layer.changes else Tally()
    told = {place.code: tallies.get(place.code, nothing) for place in ground(district)}
    found = classes(layer, told.values())
    rows = [Area(place, told[place.code], found.of(told[place.code])) for place in ground(district)]
    alone = joined_alone(who, layer, district)
    return Areas(layer, found, tuple(rows), tallies.get("", nothing), total, than, alone)


def _than(city: City, who: Who, question: Question) -> date:
    """The earlier day of a question; one that was asked for must be one that can be compared with."""
    if question.than is None:
        return usual_day(city, who, question.scheme, question.as_of)
    return checked_day(city, who, question.scheme, question.as_of, question.than)


def ground(district: str | None) -> Sequence[District | Village]:
    """All districts, or all villages of one, in order of code."""
    return districts() if district is None else [v for v in villages() if v.district_code == district]


def area_dimension(district: str | None) -> Dimension:
    """What areas are groups of. Raises `NoSuchPlace` for a district that there is not."""
    if district is not None and district_by_code(district) is None:
        raise NoSuchPlace(value=district)
    return Dimension.DISTRICT if district is None else Dimension.VILLAGE


def area_conditions(question: Question, district: str | None) -> tuple[str, ...]:
    """The conditions under which areas are counted."""
    return question.where if district is None else (*question.where, f"district={district}")


def joined_alone(who: Who, layer: Layer, district: str | None) -> bool:
    """Whether the asker reads of villages only how many joined."""
    return district is not None and layer.open and not who.may(Right.SEE_FIGURES)


def area_tallies(
    city: City, who: Who, question: Question, layer: Layer, district: str | None
) -> tuple[Mapping[str, Tally], Tally]:
    """The figures of one day by an area's code ("" for what names none), and all together."""
    by, where = area_dimension(district), area_conditions(question, district)
    if joined_alone(who, layer, district):
        return _joined(city, who, question, where)
    table = coverage(
        city, who, question.scheme, question.as_of, by=by, where=where, known_at=question.known_at
    )
    return {row.key: row.tally for row in table.rows}, table.total


def _joined(
    city: City, who: Who, question: Question, texts: tuple[str, ...]
) -> tuple[Mapping[str, Tally], Tally]:
    """Who joined in each village of a district, and in all of it; of nobody else anything is told."""
    who.must(Right.SEE_PUBLIC)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    where = conditions(reference, scheme.id, open_conditions(who, texts))
    found = city.figures.coverage(scheme.id, question.as_of, Dimension.VILLAGE, where, question.known_at)
    rows = named_rows(reference, scheme.id, Dimension.VILLAGE, found.rows)
    told = {row.key: only_joined(row.tally) for row in rows if row.tally.completed}
    return told, only_joined(found.total)


def only_joined(tally: Tally) -> Tally:
    """What the public reads of a village's figures."""
    return Tally.of({Standing.COMPLETED: tally.completed})


def open_conditions(who: Who, where: tuple[str, ...]) -> tuple[str, ...]:
    """Conditions that the public may narrow a map to; others are refused."""
    may_see_figures(who, None, where)
    return where


#: The condition that asks for venues that name no district, or no village.
NO_DISTRICT, NO_VILLAGE = f"district={NONE_NAME}", f"village={NONE_NAME}"
