"""What the map fetches: the tables' own figures, to who may see them, in JSON that is never markup."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_bytes
from geodata.legend import MARKS
from outreach.figures.positions import Dimension
from outreach.pages import map_words
from outreach.rules.rate import rate_shown
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.coverage import coverage
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question, areas
from outreach.web import asking, layers
from outreach.web.layers import boundaries_address, figures_address, names_address, weeks_address
from tests.support.asgi import Answer, get
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, MapCity, map_city

DAY = date(2021, 10, 20)


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> MapCity:
    url, city = map_city(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    return city


@pytest.fixture(autouse=True)
def an_administrator_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cookies say is the sign-in's own tests'."""
    monkeypatch.setattr(asking, "who_requests", lambda _request: ADMINISTRATOR)


def ask(address: str, headers: dict[str, str] | None = None, **parameters: str) -> Answer:
    told = urlencode({"scheme": MYCODE, "day": "2021-10-20", **parameters})
    return get(Starlette(routes=layers.routes()), f"/layers/{address}?{told}", headers)


def areas_of(answer: Answer) -> dict[str, Any]:
    assert answer.status == 200
    told: dict[str, Any] = answer.json()["areas"]
    return told


# --- figures ---------------------------------------------------------------------------------------------


def test_each_area_shows_the_rate_of_the_table_with_its_denominator(found: MapCity) -> None:
    told = areas_of(ask("figures.json", layer="rate"))
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, by=Dimension.DISTRICT)
    assert len(told) == 12
    for row in table.rows:
        if row.key:
            rate = rate_shown(row.tally.completed, row.tally.eligible)
            assert told[row.key]["label"] == rate
            share = f"完成率 {rate}（{row.tally.completed}／{row.tally.eligible} 家）"
            assert told[row.key]["lines"][:3] == [row.name, share, f"還差 {row.tally.outstanding} 家"]


def test_a_districts_villages_come_with_its_code_and_an_empty_one_has_no_class_and_no_rate(
    found: MapCity,
) -> None:
    told = areas_of(ask("figures.json", layer="rate", district=DA_AN))
    assert len(told) == 53
    assert told.pop(LONGMEN) == {
        "class": 0,
        "label": "50.00 %",
        "lines": ["龍門里", "完成率 50.00 %（3／6 家）", "還差 3 家", "毋須納入 14.28 %（1／7 家）"],
    }
    assert {(area["class"], area["label"], area["lines"][1]) for area in told.values()} == {
        (None, "—", "沒有列冊的店家")
    }


