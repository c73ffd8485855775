"""播放各週: the week player of the map, and the day that it stops at."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from geodata.weeks_layer import WeekPlayer, WeekWords
from outreach.pages import bar, words
from outreach.pages.words import N_, translated
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question
from outreach.web.layers import weeks_address

_WORDS = WeekWords(
    open=N_("播放各週"),
    play=N_("播放"),
    pause=N_("暫停"),
    slider=N_("截止日"),
    close=N_("收起"),
    loading=N_("讀取中…"),
    failed=N_("各週的數字讀取失敗，請再按一次。"),
    empty=N_("尚無資料"),
)


def player(city: City, question: Question, layer: Layer, district: str | None) -> WeekPlayer | None:
    """The player of a layer over a ground; None where two days are compared, which has no weeks.

    Weeks end with the day that pages open on, or with the day asked about where that is later: so a reader
    who stops at an earlier week can go on from there.
    """
    if layer.changes:
        return None
    language = words.language()
    last = max(question.as_of, cities.opening_day(city, cities.today()))
    address = weeks_address(replace(question, as_of=last), layer, language, district)
    told = WeekWords(**{name: translated(text, language) for name, text in asdict(_WORDS).items()})
    return WeekPlayer(address, day=question.as_of, said=words.day(question.as_of), words=told)


def day_told(text: str) -> date | None:
    """The day that the player says it stopped at; None where what came is no day that pages offer."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if bar.FIRST_DAY <= day <= bar.LAST_DAY else None
