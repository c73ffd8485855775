"""Small cities for tests: two agencies, villages that share a name, and a clerk who records what is said.

Everything goes through the program's own store and services; a builder only shortens how it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from outreach.rules.matching import address_key, name_key
from outreach.rules.remarks import review_day
from outreach.rules.vocabulary import SCHEME_FACETS, Facet, Listing, Participation
from outreach.services.city import City, open_city
from outreach.services.setup import FROM_THE_BEGINNING, set_up
from outreach.services.who import Role, Who
from outreach.store.codes import WORDS, number_of
from outreach.store.engine import open_engine, writing
from outreach.store.posting import NewFact, open_change
from outreach.store.reference import Place, Reference, put_agency
from outreach.store.venues import add_venues
from tests.support.databases import Databases

ADMINISTRATOR = Who("王小明", Role.ADMINISTRATOR)
MANAGER = Who("陳管考", Role.MANAGER)
OFFICER = Who("李承辦", Role.OFFICER)
PUBLIC = Who("訪客", Role.PUBLIC)

MYCODE, BEAR_VOUCHER = "mycode", "bear_voucher"
FIRST_DAY = date(2021, 10, 1)
BEGINNING = datetime(2021, 9, 30, 1, 0, tzinfo=UTC)
#: 商業處 stands below 產業局, as in the minutes; 文化局 has no subordinates.
INDUSTRY, COMMERCE, CULTURE = "IND", "COM", "CUL"


def set_up_database(url: str) -> None:
    """Both schemes, categories, trades, Taipei's places, and three agencies of which one is a subordinate."""
    engine = open_engine(url)
    set_up(engine, ADMINISTRATOR, now=BEGINNING)
    with writing(engine) as connection:
        ids = {
            code: put_agency(connection, code, name, short)[0]
            for code, name, short in (
                (INDUSTRY, "臺北市政府產業發展局", "產業局"),
                (COMMERCE, "臺北市商業處", "商業處"),
                (CULTURE, "臺北市政府文化局", "文化局"),
            )
        }
        change = open_change(
            connection, kind="agencies", actor=ADMINISTRATOR.name, summary="建立機關", now=BEGINNING
        )
        change.parent(ids[COMMERCE], ids[INDUSTRY], FROM_THE_BEGINNING)
    engine.dispose()


