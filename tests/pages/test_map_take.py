"""What a picture taken from the map says of itself, in either language, and what its file is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.places import district_by_code, village_by_code
from outreach.pages import frame
from outreach.pages.bar import Asked
from outreach.pages.map.place import Here
from outreach.pages.map.take import Taken
from outreach.pages.map.take_words import areas_telling, venues_telling
from outreach.pages.words import speaking
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import known_at
from outreach.services.finding import Finding
from outreach.services.map_layers import Layer
from outreach.services.map_sheets import map_sheet_of
from outreach.services.mapping import Question, areas
from outreach.services.venues_picture import venue_sheet_of
from outreach.services.who import Who
from tests.support.builders import ADMINISTRATOR, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MapCity, map_city

DAY = date(2021, 10, 20)
VILLAGE = Here(district_by_code(DA_AN), village_by_code(LONGMEN))
DISTRICT = Here(district_by_code(DA_AN))


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> MapCity:
    monkeypatch.setattr(frame, "today", lambda: DAY)
    return map_city(sqlite_databases)[1]


def taken(city: MapCity, here: Here, layer: Layer = Layer.RATE, finding: Finding | None = None) -> Taken:
    seq = known_at(city.city, None)
    asked = Asked(
        scheme=MYCODE,
        scheme_name="台北通 myCode+",
        as_of=DAY,
        known_at=seq,
        kinds=(),
        district="",
        agency="",
        looking_back=False,
    )
    return Taken(asked, Question(MYCODE, DAY, seq), layer, tuple(Kind), here, finding)


def test_a_picture_of_venues_says_where_what_was_looked_for_and_how_many_there_are(found: MapCity) -> None:
    what = taken(found, VILLAGE, finding=Finding(text="攤位"))
    with speaking("zh"):
        told = venue_sheet_of(
            found.city,
            ADMINISTRATOR,
            what.question,
            what.place,
            Finding(text="攤位"),
            venues_telling(found.city, what),
            today=DAY,
        )
        left = taken(found, VILLAGE, finding=Finding(text="攤位", standings=(Standing.OUTSTANDING,)))
        assert "尋找：「攤位」 · 未完成" in " ".join(venues_telling(found.city, left).lines)
    assert told.title == "大安區龍門里：店家／場館"
    assert told.lines == (
        "台北通 myCode+ · 店家與轄管場館 · 截至110年10月20日 · 尋找：「攤位」",
        "本圖有 3 家。",
    )
    assert [entry.label for entry in told.entries] == ["已完成", "未完成", "毋須納入母數"]
    assert told.foot[0].startswith("110年10月20日製圖")
    assert what.stem(invented=True) == f"demonstration-map-venues-{MYCODE}-{LONGMEN}-2021-10-20"


def test_files_of_two_days_compared_are_named_after_both(found: MapCity) -> None:
    what = taken(found, DISTRICT, Layer.CHANGE)
    compared = replace(what, question=replace(what.question, than=date(2021, 10, 5)))
    assert compared.stem(invented=False) == f"map-change-{MYCODE}-{DA_AN}-2021-10-20-than-2021-10-05"
    assert "than" not in replace(compared, finding=Finding()).stem(invented=False)


def test_in_english_the_same_is_said_and_the_public_is_told_of_who_joined_alone(found: MapCity) -> None:
    what = taken(found, VILLAGE, Layer.JOINED, Finding())
    with speaking("en"):
        told = venue_sheet_of(
            found.city,
            PUBLIC,
            what.question,
            what.place,
            Finding(),
            venues_telling(found.city, what),
            today=DAY,
        )
    assert told.title == "Longmen Village, Da'an District: venues"
    assert told.lines[-1] == "3 venues in this picture."
    assert [entry.label for entry in told.entries] == ["Joined"]


@pytest.mark.parametrize(
    ("who", "layer", "nothing"),
    [
        (PUBLIC, Layer.JOINED, "尚無加入"),
        (ADMINISTRATOR, Layer.JOINED, "無店家"),
        (ADMINISTRATOR, Layer.CHANGE, "資料不足"),
    ],
)
def test_a_village_of_which_nothing_is_told_says_why(
    found: MapCity, monkeypatch: pytest.MonkeyPatch, who: Who, layer: Layer, nothing: str
) -> None:
    monkeypatch.setattr(frame, "who", lambda: who)
    what = taken(found, DISTRICT, layer)
    shown = areas(found.city, who, what.question, layer, DA_AN)
    with speaking("zh"):
        sheet = map_sheet_of(shown, areas_telling(found.city, what, shown))
    assert sheet.scale.empty == nothing
    empty = [area for area in sheet.areas if area.class_index is None]
    assert len(empty) == 52
    assert {area.figure for area in empty} == {nothing}
    assert sheet.diverging == (layer is Layer.CHANGE)
    days = "比較日110年10月1日，截止日110年10月20日。"
    assert (days in sheet.lines) == (layer is Layer.CHANGE)
