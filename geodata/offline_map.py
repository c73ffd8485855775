"""folium classes for a map that asks no other host for anything.

The base map's script is the same at every rerun; what changes travels in ``st_folium``'s
``feature_group_to_add`` as a short call of a script in ``static``, which fetches geometry, figures and venues
by URL. To be served to the page are: the script of them all (``geodata.assets.script``), the folders
``leaflet_folder()`` and ``assets_folder()`` and, by a route of your choice, the boundary files
(``geodata.boundaries.boundary_bytes``).

Every URL is relative to the component's frame, which stands two folders below the root: ``from_frame``.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from functools import cache
from typing import Any, TypeVar

import folium
import shapely
from branca.element import Element, Figure
from folium.template import Template

from geodata.assets import (
    ASSETS_PATH,
    LEAFLET_PATH,
    assets_folder,
    leaflet_folder,
    script_literal,
    script_url,
    versioned_url,
)
from geodata.boundaries import DISTRICTS, boundary_file
from geodata.legend import WORDS, Words
from geodata.tiles import Tiles


class Named(Element):
    """An element whose name needs no change in a script; folium takes names apart, letter by letter."""

    def get_name(self) -> str:
        """The name of its variable."""
        return f"{self._name.lower()}_{self._id}"


class OfflineMap(Named, folium.Map):
    """A map of Taipei from local files only, unless ``tiles`` names a base map to draw under it."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <style>
                html, body { margin: 0; padding: 0; }
                #{{ this.get_name() }} { position: relative; width: 100%; height: 100%; }
            </style>
        {% endmacro %}

        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                { center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }} }
            );
            GeodataLayers.setUp({{ this.get_name() }}, {{ this.set_up }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        *,
        leaflet_path: str = LEAFLET_PATH,
        assets_path: str = ASSETS_PATH,
        words: Words = WORDS,
        tiles: Tiles | None = None,
    ) -> None:
        west, south, east, north = city_box()
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_start=11,
            zoom_control=False,
            minZoom=9,
            maxZoom=18,
            zoomSnap=0.25,
            # A tooltip goes at once, so that there are never two.
            fadeAnimation=False,
            maxBounds=[[south - 0.3, west - 0.4], [north + 0.3, east + 0.4]],
        )
        leaflet, assets = leaflet_folder(), assets_folder()
        self.default_js = [("geodata", script_url(assets_path))]
        self.default_css = [
            ("leaflet_css", versioned_url(leaflet, leaflet_path, "leaflet.css")),
            ("geodata_layers_css", versioned_url(assets, assets_path, "layers.css")),
            ("geodata_weeks_css", versioned_url(assets, assets_path, "weeks.css")),
        ]
        self.set_up = script_literal(
            {
                "language": words.language,
                "title": words.title,
                "described": words.described,
                "zoomIn": words.zoom_in,
                "zoomOut": words.zoom_out,
                **({"tiles": tiles.in_frame(words.language)} if tiles else {}),
            }
        )

    def undrawn(self) -> OfflineMap:
        """The same map for one more drawing, which changes it; to make another compiles templates.

        Of a map that was never drawn itself.
        """
        made = self.get_root()
        assert isinstance(made, Figure)
        anew, figure = copy(self), _apart(made)
        for part in ("header", "html", "script"):
            setattr(figure, part, _apart(getattr(figure, part)))
        anew._children, anew._parent = OrderedDict(self._children), figure
        figure._children[self.get_name()] = anew
        return anew

    def render(self, **kwargs: Any) -> str:
        """Put into the figure what ``st_folium`` reads there: the header and the element, as they are.

        Folium would compile a template out of every piece of text, with the links, at every run.
        """
        figure, told = self.get_root(), self._template.module
        assert isinstance(figure, Figure)
        for part, text in ((figure.header, told.header), (figure.html, told.html)):
            part.add_child(_Written(text(self, kwargs)), name=self.get_name())
        return ""


_E = TypeVar("_E", bound=Element)


def _apart(element: _E) -> _E:
    """A copy to which children can be added."""
    anew = copy(element)
    anew._children = OrderedDict(element._children)
    return anew


class _Written(Element):
    """Text that stands in a document as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_kwargs: Any) -> str:
        """The text."""
        return self._text


@cache
def city_box() -> tuple[float, ...]:
    """West, south, east and north of the city, in degrees to about a hundred metres."""
    bounds = shapely.total_bounds([area.geometry for area in boundary_file(DISTRICTS).areas])
    return tuple(round(float(side), 3) for side in bounds)
