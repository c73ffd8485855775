"""What the map shows: areas with their figures, and the venues of one village with their points.

Figures are those of `services.coverage`, so a map and a table of the same question agree to the digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geodata.places import District, Village, district_by_code, districts, villages
from outreach.figures.coverage import as_coverage
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import SHUT, Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, named_rows
from outreach.services.map_change import Compared, all_beside, beside, checked_day, usual_day
from outreach.services.map_classes import Classes, classes
from outreach.services.map_layers import Layer
from outreach.services.naming import NONE_NAME, conditions, scheme_named
from outreach.services.open_figures import may_see_figures
from outreach.services.who import Right, Who


class NoSuchPlace(Refusal, LookupError):
    """No district or village has this code."""

    template = "查無地點『{value}』；請用行政區或里的代碼，例如 63000030（大安區）。"


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
    """Who joined and is open in each village of a district, and in all of it; of nobody else anything."""
    who.must(Right.SEE_PUBLIC)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    where = conditions(reference, scheme.id, open_conditions(who, texts))
    (counts,) = city.figures.on_days(
        scheme.id, [question.as_of], Dimension.VILLAGE, where, question.known_at, SHUT
    )
    found = as_coverage(counts)
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
