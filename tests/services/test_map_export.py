"""The map as files for GIS, opened again: figures to the digit, and nothing that the asker may not see."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest

from geodata.gis_files import Crs, GisLayer
from geodata.places import districts, villages
from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Exclusion, Facet, Participation, Standing
from outreach.services import map_export
from outreach.services.city import known_at
from outreach.services.coverage import Row, coverage
from outreach.services.finding import Finding, points
from outreach.services.map_export import AREA_FIELDS, CHANGE_FIELDS, VENUE_FIELDS, GisForm, Ground, map_file
from outreach.services.map_layers import Layer
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import ADMINISTRATOR, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, STALLS, MapCity, map_city

DAY = date(2021, 10, 20)
CITY = Ground()


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return map_city(sqlite_databases)[1]


def asked(city: MapCity, *where: str) -> Question:
    return Question(MYCODE, DAY, known_at(city.city, None), where)


def opened(
    city: MapCity, who: Who, folder: Path, ground: Ground, *, layer: Layer = Layer.RATE, crs: Crs = Crs.WGS84
) -> dict[str, Any]:
    """The layers of a GeoPackage as tables, by name, read from a file as a GIS program would."""
    path = folder / "map.gpkg"
    path.write_bytes(map_file(city.city, who, asked(city), layer, ground, GisForm.GEOPACKAGE, crs, today=DAY))
    return {str(name): geopandas.read_file(path, layer=name) for name, _type in pyogrio.list_layers(path)}


def as_tally(row: Any) -> Mapping[str, object]:
    """A row's figures as plain numbers and a text."""
    told = {name: int(row[name]) for name in AREA_FIELDS if AREA_FIELDS[name] is int and name != "known_at"}
    return {**told, "rate": row["rate"] if isinstance(row["rate"], str) else None}


def figures(row: Row) -> Mapping[str, object]:
    tally = row.tally
    return {
        "population": tally.population,
        "eligible": tally.eligible,
        "completed": tally.completed,
        "outstanding": tally.outstanding,
        "excluded": tally.excluded_total,
        **{f"excluded_{reason.value}": tally.excluded[reason] for reason in Exclusion},
        "rate": tally.rate,
    }


def looked_for(city: MapCity, who: Who, finding: Finding, ground: Ground = CITY) -> list[dict[str, Any]]:
    """The features of a GeoJSON of the view of venues."""
    content = map_file(
        city.city, who, asked(city), Layer.RATE, ground, GisForm.GEOJSON, Crs.WGS84, finding, today=DAY
    )
    features: list[dict[str, Any]] = json.loads(content)["features"]
    return features


def test_of_what_is_looked_for_the_file_has_the_venues_found_and_no_figures(found: MapCity) -> None:
    told = looked_for(found, ADMINISTRATOR, Finding(text="攤位"), Ground(DA_AN))
    assert {f["properties"]["layer"] for f in told} == {"venues"}
    at = points(found.city, ADMINISTRATOR, asked(found), DA_AN, Finding(text="攤位"), today=DAY)
    assert {f["properties"]["venue_id"]: tuple(f["geometry"]["coordinates"]) for f in told} == {
        i: (lon, lat) for i, lon, lat in zip(at.ids.tolist(), at.lon.tolist(), at.lat.tolist(), strict=True)
    }
    assert {f["properties"]["name"]: f["properties"]["standing"] for f in told} == {
        "攤位一": "completed",
        "攤位二": "outstanding",
        "攤位三": "completed",
    }
    assert {f["properties"]["conditions"] for f in told} == {"q=攤位"}
    assert {f["properties"]["name"] for f in looked_for(found, PUBLIC, Finding(text="攤位"))} == {
        "攤位一",
        "攤位三",
    }
    left = looked_for(found, ADMINISTRATOR, Finding(text="攤位", standings=(Standing.OUTSTANDING,)))
    assert [f["properties"]["name"] for f in left] == ["攤位二"]
    assert {f["properties"]["conditions"] for f in left} == {"q=攤位;standing=outstanding"}
    everything = looked_for(found, ADMINISTRATOR, Finding())
    assert sum(f["geometry"] is None for f in everything) == 4
    assert len(everything) == len(found.ids)


