"""Lines over days as a picture (altair), with what happened marked as rules; drawn once for the same numbers.

The browser draws it with what Streamlit brings along; nothing is asked of another host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

#: Pictures kept; one is some tens of kilobytes.
KEPT = 64
#: Rows of labels above the picture, and their height in pixels.
_ROWS, _ROW = 3, 14
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


@dataclass(frozen=True, slots=True)
class Series:
    """One line by its name: days (ISO), what is drawn (None: nothing to draw), and the value in words."""

    name: str
    points: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A day (ISO) that is marked: a short label, the whole in words, and whether it is a meeting's."""

    day: str
    label: str
    told: str
    meeting: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that a picture is made of; titles are in the reader's language."""

    series: tuple[Series, ...]
    rules: tuple[Rule, ...]
    axis: str
    day: str
    what: str
    dark: bool
    height: int
    bounds: tuple[int, int] | None = None
    """Where the scale begins and ends; from 0 to what is needed where none are given."""


#: Ink and quiet of the two themes, as in style.css; and the lines' own.
_LIGHT = {"ink": "#1B2733", "quiet": "#5B6770", "lines": ["#0F766E", "#1D4ED8", "#5B6770", "#C9A24B"]}
_DARK = {"ink": "#E8ECEF", "quiet": "#A3AFB9", "lines": ["#3DB8AC", "#8AB0FF", "#A3AFB9", "#D9BC73"]}
#: Names under which a picture's rows are put into it.
_LINES, _EVENTS = "lines", "events"


def spec(drawn: Drawn) -> Mapping[str, Any]:
    """The picture's Vega-Lite description. Do not change it: it is shared."""
    return _filled(drawn)


@lru_cache(maxsize=KEPT)
def _filled(drawn: Drawn) -> dict[str, Any]:
    """The picture with its rows in it: altair takes a hundred times as long for them as for a dictionary."""
    names = tuple(one.name for one in drawn.series)
    empty = _picture(names, drawn.axis, drawn.day, drawn.what, drawn.dark, drawn.bounds, drawn.height)
    lines = [
        {"day": day, "value": value, "name": one.name, "told": told}
        for one in drawn.series
        for day, value, told in one.points
    ]
    events = [
        {"day": r.day, "label": r.label, "told": r.told, "meeting": r.meeting, "row": number % _ROWS}
        for number, r in enumerate(drawn.rules)
    ]
    told: dict[str, Any] = _with_rows(empty, {_LINES: lines, _EVENTS: events})
    return told


def _with_rows(part: Any, rows: Mapping[str, list[dict[str, Any]]]) -> Any:
    """A description with the rows in the place of their names."""
    if isinstance(part, list):
        return [_with_rows(each, rows) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {"values": rows[each["name"]]} if key == "data" else _with_rows(each, rows)
        for key, each in part.items()
    }


@lru_cache(maxsize=KEPT)
def _picture(
    names: tuple[str, ...],
    axis: str,
    day: str,
    what: str,
    dark: bool,
    bounds: tuple[int, int] | None,
    height: int,
) -> dict[str, Any]:
    """The picture without any row, drawn by altair once for every look that it can have."""
    colours = _DARK if dark else _LIGHT
    chart = alt.layer(
        _rules(day, colours), *_labels(colours), *_curves(names, axis, day, what, colours, bounds)
    )
    told: dict[str, Any] = chart.properties(height=height).to_dict(validate=False)
    return told


def _curves(
    names: tuple[str, ...],
    axis: str,
    day: str,
    what: str,
    colours: Mapping[str, Any],
    bounds: tuple[int, int] | None,
) -> list[Any]:
    legend = alt.Legend(
        title=None,
        orient="bottom",
        symbolType="stroke",
        symbolSize=400,
        symbolStrokeWidth=2,
        labelLimit=320,
        columns=1,
    )
    # A line that never moves would leave the scale without a height, so its ends are told.
    scale = alt.Scale(zero=True, nice=True) if bounds is None else alt.Scale(domain=bounds)
    several = legend if len(names) > 1 else None
    base = alt.Chart(alt.NamedData(name=_LINES)).encode(
        x=alt.X(
            "day:T",
            title=None,
            axis=alt.Axis(format="%m/%d", grid=False, labelOverlap="greedy", labelSeparation=8),
        ),
        y=alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format=",d", tickMinStep=1)),
        color=alt.Color("name:N", scale=alt.Scale(domain=names, range=colours["lines"]), legend=several),
        strokeDash=alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=_DASHES), legend=several),
    )
    tooltip = [
        alt.Tooltip("day:T", title=day, format="%Y-%m-%d"),
        alt.Tooltip("name:N", title=what),
        alt.Tooltip("told:N", title=axis),
    ]
    # Wide, unseen points under the pointer: a line alone is hard to hit.
    hit = base.mark_point(size=160, opacity=0).encode(tooltip=tooltip)
    return [base.mark_line(strokeWidth=2, interpolate="step-after"), hit]


def _rules(day: str, colours: Mapping[str, Any]) -> Any:
    dash = alt.condition("datum.meeting", alt.value([1, 0]), alt.value([3, 3]))
    return (
        alt.Chart(alt.NamedData(name=_EVENTS))
        .mark_rule(color=colours["quiet"], strokeWidth=1)
        .encode(x="day:T", strokeDash=dash, tooltip=[alt.Tooltip("told:N", title=day)])
    )


def _labels(colours: Mapping[str, Any]) -> list[Any]:
    """Short labels above the picture, in rows, so that neighbours do not cover one another."""
    return [
        alt.Chart(alt.NamedData(name=_EVENTS))
        .transform_filter(f"datum.row == {row}")
        .mark_text(align="left", dx=2, fontSize=11, color=colours["ink"])
        .encode(x="day:T", y=alt.value(-8 - _ROW * row), text="label:N")
        for row in range(_ROWS)
    ]
