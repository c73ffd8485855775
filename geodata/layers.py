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
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, TypeVar

import folium
import shapely
from branca.element import Element, Figure
from folium.map import Layer
from folium.template import Template

from geodata.assets import (
    ASSETS_PATH,
    LEAFLET_PATH,
    assets_folder,
    from_frame,
    leaflet_folder,
    script_literal,
    script_url,
    versioned_url,
)
from geodata.boundaries import DISTRICTS, boundary_file
from geodata.legend import MARKS, RATE_SCALE, WORDS, Entry, Scale, Words
from geodata.tiles import Tiles


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """What an area shows.

    ``class_index`` counts from 0 along the scale, None for the dotted white area; ``lines`` is the tooltip;
    ``label`` a short text that stands on the ground under the area's name ('' for none).
    """

    class_index: int | None
    lines: tuple[str, ...] = ()
    label: str = ""


def figures_json(figures: Mapping[str, AreaFigure]) -> dict[str, Any]:
    """Figures by area code, in the form that ``figures_url`` has to answer with."""
    return {
        "areas": {
            code: {"class": each.class_index, "lines": list(each.lines), "label": each.label}
            for code, each in figures.items()
        }
    }


@dataclass(frozen=True, slots=True)
class Only:
    """Show the areas whose property has this value alone: Only("district_code", "63000030")."""

    property: str
    value: str


class _Named(Element):
    """An element whose name needs no change in a script; folium takes names apart, letter by letter."""

    def get_name(self) -> str:
        """The name of its variable, as folium would make it."""
        return f"{self._name.lower()}_{self._id}"


class OfflineMap(_Named, folium.Map):
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
        west, south, east, north = _city_box()
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


class Layers(_Named, folium.FeatureGroup):
    """What changes on the map, as one: ``st_folium`` reads its scripts, and nobody a document of them."""

    def __init__(self) -> None:
        super().__init__()
        # By this name, taken apart, ``st_folium`` calls it.
        self._name = "feature_group"

    def render(self, **_kwargs: Any) -> str:
        """Nothing."""
        return ""


class _ScriptLayer(_Named, Layer):
    """A layer that is one call of ``GeodataLayers``, added to its parent at once."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = GeodataLayers.{{ this.factory }}({{ this.settings }});
            {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, name: str, factory: str, settings: Mapping[str, object]) -> None:
        super().__init__(overlay=True, control=False)
        self._name = name
        self.factory = factory
        # It travels at every run, and to the script what is absent is null, false or empty.
        self.settings = script_literal({k: v for k, v in settings.items() if v not in (None, False, {})})

    def render(self, **kwargs: Any) -> str:
        """Render without folium's own addTo: the script above has it, in the right order."""
        # Past Layer, whose render adds that call.
        return str(super(Layer, self).render(**kwargs))  # type: ignore[no-untyped-call]


