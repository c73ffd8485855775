"""The field's words as people read them; `domain.md` has the codes behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from outreach.pages import words
from outreach.pages.words import N_, _
from outreach.rules.dates import TAIPEI
from outreach.rules.vocabulary import Exclusion, Kind, Operating, Participation, Premises, Standing
from outreach.services.city import City

KINDS: Mapping[Kind, str] = {Kind.CITY_VENUE: N_("轄管場館"), Kind.SHOP: N_("店家")}
STANDINGS: Mapping[Standing, str] = {
    Standing.COMPLETED: N_("已完成"),
    Standing.OUTSTANDING: N_("未完成"),
    Standing.EXCLUDED_OFFICE_ONLY: N_("毋須納入：僅公司辦公室"),
    Standing.EXCLUDED_CLOSED: N_("毋須納入：歇業"),
    Standing.EXCLUDED_SUSPENDED: N_("毋須納入：停業"),
    Standing.EXCLUDED_NOT_REOPENED: N_("毋須納入：尚未復業"),
}
EXCLUSIONS: Mapping[Exclusion, str] = {
    Exclusion.OFFICE_ONLY: N_("僅公司辦公室"),
    Exclusion.CLOSED: N_("歇業"),
    Exclusion.SUSPENDED: N_("停業"),
    Exclusion.NOT_REOPENED: N_("尚未復業"),
}
PARTICIPATION: Mapping[Participation, str] = {
    Participation.NOT_CONTACTED: N_("未聯繫"),
    Participation.CONTACTED: N_("已聯繫"),
    Participation.AGREED: N_("已同意"),
    Participation.JOINED: N_("已加入"),
    Participation.DECLINED: N_("無意願"),
    Participation.WITHDRAWN: N_("退出"),
}
OPERATING: Mapping[Operating, str] = {
    Operating.OPEN: N_("營業中"),
    Operating.SUSPENDED: N_("停業"),
    Operating.CLOSED: N_("歇業"),
    Operating.NOT_REOPENED: N_("尚未復業"),
}
PREMISES: Mapping[Premises, str] = {
    Premises.PUBLIC: N_("有對外場所"),
    Premises.OFFICE_ONLY: N_("僅公司辦公室"),
}
#: Names that every database is set up with; others are whatever people entered, and stay as they are.
GIVEN_NAMES = (
    N_("台北熊好券"),
    N_("台北通 myCode+"),
    N_("A 類"),
    N_("B 類"),
    N_("C 類"),
    N_("視聽歌唱業"),
    N_("理髮業"),
    N_("三溫暖業"),
    N_("舞廳業"),
    N_("舞場業"),
    N_("酒家業"),
    N_("酒吧業"),
    N_("特種咖啡茶室業"),
    N_("（未填）"),
    N_("機關"),
    N_("方案"),
    N_("行政區"),
    N_("里"),
    N_("行業"),
    N_("類別"),
    N_("性質"),
    N_("已張貼"),
)


_NONE: Mapping[str, Mapping[str, str]] = MappingProxyType({})
#: Each scheme's own words for stages (by code), settled for this run.
_own_words: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("own_words", default=_NONE)


def settle_own_words(city: City) -> None:
    """Read once for this run what schemes call their stages: a page says them hundreds of times."""
    _own_words.set({scheme.code: scheme.words for scheme in city.reference().schemes.values()})


@dataclass(frozen=True, slots=True)
class Spoken:
    """How this run speaks, for a file that is made when its session is no longer at hand."""

    language: str
    own_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def spoken() -> Spoken:
    """The language of this run, and what schemes call their stages."""
    return Spoken(words.language(), _own_words.get())


@contextmanager
def speaking_as(told: Spoken) -> Iterator[None]:
    """Speak so for the length of a block, whatever the session says."""
    before = _own_words.set(told.own_words)
    try:
        with words.speaking(told.language):
            yield
    finally:
        _own_words.reset(before)


def participation(state: Participation, scheme: str) -> str:
    """How far a venue has come, in the scheme's own word: under myCode+ a venue that joined has 已張貼."""
    return _(_own_words.get().get(scheme, {}).get(state) or PARTICIPATION[state])


def moment(when: datetime) -> str:
    """A moment in Taipei: 110年10月5日 14:05."""
    local = when.astimezone(TAIPEI)
    return f"{words.day(local.date())} {local:%H:%M}"
