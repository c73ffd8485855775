"""How many venues each agency keeps, and how fast they take part.

A pace is the share of an agency's venues that had joined by each of four days; the shares are the
demonstration's own invention, apart from what the minutes say: 產業局 and 捷運局 short under 熊好券, the
other 22 at 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outreach.demo.agencies import COMMERCE, DISTRICT_OFFICES, ECONOMIC, MARKETS, RAPID_TRANSIT

#: Days at which the paces are told.
MYCODE_DAYS = (date(2021, 8, 2), date(2021, 9, 23), date(2021, 10, 14), date(2021, 11, 22))
BEAR_DAYS = (date(2021, 8, 16), date(2021, 9, 23), date(2021, 10, 20), date(2021, 11, 22))
#: How many of the shops that ever join 熊好券 had by each day: steadily more, most of all around 11-05.
BEAR_SHOP_DAYS = (
    (date(2021, 8, 23), 0.0),
    (date(2021, 9, 23), 0.13),
    (date(2021, 10, 14), 0.28),
    (date(2021, 10, 26), 0.42),
    (date(2021, 11, 5), 0.68),
    (date(2021, 11, 12), 0.86),
    (date(2021, 11, 23), 1.0),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Venues of one agency and trade; `pattern` names city venues, shops name themselves."""

    agency: str
    sector: str
    number: int
    pattern: str = ""

    @property
    def city_venue(self) -> bool:
        """Whether these are places that the city runs."""
        return bool(self.pattern)


_CITY = (
    Group("civil_affairs", "museum", 10, "{}民俗文物館"),
    Group("civil_affairs", "hall", 12, "{}禮堂"),
    *(Group(code, "activity_centre", 13, "{}區民活動中心") for code in DISTRICT_OFFICES.values()),
    Group("education", "school", 58, "{}學園校園開放場地"),
    Group("zoo", "museum", 16, "{}動物展示館"),
    Group("library", "library_room", 66, "{}閱覽室"),
    Group(ECONOMIC, "hall", 12, "{}產業會館"),
    Group(COMMERCE, "public_office", 8, "{}商業服務站"),
    Group(MARKETS, "public_market", 128, "{}公有市場"),
    Group(MARKETS, "mall", 62, "{}地下街"),
    Group("public_works", "hall", 16, "{}工程教育館"),
    Group("parks", "park", 92, "{}公園服務站"),
    Group("transportation", "public_office", 12, "{}交通服務站"),
    Group("parking", "car_park", 104, "{}公有停車場"),
    Group("social_welfare", "care", 68, "{}社會福利服務中心"),
    Group("health", "public_office", 44, "{}健康服務站"),
    Group("labor", "hall", 18, "{}就業服務站"),
    Group("police", "public_office", 62, "{}派出所為民服務區"),
    Group("fire", "public_office", 44, "{}消防教育館"),
    Group("land", "public_office", 18, "{}地政服務站"),
    Group("finance", "public_office", 14, "{}動產質借服務站"),
    Group("environment", "public_office", 40, "{}環保服務站"),
    Group("urban_development", "activity_centre", 34, "{}社會住宅交誼廳"),
    Group("culture", "arts", 52, "{}藝文空間"),
    Group("fine_arts", "museum", 8, "{}美術展覽室"),
    Group(RAPID_TRANSIT, "mall", 46, "{}聯合開發商場"),
    Group("tourism", "public_office", 28, "{}旅遊服務中心"),
    Group("sports", "sports_centre", 60, "{}運動場館"),
    Group("secretariat", "hall", 5, "{}市政展示廳"),
    Group("city_hall", "hall", 15, "{}大樓服務區"),
    Group("training", "hall", 10, "{}訓練教室"),
    Group("indigenous", "museum", 12, "{}原住民族文化館"),
    Group("hakka", "museum", 14, "{}客家文化館"),
    Group("water", "public_office", 24, "{}用水服務站"),
    Group("reservoir", "hall", 5, "{}水資源教室"),
)

_SHOPS = (
    Group(MARKETS, "market_stall", 1290),
    Group("tourism", "lodging", 318),
    Group("sports", "fitness", 152),
    Group("education", "tutoring", 204),
    Group("health", "pharmacy", 176),
    Group("social_welfare", "care", 64),
    Group("culture", "arts", 136),
    Group(RAPID_TRANSIT, "mall", 92),
    Group("labor", "care", 34),
    Group("parking", "car_park", 58),
    Group("indigenous", "retail", 12),
    Group("hakka", "restaurant", 12),
)

