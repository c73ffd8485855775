"""The appendix shows each item's districts as a table and as the map's picture, with the same figures."""

from __future__ import annotations

import re

from geodata.legend import WORDS
from outreach.pages import map_words
from outreach.reports.drawings.map_sheet import FIGURE_HEIGHT, FIGURE_WIDTH
from outreach.reports.model import Paper, Picture
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import known_at
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question, areas
from outreach.services.naming import NONE_NAME
from tests.services.papers.conftest import DAYS, ITEMS, Press, texts
from tests.support.builders import BEAR_VOUCHER, FIRST_DAY, MANAGER

LAST = DAYS[213]


def _open_list(press: Press) -> Paper:
    """A list of 熊好券 that shops go on joining: three in two districts, and one nobody knows where."""
    small = press.small
    listed = (small.joined, small.contacted, small.untouched)
    for venue in listed:
        small.clerk.say(venue, Facet.LISTING, "listed", FIRST_DAY, scheme=BEAR_VOUCHER)
    small.clerk.list_venue("某處", scheme=BEAR_VOUCHER, place="", stage=Participation.JOINED)
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.JOINED, scheme=BEAR_VOUCHER)
    press.open_to_shops(BEAR_VOUCHER)
    press.hold(213, ITEMS)
    return press.paper()


def _pictures(told: Paper) -> dict[str, Picture]:
    return {picture.name: picture for picture in told.pictures() if picture.name.endswith("-map")}


def _words_of(picture: Picture) -> list[str]:
    return re.findall("<text[^>]*>([^<]*)</text>", picture.svg)


def test_an_open_list_is_drawn_by_how_many_joined_with_the_figures_of_its_table(press: Press) -> None:
    told = _open_list(press)
    drawn = _pictures(told)["annex3-map"]
    assert drawn.caption == "圖 行政區加入家數圖（截至110年10月14日）"
    printed = _words_of(drawn)
    rows = [
        [{NONE_NAME: "未填行政區"}.get(name, name), joined, reported]
        for name, reported, joined in texts(told, "annex3-districts")
    ]
    assert rows[-1] == ["合計", "2", "4"]
    assert ["未填行政區", "1", "1"] in rows
    for row in rows:
        assert any(printed[at : at + 3] == row for at in range(len(printed))), row
        if row[0] not in ("合計", "未填行政區"):
            assert f"{row[0]}{row[1]}家" in drawn.words
    assert not any("%" in text or "母數" in text for text in printed)


def test_the_picture_of_an_open_list_has_the_maps_legend_its_day_its_source_and_colours_with_patterns(
    press: Press,
) -> None:
    drawn = _pictures(_open_list(press))["annex3-map"]
    question = Question(BEAR_VOUCHER, LAST, known_at(press.small.city, None), ("kind=shop",))
    found = areas(press.small.city, MANAGER, question, Layer.JOINED)
    scale = map_words.scale(found.classes, "zh")
    printed = _words_of(drawn)
    assert {scale.title, *scale.labels, scale.empty} <= set(printed)
    assert {"截至110年10月14日", WORDS.credit} <= set(printed)
    for at, colour in enumerate(scale.colours):
        pattern = re.search(rf'<pattern id="class{at}".*?</pattern>', drawn.svg)
        assert pattern is not None
        assert colour in pattern[0]
        assert at == len(scale.colours) - 1 or 'opacity="' in pattern[0]
    assert (drawn.width, drawn.height) == (FIGURE_WIDTH, FIGURE_HEIGHT)


def test_every_item_with_venues_has_its_districts_drawn_but_one_without_a_denominator(press: Press) -> None:
    told = _open_list(press)
    # 熊好券's city venues: there are none on the list, so nothing is drawn.
    assert list(_pictures(told)) == ["annex1-map", "annex3-map"]
    rated = _words_of(_pictures(told)["annex1-map"])
    rows = texts(told, "annex1-districts")
    for name, _population, _excluded, eligible, completed, _outstanding, rate in rows:
        row = [name, rate, f"{completed}／{eligible}"]
        assert any(rated[at : at + 3] == row for at in range(len(rated))), row
