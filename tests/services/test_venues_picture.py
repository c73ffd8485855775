"""Venues as a picture: whom the asker may see, where they are, and their names as far as a page has room."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from geodata.legend import WORDS
from outreach.reports.drawings import venue_sheet as drawing
from outreach.reports.drawings.venue_sheet import VenueSheet
from outreach.services import venues_picture as service
from outreach.services.city import known_at
from outreach.services.finding import Finding, points
from outreach.services.map_picture import PNG_WIDTH, PictureForm
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.venues_picture import VenueTelling, venue_sheet_of, venues_picture
from outreach.services.who import Role, Who
from tests.support.builders import ADMINISTRATOR, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, STALLS, MapCity, map_city

DAY = date(2021, 10, 20)
TELLING = VenueTelling(
    "zh", "龍門里", ("截至110年10月20日",), WORDS.venue_entries, lambda place: place.name,
    lambda metres: f"{metres}公尺", lambda n: f"{n}家無座標", lambda n: f"共{n}家", lambda n: f"{n}家在圖外",
    lambda n: f"{n}個編號未標", lambda n: f"{n}家未列", ("界線來源",),
)  # fmt: skip


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return map_city(sqlite_databases)[1]


def asked(city: MapCity) -> Question:
    return Question(MYCODE, DAY, known_at(city.city, None))


def sheet(city: MapCity, who: Who, place: str, text: str = "") -> VenueSheet:
    return venue_sheet_of(city.city, who, asked(city), place, Finding(text), TELLING, today=DAY)


def texts(svg: str) -> list[str]:
    return re.findall("<text[^>]*>([^<]*)</text>", svg)


def test_a_villages_picture_lists_every_venue_with_its_places_number_and_shape(found: MapCity) -> None:
    told = sheet(found, ADMINISTRATOR, LONGMEN)
    listed = {line.name: (line.number, line.shape) for line in told.listed}
    # Numbered from the north; the three stalls are one place, whoever must act shows.
    assert listed == {
        "舊書店": (1, "cross"),
        "甜圈坊": (2, "disc"),
        f"標籤{MARKUP}": (3, "ring"),
        "攤位一": (4, "disc"),
        "攤位二": (4, "ring"),
        "攤位三": (4, "disc"),
        "無點小吃": (0, "ring"),
    }
    stalls = next(p for p in told.places if p.many == 3)
    assert (stalls.lon, stalls.lat, stalls.shape, stalls.number) == (*STALLS, "ring", 4)
    assert told.lines[-1] == "共7家"
    svg = drawing.venue_sheet(told)
    said = texts(svg)
    assert "1家無座標" in said
    assert f"標籤{MARKUP}".replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in said
    # Beside the map and in the list, and the three stalls' mark.
    assert said.count("4") == 1 + 3
    assert said.count("3") == 2 + 1
    assert said.count("—") == 1


def test_nobody_is_in_the_picture_whom_the_asker_may_not_see(found: MapCity) -> None:
    assert {line.name for line in sheet(found, PUBLIC, LONGMEN).listed} == {"甜圈坊", "攤位一", "攤位三"}
    assert {place.shape for place in sheet(found, PUBLIC, LONGMEN).places} == {"disc"}
    agencies = found.city.reference().agencies
    own = next(i for i, agency in agencies.items() if agency.code == CULTURE)
    officer = Who("文化局", Role.OFFICER, user=1, agency=own)
    shapes = {line.name: line.shape for line in sheet(found, officer, LONGMEN).listed}
    assert shapes.pop("舊書店") == "cross"
    assert set(shapes.values()) == {"disc"}
    with pytest.raises(NoSuchPlace, match="63000030999"):
        sheet(found, PUBLIC, "63000030999")


def test_a_districts_and_the_citys_picture_show_what_was_looked_for(found: MapCity) -> None:
    told = sheet(found, ADMINISTRATOR, "", "攤位")
    assert [line.name for line in told.listed] == ["攤位二", "攤位一", "攤位三"]
    assert len(told.shown) == 12
    district = sheet(found, ADMINISTRATOR, DA_AN)
    at = points(found.city, ADMINISTRATOR, asked(found), DA_AN, today=DAY)
    assert sum(place.many for place in district.places) == len(at.ids) == 7
    assert len(district.shown) == 53
    said = texts(drawing.venue_sheet(district))
    assert "龍門里" in said
    assert "中正區" in said


def test_what_the_page_does_not_hold_is_told_and_a_district_then_names_nobody(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_LISTED", 2)
    village = sheet(found, ADMINISTRATOR, LONGMEN)
    # Whoever must act is listed first.
    assert {line.shape for line in village.listed} == {"ring"}
    assert village.notes == ("1家無座標", "5家未列")
    assert len(village.places) == 4
    district = sheet(found, ADMINISTRATOR, DA_AN)
    assert district.listed == ()
    assert district.notes == ("1家無座標",)


def test_too_many_places_become_squares_that_hold_every_venue(
    found: MapCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_MARKS", 3)
    told = sheet(found, ADMINISTRATOR, DA_AN)
    assert told.places == ()
    assert len(told.dense) == 7
    svg = drawing.venue_sheet(told)
    assert 'class="cell"' in svg
    assert any(text.endswith("公尺") for text in texts(svg))


def test_a_picture_of_venues_is_a_png_of_a4s_shape_or_a_page_that_can_be_searched(found: MapCity) -> None:
    def made(form: PictureForm) -> bytes:
        return venues_picture(
            found.city, ADMINISTRATOR, asked(found), LONGMEN, Finding(), form, TELLING, today=DAY
        )

    assert Image.open(io.BytesIO(made(PictureForm.PNG))).size[0] == PNG_WIDTH
    colour, plain = made(PictureForm.PDF), made(PictureForm.PLAIN_PDF)
    assert colour != plain
    document = pypdfium2.PdfDocument(plain)
    assert len(document) == 1
    said = document[0].get_textpage().get_text_bounded()
    assert "攤位二" in said
    assert "界線來源" in said
    document.close()
