"""Invented names: places that are on no map of Taipei, and shops that are nobody's.

Every name is an invented pair of characters and a noun of its trade. No village is called by such a pair,
nor any road among the city's door plates; no name is on the real lists of shops that the tests compare.
A few carry characters that Big5 cannot hold, because real lists do.
"""

from __future__ import annotations

from itertools import product
from random import Random

_FIRST = "禾嶼穗霽岑楓汀澄沐朔梧蒔藜珩翎芷茗桐棠篁荻蓼苓霏"
_SECOND = "望晴嵐曦漪岫歌陂塢澤野渡汐韻和光語舟霖暉"

#: All the invented words of two characters, in a fixed order.
WORDS: tuple[str, ...] = tuple(a + b for a, b in product(_FIRST, _SECOND))

#: Characters that cp950 has no place for.
BEYOND_BIG5 = "峯堃喆瑠双"

#: What a shop of each trade calls itself after its invented word.
SHOP_NOUNS: dict[str, tuple[str, ...]] = {
    "restaurant": (
        "小館", "麵坊", "食堂", "飯桌", "餐室", "鍋物", "粥舖", "便當屋", "熱炒店", "家常菜", "水餃館",
    ),
    "beverage": ("茶飲", "咖啡", "果汁吧", "豆花店", "冰室", "茶舖"),
    "bakery": ("烘焙坊", "麵包坊", "餅舖", "蛋糕店"),
    "retail": ("雜貨", "文具行", "五金行", "花坊", "服飾", "眼鏡行", "電器行", "鐘錶行"),
    "market_stall": ("蔬果", "鮮魚", "肉舖", "豆腐攤", "乾貨", "熟食", "布莊", "青菜攤", "雞肉攤", "麵攤"),
    "lodging": ("旅店", "商旅", "旅宿", "青年旅舍"),
    "fitness": ("健身館", "瑜伽教室", "羽球館", "舞蹈教室", "桌球館"),
    "arts": ("書店", "小劇場", "畫廊", "音樂教室", "唱片行"),
    "tutoring": ("補習班", "文理教室", "外語教室", "珠算教室"),
    "pharmacy": ("藥局", "健康藥局"),
    "care": ("日照中心", "托育園", "庇護工場"),
    "car_park": ("停車場", "立體停車場"),
    "mall": ("商場櫃位", "生活選物", "美食街櫃位"),
    "ktv": ("歌坊", "視聽館", "視聽歌城"),
    "barber": ("觀光理髮", "視聽理容", "理容院"),
    "sauna": ("三溫暖", "湯館三溫暖"),
    "dance_hall": ("大舞廳",),
    "ballroom": ("舞場",),
    "hostess_restaurant": ("大酒家", "酒家"),
    "bar": ("酒吧", "小酒館", "酒場"),
    "tea_room": ("茶室", "咖啡茶室"),
}  # fmt: skip

#: What a chain of several branches calls itself; its branches share one tax id.
CHAIN_NOUNS = {"restaurant": "小館", "beverage": "茶飲", "bakery": "烘焙坊", "retail": "雜貨"}


class Namer:
    """Hands out shop names of which no two are the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def shop(self, sector: str) -> str:
        """A new name for a shop of this trade; about one in eighty cannot be written in Big5."""
        while True:
            word = self._rng.choice(WORDS)
            if self._rng.random() < 0.0125:
                word = self._rng.choice(BEYOND_BIG5) + word[1]
            name = word + self._rng.choice(SHOP_NOUNS[sector])
            if self._rng.random() < 0.12:
                name = self._rng.choice("小老新") + name
            if self.take(name):
                return name

    def place(self, pattern: str) -> str:
        """A new name for a city venue; `{}` in the pattern stands for an invented place."""
        while True:
            name = pattern.format(self._rng.choice(WORDS))
            if self.take(name):
                return name

    def branches(self, sector: str, number: int) -> list[str]:
        """The names of a new chain's branches: the chain's own word, and an invented place for each."""
        brand = "日" + self._rng.choice(WORDS) + CHAIN_NOUNS[sector]
        names: list[str] = []
        while len(names) < number:
            name = f"{brand}{self._rng.choice(WORDS)}店"
            if self.take(name):
                names.append(name)
        return names

    def take(self, name: str) -> bool:
        """Claim a name; False where somebody has it already."""
        if name in self._taken:
            return False
        self._taken.add(name)
        return True