class UrlChoropleth(_ScriptLayer):
    """Areas of a GeoJSON URL, coloured by class.

    Figures come by ``figures_url`` (answering as ``figures_json`` does) or, for a handful of areas, embedded
    as ``figures``; with neither the areas are drawn as plain outlines. ``only`` keeps some of the areas;
    ``selected`` is the code of one to outline. Whenever ``fit`` differs from the last one drawn, the map
    moves to show the whole layer, or the selected area; the same text leaves the view to the reader. With
    ``canvas`` areas are drawn on a canvas of their own, beyond the reach of the keyboard. A ``quiet`` layer
    says nothing of itself, for outlines around a layer that does. ``names`` writes the names of
    outlines on the ground where no venue is drawn. ``name_property`` is name or name_en.

    A click arrives as ``last_active_drawing`` with the area's properties (code, name …): see
    ``geodata.clicks.clicked``.
    """

    def __init__(
        self,
        url: str,
        *,
        figures: Mapping[str, AreaFigure] | None = None,
        figures_url: str | None = None,
        scale: Scale = RATE_SCALE,
        only: Only | None = None,
        selected: str | None = None,
        fit: str | None = None,
        canvas: bool = False,
        quiet: bool = False,
        names: bool = False,
        name_property: str = "name",
        words: Words = WORDS,
    ) -> None:
        if figures is not None and figures_url is not None:
            raise ValueError("Figures are either embedded or fetched, not both.")
        for code, each in (figures or {}).items():
            if each.class_index is not None and not 0 <= each.class_index < len(scale.colours):
                raise ValueError(
                    f"Class {each.class_index} of {code} is none of the scale's {len(scale.colours)}."
                )
        outline = figures is None and figures_url is None
        settings: dict[str, object] = {
            "url": from_frame(url),
            "figures": figures_json(figures or {})["areas"],
            "figuresUrl": from_frame(figures_url) if figures_url else None,
            "outline": outline,
            "colours": None if outline else scale.colours,
            "only": asdict(only) if only else None,
            "selected": selected,
            "fit": fit,
            "canvas": canvas,
            "names": names,
            "nameProperty": name_property,
            "attribution": None if quiet else words.credit,
            "words": {} if quiet else _words(words, _FETCHING),
        }
        super().__init__("url_choropleth", "areas", settings)


class UrlPoints(_ScriptLayer):
    """Venues on one canvas: clusters far out; a disc is completed, a ring outstanding, a cross excluded.

    The URL answers with ``points.bin``: ``PTS1``, the length of a JSON header as uint32, the header with
    count, west, south, unit (degrees), standings (names out of ``MARKS``) and villages (codes), then planes
    of one byte a point, little endian: differences of rising ids (4), x and y from west and south in units
    (2 each), index of the village (2, 65535 for none), index of the standing (1). Venues at one place share
    a mark with their number.

    Names are fetched when a mark is pointed at: ``names_url`` with the parameter ``village``, the code of its
    village, answers ``{"venues": [{"id", "name", "label"}]}``, ``label`` a second line. ``fit`` as for
    ``UrlChoropleth``.

    With ``near`` the map has a button that asks the browser where the reader is and lists the nearest places;
    the position never leaves the browser.

    A click on a mark arrives as ``last_active_drawing`` with the properties id, ids and village: see
    ``geodata.clicks.clicked``. Where there is no venue the areas underneath are clicked.
    """

    def __init__(
        self,
        url: str,
        *,
        names_url: str | None = None,
        fit: str | None = None,
        near: bool = False,
        words: Words = WORDS,
    ) -> None:
        settings: dict[str, object] = {
            "url": from_frame(url),
            "namesUrl": from_frame(names_url) if names_url else None,
            "marks": {standing: asdict(mark) for standing, mark in MARKS.items()},
            "fit": fit,
            "near": _city_box() if near else None,
            "words": _words(words, (*_FETCHING, *_COUNTING, *(_NEAR if near else ()))),
        }
        super().__init__("url_points", "points", settings)


class Legend(_ScriptLayer):
    """A legend inside the map: every colour and shape with its words. Folded on a narrow map."""

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__(
            "Legend", "legend", {"title": title, "entries": [asdict(entry) for entry in entries]}
        )


#: What every layer says while its data comes, or does not.
_FETCHING = ("loading", "failed", "empty")
#: What is said of one venue and of many.
_COUNTING = ("together", "more", "count", "closer", "completed", "outstanding", "excluded")
_NEAR = ("venues", "metres", "kilometres", *(name for name in Words.__slots__ if name.startswith("near")))


@cache
def _city_box() -> tuple[float, ...]:
    """West, south, east and north of the city, in degrees to about a hundred metres."""
    bounds = shapely.total_bounds([area.geometry for area in boundary_file(DISTRICTS).areas])
    return tuple(round(float(side), 3) for side in bounds)


def _words(words: Words, used: Sequence[str]) -> dict[str, str]:
    return {name: getattr(words, name) for name in used}