def test_where_nobody_joined_the_public_reads_so_of_a_village_rather_than_that_it_has_no_venue(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = areas_of(ask("figures.json", layer="joined", district=DA_AN))
    assert {area["lines"][1] for code, area in everybody.items() if code != LONGMEN} == {"沒有列冊的店家"}
    monkeypatch.setattr(asking, "who_requests", lambda _request: PUBLIC)
    alone = areas_of(ask("figures.json", layer="joined", district=DA_AN))
    assert alone.pop(LONGMEN)["lines"] == ["龍門里", "加入 3 家"]
    assert {(area["label"], area["lines"][1]) for area in alone.values()} == {("—", "尚無已加入的店家")}
    scale = areas(found.city, PUBLIC, Question(MYCODE, DAY, 10**9), Layer.JOINED, DA_AN)
    assert map_words.scale(scale.classes, "zh", joined_only=scale.joined_only).empty == "尚無加入"


@pytest.mark.parametrize(
    ("layer", "label", "index"),
    [
        (Layer.RATE, "57.14 %", 1),
        (Layer.OUTSTANDING, "3", 3),
        (Layer.EXCLUDED, "12.50 %", 3),
        (Layer.JOINED, "4", 4),
    ],
)
def test_each_layer_has_its_own_figure_and_class(
    found: MapCity, layer: Layer, label: str, index: int
) -> None:
    area = areas_of(ask("figures.json", layer=layer.value))[DA_AN]
    assert (area["label"], area["class"]) == (label, index)


def test_an_open_drive_tells_no_rate(found: MapCity) -> None:
    lines = areas_of(ask("figures.json", layer="joined"))[DA_AN]["lines"]
    assert lines == ["大安區", "加入 4 家（提報 8 家）"]


def test_conditions_and_what_was_known_narrow_the_figures(found: MapCity) -> None:
    assert areas_of(ask("figures.json", layer="rate", agency="文化局"))[DA_AN]["lines"][1] == (
        "沒有納入母數的店家（提報 1 家）"
    )
    assert areas_of(ask("figures.json", layer="rate", known_at="1"))[DA_AN]["label"] == "—"
    assert areas_of(ask("figures.json", layer="rate", kind="city_venue"))[DA_AN]["label"] == "—"


def test_english_is_told_where_it_is_asked_for(found: MapCity) -> None:
    lines = areas_of(ask("figures.json", layer="rate", lang="en"))[DA_AN]["lines"]
    assert lines[:2] == ["Da'an District", "Completed 57.14 % (4 of 7 venues)"]


# --- two days, and weeks ---------------------------------------------------------------------------------


def test_two_days_are_told_with_the_figures_of_both_and_the_change_between(found: MapCity) -> None:
    found.clerk.say(found.ids["無點小吃"], Facet.PARTICIPATION, Participation.JOINED, day=date(2021, 10, 12))
    told = areas_of(ask("figures.json", layer="change", than="2021-10-05"))
    assert told[DA_AN] == {
        "class": 4,
        "label": "+14.28",
        "lines": ["大安區", "增減 +14.28 個百分點", "比較日 57.14 %（4／7 家）", "截止日 71.42 %（5／7 家）"],
    }
    assert told["63000010"] == {
        "class": None,
        "label": "—",
        "lines": ["松山區", "資料不足，無法比較", "比較日 —（0／0 家）", "截止日 —（0／0 家）"],
    }
    joined = areas_of(ask("figures.json", layer="joined_change", than="110/10/05", lang="en"))[DA_AN]
    assert joined["lines"][1:] == ["Change +1 venues", "Then 4 joined", "Now 5 joined"]


def test_the_weeks_of_a_day_end_with_what_the_map_shows_of_it(found: MapCity) -> None:
    told = ask("weeks.json", layer="rate", day="2021-10-22", district=DA_AN).json()
    assert told["days"] == [
        {"day": f"2021-10-{day:02d}", "said": f"110年10月{day}日"} for day in (1, 8, 15, 22)
    ]
    alone = areas_of(ask("figures.json", layer="rate", day="2021-10-22", district=DA_AN))
    assert told["areas"].keys() == alone.keys()
    for code, area in told["areas"].items():
        last = {"class": area["classes"][-1], "label": area["labels"][-1]}
        assert alone[code] == {**alone[code], **last}
        assert alone[code]["lines"][:2] == [area["name"], area["lines"][-1]]
    assert told["totals"][-1] == "完成率 57.14 %（4／7 家）"
    assert len(told["colours"]) + 1 == len(told["entries"])


# --- venues ----------------------------------------------------------------------------------------------


def test_a_villages_venues_are_told_with_point_and_standing_but_for_those_without_a_point(
    found: MapCity,
) -> None:
    answer = ask("venues.json", village=LONGMEN)
    assert answer.status == 200
    venues = {venue["name"]: venue for venue in answer.json()["venues"]}
    assert "無點小吃" not in venues
    assert len(venues) == 6
    assert venues["舊書店"] == {
        "id": str(found.ids["舊書店"]),
        "name": "舊書店",
        "lon": 121.536,
        "lat": 25.0245,
        "standing": "excluded_closed",
        "label": "毋須納入：歇業 · 文化局",
    }
    assert {venue["standing"] for venue in venues.values()} <= set(MARKS)


def test_whose_list_a_venue_is_on_is_told_to_whoever_is_signed_in_and_not_to_the_public(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {v["name"]: v["label"] for v in ask("venues.json", village=LONGMEN).json()["venues"]}
    assert known["甜圈坊"] == "已完成 · 商業處"
    monkeypatch.setattr(asking, "who_requests", lambda _request: PUBLIC)
    told = {v["name"]: v["label"] for v in ask("venues.json", village=LONGMEN).json()["venues"]}
    assert told == dict.fromkeys(("甜圈坊", "攤位一", "攤位三"), "已完成")


def test_venues_at_one_place_are_told_at_one_place(found: MapCity) -> None:
    told = ask("venues.json", village=LONGMEN).json()["venues"]
    points = {(v["lon"], v["lat"]) for v in told if v["name"].startswith("攤位")}
    assert points == {(121.5358, 25.0236)}


def test_a_name_that_is_markup_comes_as_a_json_string_of_a_type_that_nothing_sniffs(found: MapCity) -> None:
    answer = ask("venues.json", village=LONGMEN)
    assert answer.headers["content-type"] == "application/json"
    assert f"標籤{MARKUP}" in {venue["name"] for venue in answer.json()["venues"]}


# --- who, and what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("figures.json", {"layer": "rate", "district": "63000030"}),
        ("figures.json", {"agency": COMMERCE}),
        ("figures.json", {"layer": "change", "district": "63000030"}),
        ("weeks.json", {"layer": "rate", "district": "63000030"}),
        ("weeks.json", {"agency": COMMERCE}),
    ],
)
def test_whoever_may_not_see_gets_a_sentence_and_nothing_else(
    found: MapCity, monkeypatch: pytest.MonkeyPatch, address: str, more: dict[str, str]
) -> None:
    monkeypatch.setattr(asking, "who_requests", lambda _request: PUBLIC)
    answer = ask(address, None, **more)
    assert answer.status == 403
    assert list(answer.json()) == ["problem"]
    assert "的身分不能查看" in answer.json()["problem"]
    assert answer.headers["cache-control"] == "no-store"


