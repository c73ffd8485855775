"""趨勢: a line's every day is the table's row of that day, whoever was under whom, and orders are marked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.coverage import coverage
from outreach.services.lines import Happened, Mark, line, marks
from outreach.services.meetings import open_meeting
from outreach.services.orders import state_order
from outreach.services.trend import RangeRefused
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import COMMERCE, CULTURE, INDUSTRY, MANAGER, MYCODE, SmallCity

FIRST, LAST = date(2021, 9, 29), date(2021, 10, 20)


def put_under(small: SmallCity, agency: str, parent: str | None, day: date) -> None:
    """From a day on an agency stands below another, or on the first level."""
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind="agencies", actor="王小明", summary="改隸", now=small.clerk.tick()
        )
        change.parent(ids[agency], ids[parent] if parent else None, day)


def rows(small: SmallCity, day: date, *, roll_up: bool) -> dict[str, Tally]:
    table = coverage(small.city, MANAGER, MYCODE, day, by=Dimension.AGENCY, roll_up=roll_up)
    return {row.key: row.tally for row in table.rows}


def test_each_day_of_a_line_is_the_row_of_that_day_through_every_change_of_parents(small: SmallCity) -> None:
    clerk = small.clerk
    clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, date(2021, 10, 6))
    clerk.say(small.untouched, Facet.OPERATING, Operating.CLOSED, date(2021, 10, 9), remark="歇業")
    put_under(small, CULTURE, INDUSTRY, date(2021, 10, 8))
    put_under(small, COMMERCE, None, date(2021, 10, 12))
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    lines = {
        agency: line(small.city, MANAGER, MYCODE, FIRST, LAST, agency=agency)
        for agency in ("", INDUSTRY, COMMERCE, CULTURE)
    }
    for at, day in enumerate(days):
        rolled, own = rows(small, day, roll_up=True), rows(small, day, roll_up=False)
        assert lines[INDUSTRY][at] == rolled.get(INDUSTRY, Tally()), day
        assert lines[COMMERCE][at] == own.get(COMMERCE, Tally()), day
        assert lines[CULTURE][at] == own.get(CULTURE, Tally()), day
        assert lines[""][at] == sum(own.values(), Tally()), day
    assert lines[INDUSTRY][-1] == Tally(0, 0, lines[CULTURE][-1].excluded)


def test_a_line_can_be_asked_as_it_was_known_and_of_a_district_alone(small: SmallCity) -> None:
    known = small.city.figures.columns().seq
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    now = line(small.city, MANAGER, MYCODE, LAST, LAST)
    then = line(small.city, MANAGER, MYCODE, LAST, LAST, known_at=known)
    here = line(small.city, MANAGER, MYCODE, LAST, LAST, where=["district=北投區"])
    assert [t[0].completed for t in (now, then, here)] == [3, 2, 1]


def test_days_that_end_before_they_begin_are_refused(small: SmallCity) -> None:
    with pytest.raises(RangeRefused, match="110年10月20日 至 110年9月29日 不成立"):
        line(small.city, MANAGER, MYCODE, LAST, FIRST)


def test_meetings_and_both_days_of_orders_are_marked_those_of_one_day_together(small: SmallCity) -> None:
    city, tick = small.city, small.clerk.tick
    small.clerk.now = datetime(2021, 10, 18, 1, 0, tzinfo=UTC)
    for sector, by_application in (("ktv", True), ("sauna", False), ("barber", False)):
        state_order(
            city,
            MANAGER,
            sector,
            date(2021, 10, 2),
            document="第1號",
            reopened_on=date(2021, 10, 15),
            by_application=by_application,
            now=tick(),
        )
    before = city.figures.columns().seq
    state_order(city, MANAGER, "sauna", date(2021, 12, 24), document="第2號", now=tick())
    open_meeting(city, MANAGER, 213, date(2021, 10, 15), [(MYCODE, (), date(2021, 10, 14))], now=tick())
    found = marks(city, MANAGER, FIRST, LAST)
    assert found == (
        Mark(date(2021, 10, 2), Happened.SUSPENDED, ("視聽歌唱業", "三溫暖業", "理髮業")),
        Mark(date(2021, 10, 15), Happened.MEETING, ("213",)),
        Mark(date(2021, 10, 15), Happened.REOPENED, ("三溫暖業", "理髮業")),
        Mark(date(2021, 10, 15), Happened.BY_APPLICATION, ("視聽歌唱業",)),
    )
    later = date(2021, 12, 24)
    assert [m.names for m in marks(city, MANAGER, later, later)] == [("三溫暖業",)]
    assert marks(city, MANAGER, later, later, known_at=before) == ()
