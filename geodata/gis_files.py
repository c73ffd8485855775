"""Tables with places as files that GIS programs open: GeoPackage and GeoJSON, in degrees or in TWD97 metres.

Constraints:
1. Rows and values are those given, in their order; a row without a place stays, with an empty geometry.
2. Names of layers and fields are lower-case ASCII words, so that no program changes them.
3. In degrees GeoJSON is RFC 7946's; in metres it carries the named `crs` of its 2008 edition, which GDAL and
   QGIS read, and a note that says so.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

Value = str | int | float | bool | None
#: Decimals that are written: a metre in degrees (as points are told), a centimetre in metres.
_DECIMALS = {4326: 5, 3826: 2}
_NAME = re.compile("[a-z][a-z0-9_]{0,29}")
_NOTE = "座標系統為 TWD97 / TM2（EPSG:3826），單位公尺，不是 RFC 7946 的經緯度。"
_DTYPES: Mapping[type, str] = {str: "object", int: "Int64", float: "Float64", bool: "boolean"}


class Crs(IntEnum):
    """The coordinate systems that files are offered in, by EPSG number."""

    WGS84 = 4326
    TWD97 = 3826


@dataclass(frozen=True, slots=True)
class GisLayer:
    """A named table; `fields` say each column's name and type, `places` are in degrees (WGS 84) or None.

    Raises ValueError for a name that some program would change, and for rows of another width.
    """

    name: str
    fields: Mapping[str, type]
    rows: Sequence[Sequence[Value]]
    places: Sequence[BaseGeometry | None]

    def __post_init__(self) -> None:
        for name in (self.name, *self.fields):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no field name: lower-case ASCII, digits and _, at most 30.")
        if len(self.rows) != len(self.places) or any(len(row) != len(self.fields) for row in self.rows):
            raise ValueError(f"Rows of {self.name!r} must have {len(self.fields)} values and one place each.")


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself beside its rows: a title, whom to credit, and more by name."""

    title: str
    attribution: str
    more: Mapping[str, Value] = field(default_factory=dict)


def as_geopackage(layers: Sequence[GisLayer], crs: Crs) -> bytes:
    """A GeoPackage with these layers in their order."""
    # The file is read at once and thrown away: nothing is lost if the machine stops meanwhile.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})
    with tempfile.TemporaryDirectory(prefix="map-") as folder:
        path = Path(folder) / "map.gpkg"
        for layer in layers:
            frame = geopandas.GeoDataFrame(_frame(layer), geometry=_moved(layer, crs))
            frame.to_file(path, layer=layer.name, driver="GPKG", geometry_type=_type_of(layer))
        return path.read_bytes()


def as_geojson(layers: Sequence[GisLayer], crs: Crs, about: About) -> bytes:
    """One FeatureCollection of all layers in UTF-8; the property `layer` says whose each feature is."""
    features: list[dict[str, Any]] = []
    for layer in layers:
        for row, place in zip(layer.rows, _moved(layer, crs), strict=True):
            told = {"layer": layer.name, **dict(zip(layer.fields, row, strict=True))}
            shape = None if place is None else shapely.geometry.mapping(place)
            features.append({"type": "Feature", "properties": told, "geometry": shape})
    told_of = {"title": about.title, "attribution": about.attribution, **about.more}
    document = {"type": "FeatureCollection", "name": "map", **_named(crs), **told_of, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _named(crs: Crs) -> dict[str, Any]:
    if crs is Crs.WGS84:
        return {}
    name = f"urn:ogc:def:crs:EPSG::{crs.value}"
    return {"crs": {"type": "name", "properties": {"name": name}}, "note": _NOTE}


def _frame(layer: GisLayer) -> pd.DataFrame:
    columns = list(zip(*layer.rows, strict=True)) or [()] * len(layer.fields)
    return pd.DataFrame(
        {
            name: pd.array(list(values), dtype=_DTYPES[kind])  # type: ignore[call-overload]
            for (name, kind), values in zip(layer.fields.items(), columns, strict=True)
        }
    )


def _moved(layer: GisLayer, crs: Crs) -> geopandas.GeoSeries:
    """The places in a coordinate system, to the decimals that are written; rings stay rings."""
    series = geopandas.GeoSeries(list(layer.places), crs=Crs.WGS84.value)
    moved = series if crs is Crs.WGS84 else series.to_crs(crs.value)
    return moved.map(
        lambda place: None if place is None else shapely.transform(place, _rounding(_DECIMALS[crs])),
    ).set_crs(crs.value, allow_override=True)


def _rounding(decimals: int) -> Any:
    return lambda points: points.round(decimals)


def _type_of(layer: GisLayer) -> str:
    """One type for a layer, as a GeoPackage wants it: a district of several parts is a MultiPolygon."""
    kinds = {place.geom_type for place in layer.places if place is not None}
    if kinds <= {"Point"}:
        return "Point"
    return "MultiPolygon" if kinds <= {"Polygon", "MultiPolygon"} else "Geometry"
