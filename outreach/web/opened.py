"""The databases this process has open: pages and routes share one, and with it the columns in memory."""

from __future__ import annotations

import threading
from datetime import date

from outreach.services import city as cities
from outreach.services.city import City, open_city
from outreach.store.engine import default_url

_lock = threading.Lock()
_cities: dict[str, City] = {}


def city() -> City:
    """The city that `OUTREACH_DATABASE_URL` names now. Raises `DatabaseNotSetUp`.

    Kept by URL: one process of tests serves one database after the other.
    """
    url = default_url()
    with _lock:
        if url not in _cities:
            _cities[url] = open_city(url)
        return _cities[url]


def today() -> date:
    """The day on which people work here: today, and in a demonstration the day that its story has reached."""
    present = cities.today()
    return cities.opening_day(city(), present) if city().is_demonstration() else present
