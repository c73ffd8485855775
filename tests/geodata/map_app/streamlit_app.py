"""A small program around the map layers: the routes they fetch from. Text in its data tries to be markup."""

from functools import cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geodata.assets import ASSETS_PATH, LEAFLET_PATH, SCRIPT, assets_folder, leaflet_folder, script
from geodata.boundaries import VILLAGES, boundary_bytes, boundary_file
from geodata.layers import AreaFigure, figures_json
from tests.geodata.map_app.points_file import STANDINGS, Point, points_file

MARKUP = "<img src=x onerror=\"document.title='run'\">"
HOUSE, LONGMEN = 25.0240, "63000030041"  # a latitude inside 龍門里, and its code
CITY = 3000
ROW = [Point(1 + n, 121.5355 + n * 0.0004, HOUSE, standing, LONGMEN) for n, standing in enumerate(STANDINGS)]
MARKET = [
    Point(100 + n, 121.536, HOUSE + 0.001, "outstanding" if n == 7 else "completed", LONGMEN)
    for n in range(40)
]


def boundaries(request: Request) -> Response:
    """The committed GeoJSON."""
    name = f"{request.path_params['name']}.geojson"
    return Response(boundary_bytes(name), media_type="application/geo+json")


def figures(_: Request) -> Response:
    """One class after another, the last village of each district without any."""
    areas = boundary_file(VILLAGES).areas
    return JSONResponse(
        figures_json(
            {
                area.properties["code"]: AreaFigure(
                    index % 5, (area.properties["name"] + MARKUP, "完成率 50.00 %"), "50.00 %"
                )
                for index, area in enumerate(areas)
            }
        )
    )


def points(request: Request) -> Response:
    """In 龍門里 a row of venues and a market of forty at one place, or a city of venues all over."""
    what = request.path_params["what"]
    if what == "refused":
        return JSONResponse({}, status_code=403)
    told = {"none": [], "venues": [*ROW, *MARKET], "city": _city()}[what]
    return Response(points_file(told), media_type="application/octet-stream")


def names(request: Request) -> Response:
    """The names of a village's venues."""
    return JSONResponse(
        {
            "venues": [
                {"id": str(each.id), "name": _name(each.id), "label": "備註"}
                for each in (*ROW, *MARKET, *_city())
                if each.village == request.query_params["village"]
            ]
        }
    )


def _name(number: int) -> str:
    return f"攤位{number - 100}" if 100 <= number < 1000 else f"店家{number}{MARKUP}"


@cache
def _city() -> tuple[Point, ...]:
    """Venues near the middle of each village, one in ten outstanding, one in thirty excluded."""
    areas = boundary_file(VILLAGES).areas
    made = []
    for index in range(CITY):
        area = areas[index * 7 % len(areas)]
        spot = area.geometry.representative_point()
        standing = STANDINGS[1 if index % 10 == 0 else 2 if index % 30 == 1 else 0]
        east, north = (index * 37 % 101 - 50) * 2e-5, (index * 53 % 97 - 48) * 2e-5
        made.append(Point(1000 + index, spot.x + east, spot.y + north, standing, area.properties["code"]))
    return tuple(made)


app = st.App(
    "page.py",
    routes=[
        Route("/layers/figures.json", figures),
        Route("/layers/{name}.geojson", boundaries),
        Route("/layers/{what}/points.bin", points),
        Route("/layers/venues.json", names),
        Route(f"/{ASSETS_PATH}/{SCRIPT}", lambda request: Response(script(), media_type="text/javascript")),
        Mount(f"/{LEAFLET_PATH}", StaticFiles(directory=leaflet_folder())),
        Mount(f"/{ASSETS_PATH}", StaticFiles(directory=assets_folder())),
    ],
)