def set_up_url(databases: Databases) -> str:
    """URL of a database of its own that is set up; making it takes milliseconds from the second time on."""
    return databases.prepared("set up with three agencies", set_up_database)


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class Clerk:
    """Records what is said about a city, one change a call, each a minute after the one before."""

    city: City
    reference: Reference
    now: datetime = field(default=BEGINNING + timedelta(hours=1))

    @classmethod
    def of(cls, url: str) -> Clerk:
        """A clerk over a database that is set up; what it records need not survive a power cut."""
        city = open_city(url)
        if city.engine.dialect.name == "sqlite":
            city.engine.dispose()
            sa.event.listen(city.engine, "connect", _without_waiting_for_the_disk)
        return cls(city, city.reference())

    def tick(self) -> datetime:
        """The moment of the next change."""
        self.now += timedelta(minutes=1)
        return self.now

    def place(self, district: str, village: str | None = None) -> Place:
        """A district, or a village of it."""
        places = self.reference.places.values()
        found = next(p for p in places if p.district_id is None and p.name == district)
        if village is None:
            return found
        return next(p for p in places if p.district_id == found.id and p.name == village)

    def value(self, facet: Facet, word: str | int, scheme: str | None = None) -> int:
        """A value as stored: an id as it is, else from a word, a code or (of places) 「中山區中央里」."""
        if isinstance(word, int):
            return word
        if facet in WORDS:
            return number_of(facet, word)
        if facet is Facet.PLACE:
            district, village = word[:3], word[3:]
            return self.place(district, village or None).id
        if facet is Facet.CATEGORY:
            scheme_id = self.scheme(scheme or MYCODE)
            categories = self.reference.categories.values()
            return next(c.id for c in categories if c.scheme_id == scheme_id and c.code == word)
        entries = {Facet.AGENCY: self.reference.agencies, Facet.SECTOR: self.reference.sectors}[facet]
        return next(e.id for e in entries.values() if e.code == word)

    def scheme(self, code: str) -> int:
        """A scheme's id."""
        return next(s.id for s in self.reference.schemes.values() if s.code == code)

    def fact(
        self,
        venue: int,
        facet: Facet,
        word: str | int,
        day: date = FIRST_DAY,
        *,
        scheme: str = MYCODE,
        remark: str = "",
    ) -> NewFact:
        """A fact ready to be posted; what must be looked at again gets its review day."""
        scheme_id = self.scheme(scheme) if facet in SCHEME_FACETS else None
        value = self.value(facet, word, scheme)
        return NewFact(venue, facet, value, day, scheme_id, remark, review_day(facet, str(word), day))

    def record(self, facts: Iterable[NewFact], *, kind: str = "edit", now: datetime | None = None) -> int:
        """Post facts as one change; its id."""
        with writing(self.city.engine) as connection:
            change = open_change(
                connection,
                kind=kind,
                actor=ADMINISTRATOR.name,
                summary="登錄異動",
                now=now or self.tick(),
            )
            change.facts(list(facts))
            return change.id

    def say(
        self,
        venue: int,
        facet: Facet,
        word: str | int,
        day: date = FIRST_DAY,
        *,
        scheme: str = MYCODE,
        remark: str = "",
    ) -> int:
        """Record one fact as one change; the change's id."""
        return self.record([self.fact(venue, facet, word, day, scheme=scheme, remark=remark)])

    def describe(self, *names: str, address: str = "", tax_id: str = "") -> list[int]:
        """Venues about which nothing is stated yet; their ids."""
        with writing(self.city.engine) as connection:
            return add_venues(
                connection,
                [
                    {
                        "name": name,
                        "address": address,
                        "tax_id": tax_id,
                        "lon": None,
                        "lat": None,
                        "voucher_kinds": "",
                        "name_key": name_key(name),
                        "address_key": address_key(address),
                    }
                    for name in names
                ],
            )

    def list_venue(
        self,
        name: str,
        *,
        agency: str = COMMERCE,
        place: str = "中山區中央里",
        stage: Participation = Participation.NOT_CONTACTED,
        sector: str | None = None,
        category: str | None = None,
        scheme: str = MYCODE,
        day: date = FIRST_DAY,
    ) -> int:
        """A venue on a scheme's list from a day, recorded as one change; its id."""
        venue = self.describe(name, address=f"臺北市{place}示範路1號")[0]
        told: list[tuple[Facet, str | None]] = [
            (Facet.LISTING, Listing.LISTED),
            (Facet.AGENCY, agency),
            (Facet.PLACE, place),
            (Facet.SECTOR, sector),
            (Facet.CATEGORY, category),
            (Facet.PARTICIPATION, None if stage is Participation.NOT_CONTACTED else stage),
        ]
        self.record(
            [self.fact(venue, facet, word, day, scheme=scheme) for facet, word in told if word],
            kind="import",
        )
        return venue


@dataclass(frozen=True, slots=True)
class SmallCity:
    """Four venues under myCode+, all listed from 2021-10-01, and the clerk who records more.

    甜圈坊 (商業處, 中山區中央里) joined; 甜甜圈坊 (商業處, 北投區中央里) is contacted; 小書房 (文化局,
    中山區中央里) is not; 好唱歌城 (商業處, 北投區, village unknown, category C) is a 視聽歌唱業 that joined.
    """

    clerk: Clerk
    joined: int
    contacted: int
    untouched: int
    singing: int

    @property
    def city(self) -> City:
        """What services are asked about."""
        return self.clerk.city


def small_city(url: str) -> SmallCity:
    """The small city in a database that is set up."""
    clerk = Clerk.of(url)
    return SmallCity(
        clerk,
        clerk.list_venue("甜圈坊", stage=Participation.JOINED),
        clerk.list_venue("甜甜圈坊", place="北投區中央里", stage=Participation.CONTACTED),
        clerk.list_venue("小書房", agency=CULTURE),
        clerk.list_venue("好唱歌城", place="北投區", stage=Participation.JOINED, sector="ktv", category="C"),
    )


def small_city_in(databases: Databases) -> SmallCity:
    """The small city in a database of its own, copied from one that was made before."""
    clerk = Clerk.of(databases.prepared("the small city", _fill_small))
    # As many minutes as its venues took.
    clerk.now += timedelta(minutes=len(_SMALL))
    return SmallCity(clerk, *_SMALL)


#: The ids of the small city's venues, in the order in which it names them.
_SMALL = (1, 2, 3, 4)


def _fill_small(url: str) -> None:
    set_up_database(url)
    small = small_city(url)
    assert (small.joined, small.contacted, small.untouched, small.singing) == _SMALL
    small.city.engine.dispose()


def of_agency(small: SmallCity, role: Role, agency: str) -> Who:
    """Somebody of an agency (its code), as a session would say."""
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    return Who("李承辦", role, None, ids[agency])
