"""The city's real door plates and the real lists, where they lie beside the checkout."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from geodata.address import place_of_address
from geodata.doorplate_matching import Precision
from outreach.services.addresses import read_addresses
from outreach.services.doorplates import load_doorplates
from outreach.services.locating import locate
from tests.support.builders import ADMINISTRATOR, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.shared import shared_data

LISTS = ("restaurants_banner_rows.xlsx", "bakeries_big5.csv", "food_courts_utf8bom.csv")


def _share(part: int, whole: int) -> float:
    return part / whole


@pytest.mark.long
def test_nearly_all_addresses_of_the_real_lists_are_found(sqlite_databases: Databases) -> None:
    plates = shared_data("doorplates.tar.xz")
    addresses = [each for name in LISTS for each in read_addresses(shared_data(name).read_bytes(), name)]
    city = Clerk.of(set_up_url(sqlite_databases)).city
    loaded = load_doorplates(city, ADMINISTRATOR, plates, now=datetime(2021, 12, 1, tzinfo=UTC))
    assert loaded.rows == 1_096_074
    assert loaded.skipped < 10

    found = locate(city, ADMINISTRATOR, addresses)
    assert len(found) == len(addresses) == 9_179
    sure = [place for place in found if place.is_house]
    assert _share(len(sure), len(found)) >= 0.92, Counter(place.precision for place in found)
    named = [place_of_address(each) for each in addresses]
    right = sum(place.district_code == name.district_code for place, name in zip(found, named, strict=True))
    assert _share(right, len(found)) >= 0.995
    # What the plate alone says, asked without the village that the address names.
    villages = [name.village_code for name in named]
    alone = locate(city, ADMINISTRATOR, [_without_village(each) for each in addresses])
    compared = [
        village == place.village_code
        for village, place in zip(villages, alone, strict=True)
        if village and place.precision is Precision.PLATE
    ]
    assert len(compared) > 7_000
    assert _share(sum(compared), len(compared)) >= 0.97
    kept = [place.village_code for place in found]
    assert [village or own for village, own in zip(villages, kept, strict=True)] == kept


def _without_village(address: str) -> str:
    head, village, rest = address.partition("里")
    return head[: head.find("區") + 1] + rest if village else address
