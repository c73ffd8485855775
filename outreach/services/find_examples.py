"""Words by which venues are found, for whoever looked for some and found none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from geodata.address import split_address
from geodata.streets import street_addresses
from outreach.services.city import City
from outreach.services.finding import Finding, found
from outreach.services.mapping import Question
from outreach.services.spots import Spot
from outreach.services.who import Who

_SECTION = re.compile("[一二三四五六七八九十]+段$")


def examples(city: City, who: Who, question: Question, *, today: date) -> tuple[str, ...]:
    """A road and a name, each of which finds something in the whole city; none where no venue is seen.

    Raises what `finding.found` raises.
    """
    spots = found(city, who, question, today=today).spots

    def finds(text: str) -> bool:
        # An address may write its road in another way than the road is called.
        return found(city, who, question, finding=Finding(text), today=today, size=0).total > 0

    road = next(filter(finds, _roads(spots)), "")
    name = next((spot.name for spot in spots if finds(spot.name)), "")
    return tuple(text for text in (road, name) if text)


def _roads(spots: tuple[Spot, ...]) -> Iterator[str]:
    """The road of each address, as people look for it: without its section."""
    for spot in spots:
        for each in street_addresses(split_address(spot.address)[1])[:1]:
            yield _SECTION.sub("", each.street)
