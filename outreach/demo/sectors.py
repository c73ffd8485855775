"""The trades of the demonstration: the eight special ones, and ordinary ones for everything else."""

from __future__ import annotations

from outreach.demo.agencies import COMMERCE
from outreach.demo.model import DemoSector
from outreach.rules.trades import SPECIAL_TRADES

ORDINARY_TRADES: dict[str, str] = {
    "restaurant": "餐飲業",
    "beverage": "飲料店業",
    "bakery": "烘焙食品業",
    "retail": "零售業",
    "market_stall": "市集攤販業",
    "lodging": "旅宿業",
    "fitness": "運動服務業",
    "arts": "藝文展演業",
    "tutoring": "短期補習業",
    "pharmacy": "藥局",
    "care": "照顧服務業",
    "car_park": "停車場業",
    "mall": "商場",
    "public_market": "公有市場",
    "public_office": "為民服務場所",
    "activity_centre": "活動中心",
    "library_room": "圖書閱覽場所",
    "museum": "展覽館所",
    "park": "公園園區",
    "school": "校園開放場地",
    "sports_centre": "運動場館",
    "hall": "會議訓練場所",
}

#: Which vouchers of 熊好券 a trade takes; shops of the other trades are no part of that drive.
VOUCHER_KINDS: dict[str, tuple[str, ...]] = {
    "restaurant": ("饗購",),
    "beverage": ("饗購",),
    "bakery": ("饗購",),
    "retail": ("饗購",),
    "market_stall": ("市集",),
    "lodging": ("住宿",),
    "fitness": ("運動",),
    "arts": ("藝文",),
    "mall": ("饗購", "市集"),
    "public_market": ("市集",),
    "museum": ("藝文",),
    "sports_centre": ("運動",),
    "park": ("市集",),
    "library_room": ("藝文",),
    "ktv": ("饗購",),
}


def sectors() -> tuple[DemoSector, ...]:
    """All trades, the special ones first, in the order of the city's own list."""
    special = tuple(DemoSector(code, name, True, COMMERCE) for code, name in SPECIAL_TRADES.items())
    return special + tuple(DemoSector(code, name) for code, name in ORDINARY_TRADES.items())
