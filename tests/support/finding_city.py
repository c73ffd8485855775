"""The city for the map, with what venues are found by: vouchers, roads, sectors, and points that are none.

甜圈坊 (大安區龍門里, joined) takes 住宿 and 藝文 and is a 視聽歌唱業, 攤位一 (joined) takes 藝文; 密件券 is
written of 攤位二 alone, which has not joined. 舊書店 of 文化局 (closed) stands in 羅斯福路四段12號. 甜甜圈坊
(中山區中央里, joined) has the point 0,0 and 小書房 (北投區中央里, not contacted) one in 高雄.
"""

from __future__ import annotations

from typing import Any

from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import described, edit_venue
from tests.support.builders import ADMINISTRATOR, Clerk
from tests.support.databases import Databases
from tests.support.map_city import MapCity, fill_map_city, opened

ZHONGSHAN, SECRET_VOUCHER = "63000040", "密件券"
_TOLD: dict[str, dict[str, Any]] = {
    "甜圈坊": {"voucher_kinds": "住宿、藝文"},
    "攤位一": {"voucher_kinds": "藝文"},
    "攤位二": {"voucher_kinds": SECRET_VOUCHER},
    "舊書店": {"address": "臺北市大安區羅斯福路四段12號"},
    "甜甜圈坊": {"lon": 0.0, "lat": 0.0},
    "小書房": {"lon": 120.3, "lat": 22.6},
}


def finding_city(databases: Databases) -> tuple[str, MapCity]:
    """URL of the city in a database of its own, and the city."""
    url = databases.prepared("finding city", _fill)
    return url, opened(url)


def _fill(url: str) -> None:
    fill_map_city(url)
    found = opened(url)
    for name, told in _TOLD.items():
        describe(found.clerk, found.ids[name], **told)
    found.clerk.say(found.ids["甜圈坊"], Facet.SECTOR, "ktv")
    found.city.engine.dispose()


def describe(clerk: Clerk, venue: int, **told: Any) -> int:
    """Describe a venue anew as one change, as services do; the change's id."""
    keys = {"name": ("name_key", name_key), "address": ("address_key", address_key)}
    made = {key: make(told[field]) for field, (key, make) in keys.items() if field in told}
    with writing(clerk.city.engine) as connection:
        before = described(connection, [venue])[venue]
        now = clerk.tick()
        change = open_change(connection, kind="edit", actor=ADMINISTRATOR.name, summary="更正", now=now)
        edit_venue(connection, change, before, told, made)
        return change.id
