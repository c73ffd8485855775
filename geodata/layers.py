"""What is drawn on the map: areas and venues that the frame fetches by URL, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geodata.assets import from_frame
from geodata.legend import MARKS, RATE_SCALE, WORDS, Entry, Scale, Words
from geodata.offline_map import city_box
from geodata.script_layer import ScriptLayer

#: What every layer says while its data comes, or does not.
_FETCHING = ("loading", "failed", "empty")
#: What is said of one venue and of many.
_COUNTING = ("together", "more", "count", "closer", "completed", "outstanding", "excluded")
_NEAR = ("venues", "metres", "kilometres", *(name for name in Words.__slots__ if name.startswith("near")))


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


class UrlChoropleth(ScriptLayer):
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


class UrlOutlines(ScriptLayer):
    """Outlines and names of a GeoJSON URL's areas, from a zoom on: ground for whoever has come close.

    Nothing is fetched before the map has been zoomed in to ``from_zoom``, and nothing is drawn when it is out
    again. Out of reach of pointer and keyboard, under the areas and venues of other layers; a name stands
    where its area has room for it beside the venues drawn. ``name_property`` is name or name_en.
    """

    def __init__(self, url: str, *, from_zoom: float, name_property: str = "name") -> None:
        settings = {"url": from_frame(url), "fromZoom": from_zoom, "nameProperty": name_property}
        super().__init__("url_outlines", "outlines", settings)


class UrlPoints(ScriptLayer):
    """Venues on one canvas: clusters far out; a disc is completed, a ring outstanding, a cross excluded.

    The URL answers with ``points.bin``: ``PTS2``, the length of a JSON header as uint32, the header with
    count, west, south, unit (degrees), standings (names out of ``MARKS``) and villages (codes), then planes
    of one byte a point, little endian: differences of rising keys (4), ids (4), index of the village (2,
    65535 for none), index of the standing (1). A key has the bits of x at its even places and those of y at
    its odd ones, both in units from west and south (2 bytes). Venues at one place share a mark with their
    number.

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
            "near": city_box() if near else None,
            "words": _words(words, (*_FETCHING, *_COUNTING, *(_NEAR if near else ()))),
        }
        super().__init__("url_points", "points", settings)


class Legend(ScriptLayer):
    """A legend inside the map: every colour and shape with its words. Folded on a narrow map."""

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__(
            "Legend", "legend", {"title": title, "entries": [asdict(entry) for entry in entries]}
        )


def _words(words: Words, used: Sequence[str]) -> dict[str, str]:
    return {name: getattr(words, name) for name in used}
