"""What the week player of the map is told; as in `map_words`, in a given language."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from outreach.pages import map_words, words
from outreach.pages.words import speaking
from outreach.services.map_weeks import AreaWeeks, Weeks


def weeks_json(found: Weeks, language: str) -> dict[str, Any]:
    """The weeks as `geodata.weeks_layer` takes them, with the legend that holds for all of them."""
    layer, alone = found.layer, found.joined_only
    scale = map_words.scale(found.classes, language, joined_only=alone)
    with speaking(language):
        days = [{"day": day.isoformat(), "said": words.day(day)} for day in found.days]
    return {
        "title": scale.title,
        "colours": scale.colours,
        "entries": [asdict(entry) for entry in scale.entries],
        "days": days,
        "totals": [map_words.headline(tally, layer, language, joined_only=alone) for tally in found.totals],
        "areas": {row.place.code: _area(row, found, language) for row in found.rows},
    }


def _area(row: AreaWeeks, found: Weeks, language: str) -> dict[str, Any]:
    return {
        "name": row.place.name_en if language == "en" else row.place.name,
        "classes": row.class_indexes,
        "labels": [map_words.shown(tally, found.layer) for tally in row.tallies],
        "lines": [
            map_words.headline(tally, found.layer, language, joined_only=found.joined_only)
            for tally in row.tallies
        ],
    }
