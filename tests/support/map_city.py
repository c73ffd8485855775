"""A city for the map: venues with points and without, at one place, in no village, in no district.

Under myCode+ from 2021-10-01. 龍門里 of 大安區 has seven: 甜圈坊 and the stalls 攤位一 and 攤位三 joined;
攤位二 (all three stalls at one place), 標籤 (a name that is markup) and 無點小吃 (nobody knows where) are
outstanding; 舊書店 is closed. 里不明 of 大安區 names no village and joined, 何處小館 names no district and is
outstanding. 中央里 of 中山區 has one that joined, 中央里 of 北投區 one that is outstanding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.city import City
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.store.engine import reading, writing
from outreach.store.posting import open_change
from outreach.store.tables import venues
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, Clerk, set_up_database
from tests.support.databases import Databases

DA_AN, LONGMEN = "63000030", "63000030041"
MARKUP = "<script>document.title='run'</script>"
STALLS = (121.5358, 25.0236)


@dataclass(frozen=True, slots=True)
class MapCity:
    """The city, and its venues' ids by name."""

    clerk: Clerk
    ids: dict[str, int]

    @property
    def city(self) -> City:
        """What services are asked about."""
        return self.clerk.city

    def open_shops(self, scheme: str) -> None:
        """Show a scheme's shops as joiners without a rate, from the beginning."""
        with writing(self.city.engine) as connection:
            now = self.clerk.tick()
            change = open_change(
                connection, kind="settings", actor=ADMINISTRATOR.name, summary="可持續加入", now=now
            )
            settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP}))
            change.scheme(self.clerk.scheme(scheme), settings.as_stored(), FROM_THE_BEGINNING)


def map_city(databases: Databases) -> tuple[str, MapCity]:
    """URL of the city in a database of its own, and the city."""
    url = databases.prepared("map city", fill_map_city)
    return url, opened(url)


def opened(url: str) -> MapCity:
    """The city in a database that was filled before."""
    clerk = Clerk.of(url)
    with reading(clerk.city.engine) as connection:
        ids = {row.name: row.id for row in connection.execute(sa.select(venues.c.id, venues.c.name))}
    clerk.now += timedelta(days=1)
    return MapCity(clerk, ids)


def fill_map_city(url: str) -> None:
    """Fill an empty database with the city."""
    set_up_database(url)
    clerk = Clerk.of(url)
    joined = Participation.JOINED
    here = "大安區龍門里"
    told: list[tuple[str, str, Participation, tuple[float, float] | None]] = [
        ("甜圈坊", here, joined, (121.5355, 25.0240)),
        (f"標籤{MARKUP}", here, Participation.CONTACTED, (121.5365, 25.0240)),
        ("舊書店", here, joined, (121.5360, 25.0245)),
        ("攤位一", here, joined, STALLS),
        ("攤位二", here, Participation.AGREED, STALLS),
        ("攤位三", here, joined, (STALLS[0] + 1e-7, STALLS[1])),
        ("無點小吃", here, Participation.NOT_CONTACTED, None),
        ("里不明", "大安區", joined, (121.54, 25.03)),
        ("何處小館", "", Participation.DECLINED, None),
        ("甜甜圈坊", "中山區中央里", joined, None),
        ("小書房", "北投區中央里", Participation.NOT_CONTACTED, None),
    ]
    ids: dict[str, int] = {}
    for name, place, stage, point in told:
        agency = CULTURE if name == "舊書店" else COMMERCE
        ids[name] = clerk.list_venue(name, place=place, stage=stage, agency=agency)
        if point is not None:
            _move(clerk.city, ids[name], *point)
    clerk.say(ids["舊書店"], Facet.OPERATING, Operating.CLOSED, remark="租約到期")
    clerk.city.engine.dispose()


def _move(city: City, venue: int, lon: float, lat: float) -> None:
    with writing(city.engine) as connection:
        connection.execute(sa.update(venues).where(venues.c.id == venue).values(lon=lon, lat=lat))
