"""待辦 of an agency's desk: what is asked, past its review, reported, offered, and not placed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.error_reports import report_error
from outreach.services.questions import ask
from outreach.services.transfers import offer
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, MYCODE, PUBLIC, SmallCity

TODAY = datetime.now(UTC).date()


def test_everything_that_waits_for_an_agency_stands_in_its_queue(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    culture = city.clerk.value(Facet.AGENCY, CULTURE)
    now = datetime.now(UTC)
    city.clerk.say(city.contacted, Facet.OPERATING, Operating.SUSPENDED, date(2021, 10, 5), remark="整修")
    ask(city.city, MANAGER, city.contacted, MYCODE, "何時復業？", now=now, today=TODAY)
    report_error(city.city, PUBLIC, city.joined, "moved", "", "192.0.2.7", now=now)
    offer(city.city, ADMINISTRATOR, city.untouched, COMMERCE, TODAY, "移撥", now=now, today=TODAY)
    li = Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, COMMERCE))
    page = open_page(monkeypatch, url, "desk", who=li)
    words = shown(page)
    assert "管考人員的提問 1 件 甜甜圈坊 何時復業？" in words
    assert "逾期未覆核 1 件 甜甜圈坊 應於110年11月4日覆核" in words
    assert "民眾回報 1 件 甜圈坊 已搬遷" in words
    assert "等您接收的移轉 1 件 全部處理 小書房 文化局移來" in words
    assert "待定位 3 件" in words
    assert 'href="placing' in markup(page)
    other = shown(open_page(monkeypatch, url, "desk", who=Who("林承辦", Role.OFFICER, None, culture)))
    assert "待定位 1 件" in other
    assert not any(word in other for word in ("提問", "逾期未覆核", "民眾回報", "甜甜圈坊", "移轉 1 件"))
