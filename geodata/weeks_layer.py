"""The week player: a control at the foot of the map that repaints the areas week by week."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from geodata.assets import from_frame
from geodata.script_layer import ScriptLayer


@dataclass(frozen=True, slots=True)
class WeekWords:
    """What the player says, in one language."""

    open: str = "播放各週"
    play: str = "播放"
    pause: str = "暫停"
    slider: str = "截止日"
    close: str = "收起"
    loading: str = "讀取中…"
    failed: str = "各週的數字讀取失敗，請再按一次。"
    empty: str = "尚無資料"


class WeekPlayer(ScriptLayer):
    """Plays the weeks of a JSON URL over the ``UrlChoropleth`` that is on the map.

    Nothing is fetched before the reader asks for it. The URL answers ``{"title", "colours", "entries" (the
    legend's), "days": [{"day" (ISO), "said" (in words)}], "totals": [a line of all together], "areas": {code:
    {"name", "classes", "labels", "lines"}}}``, days rising; an area has a class (None for white), a label and
    a line for each. ``day`` (``said`` in words) is the one that the areas show.

    Where the reader stops arrives as ``last_active_drawing`` with the property day: see
    ``geodata.clicks.clicked``.
    """

    def __init__(self, url: str, *, day: date, said: str, words: WeekWords | None = None) -> None:
        settings: dict[str, object] = {
            "url": from_frame(url),
            "day": day.isoformat(),
            "said": said,
            "words": asdict(words or WeekWords()),
        }
        super().__init__("WeekPlayer", "weeks", settings)
