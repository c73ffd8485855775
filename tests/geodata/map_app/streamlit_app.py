"""A small program around the map layers: the routes they fetch from. Text in its data tries to be markup."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geodata.assets import ASSETS_PATH, LEAFLET_PATH, assets_folder, leaflet_folder
from geodata.boundaries import VILLAGES, boundary_bytes, boundary_file
from geodata.layers import AreaFigure, figures_json
from geodata.legend import MARKS

MARKUP = "<img src=x onerror=\"document.title='run'\">"
HOUSE = 25.0240  # a latitude inside 龍門里


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


def venues(request: Request) -> Response:
    """A row of venues in 龍門里, one per standing, and a market with forty venues at one place."""
    if request.path_params["what"] == "none":
        return JSONResponse({"venues": []})
    if request.path_params["what"] == "refused":
        return JSONResponse({}, status_code=403)
    row = [
        {
            "id": f"R{index}",
            "name": f"店家{index}{MARKUP}",
            "lon": 121.5355 + index * 0.0004,
            "lat": HOUSE,
            "standing": standing,
            "label": "備註",
        }
        for index, standing in enumerate(MARKS)
    ]
    market = [
        row[1] | {"id": f"M{index}", "name": f"攤位{index}", "lon": 121.536, "lat": HOUSE + 0.001}
        for index in range(40)
    ]
    market[7]["standing"] = "outstanding"
    return JSONResponse({"venues": row + market})


app = st.App(
    "page.py",
    routes=[
        Route("/layers/figures.json", figures),
        Route("/layers/{name}.geojson", boundaries),
        Route("/layers/venues/{what}.json", venues),
        Mount(f"/{LEAFLET_PATH}", StaticFiles(directory=leaflet_folder())),
        Mount(f"/{ASSETS_PATH}", StaticFiles(directory=assets_folder())),
    ],
)