#: What 商業處 guides apart from the special trades: all that is left of the city's size, in these parts.
_COMMERCE_PARTS = (("beverage", 17), ("bakery", 10), ("retail", 24), ("restaurant", 49))

#: Below this there is no room for every agency's venues beside the special trades.
SMALLEST = 1000

#: Special trades: on the list from the first day (180 together), and those listed only in November.
SPECIAL_NUMBERS = {
    "ktv": 62,
    "barber": 34,
    "sauna": 16,
    "dance_hall": 8,
    "ballroom": 6,
    "hostess_restaurant": 12,
    "bar": 30,
    "tea_room": 12,
}
SPECIAL_LATE = {"ktv": 3, "bar": 1}


def groups(size: int) -> list[Group]:
    """The groups of ordinary venues of a city of `size` venues, the special trades apart."""
    if size < SMALLEST:
        raise ValueError(f"A city of {size} venues is too small; it takes {SMALLEST} or more.")
    scaled = [
        Group(g.agency, g.sector, max(min(g.number, 4), g.number * size // 6000), g.pattern)
        for g in (*_CITY, *_SHOPS)
    ]
    special = sum(SPECIAL_NUMBERS.values()) + sum(SPECIAL_LATE.values())
    left = size - special - sum(g.number for g in scaled)
    for sector, part in _COMMERCE_PARTS[:-1]:
        scaled.append(Group(COMMERCE, sector, left * part // 100))
    rest = left - sum(left * part // 100 for _, part in _COMMERCE_PARTS[:-1])
    return [*scaled, Group(COMMERCE, _COMMERCE_PARTS[-1][0], rest)]


#: myCode+: shares joined by MYCODE_DAYS, by agency (a subordinate's own before its bureau's).
MYCODE_PACE: dict[str, tuple[float, float, float, float]] = {
    "civil_affairs": (0.55, 0.85, 0.965, 1.0),
    "education": (0.58, 0.88, 0.985, 1.0),
    ECONOMIC: (0.35, 0.66, 0.86, 0.97),
    COMMERCE: (0.30, 0.63, 0.855, 0.96),
    MARKETS: (0.24, 0.58, 0.82, 0.935),
    "public_works": (0.50, 0.80, 0.935, 0.99),
    "transportation": (0.45, 0.78, 0.915, 0.985),
    "social_welfare": (0.50, 0.86, 0.96, 1.0),
    "health": (0.62, 0.90, 0.975, 1.0),
    "labor": (0.48, 0.82, 0.945, 1.0),
    "police": (0.70, 0.96, 1.0, 1.0),
    "fire": (0.66, 0.95, 1.0, 1.0),
    "land": (0.60, 0.92, 1.0, 1.0),
    "finance": (0.55, 0.90, 1.0, 1.0),
    "environment": (0.50, 0.81, 0.94, 0.985),
    "urban_development": (0.38, 0.68, 0.87, 0.97),
    "culture": (0.45, 0.76, 0.92, 0.985),
    RAPID_TRANSIT: (0.28, 0.57, 0.79, 0.93),
    "tourism": (0.40, 0.73, 0.925, 0.975),
    "sports": (0.55, 0.85, 0.965, 0.995),
    "secretariat": (0.80, 1.0, 1.0, 1.0),
    "training": (0.50, 0.80, 0.90, 1.0),
    "indigenous": (0.38, 0.66, 0.83, 1.0),
    "hakka": (0.50, 0.78, 0.93, 1.0),
    "water": (0.52, 0.85, 0.96, 1.0),
    "reservoir": (0.40, 0.80, 1.0, 1.0),
}

#: Agencies complete under myCode+ by 110-10-14.
COMPLETE = frozenset(root for root, pace in MYCODE_PACE.items() if pace[2] == 1.0)

#: 熊好券, city venues: shares joined by BEAR_DAYS; everybody else joined completely by 110-10-20.
BEAR_PACE: dict[str, tuple[float, float, float, float]] = {
    ECONOMIC: (0.15, 0.55, 0.83, 0.985),
    RAPID_TRANSIT: (0.08, 0.40, 0.74, 1.0),
}
#: The day as of which the meeting read 熊好券.
BEAR_MEETING = date(2021, 10, 26)


def bear_pace(root: str) -> tuple[float, float, float, float]:
    """An agency's pace among its city venues under 熊好券; the earlier at myCode+, the earlier here."""
    first, second, *_ = MYCODE_PACE[root]
    return BEAR_PACE.get(root, (round(first * 0.6, 3), second, 1.0, 1.0))
