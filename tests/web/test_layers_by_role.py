"""Every layer of the map asked for by its address, by every role, under every condition there is."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from itertools import product
from urllib.parse import quote

import numpy as np
import pytest
from starlette.routing import Route

from outreach.figures.positions import Dimension
from outreach.web import layers, points
from tests.services.authorisation import town as towns
from tests.support.asgi import Answer, get
from tests.web.test_every_route import EVERYBODY, OUTSIDERS, PUBLIC, Door, door

__all__ = ["door"]  # the fixture

DAY = "scheme=mycode&day=2021-10-20"
#: What everybody is shown, what a role sees besides, and what has no point or stands elsewhere.
SHOWN = {towns.SHOWN}
COMMERCES = {towns.VENUE, towns.STORE}
OWN: Mapping[str, set[int]] = {
    PUBLIC: set(),
    "an officer of the venue's agency": COMMERCES,
    "an approver of the venue's agency": COMMERCES,
    "an administrator looking as the venue's officer": COMMERCES,
    "an officer of the bureau above": COMMERCES,
    "an approver of the bureau above": set(),
    "another agency's officer": {towns.THEIRS},
    "another agency's approver": {towns.THEIRS},
    "an administrator looking as another agency's officer": {towns.THEIRS},
    "a manager": COMMERCES | {towns.THEIRS, towns.NOBODYS},
    "an administrator": COMMERCES | {towns.THEIRS, towns.NOBODYS},
}
#: By field, what each role tries to narrow by: the own, another's, nobody's.
TRIED: Mapping[str, tuple[str, ...]] = {
    "agency": ("COM", "CUL", "文化局", "-", "1"),
    "sector": ("ktv", "-"),
    "category": ("C",),
    "kind": ("shop", "city_venue"),
    "district": (towns.DISTRICT,),
    "village": (towns.VILLAGE,),
}
#: What only `points.bin` takes.
SOUGHT = (
    "q=隱密",
    "q=小書房",
    "q=秘密聯絡人",
    "q=0911-222-333",
    "q=12345675",
    "q=%25",
    "voucher=券",
    "standing=outstanding",
)


def _conditions() -> list[str]:
    told = [""]
    told += [f"&{field}={value}" for field, values in TRIED.items() for value in values]
    told += [f"&{field}={value}&kind=shop" for field, value in (("agency", "COM"), ("sector", "ktv"))]
    told += [f"&known_at={at}" for at in ("1", "9999999", "2021-10-15")]
    return [*told, "&known_at=1&agency=COM", "&lang=en"]


#: What each route of a layer is asked, beside scheme and day; of figures, whose conditions tell who is where.
_NO_VILLAGE = [each for each in _conditions() if "village" not in each]
ASKED: Mapping[str, list[str]] = {
    "/layers/figures.json": [f"&layer=outstanding{each}" for each in _NO_VILLAGE],
    "/layers/weeks.json": [f"&layer=rate{each}" for each in ("", "&agency=COM", "&agency=CUL", "&kind=shop")],
    "/layers/venues.json": [f"&village={towns.VILLAGE}{each}" for each in _NO_VILLAGE],
    "/layers/points.bin": [
        *(each for each in _conditions() if "lang" not in each),
        *(f"&{each}" for each in SOUGHT),
        *(f"&{one}&{other}" for one, other in product(SOUGHT[:2], ("agency=COM", "agency=CUL"))),
    ],
}
#: Ground and scripts: the same for everybody, and nothing of the city's own.
SAME_FOR_ALL = {"/layers/{name}.geojson"}
#: What the public may not narrow by, since it tells whose list a venue is on.
PRIVATE = ("agency=", "category=", "standing=")


def test_every_layer_there_is_is_asked_for_here() -> None:
    found = {route.path for route in (*layers.routes(), *points.routes()) if isinstance(route, Route)}
    assert found == ASKED.keys() | SAME_FOR_ALL
    assert {field.value for field in Dimension} == set(TRIED)
    assert set(OWN) == set(EVERYBODY)


def _numbers(answer: Answer) -> set[int]:
    """The venues that an answer is about, by number."""
    if answer.body[:4] != b"PTS2":
        return {int(each["id"]) for each in answer.json()["venues"]}
    (length,) = struct.unpack("<I", answer.body[4:8])
    count = json.loads(answer.body[8 : 8 + length])["count"]
    planes = np.frombuffer(answer.body[8 + length :], dtype=np.uint8).reshape(-1, count) if count else None
    return (
        set()
        if planes is None
        else set((planes[4:8].T.astype(np.int64) @ [1, 1 << 8, 1 << 16, 1 << 24]).tolist())
    )


@pytest.mark.parametrize("route", ASKED)
def test_no_role_learns_of_anothers_venues_from_any_address_of_a_layer(door: Door, route: str) -> None:
    wrong = []
    told: dict[str, set[int]] = {}
    for walker in EVERYBODY:
        cookies = door.browser(walker).cookies
        cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for asked in ASKED[route]:
            answer = get(door.app, f"{route}?{DAY}{quote(asked, safe='&=%')}", cookie)
            if walker == PUBLIC and any(each in asked for each in PRIVATE) and answer.status != 403:
                wrong.append(f"{walker} {asked}: {answer.status}")
            # A refusal may quote what was asked for.
            hidden = [each for each in towns.EVERYTHING if each not in asked and each.encode() in answer.body]
            if walker in OUTSIDERS and hidden:
                wrong.append(f"{walker} {asked}: tells {hidden}")
            if answer.status == 200 and route in ("/layers/venues.json", "/layers/points.bin"):
                numbers = _numbers(answer)
                told[walker] = told.get(walker, set()) | numbers
                if not numbers <= SHOWN | OWN[walker]:
                    wrong.append(f"{walker} {asked}: {sorted(numbers)}")
            elif answer.status not in (200, 403, 404):
                wrong.append(f"{walker} {asked}: {answer.status} {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)
    # Whoever may see a venue does, so that an empty answer proves nothing by itself.
    if told:
        assert told == {walker: SHOWN | own for walker, own in OWN.items()}
