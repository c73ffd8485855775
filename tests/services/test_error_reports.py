"""Anybody may say that a venue on the public map is wrong; its agency mends it or finds no error."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.error_reports import (
    MOST_OPEN,
    NoSuchReport,
    NotOnTheMap,
    ReportSettled,
    ReportUnreadable,
    SettledAs,
    TooManyReports,
    open_error_reports,
    report_error,
    settle,
)
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import reading
from outreach.store.people_tables import sign_in_attempts
from tests.support.builders import COMMERCE, CULTURE, MANAGER, PUBLIC, SmallCity

NOW = datetime(2021, 10, 25, 4, 0, tzinfo=UTC)
TODAY = date(2021, 10, 25)


@pytest.fixture
def li(small: SmallCity) -> Who:
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


def report(
    small: SmallCity,
    venue: int | None = None,
    kind: str = "closed",
    words: str = "",
    address: str = "192.0.2.7",
    now: datetime = NOW,
) -> int:
    return report_error(small.city, PUBLIC, venue or small.joined, kind, words, address, now=now)


def test_a_report_reaches_the_venues_agency_and_no_other(small: SmallCity, li: Who) -> None:
    report(small, words="已拆招牌")
    (found,) = open_error_reports(small.city, li, today=TODAY)
    assert (found.venue, found.kind, found.words, found.reported_at) == ("甜圈坊", "closed", "已拆招牌", NOW)
    lin = Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))
    assert open_error_reports(small.city, lin, today=TODAY) == ()
    assert open_error_reports(small.city, li, today=TODAY, venue_id=small.singing) == ()


def test_a_settled_report_leaves_the_list_once(small: SmallCity, li: Who) -> None:
    number = report(small)
    settle(small.city, li, number, SettledAs.MENDED, now=NOW, today=TODAY)
    assert open_error_reports(small.city, li, today=TODAY) == ()
    with pytest.raises(ReportSettled, match="李承辦"):
        settle(small.city, li, number, SettledAs.NO_ERROR, now=NOW, today=TODAY)


def test_only_what_the_public_sees_can_be_reported(small: SmallCity) -> None:
    small.clerk.say(small.singing, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    for venue in (small.contacted, small.untouched, small.singing, 9_999, -1, 10**30):
        with pytest.raises(NotOnTheMap):
            report(small, venue)


@pytest.mark.parametrize(
    ("kind", "words"), [("", ""), ("stolen", ""), ("other", ""), ("other", " \0 "), ("closed", "長" * 201)]
)
def test_what_is_no_report_is_refused(small: SmallCity, kind: str, words: str) -> None:
    with pytest.raises(ReportUnreadable):
        report(small, kind=kind, words=words)


def test_numbers_and_mail_addresses_in_a_report_are_hidden(small: SmallCity, li: Who) -> None:
    report(small, words="請回電 0912-345-678 或 someone@example.com")
    (found,) = open_error_reports(small.city, li, today=TODAY)
    assert found.words == "請回電 〔已遮蔽〕 或 〔已遮蔽〕"


def test_nobody_floods_an_agency_from_one_address(small: SmallCity) -> None:
    venues = [small.joined, small.singing]
    for at in range(5):
        report(small, venues[at % 2], now=NOW + timedelta(minutes=at))
    last = NOW + timedelta(minutes=4)
    report(small, small.singing, now=last + timedelta(seconds=2))
    with pytest.raises(TooManyReports):
        report(small, small.singing, now=last + timedelta(seconds=3))
    report(small, small.singing, address="198.51.100.9", now=last + timedelta(seconds=3))


def test_a_venue_that_was_reported_often_enough_takes_no_more_until_somebody_looked(
    small: SmallCity, li: Who
) -> None:
    numbers = [report(small, address=f"192.0.2.{at}") for at in range(MOST_OPEN)]
    with pytest.raises(TooManyReports):
        report(small, address="198.51.100.9")
    settle(small.city, li, numbers[0], SettledAs.NO_ERROR, now=NOW, today=TODAY)
    report(small, address="198.51.100.9")


def test_no_address_is_kept(small: SmallCity) -> None:
    report(small, address="192.0.2.77")
    with reading(small.city.engine) as connection:
        kept = connection.execute(sa.select(sign_in_attempts.c.subject)).scalars().all()
    assert len(kept) == 1
    assert "192.0.2.77" not in kept[0]


def test_who_changes_nothing_settles_nothing(small: SmallCity, li: Who) -> None:
    number = report(small)
    for who in (PUBLIC, MANAGER):
        with pytest.raises(NotAllowed):
            settle(small.city, who, number, SettledAs.MENDED, now=NOW, today=TODAY)
        with pytest.raises(NotAllowed):
            open_error_reports(small.city, who, today=TODAY)
    lin = Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))
    for who, wrong in ((lin, number), (li, 999), (li, 10**30)):
        with pytest.raises(NoSuchReport):
            settle(small.city, who, wrong, SettledAs.MENDED, now=NOW, today=TODAY)
