"""What the first reader would wait for, read while the program starts: facts, points and the map of today."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from outreach.rules.refusals import Refusal
from outreach.services import city as cities
from outreach.services.mapping import Question
from outreach.web import opened, points
from outreach.web.failures import record
from outreach.web.signing_in import PUBLIC

#: With this in the environment as "no" nothing is read before somebody asks.
SWITCH = "OUTREACH_WARM"


def warm() -> None:
    """Read what every page counts with, and make the file of points that the public map opens with."""
    try:
        city = opened.city()
        schemes = list(city.reference().schemes.values())
        city.figures.columns()
        if schemes:
            day = cities.opening_day(city, cities.today())
            question = Question(schemes[0].code, day, cities.known_at(city, None))
            points.kept_body(city, PUBLIC, question, today=day)
    except Refusal:
        return  # of a database that is not set up yet: pages say so
    except Exception as failure:  # noqa: BLE001 - nobody waits for this; pages will say what is wrong
        record(failure)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Read beside the start, which does not wait for it."""
    if os.environ.get(SWITCH) != "no":
        threading.Thread(target=warm, name="warming", daemon=True).start()
    yield
