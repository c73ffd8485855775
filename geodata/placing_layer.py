"""A mark on the map that is put where something stands: dragged, clicked, moved by keys, or by position."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeGuard

from geodata.script_layer import ScriptLayer

#: Degrees, WGS 84: longitude, latitude.
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacingWords:
    """What the mark says, in one language; ``{n}`` stands for metres."""

    mark: str
    before: str
    hint: str
    distance: str
    here: str
    found: str
    take: str
    leave: str
    denied: str
    plate: str


PLACING_WORDS = PlacingWords(
    mark="店家的位置記號；以方向鍵每次移動 1 公尺，按住 Shift 為 10 公尺",
    before="現在登錄的位置",
    hint="拖曳記號，或點選地圖",
    distance="距現在登錄的位置 {n} 公尺",
    here="用我的位置",
    found="您在這裡，誤差約 {n} 公尺。",
    take="把店家放在這裡",
    leave="不採用",
    denied="瀏覽器沒有提供位置；請允許這個網站使用位置，或點選地圖。",
    plate="門牌位置",
)
PLACING_WORDS_EN = PlacingWords(
    mark="The venue's mark; arrow keys move it by 1 metre, with Shift by 10",
    before="Place on record now",
    hint="Drag the mark, or click the map",
    distance="{n} m from the place on record",
    here="Use my position",
    found="You are here, within about {n} m.",
    take="Put the venue here",
    leave="Don't use it",
    denied="The browser gave no position. Allow this site to use it, or click the map.",
    plate="Door plate",
)


class PlacingMark(ScriptLayer):
    """One mark that the reader moves; where it was before stays drawn, with a line between the two.

    ``before`` is the place on record, ``proposed`` where the mark stands to begin with (else ``before``; with
    neither, the first click puts it there), ``plate`` a hint. The map moves to ``around`` (west, south, east,
    north) whenever ``fit`` differs from the last one drawn. ``neighbours`` are points with names, nearest
    first: a few dozen at most, since they travel with the script. The reader's own position stays in the
    browser until they say that the venue is there.

    A move arrives as ``last_active_drawing``: see ``put_down``.
    """

    def __init__(
        self,
        *,
        before: LonLat | None,
        proposed: LonLat | None,
        plate: LonLat | None,
        around: tuple[float, float, float, float],
        fit: str,
        neighbours: Sequence[tuple[float, float, str]] = (),
        words: PlacingWords = PLACING_WORDS,
    ) -> None:
        settings: dict[str, object] = {
            "before": before,
            "proposed": proposed,
            "plate": plate,
            "around": around,
            "fit": fit,
            "neighbours": list(neighbours) or None,
            "words": asdict(words),
        }
        super().__init__("PlacingMark", "placing", settings)


@dataclass(frozen=True, slots=True)
class PutDown:
    """Where the mark was put, in degrees; ``at`` tells one move from the next, as of ``geodata.clicks``."""

    at: int
    lon: float
    lat: float


def put_down(answer: Mapping[str, Any] | None) -> PutDown | None:
    """Where ``st_folium(…, returned_objects=["last_active_drawing"])`` says that the mark was put, if it was.

    What the browser sends is anybody's: numbers are checked to be numbers, and no more.
    """
    drawing = (answer or {}).get("last_active_drawing")
    told = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(told, Mapping) or not told.get("placing"):
        return None
    at, lon, lat = told.get("click"), told.get("lon"), told.get("lat")
    if not (isinstance(at, int) and _is_number(lon) and _is_number(lat)):
        return None
    return PutDown(at, float(lon), float(lat))


def _is_number(told: object) -> TypeGuard[float]:
    return isinstance(told, int | float) and not isinstance(told, bool) and math.isfinite(told)
