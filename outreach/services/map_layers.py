"""What the map's areas can be coloured by, and which of it makes sense for some kinds of venue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.naming import scheme_named
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


def layer_named(text: str) -> Layer:
    """A layer by its word in addresses. Raises `NotALayer`."""
    if text not in list(Layer):
        raise NotALayer(value=text, layers="、".join(Layer), example=Layer.RATE.value)
    return Layer(text)


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
