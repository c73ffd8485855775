"""Finding the streets that a written name may mean among those that have plates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.streets import LOST, readings

# Characters taken for one another in the names of streets, on both sides, where the name as written is none.
_ALIKE = str.maketrans({"洲": "州", "嵋": "眉", "崗": "岡"})
_SECTION = re.compile(r"(?<=.)[一二三四五六七八九十]段$")
_NAMED_LANE = re.compile(r"(?<=[路街道段])\D+巷$")
_LOST = re.compile(rf"[{LOST}]+")


@dataclass(frozen=True, slots=True)
class Meant:
    """Streets by name: one, or the sections of a road written without one. ``doubt`` is for its reader."""

    streets: tuple[str, ...] = ()
    doubt: str = ""


def road_of(street: str) -> str:
    """The road of a section: 羅斯福路三段 is one of 羅斯福路."""
    return _SECTION.sub("", street)


class StreetNames:
    """Names of streets with plates.

    Constraints, in the order in which they are tried:
    1. the name as written, and without what may stand before it (及延平南路);
    2. a road without its section means all of its sections; a lane with a name (光華二巷) its only road;
    3. with characters lost (敦?南路) or commonly confused (汀洲路) the one name that fits.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._roads: dict[str, list[str]] = defaultdict(list)
        self._lanes: dict[str, list[str]] = defaultdict(list)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            if (road := road_of(name)) != name:
                self._roads[road].append(name)
            if lane := _NAMED_LANE.search(name):
                self._lanes[lane.group()].append(name)
            self._alike[name.translate(_ALIKE)].append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def meant(self, written: str) -> Meant:
        """The streets that a name may mean; none where it is nobody's, or several fit."""
        if _LOST.search(written):
            return self._restored(written)
        for name in readings(written):
            if name in self._names:
                return Meant((name,))
            if name in self._roads:
                return Meant(tuple(self._roads[name]))
            if len(self._lanes.get(name, ())) == 1:
                return Meant(tuple(self._lanes[name]))
        for name in readings(written):
            if len(found := self._alike.get(name.translate(_ALIKE), [])) == 1:
                return Meant((found[0],), f"「{name}」讀作{found[0]}。")
        return Meant(doubt=f"門牌資料沒有「{written}」。")

    def _restored(self, written: str) -> Meant:
        # One lost character may stand as the two bytes it had.
        shape = re.compile(".{1,2}".join(re.escape(part) for part in _LOST.split(written)))
        fitting = [name for name in self._names if shape.fullmatch(name)]
        if len(fitting) == 1:
            return Meant((fitting[0],), f"「{written}」有缺字，讀作{fitting[0]}。")
        return Meant(doubt=f"「{written}」有缺字，無法判定是哪一條路。")