def test_what_a_browser_has_kept_is_not_confirmed_to_who_may_no_longer_see(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = ask("venues.json", village=LONGMEN).headers["etag"]
    monkeypatch.setattr(asking, "who_requests", lambda _request: PUBLIC)
    answer = ask("venues.json", {"If-None-Match": tag}, village=LONGMEN)
    assert answer.status == 200
    assert {venue["standing"] for venue in answer.json()["venues"]} == {"completed"}


@pytest.mark.parametrize(
    ("address", "parameters", "status", "told"),
    [
        ("figures.json", {"layer": "heat"}, 400, "讀到圖層『heat』"),
        ("figures.json", {"day": "110/02/30"}, 400, "不是有效日期；請用 110/02/28"),
        ("figures.json", {"day": ""}, 400, "網址少了參數『day』"),
        ("figures.json", {"known_at": "昨天"}, 400, "不是序號也不是時間"),
        ("figures.json", {"schem": "x"}, 400, "讀到參數『schem』"),
        ("figures.json", {"lang": "fr"}, 400, "讀到參數『lang=fr』；可用的參數有 zh、en"),
        ("figures.json", {"village": LONGMEN}, 400, "讀到參數『village』"),
        ("figures.json", {"scheme": "熊壞券"}, 404, "查無方案『熊壞券』"),
        ("figures.json", {"district": "63000999"}, 404, "查無地點『63000999』"),
        ("figures.json", {"layer": "change", "than": "110/02/30"}, 400, "不是有效日期；請用 110/02/28"),
        ("figures.json", {"layer": "change", "than": "2021-10-21"}, 400, "晚於截止日 110年10月20日"),
        ("figures.json", {"layer": "change", "than": "2021-10-20"}, 400, "沒有增減可比"),
        (
            "figures.json",
            {"layer": "change", "than": "2021-09-30"},
            400,
            "尚無資料，最早的資料在 110年10月1日",
        ),
        ("weeks.json", {"layer": "change"}, 400, "讀到圖層『change』"),
        ("weeks.json", {"village": LONGMEN}, 400, "讀到參數『village』"),
        ("figures.json", {"agency": "無此局"}, 404, "查無機關『無此局』"),
        ("venues.json", {}, 400, "網址少了參數『village』；請補上，例如 village=63000030041。"),
        ("venues.json", {"village": "中央里"}, 404, "查無地點『中央里』"),
        ("venues.json", {"village": "<b>"}, 404, "查無地點『<b>』"),
        (
            "towns.geojson",
            {},
            404,
            "查無界線檔『towns.geojson』；可用的有 districts.geojson、villages.geojson",
        ),
    ],
)
def test_nonsense_gets_its_status_and_one_sentence(
    found: MapCity, address: str, parameters: dict[str, str], status: int, told: str
) -> None:
    answer = ask(address, None, **parameters)
    assert answer.status == status
    assert told in answer.json()["problem"]
    assert answer.json()["problem"].endswith("。")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("layer", ["change", "joined_change"])
def test_a_day_with_no_four_weeks_before_it_in_any_calendar_is_compared_or_refused_like_others(
    found: MapCity, layer: str
) -> None:
    first = {"day": "0001-01-01", "layer": layer}
    assert {area["label"] for area in areas_of(ask("figures.json", None, **first)).values()} == {"—"}
    answer = ask("figures.json", None, than="0001-01-01", **first)
    assert answer.status == 400
    assert "沒有增減可比" in answer.json()["problem"]


@pytest.mark.parametrize(
    "name", ["scheme", "day", "known_at", "kind", "district", "village", "layer", "lang"]
)
def test_a_refusal_repeats_of_nonsense_no_more_than_tells_what_was_read(found: MapCity, name: str) -> None:
    address = "venues.json" if name == "village" else "figures.json"
    answer = ask(address, None, **{name: "甜" * 5_000})
    assert answer.status in (400, 404)
    assert "甜甜甜" in answer.json()["problem"]
    assert len(answer.json()["problem"]) < 400
    assert answer.json()["problem"].endswith("。")


def test_a_parameter_said_twice_is_refused_whichever_was_meant(found: MapCity) -> None:
    answer = get(Starlette(routes=layers.routes()), "/layers/figures.json?scheme=mycode&scheme=bear_voucher")
    assert answer.status == 400
    assert "各寫一次" in answer.json()["problem"]


def test_a_database_that_is_not_set_up_is_told_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_url)
    assert ask("figures.json", layer="rate").status == 503