def test_areas_have_the_figures_of_the_table_by_district_and_by_village_to_the_digit(
    found: MapCity, tmp_path: Path
) -> None:
    for ground, by, count in (
        (CITY, Dimension.DISTRICT, len(districts())),
        (Ground(DA_AN), Dimension.VILLAGE, sum(v.district_code == DA_AN for v in villages())),
    ):
        told = opened(found, ADMINISTRATOR, tmp_path, ground)["areas"]
        where = [f"district={ground.district}"] if ground.district else []
        table = coverage(
            found.city,
            ADMINISTRATOR,
            MYCODE,
            DAY,
            by=by,
            where=where,
        )
        listed = {row["code"]: as_tally(row) for _at, row in told.iterrows() if row["population"]}
        assert listed == {row.key: figures(row) for row in table.rows}
        assert int(told["population"].sum()) == table.total.population
        assert len(told) == count + 1
        assert [row["code"] for _at, row in told.iterrows() if row.geometry is None] == [""]
        assert set(told["as_of"]) == {"2021-10-20"}
        assert set(told["known_at"]) == {table.known_at}
        assert set(told["scheme"]) == {MYCODE}


def test_areas_on_two_days_have_the_other_days_figures_and_the_change_besides(
    found: MapCity, tmp_path: Path
) -> None:
    day, than = date(2021, 10, 12), "2021-10-01"
    found.clerk.say(found.ids["無點小吃"], Facet.PARTICIPATION, Participation.JOINED, day=day)
    told = opened(found, ADMINISTRATOR, tmp_path, CITY, layer=Layer.CHANGE)["areas"].set_index("name")
    assert [told.loc["大安區", name] for name in CHANGE_FIELDS] == [than, 8, 7, 4, "57.14", "+14.28"]
    assert told.loc["大安區", "rate"] == "71.42"
    assert not isinstance(told.loc["松山區", "change"], str)
    joined = opened(found, PUBLIC, tmp_path, Ground(DA_AN), layer=Layer.JOINED_CHANGE)["areas"]
    here = joined.set_index("name").loc["龍門里"]
    assert (here["than_completed"], here["completed"], here["change"]) == (3, 4, "1")
    assert not here["than_population"] > 0
    assert "than" not in opened(found, ADMINISTRATOR, tmp_path, CITY)["areas"]


def test_an_area_without_any_venue_has_no_rate_rather_than_none_joined(
    found: MapCity, tmp_path: Path
) -> None:
    told = opened(found, ADMINISTRATOR, tmp_path, CITY)["areas"].set_index("name")
    assert told.loc["萬華區", "population"] == 0
    assert not isinstance(told.loc["萬華區", "rate"], str)
    assert told.loc["北投區", "rate"] == "0.00"


def test_venues_are_those_behind_the_figures_with_where_they_stand(found: MapCity, tmp_path: Path) -> None:
    told = opened(found, ADMINISTRATOR, tmp_path, CITY)["venues"]
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY)
    assert (told["standing"] == "completed").sum() == table.total.completed
    assert (told["standing"] == "outstanding").sum() == table.total.outstanding
    assert len(told) == table.total.population == len(found.ids)
    by_name = told.set_index("name")
    assert f"標籤{MARKUP}" in by_name.index
    assert by_name.loc["無點小吃"].geometry is None
    assert (by_name.loc["攤位一"].geometry.x, by_name.loc["攤位一"].geometry.y) == STALLS
    assert by_name.loc["攤位一", "village"] == LONGMEN
    of_village = opened(found, ADMINISTRATOR, tmp_path, Ground(DA_AN, LONGMEN))
    assert len(of_village["venues"]) == 7
    assert list(of_village["areas"]["code"]) == [LONGMEN]


def test_in_twd97_everything_lies_in_metres_where_it_lies_in_degrees(found: MapCity, tmp_path: Path) -> None:
    degrees = opened(found, ADMINISTRATOR, tmp_path, CITY)
    metres = opened(found, ADMINISTRATOR, tmp_path, CITY, crs=Crs.TWD97)
    for name in ("areas", "venues"):
        assert degrees[name].crs.to_epsg() == 4326
        assert metres[name].crs.to_epsg() == 3826
        back = metres[name].to_crs(4326)
        pairs = zip(degrees[name].geometry, back.geometry, strict=True)
        # A border may not run 2 m beside itself: points are told to about a metre, metres to the centimetre.
        assert all(a is None or a.hausdorff_distance(b) < 2e-5 for a, b in pairs)
    stall = metres["venues"].set_index("name").loc["攤位一"].geometry
    assert (round(stall.x), round(stall.y)) == (304_074, 2_768_498)


