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
    from_zero: bool = False


#: Ink, alarm and quiet of the two themes, as in style.css; and the lines' own.
_LIGHT = {"ink": "#1B2733", "quiet": "#5B6770", "lines": ["#0F766E", "#1D4ED8", "#5B6770", "#C9A24B"]}
_DARK = {"ink": "#E8ECEF", "quiet": "#A3AFB9", "lines": ["#3DB8AC", "#8AB0FF", "#A3AFB9", "#D9BC73"]}


@lru_cache(maxsize=KEPT)
def spec(drawn: Drawn) -> Mapping[str, Any]:
    """The picture's Vega-Lite description. Do not change it: it is shared."""
    colours = _DARK if drawn.dark else _LIGHT
    chart = alt.layer(_rules(drawn, colours), _labels(drawn, colours), _lines(drawn, colours))
    told: dict[str, Any] = chart.properties(height=drawn.height).to_dict(validate=False)
    return told


def _lines(drawn: Drawn, colours: Mapping[str, Any]) -> Any:
    rows = [
        {"day": day, "value": value, "name": one.name, "told": told}
        for one in drawn.series
        for day, value, told in one.points
    ]
    names = [one.name for one in drawn.series]
    legend = alt.Legend(title=None, orient="bottom", symbolStrokeWidth=3, labelLimit=320, columns=2)
    several = legend if len(names) > 1 else None
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "day:T",
            title=None,
            axis=alt.Axis(format="%m/%d", grid=False, labelOverlap="greedy", labelSeparation=8),
        ),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=drawn.from_zero, nice=True)),
        color=alt.Color("name:N", scale=alt.Scale(domain=names, range=colours["lines"]), legend=several),
        strokeDash=alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=_DASHES), legend=several),
    )
    tooltip = [
        alt.Tooltip("day:T", title=drawn.day, format="%Y-%m-%d"),
        alt.Tooltip("name:N", title=drawn.what),
        alt.Tooltip("told:N", title=drawn.axis),
    ]
    # Wide, unseen points under the pointer: a line alone is hard to hit.
    hit = base.mark_point(size=160, opacity=0).encode(tooltip=tooltip)
    return alt.layer(base.mark_line(strokeWidth=2, interpolate="step-after"), hit)


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair's generated classes have no types


def _events(drawn: Drawn) -> Any:
    return _data(
        [
            {
                "day": rule.day,
                "label": rule.label,
                "told": rule.told,
                "meeting": rule.meeting,
                "row": number % _ROWS,
            }
            for number, rule in enumerate(drawn.rules)
        ]
    )


def _rules(drawn: Drawn, colours: Mapping[str, Any]) -> Any:
    dash = alt.condition("datum.meeting", alt.value([1, 0]), alt.value([3, 3]))
    return (
        alt.Chart(_events(drawn))
        .mark_rule(color=colours["quiet"], strokeWidth=1)
        .encode(x="day:T", strokeDash=dash, tooltip=[alt.Tooltip("told:N", title=drawn.day)])
    )


def _labels(drawn: Drawn, colours: Mapping[str, Any]) -> Any:
    """Short labels above the picture, in rows, so that neighbours do not cover one another."""
    data = _events(drawn)
    rows = [
        alt.Chart(data)
        .transform_filter(f"datum.row == {row}")
        .mark_text(align="left", dx=2, fontSize=11, color=colours["ink"])
        .encode(x="day:T", y=alt.value(-8 - _ROW * row), text="label:N")
        for row in range(_ROWS)
    ]
    return alt.layer(*rows)
