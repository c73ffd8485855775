"""The bytes that the map draws venues from say what services say, to whom they say it, and no longer."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from outreach.figures.lookup import STANDINGS
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import City, known_at, open_city
from outreach.services.finding import NO_VILLAGE, Finding, Points, points
from outreach.services.mapping import Question
from outreach.services.points import PER_DEGREE, city_box
from outreach.services.sought import Sought, sought
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.web import asking
from outreach.web import points as route
from outreach.web.points import as_bytes, points_address
from tests.support.asgi import Answer, get
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, FIRST_DAY, MYCODE, PUBLIC, Clerk
from tests.support.databases import Databases
from tests.support.finding_city import SECRET_VOUCHER, describe, finding_city
from tests.support.map_city import DA_AN, LONGMEN, MapCity

DAY = date(2021, 10, 20)
APP = Starlette(routes=route.routes())


@dataclass(frozen=True, slots=True)
class Read:
    """A body taken apart, as the map takes it apart."""

    header: dict[str, Any]
    keys: list[int]
    ids: list[int]
    places: list[tuple[float, float]]
    standings: list[str]
    villages: list[str]


def read(body: bytes) -> Read:
    assert body[:4] == b"PTS2"
    (length,) = struct.unpack("<I", body[4:8])
    header = json.loads(body[8 : 8 + length])
    n, rest = header["count"], body[8 + length :]
    assert len(rest) == 11 * n
    planes = [np.frombuffer(rest[at * n : (at + 1) * n], np.uint8).astype(np.int64) for at in range(11)]

    def number(first: int, count: int) -> npt.NDArray[np.int64]:
        return np.asarray(sum(planes[first + k] << (8 * k) for k in range(count)))

    keys, village = np.cumsum(number(0, 4)), number(8, 2).tolist()
    x, y = (sum((keys >> 2 * bit + odd & 1) << bit for bit in range(16)) for odd in (0, 1))
    west, south, unit = header["west"], header["south"], header["unit"]
    return Read(
        header,
        keys.tolist(),
        number(4, 4).tolist(),
        list(zip(np.round(west + x * unit, 5).tolist(), np.round(south + y * unit, 5).tolist(), strict=True)),
        [header["standings"][s] for s in planes[10].tolist()],
        ["" if at == 65535 else header["villages"][at] for at in village],
    )


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> MapCity:
    url, city = finding_city(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    asks(monkeypatch, ADMINISTRATOR)
    return city


def asks(monkeypatch: pytest.MonkeyPatch, who: Who) -> None:
    """What cookies say is the sign-in's own tests'."""
    monkeypatch.setattr(asking, "who_requests", lambda _request: who)


def ask(headers: Mapping[str, str] | None = None, /, **parameters: str) -> Answer:
    told = urlencode({"scheme": MYCODE, "day": "2021-10-20", **parameters})
    return get(APP, f"/layers/points.bin?{told}", headers)


def told(**parameters: str) -> Read:
    answer = ask(**parameters)
    assert answer.status == 200, answer.text
    return read(answer.body)


def question(city: City, *where: str) -> Question:
    return Question(MYCODE, DAY, known_at(city, None), where)


def assert_same(body: Read, service: Points) -> None:
    """Bytes and arrays tell of the same venues the same."""
    words = [STANDINGS[s].value for s in service.standing.tolist()]
    assert body.header["count"] == len(service.ids)
    assert body.header["unlocated"] == service.unlocated
    codes = [service.villages[v] if v != NO_VILLAGE else "" for v in service.village.tolist()]
    rows = zip(
        service.ids.tolist(),
        [(round(lon, 5), round(lat, 5)) for lon, lat in zip(service.lon, service.lat, strict=True)],
        ["excluded" if w.startswith("excluded") else w for w in words],
        codes,
        strict=True,
    )
    assert sorted(zip(body.ids, body.places, body.standings, body.villages, strict=True)) == sorted(rows)
    # The map looks for neighbours by halves: they have to come in order.
    assert list(zip(body.keys, body.ids, strict=True)) == sorted(zip(body.keys, body.ids, strict=True))


# --- the bytes -------------------------------------------------------------------------------------------

_BOX = city_box()
venues = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=2**28 - 1),
        st.integers(min_value=_BOX.west, max_value=_BOX.east),
        st.integers(min_value=_BOX.south, max_value=_BOX.north),
        st.sampled_from(range(len(STANDINGS))),
        st.sampled_from([0, 1, NO_VILLAGE]),
    ),
    unique_by=lambda venue: venue[0],
)


@given(venues, st.integers(min_value=0, max_value=10**6))
def test_every_venue_anywhere_in_the_city_comes_out_of_the_bytes_as_it_went_in(
    rows: list[tuple[int, int, int, int, int]], unlocated: int
) -> None:
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 5)
    made = Points(
        table[:, 0],
        table[:, 1] / PER_DEGREE,
        table[:, 2] / PER_DEGREE,
        table[:, 3].astype(np.uint8),
        table[:, 4].astype(np.uint16),
        (LONGMEN, "63000040033"),
        unlocated,
        joined_only=False,
    )
    assert_same(read(as_bytes(made)), made)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"district": DA_AN},
        {"village": LONGMEN, "kind": "shop"},
        {"voucher": "藝文"},
        {"q": "攤位"},
        {"sector": "ktv"},
        {"kind": "city_venue"},
    ],
)
def test_the_route_tells_each_asker_what_services_tell(
    found: MapCity, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, str]
) -> None:
    agency = found.clerk.value(Facet.AGENCY, CULTURE)
    finding = Finding(parameters.get("q", ""), parameters.get("voucher", ""))
    where = [f"{name}={code}" for name, code in parameters.items() if name not in ("q", "voucher")]
    for who in (PUBLIC, Who("李承辦", Role.OFFICER, None, agency), ADMINISTRATOR):
        asks(monkeypatch, who)
        service = points(found.city, who, question(found.city, *where), finding=finding, today=DAY)
        for _again in range(2):
            assert_same(told(**parameters), service)
    asks(monkeypatch, PUBLIC)
    assert set(told(**parameters).standings) <= {"completed"}


def test_the_addresses_that_pages_write_ask_what_was_meant(found: MapCity) -> None:
    asked = Question(MYCODE, DAY, known_at(found.city, None), ("kind=shop", f"district={DA_AN}"))
    for place, finding in (
        ("", Finding()),
        (LONGMEN, Finding(text="50% & <b>攤位</b>")),
        (DA_AN, Finding(voucher="藝文", sector="ktv")),
        ("63000040", Finding(text="示範路")),
    ):
        address = points_address(asked, place, finding)
        answer = get(APP, f"/{address}")
        assert answer.status == 200, answer.text
        assert_same(read(answer.body), points(found.city, ADMINISTRATOR, asked, place, finding, today=DAY))
        assert address.count("district=") == 1


# --- who is told what, and what is refused ---------------------------------------------------------------


def test_what_is_kept_for_one_asker_is_told_to_no_other(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = found.ids["攤位二"]
    tag = ask().headers["etag"]
    assert hidden in told().ids
    for who in (PUBLIC, Who("李承辦", Role.OFFICER, None, found.clerk.value(Facet.AGENCY, CULTURE))):
        asks(monkeypatch, who)
        assert hidden not in told().ids
        assert hidden not in told(q="攤位").ids
        assert ask({"If-None-Match": tag}).status == 200
    asks(monkeypatch, Who("李承辦", Role.OFFICER, None, found.clerk.value(Facet.AGENCY, COMMERCE)))
    assert hidden in told().ids


def test_who_is_given_another_agency_while_asking_leaves_its_venues_to_nobody_who_asked_the_same(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = Who("李承辦", Role.OFFICER, None, found.clerk.value(Facet.AGENCY, CULTURE))
    own, commerce = found.ids["舊書店"], found.clerk.value(Facet.AGENCY, COMMERCE)

    def and_then_it_grows(*given: Any, **named: Any) -> Sought:
        asked = sought(*given, **named)
        with writing(found.city.engine) as connection:
            change = open_change(
                connection, kind="agencies", actor="王小明", summary="改隸", now=found.clerk.tick()
            )
            change.parent(commerce, officer.agency, FIRST_DAY)
        return asked

    monkeypatch.setattr(route, "sought", and_then_it_grows)
    body = route.kept_body(found.city, officer, question(found.city), today=DAY)
    assert own in read(body.plain).ids
    assert found.ids["攤位二"] not in read(body.plain).ids


@pytest.mark.parametrize("condition", [{"agency": COMMERCE}, {"category": "C"}])
def test_the_public_is_refused_what_tells_whose_list_it_is_also_when_others_asked_before(
    found: MapCity, monkeypatch: pytest.MonkeyPatch, condition: dict[str, str]
) -> None:
    assert ask(**condition).status == 200
    asks(monkeypatch, PUBLIC)
    answer = ask(**condition)
    assert (answer.status, answer.headers["cache-control"]) == (403, "no-store")
    assert "的身分不能查看" in answer.json()["problem"]


_NONSENSE: list[tuple[dict[str, str], int, str]] = [
    ({"layer": "rate"}, 400, "讀到參數『layer』；可用的參數有 scheme、day、"),
    ({"<b>": "1"}, 400, "讀到參數『<b>』"),
    ({"day": ""}, 400, "網址少了參數『day』；請補上，例如 day=2021-10-14。"),
    ({"day": "110/02/30"}, 400, "不是有效日期"),
    ({"known_at": "昨天"}, 400, "不是序號也不是時間"),
    ({"q": "甜" * 81}, 400, "要找的文字有 81 字；請用 80 字以內"),
    ({"scheme": "熊壞券"}, 404, "查無方案『熊壞券』"),
    ({"district": "63000999"}, 404, "查無行政區『63000999』"),
    ({"village": "63000999999"}, 404, "查無里『63000999999』"),
    ({"sector": "無此業"}, 404, "查無行業『無此業』"),
    ({"kind": "stall"}, 404, "查無性質『stall』"),
    ({"voucher": "<script>"}, 404, "查無券別『<script>』；可用的券別有 住宿、"),
]


def test_nonsense_gets_its_status_and_one_sentence(found: MapCity) -> None:
    for parameters, status, sentence in _NONSENSE:
        # What was refused once is refused again, and nobody waits for it.
        for _again in range(2):
            answer = ask(**parameters)
            assert answer.status == status, parameters
            assert sentence in answer.json()["problem"]
            assert answer.json()["problem"].endswith("。")
            assert answer.headers["content-type"] == "application/json"


def test_a_parameter_said_twice_is_refused_whichever_was_meant(found: MapCity) -> None:
    answer = get(APP, "/layers/points.bin?scheme=mycode&scheme=bear_voucher")
    assert answer.status == 400
    assert "各寫一次" in answer.json()["problem"]


def test_a_voucher_of_venues_out_of_sight_is_refused_like_one_that_there_is_not(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(voucher=SECRET_VOUCHER).ids == [found.ids["攤位二"]]
    asks(monkeypatch, PUBLIC)
    assert ask(voucher=SECRET_VOUCHER).status == ask(voucher="無此券").status == 404


def test_signs_in_what_is_looked_for_mean_themselves(found: MapCity) -> None:
    for text in ("%", "_", "100%25", "<img src=x>", "' OR 1=1 --", "\\", "*", "("):
        assert told(q=text).ids == [], text
    assert told(q="\x00").ids == told().ids


# --- keeping and packing ---------------------------------------------------------------------------------


def test_what_a_browser_has_is_confirmed_until_something_changes(found: MapCity) -> None:
    first = ask()
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Accept-Encoding, Cookie"
    assert first.headers["content-type"] == "application/octet-stream"
    known = {"If-None-Match": first.headers["etag"]}
    again = ask(known)
    assert (again.status, again.body) == (304, b"")
    found.clerk.say(found.ids["攤位二"], Facet.PARTICIPATION, Participation.JOINED)
    assert ask(known).status == 200


def test_a_venue_described_anew_by_another_process_is_told_at_the_next_request(found: MapCity) -> None:
    known = {"If-None-Match": ask().headers["etag"]}
    assert told(q="金星").ids == []
    assert told(district=DA_AN, q="攤位一").ids == [found.ids["攤位一"]]
    other = Clerk.of(str(found.city.engine.url))
    other.now = found.clerk.now
    describe(other, found.ids["攤位一"], name="金星咖啡", lon=121.5399, lat=25.0299)
    assert ask(known).status == 200
    moved = told(q="金星")
    assert (moved.ids, moved.places) == ([found.ids["攤位一"]], [(121.5399, 25.0299)])
    assert told(district=DA_AN, q="攤位一").ids == []


def test_whoever_takes_gzip_gets_it_and_the_same_content(found: MapCity) -> None:
    plain, packed = ask(), ask({"Accept-Encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]


def test_only_the_last_questions_are_kept_and_searches_push_out_nothing_else(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    whole = route.as_bytes

    def counted(points: Points) -> bytes:
        made.append("made")
        return whole(points)

    monkeypatch.setattr(route, "as_bytes", counted)
    ask()
    for number in range(20):
        ask(q=f"第{number}號")
    ask()
    assert len(made) == 21
    ask(q="第0號")
    assert len(made) == 22
    ask(known_at="1")
    ask(known_at="1")
    assert len(made) == 23


def test_a_failure_is_told_as_a_number_and_tried_again_at_the_next_request(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_told: object, **_more: object) -> None:
        raise RuntimeError("王小明的電話")

    with monkeypatch.context() as broken:
        broken.setattr(route, "points_sought", fail)
        answer = ask()
        assert answer.status == 500
        assert "王小明" not in answer.text
    assert ask().status == 200


def test_other_cities_of_one_process_are_not_mixed_up(
    found: MapCity, sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    url, other = finding_city(sqlite_databases)
    moved = describe(other.clerk, other.ids["甜圈坊"], lon=121.55)
    assert moved
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    assert (121.55, 25.024) in told().places
    with pytest.raises(NotAllowed):
        points(open_city(url), PUBLIC, question(other.city, "agency=COM"), today=DAY)


def test_who_reads_figures_asks_for_those_that_stand_somewhere_and_the_public_may_not(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = told()
    left = told(standing="outstanding")
    assert left.ids == [i for i, s in zip(every.ids, every.standings, strict=True) if s == "outstanding"]
    assert left.ids
    both = told(standing="outstanding,completed")
    assert len(both.ids) == sum(s != "excluded" for s in every.standings)
    assert ask(standing="asleep").status == 400
    asks(monkeypatch, PUBLIC)
    assert ask(standing="completed").status == 403
