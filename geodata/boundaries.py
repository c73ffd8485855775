"""The committed boundary files, read once: what the other modules share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from geodata.topology import PolygonalGeometry

DISTRICTS = "districts.geojson"
VILLAGES = "villages.geojson"
#: Degrees within which Taipei's boundaries lie, with room to spare.
_AROUND_TAIPEI = shapely.box(121.2, 24.8, 121.9, 25.4)
#: Names of longitude and latitude in a file that says its coordinate system, as old GeoJSON did.
_WGS84 = ("CRS84", "OGC:1.3:CRS84", "EPSG::4326", "EPSG:4326")


_CLOSED = "請讓每一圈至少有四點、頭尾兩點相同，例如 [[121.5, 25], [121.6, 25], [121.6, 25.1], [121.5, 25]]。"


class BoundaryUnusable(ValueError):
    """A boundary file that no map may be drawn from; the sentence names the file and the area."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area: its properties (``code``, ``name``, …) and its polygon in degrees (lon, lat; WGS 84)."""

    properties: Mapping[str, str]
    geometry: PolygonalGeometry


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """A boundary file: its areas in order of code, and whom to credit in each language (``zh``, ``en``)."""

    areas: tuple[Boundary, ...]
    attribution: Mapping[str, str]


def boundary_bytes(name: str) -> bytes:
    """The GeoJSON file ``districts.geojson`` or ``villages.geojson`` as it stands, to serve as it is."""
    if name not in (DISTRICTS, VILLAGES):
        raise ValueError(f"There is no boundary file {name!r}; there are {DISTRICTS} and {VILLAGES}.")
    return files("geodata").joinpath("data", name).read_bytes()


@cache
def boundary_file(name: str) -> BoundaryFile:
    """The parsed file, the same shared object at every call; treat it as read-only."""
    return read_boundaries(name, boundary_bytes(name))


def read_boundaries(name: str, content: bytes) -> BoundaryFile:
    """Read a boundary file whose every area can be drawn and located in.

    Raises BoundaryUnusable, naming the file and the area, for what is no GeoJSON of areas, for a ring that
    is open or crosses itself, an area without ground, and coordinates that are no degrees of Taipei.
    """
    try:
        document: dict[str, Any] = json.loads(content)
        features = list(document["features"])
        attribution: dict[str, str] = dict(document["attribution"])
    except (ValueError, KeyError, TypeError):
        raise BoundaryUnusable(
            f"界線檔 {name} 讀不出來；請用有 attribution 與 features 的 GeoJSON，"
            "例如 python -m geodata.build_boundaries 產生的檔。"
        ) from None
    _must_be_degrees(name, document.get("crs"))
    if not features:
        raise BoundaryUnusable(f"界線檔 {name} 一個區域也沒有；請放入全部區域，例如 12 個行政區。")
    return BoundaryFile(tuple(_boundary(name, at, each) for at, each in enumerate(features, 1)), attribution)


def _must_be_degrees(name: str, crs: object) -> None:
    said = json.dumps(crs, ensure_ascii=False)[:80] if crs else ""
    if said and not any(known in said for known in _WGS84):
        raise BoundaryUnusable(
            f"界線檔 {name} 寫的坐標系統是 {said}；請轉成經緯度（WGS 84，EPSG:4326）並拿掉 crs。"
        )


def _boundary(file: str, at: int, feature: object) -> Boundary:
    """One feature, the ``at``-th of its file."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict) or not properties.get("code"):
        raise BoundaryUnusable(f"界線檔 {file} 的第 {at} 個區域沒有代碼 code；請補上，例如 63000030。")
    area = f"界線檔 {file} 的{properties.get('name', '')}（{properties['code']}）"
    try:
        geometry = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.errors.GEOSException as unreadable:
        why = "邊界的頭尾沒有接上" if "closed linestring" in str(unreadable) else "圖形讀不出來"
        raise BoundaryUnusable(f"{area}{why}；{_CLOSED}") from None
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise BoundaryUnusable(f"{area}不是面而是 {geometry.geom_type}；請用 Polygon 或 MultiPolygon。")
    if geometry.is_empty:
        raise BoundaryUnusable(f"{area}沒有圖形；{_CLOSED}")
    _must_be_in_taipei(area, geometry)
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        raise BoundaryUnusable(f"{area}的圖形有誤（{reason}）；請修正，例如邊界不可自己相交。")
    return Boundary(properties, geometry)


def _must_be_in_taipei(area: str, geometry: PolygonalGeometry) -> None:
    if _AROUND_TAIPEI.covers(geometry.envelope):
        return
    west, south, east, north = geometry.bounds
    if max(abs(west), abs(south), abs(east), abs(north)) > 360:
        why = "不是經緯度，像是 TWD97 的公尺"
    elif 20 < west < 30 and 115 < south < 125:
        why = "先寫了緯度"
    else:
        why = "不在臺北市"
    raise BoundaryUnusable(
        f"{area}的坐標讀到 ({_plain(west)}, {_plain(south)})，{why}；"
        "請用經緯度（WGS 84，經度在前），例如 [121.54, 25.03]。"
    )


def _plain(number: float) -> str:
    return f"{number:.5f}".rstrip("0").rstrip(".")
