"""The classes of a layer: which shade an area is drawn in, by its figure alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.rules.rate import Tally
from outreach.services.map_change import GREAT_POINTS, Compared, class_of
from outreach.services.map_layers import Layer


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

    def spans(self) -> tuple[str, ...]:
        """From how many to how many venues each class is, where the classes are of venues: 0, 1–5, 6–10."""
        spans = [(0, 0), *((bound + 1, bound + self.step) for bound in self.bounds)]
        return tuple(f"{first:,}" if first == last else f"{first:,}–{last:,}" for first, last in spans)

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
