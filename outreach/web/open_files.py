"""The files of the open data: columns, CSV, JSON and GeoJSON, each with its day, number and licence."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from outreach.rules.rate import Tally
from outreach.services.coverage import KIND_TITLES
from outreach.services.documents import FIGURE_HEADINGS, Cell, cells, coverage_document
from outreach.services.open_data import OpenFigures
from outreach.services.open_licence import Licence
from outreach.services.open_venues import OpenPage, OpenVenue
from outreach.sheets.table import Table
from outreach.sheets.writing import write_csv

_SOURCE = ("as_of", "known_at", "licence")
FIGURE_COLUMNS = (
    "scheme", "scheme_name", "kind", "kind_name", "open", "district", "district_name",
    *FIGURE_HEADINGS, *_SOURCE,
)  # fmt: skip
VENUE_COLUMNS = (
    "scheme", "scheme_name", "id", "name", "kind", "kind_name", "district", "district_name", "village",
    "village_name", "address", "lon", "lat", "voucher_kinds", "joined_since", *_SOURCE,
)  # fmt: skip


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """CSV in UTF-8 with a byte order mark and CRLF; no cell runs as a formula."""
    file = io.BytesIO()
    write_csv(file, Table("data", tuple(columns), rows))
    return file.getvalue()


def figures_rows(found: Iterable[OpenFigures], terms: Licence) -> list[list[Cell]]:
    """One row for each scheme, kind and district; where the drive is open, only who joined is counted."""
    rows: list[list[Cell]] = []
    for one in found:
        table = one.table
        head: list[Cell] = [table.scheme.code, table.scheme.name, one.kind.value, KIND_TITLES[one.kind]]
        source: list[Cell] = [table.as_of.isoformat(), table.known_at, terms.name]
        for row in table.rows:
            place: list[Cell] = ["true" if one.open else "false", row.key, row.name]
            rows.append([*head, *place, *_cells(row.tally, shown_open=one.open), *source])
    return rows


def _cells(tally: Tally, *, shown_open: bool) -> list[Cell]:
    told = cells(tally)
    if not shown_open:
        return told
    kept = FIGURE_HEADINGS.index("completed")
    return [cell if at == kept else None for at, cell in enumerate(told)]


def figures_json(
    found: Iterable[OpenFigures], terms: Licence, as_of: date, known_at: int, *, invented: bool
) -> dict[str, object]:
    """The figures of each scheme and kind, each as `coverage --by district` tells them."""
    return {
        "demonstration": invented,
        "licence": terms.name,
        "licence_url": terms.url,
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "figures": [_figures(one) for one in found],
    }


def _figures(one: OpenFigures) -> dict[str, Any]:
    told: dict[str, Any] = {
        "scheme_name": one.table.scheme.name,
        "kind": one.kind.value,
        "kind_name": KIND_TITLES[one.kind],
        "open": one.open,
        **coverage_document(one.table),
    }
    if one.open:
        told["rows"] = [
            {"key": row["key"], "name": row["name"], "completed": row["completed"]} for row in told["rows"]
        ]
        told["total"] = {"completed": told["total"]["completed"]}
    return told


def venue_row(venue: OpenVenue, page: OpenPage, terms: Licence) -> list[Cell]:
    """A venue as cells, in the order of `VENUE_COLUMNS`."""
    return [
        venue.scheme,
        venue.scheme_name,
        venue.id,
        venue.name,
        venue.kind.value,
        KIND_TITLES[venue.kind],
        venue.district,
        venue.district_name,
        venue.village,
        venue.village_name,
        venue.address,
        venue.lon,
        venue.lat,
        venue.voucher_kinds,
        venue.joined_since.isoformat(),
        page.as_of.isoformat(),
        page.known_at,
        terms.name,
    ]


def as_geojson(page: OpenPage, terms: Licence, next_: str, *, invented: bool) -> dict[str, object]:
    """A page as GeoJSON (RFC 7946) in WGS 84; a venue whose point is not known has no geometry."""
    left_out = {"lon", "lat", *_SOURCE}
    features = []
    for venue in page.venues:
        told = dict(zip(VENUE_COLUMNS, venue_row(venue, page, terms), strict=True))
        point = None if venue.lon is None else {"type": "Point", "coordinates": [venue.lon, venue.lat]}
        properties = {name: value for name, value in told.items() if name not in left_out}
        key = f"{venue.scheme}:{venue.id}"
        features.append({"type": "Feature", "id": key, "geometry": point, "properties": properties})
    return {
        "type": "FeatureCollection",
        "demonstration": invented,
        "licence": terms.name,
        "licence_url": terms.url,
        "as_of": page.as_of.isoformat(),
        "known_at": page.known_at,
        "total": page.total,
        "next": next_ or None,
        "features": features,
    }