def test_a_failure_gives_a_number_and_nothing_of_what_was_asked(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_told: object) -> None:
        raise RuntimeError("王小明的電話")

    monkeypatch.setattr(layers, "areas", fail)
    answer = ask("figures.json", layer="rate")
    assert answer.status == 500
    assert len(answer.json()["reference"]) == 8
    assert "王小明" not in answer.text


# --- keeping and packing ---------------------------------------------------------------------------------


def test_figures_are_kept_by_the_readers_browser_alone_and_asked_about_each_time(found: MapCity) -> None:
    first = ask("figures.json", layer="rate")
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Accept-Encoding, Cookie"
    again = ask("figures.json", {"If-None-Match": f'"other", {first.headers["etag"]}'}, layer="rate")
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    found.clerk.list_venue("新來的", place="大安區龍門里")
    assert ask("figures.json", {"If-None-Match": first.headers["etag"]}, layer="rate").status == 200


@pytest.mark.parametrize("name", [DISTRICTS, VILLAGES])
def test_boundaries_need_no_database_and_an_address_with_their_version_may_be_kept_for_a_year(
    name: str,
) -> None:
    app = Starlette(routes=layers.routes())
    kept = get(app, f"/{boundaries_address(name)}")
    assert kept.body == boundary_bytes(name)
    assert kept.headers["content-type"] == "application/geo+json"
    assert "immutable" in kept.headers["cache-control"]
    for bare in ("", "?v=old", "?"):
        answer = get(app, f"/layers/{name}{bare}")
        assert answer.headers["cache-control"] == "public, no-cache"
        assert answer.headers["etag"] == kept.headers["etag"]
    assert get(app, f"/layers/{name}", {"If-None-Match": kept.headers["etag"]}).status == 304


def test_whoever_takes_gzip_gets_it_and_the_same_content(found: MapCity) -> None:
    packed = {"Accept-Encoding": "gzip, br"}
    app = Starlette(routes=layers.routes())
    villages = get(app, f"/layers/{VILLAGES}", packed)
    assert villages.headers["content-encoding"] == "gzip"
    assert len(villages.body) < len(boundary_bytes(VILLAGES)) / 2
    assert gzip.decompress(villages.body) == boundary_bytes(VILLAGES)
    plain, figures = (ask("figures.json", h, layer="rate", district=DA_AN) for h in ({}, packed))
    assert json.loads(gzip.decompress(figures.body)) == plain.json()


# --- addresses -------------------------------------------------------------------------------------------


def test_the_addresses_that_pages_write_are_read_back_as_they_were_meant(found: MapCity) -> None:
    question = Question(MYCODE, DAY, 7, ("kind=shop", "agency=COM", f"district={DA_AN}"))
    app = Starlette(routes=layers.routes())
    for address in (
        figures_address(question, Layer.OUTSTANDING, "en", DA_AN),
        figures_address(question, Layer.RATE, "zh"),
        figures_address(replace(question, than=date(2021, 10, 5)), Layer.CHANGE, "zh"),
        weeks_address(question, Layer.RATE, "zh", DA_AN),
        names_address(question, Layer.RATE, "zh") + LONGMEN,
    ):
        assert get(app, f"/{address}").status == 200, address
    assert figures_address(question, Layer.RATE, "zh", DA_AN).count("district=") == 1