def test_geojson_says_the_same_and_names_its_coordinate_system_where_that_is_not_degrees(
    found: MapCity, tmp_path: Path
) -> None:
    package = opened(found, ADMINISTRATOR, tmp_path, CITY, crs=Crs.TWD97)
    for crs in Crs:
        content = map_file(
            found.city, ADMINISTRATOR, asked(found), Layer.RATE, CITY, GisForm.GEOJSON, crs, today=DAY
        )
        document = json.loads(content)
        assert ("crs" in document) == ("note" in document) == (crs is Crs.TWD97)
        assert "內政部" in document["attribution"]
        read = geopandas.read_file(io.BytesIO(content))
        assert read.crs.to_epsg() == crs.value
        for name in ("areas", "venues"):
            told = [f["properties"] for f in document["features"] if f["properties"]["layer"] == name]
            assert list(told[0]) == ["layer", *(AREA_FIELDS if name == "areas" else VENUE_FIELDS)]
            assert len(told) == len(package[name]) == (read["layer"] == name).sum()
        rates = [f["properties"]["rate"] for f in document["features"] if "rate" in f["properties"]]
        assert rates == [r if isinstance(r, str) else None for r in package["areas"]["rate"]]


def test_the_public_gets_districts_figures_and_who_joined_without_an_agency_or_a_category(
    found: MapCity, tmp_path: Path
) -> None:
    found.clerk.say(found.ids["甜圈坊"], Facet.CATEGORY, "C")
    assert "C 類" in set(opened(found, ADMINISTRATOR, tmp_path, CITY)["venues"]["category"])
    told = opened(found, PUBLIC, tmp_path, CITY)
    assert set(told["venues"]["standing"]) == {"completed"}
    assert told["venues"][["agency", "agency_name", "category"]].isna().all(axis=None)
    assert len(told["venues"]) == coverage(found.city, PUBLIC, MYCODE, DAY).total.completed
    of_district = opened(found, PUBLIC, tmp_path, Ground(DA_AN), layer=Layer.JOINED)["areas"]
    assert int(of_district["completed"].sum()) == 4
    hidden = [n for n in AREA_FIELDS if n.startswith("excluded") or n in ("outstanding", "eligible", "rate")]
    assert of_district[[*hidden, "population"]].isna().all(axis=None)
    with pytest.raises(NotAllowed):
        opened(found, PUBLIC, tmp_path, Ground(DA_AN))
    with pytest.raises(NotAllowed):
        map_file(
            found.city,
            PUBLIC,
            asked(found, "agency=COM"),
            Layer.RATE,
            CITY,
            GisForm.GEOJSON,
            Crs.WGS84,
            today=DAY,
        )


def test_an_officer_gets_the_own_agencys_venues_and_of_others_only_who_joined(
    found: MapCity, tmp_path: Path
) -> None:
    agencies = found.city.reference().agencies
    own = next(i for i, agency in agencies.items() if agency.code == CULTURE)
    told = opened(found, Who("文化局", Role.OFFICER, user=1, agency=own), tmp_path, CITY)["venues"]
    assert dict(zip(told["name"], told["standing"], strict=True))["舊書店"] == "excluded_closed"
    assert set(told[told["name"] != "舊書店"]["standing"]) == {"completed"}


def test_more_venues_than_a_file_holds_are_refused_with_the_way_out(
    found: MapCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_export, "MOST_VENUES", 8)
    assert map_export.venues_in_file(found.city, ADMINISTRATOR, asked(found), CITY, today=DAY) == 11
    with pytest.raises(map_export.TooManyVenues, match="有 11 家，一個檔案最多 8 家；請先縮小範圍"):
        opened(found, ADMINISTRATOR, tmp_path, CITY)
    assert len(opened(found, ADMINISTRATOR, tmp_path, Ground(DA_AN))["venues"]) == 8


def test_an_open_drive_has_no_rate_in_the_file_and_a_village_that_is_none_is_refused(
    found: MapCity, tmp_path: Path
) -> None:
    told = opened(found, ADMINISTRATOR, tmp_path, CITY, layer=Layer.JOINED)["areas"]
    assert told["rate"].isna().all()
    with pytest.raises(NoSuchPlace, match="63000030999"):
        opened(found, ADMINISTRATOR, tmp_path, Ground(DA_AN, "63000030999"))


@pytest.mark.parametrize("name", ["Rate", "完成率", "a b", "2nd", "x" * 31])
def test_a_field_name_that_some_program_would_change_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no field name"):
        GisLayer("areas", {name: str}, [], [])
