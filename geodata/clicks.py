"""What a click on the map tells Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Click:
    """One click on the map: an area by ``code``, or venues by ``ids`` (at most 500 of the place clicked,
    whoever must act first) and the code of their ``village``, where they are in one; or the ``day`` (ISO) at
    which the weeks were stopped.

    ``at`` tells one click from the next (milliseconds by the reader's clock): remember the last you acted on,
    since the map goes on reporting it.
    """

    at: int
    code: str | None = None
    ids: tuple[str, ...] = ()
    village: str | None = None
    day: str | None = None


def clicked(answer: Mapping[str, Any] | None) -> Click | None:
    """The click that ``st_folium(…, returned_objects=["last_active_drawing"])`` returned; None before any.

    What the browser sends is anybody's: codes and ids are text to look up, not to trust.
    """
    drawing = (answer or {}).get("last_active_drawing")
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(properties, Mapping) or not isinstance(properties.get("click"), int):
        return None
    ids = properties.get("ids")
    if isinstance(ids, list):
        village = properties.get("village")
        return Click(
            properties["click"],
            ids=tuple(str(each) for each in ids),
            village=village if isinstance(village, str) else None,
        )
    day = properties.get("day")
    if isinstance(day, str):
        return Click(properties["click"], day=day)
    code = properties.get("code")
    return Click(properties["click"], code=code) if isinstance(code, str) else None
