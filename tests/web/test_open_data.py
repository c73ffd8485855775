"""/open-data: figures and joined venues for anybody to use, and the whole coverage for who is signed in."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.open_licence import USUAL_LICENCE, LicenceUnusable, set_licence
from outreach.services.open_venues import LARGEST_PAGE, joined_venues
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.settings import DEMONSTRATION, write_setting
from outreach.store.tables import venues
from outreach.store.venues import put_contacts
from outreach.web import asking, open_data, opened
from outreach.web.pace import Pace
from tests.support.asgi import Answer, get
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, MapCity, map_city
from tests.support.visitor import Reply, Visitor

NOW = datetime(2021, 10, 20, 4, 0, tzinfo=UTC)
OPEN = ["甜圈坊", "攤位一", "攤位三", "里不明", "甜甜圈坊"]
FILES = ("coverage.csv", "coverage.json", "venues.csv", "venues.json", "venues.geojson")


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapCity]:
    url, city = map_city(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    yield city
    opened.city().engine.dispose()


@pytest.fixture
def app(found: MapCity) -> Starlette:
    return Starlette(routes=list(open_data.routes(lambda: NOW, Pace(burst=500))))


def _ask(app: Starlette, address: str, headers: dict[str, str] | None = None) -> Answer:
    return get(app, f"/open-data/{address}", headers)


def _csv(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def _head(app: Starlette, address: str) -> Reply:
    return Visitor(app).send("HEAD", address, b"", accept_encoding="identity")


# ---- what is told


def test_the_venues_that_joined_and_are_open_are_told_and_no_other_in_every_form(
    app: Starlette, found: MapCity
) -> None:
    rows = _csv(_ask(app, "venues.csv"))
    assert [row["name"] for row in rows] == OPEN
    told = _ask(app, "venues.json").json()
    drawn = _ask(app, "venues.geojson").json()
    assert [venue["name"] for venue in told["venues"]] == OPEN
    assert [feature["properties"]["name"] for feature in drawn["features"]] == OPEN
    assert (told["total"], drawn["total"], told["next"]) == (5, 5, None)
    first, feature = rows[0], drawn["features"][0]
    assert (first["district"], first["district_name"], first["village_name"]) == (DA_AN, "大安區", "龍門里")
    assert (first["scheme"], first["kind_name"], first["joined_since"]) == (MYCODE, "店家", "2021-10-01")
    assert feature["geometry"] == {"type": "Point", "coordinates": [121.5355, 25.024]}
    assert feature["id"] == f"mycode:{found.ids['甜圈坊']}"
    assert drawn["features"][-1]["geometry"] is None
    assert rows[3]["village"] == ""


def test_as_of_number_and_licence_are_in_the_file_and_in_its_headers(app: Starlette) -> None:
    for file in FILES:
        answer = _ask(app, f"{file}?as_of=110-10-14")
        assert answer.status == 200
        text = answer.body.decode("utf-8-sig")
        assert USUAL_LICENCE in text
        assert "2021-10-14" in text
        assert answer.headers["outreach-as-of"] == "2021-10-14"
        assert answer.headers["outreach-known-at"] in text
        assert 'rel="license"' in answer.headers["link"]
        assert answer.headers["access-control-allow-origin"] == "*"
        assert parsedate_to_datetime(answer.headers["last-modified"]) <= NOW


def test_a_demonstration_says_in_every_file_that_it_is_invented(app: Starlette, found: MapCity) -> None:
    assert _ask(app, "venues.json").json()["demonstration"] is False
    with writing(found.city.engine) as connection:
        write_setting(connection, DEMONSTRATION, "yes")
    for file in ("venues.json", "venues.geojson", "coverage.json"):
        assert _ask(app, file).json()["demonstration"] is True
    for file in ("venues.csv", "coverage.csv"):
        assert 'filename="demonstration-' in _ask(app, file).headers["content-disposition"]
    assert get(app, "/open-data").json()["demonstration"] is True
    assert "示範資料" in get(app, "/open-data", {"accept": "text/html"}).text


def test_another_licence_is_named_once_an_administrator_set_it(app: Starlette, found: MapCity) -> None:
    set_licence(found.city, ADMINISTRATOR, "內部試用條款", "https://licence.example/1")
    answer = _ask(app, "venues.json")
    assert (answer.json()["licence"], answer.json()["licence_url"]) == (
        "內部試用條款",
        "https://licence.example/1",
    )
    assert '<https://licence.example/1>; rel="license"' in answer.headers["link"]
    for url in ("http://plain.example", "javascript:alert(1)", "https://a b", "https://x>;y"):
        with pytest.raises(LicenceUnusable, match="https://"):
            set_licence(found.city, ADMINISTRATOR, "條款", url)


def test_figures_by_district_sum_to_what_the_overview_tells_anybody(app: Starlette) -> None:
    told = _ask(app, "coverage.json?scheme=mycode&kind=shop").json()
    (one,) = told["figures"]
    assert one["total"]["population"] == 11
    assert (one["total"]["completed"], one["total"]["eligible"], one["total"]["rate"]) == (5, 10, "50.00")
    for name in ("population", "eligible", "completed", "outstanding"):
        assert sum(row[name] for row in one["rows"]) == one["total"][name]
    rows = _csv(_ask(app, "coverage.csv?scheme=mycode&kind=shop"))
    assert [(row["district"], row["completed"], row["rate"] or None) for row in rows] == [
        (row["key"], str(row["completed"]), row["rate"]) for row in one["rows"]
    ]
    assert rows[-1]["district"] == ""


def test_an_open_drive_tells_who_joined_and_neither_base_nor_rate(app: Starlette, found: MapCity) -> None:
    found.open_shops(MYCODE)
    (one,) = _ask(app, "coverage.json?scheme=mycode&kind=shop").json()["figures"]
    assert (one["open"], one["total"]) == (True, {"completed": 5})
    assert {frozenset(row) for row in one["rows"]} == {frozenset({"key", "name", "completed"})}
    rows = _csv(_ask(app, "coverage.csv?scheme=mycode&kind=shop"))
    assert {(row["open"], row["population"], row["eligible"], row["rate"]) for row in rows} == {
        ("true", "", "", "")
    }


def test_joined_since_is_the_first_day_of_the_present_membership(app: Starlette, found: MapCity) -> None:
    venue = found.ids["甜圈坊"]
    for on, stage in ((5, Participation.WITHDRAWN), (8, Participation.JOINED)):
        found.clerk.say(venue, Facet.PARTICIPATION, stage, date(2021, 10, on))
    found.clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED, date(2021, 10, 12), remark="換負責人")
    (told,) = (v for v in _ask(app, "venues.json").json()["venues"] if v["id"] == venue)
    assert told["joined_since"] == "2021-10-08"
    (before,) = (v for v in _ask(app, "venues.json?as_of=2021-10-03").json()["venues"] if v["id"] == venue)
    assert before["joined_since"] == "2021-10-01"


def test_before_the_first_listing_there_is_nothing_and_no_rate(app: Starlette) -> None:
    assert _ask(app, "venues.json?as_of=2020-01-01").json()["venues"] == []
    told = _ask(app, "coverage.json?as_of=2020-01-01&scheme=mycode").json()
    assert {(one["total"]["population"], one["total"]["rate"]) for one in told["figures"]} == {(0, None)}


def test_a_name_that_a_spreadsheet_would_run_is_text(app: Starlette, found: MapCity) -> None:
    with found.city.engine.begin() as connection:
        connection.execute(
            sa.update(venues).where(venues.c.id == found.ids["甜圈坊"]).values(name="=HYPERLINK(1)")
        )
    assert _csv(_ask(app, "venues.csv"))[0]["name"] == "'=HYPERLINK(1)"
    assert _ask(app, "venues.json").json()["venues"][0]["name"] == "=HYPERLINK(1)"


# ---- pages


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
def test_following_next_gives_every_venue_once_though_another_joins_meanwhile(
    app: Starlette, found: MapCity, form: str
) -> None:
    address: str | None = f"venues.{form}?page_size=2"
    seen: list[int] = []
    while address:
        answer = _ask(app, address)
        seen += _ids(answer, form)
        parts = answer.headers["link"].split(", ")
        address = next((p[1 : p.index(">")] for p in parts if p.endswith('rel="next"')), None)
        if len(seen) == 2:
            found.clerk.say(found.ids["小書房"], Facet.PARTICIPATION, Participation.JOINED)
    assert seen == [found.ids[name] for name in OPEN]
    assert found.ids["小書房"] in _ids(_ask(app, f"venues.{form}"), form)


def _ids(answer: Answer, form: str) -> list[int]:
    if form == "csv":
        return [int(row["id"]) for row in _csv(answer)]
    if form == "json":
        return [venue["id"] for venue in answer.json()["venues"]]
    return [feature["properties"]["id"] for feature in answer.json()["features"]]


def test_a_page_that_holds_exactly_the_rest_has_no_next(app: Starlette) -> None:
    assert _ask(app, "venues.json?page_size=5").json()["next"] is None
    assert _ask(app, "venues.json?page_size=4").json()["next"].startswith("venues.json?")


def test_pages_go_on_from_one_scheme_to_the_next(app: Starlette, found: MapCity) -> None:
    extra = found.clerk.list_venue("熊店", scheme="bear_voucher", stage=Participation.JOINED)
    first = joined_venues(found.city, PUBLIC, NOW.date(), today=NOW.date(), page_size=1)
    assert [(v.scheme, v.id) for v in first.venues] == [("bear_voucher", extra)]
    rest = joined_venues(found.city, PUBLIC, NOW.date(), today=NOW.date(), after=first.next_after or "")
    assert [v.name for v in rest.venues] == OPEN
    assert (first.total, rest.total) == (6, 6)


# ---- how it is fetched


@pytest.mark.parametrize("file", FILES)
def test_what_is_known_already_is_304_and_a_change_is_told(app: Starlette, found: MapCity, file: str) -> None:
    first = _ask(app, file)
    again = _ask(app, file, {"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    found.clerk.say(found.ids["小書房"], Facet.PARTICIPATION, Participation.JOINED)
    later = _ask(app, file, {"if-none-match": first.headers["etag"]})
    assert later.status == 200


def test_packed_and_plain_hold_the_same(app: Starlette) -> None:
    packed = _ask(app, "venues.csv", {"accept-encoding": "gzip"})
    plain = _ask(app, "venues.csv")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body


def test_head_tells_the_headers_alone(app: Starlette) -> None:
    for file in FILES:
        told, whole = _head(app, f"/open-data/{file}"), _ask(app, file)
        assert (told.status, told.text) == (200, "")
        for name in ("etag", "content-length", "link", "last-modified"):
            assert told.headers[name] == whole.headers[name], name


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("venues.csv?page_size=0", 400, "page_size"),
        (f"venues.csv?page_size={LARGEST_PAGE + 1}", 400, "2000"),
        ("venues.csv?page_size=%D9%A3", 400, "page_size"),
        ("venues.csv?page_size=1&page_size=2", 400, "各寫一次"),
        ("venues.csv?agency=COM", 400, "agency"),
        ("venues.csv?after=nonsense", 400, "after"),
        ("venues.csv?after=mycode:x", 400, "mycode:1250"),
        ("venues.csv?as_of=2021-13-01", 400, "2021-13-01"),
        ("venues.csv?as_of=2021-10-21", 400, "還沒到"),
        ("venues.csv?known_at=whenever", 400, "whenever"),
        ("venues.csv?scheme=nothing", 404, "nothing"),
        ("venues.csv?district=nowhere", 404, "nowhere"),
        ("venues.csv?kind=castle", 404, "castle"),
        ("coverage.csv?by=agency", 400, "by"),
        ("coverage.csv?as_of=2031-01-01", 400, "還沒到"),
        ("people.csv", 404, "venues.csv"),
        ("../people", 404, "open-data"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(
    app: Starlette, address: str, status: int, words: str
) -> None:
    answer = _ask(app, address)
    assert answer.status == status
    assert words in answer.json()["problem"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_known_at_in_the_future_is_the_present(app: Starlette) -> None:
    now = _ask(app, "venues.json").json()["known_at"]
    assert _ask(app, "venues.json?known_at=99999999").json()["known_at"] == now


def test_who_asks_too_fast_waits_and_nobody_else_does(found: MapCity) -> None:
    clock = [NOW]
    held = Starlette(routes=list(open_data.routes(lambda: clock[0], Pace(burst=3, a_minute=6))))
    fast, other = Visitor(held, "192.0.2.7"), Visitor(held, "198.51.100.9")
    replies = [fast.send("GET", "/open-data/coverage.json", b"") for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert "秒" in json.loads(replies[-1].text)["problem"]
    assert other.send("GET", "/open-data/coverage.json", b"").status == 200
    clock[0] += timedelta(seconds=int(replies[-1].headers["retry-after"]))
    assert fast.send("GET", "/open-data/coverage.json", b"").status == 200


def test_a_customers_ipv6_network_is_one_address(found: MapCity) -> None:
    held = Starlette(routes=list(open_data.routes(lambda: NOW, Pace(burst=1))))
    statuses = [
        Visitor(held, address).send("GET", "/open-data/coverage.json", b"").status
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")
    ]
    assert statuses == [200, 429, 200]


def test_no_more_addresses_are_remembered_than_said() -> None:
    pace = Pace(burst=1, a_minute=1, most=10)
    assert all(pace.wait(f"192.0.2.{n}", 0) == 0 for n in range(50))
    assert pace.remembered == 10
    assert pace.wait("192.0.2.49", 0) == 60
    assert pace.wait("192.0.2.0", 0) == 0


def test_the_index_is_a_page_for_people_and_json_for_programs(app: Starlette) -> None:
    page = get(app, "/open-data", {"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    told = get(app, "/open-data").json()
    assert told["licence"] == USUAL_LICENCE
    for one in told["resources"]:
        assert f'href="{one["path"]}"' in page.text
        answer = get(app, f"/{one['path']}")
        assert answer.status == 200
        if one["format"] == "CSV":
            assert list(one["fields"]) == list(_csv(answer)[0])
    assert get(app, "/open-data?x=1").status == 400


# ---- what is for who signs in


def _full(app: Starlette, question: str) -> Answer:
    return get(app, f"/data/coverage.json?{question}")


def test_the_full_coverage_is_for_who_is_signed_in_and_the_terminals_own_document(
    app: Starlette, found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = _full(app, "scheme=mycode&by=agency")
    assert refused.status == 401
    assert "登入" in refused.json()["problem"]
    ids = {agency.code: agency.id for agency in found.city.reference().agencies.values()}
    officer = Who("林承辦", Role.OFFICER, None, ids[CULTURE])
    monkeypatch.setattr(asking, "who_requests", lambda _request: officer)
    told = _full(app, "scheme=mycode&by=agency&as_of=110-10-14&where=district=63000030&where=kind=shop")
    assert told.status == 200
    assert told.headers["cache-control"].startswith("private")
    assert "access-control-allow-origin" not in told.headers
    document: dict[str, Any] = told.json()
    assert (document["scheme"], document["as_of"], document["by"]) == (MYCODE, "2021-10-14", "agency")
    assert [(row["key"], row["population"]) for row in document["rows"]] == [(COMMERCE, 7), (CULTURE, 1)]
    rolled = _full(app, "scheme=mycode&roll_up=true").json()
    assert [row["key"] for row in rolled["rows"]] == [CULTURE, "IND"]
    for question, status in (("", 400), ("scheme=x", 404), ("scheme=mycode&by=kind", 400)):
        assert _full(app, question).status == status
    assert _full(app, "scheme=mycode&roll_up=maybe").status == 400


# ---- what is never told


def test_no_contact_telephone_or_tax_number_of_the_city_is_in_any_public_file(
    app: Starlette, found: MapCity
) -> None:
    ids = sorted(found.ids.values())
    people = {i: (f"聯絡人{i:05d}", f"09{i:02d}-345-678") for i in ids}
    with found.city.engine.begin() as connection:
        put_contacts(connection, people, NOW)
        for i in ids:
            numbered = sa.update(venues).where(venues.c.id == i).values(tax_id=f"770099{i:02d}")
            connection.execute(numbered)
    secret = [w for pair in people.values() for w in pair] + [f"770099{i:02d}" for i in ids]
    whole = b""
    for file in ("", "coverage.csv", "coverage.json", *(f"venues.{f}" for f in ("csv", "json", "geojson"))):
        address: str | None = f"/{file}?page_size=3" if file.startswith("venues") else f"/{file}"
        while address:
            answer = get(app, f"/open-data{address}".rstrip("/"))
            assert answer.status == 200
            whole += answer.body + repr(answer.headers).encode()
            parts = answer.headers.get("link", "").split(", ")
            address = next((f"/{p[1 : p.index('>')]}" for p in parts if p.endswith('rel="next"')), None)
    text = whole.decode("utf-8", errors="replace")
    assert all(name in text for name in OPEN)
    assert [
        word for word in (*secret, "舊書店", "小書房", "租約到期", "商業處", COMMERCE) if word in text
    ] == []
