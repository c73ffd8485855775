"""One database and the figures made of it: what every service works on."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from outreach.figures.figures import Figures
from outreach.figures.positions import LISTED
from outreach.rules.dates import parse_moment, today_in_taipei
from outreach.rules.vocabulary import Facet
from outreach.services.naming import scheme_named
from outreach.store import changes as change_store
from outreach.store.engine import Engine, default_url, one_look, open_engine, reading
from outreach.store.reference import Reference, read_reference, reference_stamp
from outreach.store.schema import require
from outreach.store.settings import DEMONSTRATION, read_setting

#: After this long without a newer fact, pages open on the last day that the facts speak of.
LONG_PAST = timedelta(days=60)
#: Digits from which on a text is no sequence number but, if anything, a moment.
LONGEST_NUMBER = 13


@dataclass(frozen=True, slots=True)
class City:
    """An open database; share one among all threads of a process."""

    engine: Engine
    figures: Figures
    _last: list[tuple[str | None, Reference]] = field(default_factory=list, repr=False, compare=False)
    _first_days: dict[int, tuple[int, date | None]] = field(default_factory=dict, repr=False, compare=False)

    def reference(self) -> Reference:
        """Agencies, sectors, places, categories and schemes as they are now."""
        with reading(self.engine) as connection:
            stamp = reference_stamp(connection)
            for known, reference in self._last:
                if known == stamp:
                    return reference
            reference = read_reference(connection)
        self._last[:] = [(stamp, reference)]
        return reference

    def one_look(self) -> AbstractContextManager[None]:
        """Let everything read within the block be of one state; see `store.engine.one_look`."""
        return one_look(self.engine)

    def is_demonstration(self) -> bool:
        """Whether everything in here is invented."""
        with reading(self.engine) as connection:
            return read_setting(connection, DEMONSTRATION) is not None


def open_city(url: str | None = None) -> City:
    """Open the database at a URL (default: `OUTREACH_DATABASE_URL`, else the demonstration's file).

    Raises `DatabaseNotSetUp` where `setup` has not been run on it.
    """
    engine = open_engine(url or default_url())
    require(engine)
    return City(engine, Figures(engine))


def opening_day(city: City, today: date) -> date:
    """The day on which pages open: today, or the facts' last day where that is long past."""
    last = city.figures.last_day(today)
    return last if last is not None and today - last > LONG_PAST else today


def first_day(city: City, scheme: str) -> date | None:
    """The first day on which the scheme's list has a venue; None where none was ever listed."""
    found = scheme_named(city.reference(), scheme)
    columns = city.figures.columns()
    known = city._first_days.get(found.id)
    if known is None or known[0] != columns.seq:
        listing = columns.track(Facet.LISTING, found.id).known(None)
        days = listing.day[listing.value == LISTED]
        known = columns.seq, date.fromordinal(int(days.min())) if len(days) else None
        city._first_days[found.id] = known
    return known[1]


def today(now: datetime | None = None) -> date:
    """The city's own day; only pages and the command line ask without giving the moment."""
    return today_in_taipei(now or datetime.now(UTC))


def known_at(city: City, text: str | int | None) -> int:
    """The sequence number that a number or a moment names, never above the present one.

    None and "" mean now. A moment means the last number recorded at or before it; a whole number is one
    that was resolved before. Raises `NotATime`.
    """
    if isinstance(text, int):
        return text
    with reading(city.engine) as connection:
        present = change_store.current_seq(connection)
        if text is None or not text.strip():
            return present
        if text.strip().isdecimal() and len(text.strip()) < LONGEST_NUMBER:
            return min(int(text.strip()), present)
        return change_store.seq_at(connection, parse_moment(text))
