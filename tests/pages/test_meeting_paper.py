"""The paper on its meeting's page: made when asked for, and refused in words where it does not agree."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.reports import checking
from outreach.services.meetings import freeze, open_meeting
from outreach.services.papers import PaperFormat
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run
from tests.support.builders import MANAGER, MYCODE, SmallCity

Small = tuple[str, SmallCity]


@pytest.fixture
def page(small: Small, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The paper of meeting 213, which a manager opens."""
    url, city = small
    city.clerk.now = datetime(2021, 10, 26, 1, 0, tzinfo=UTC)
    items = [(MYCODE, (), date(2021, 10, 14))]
    open_meeting(city.city, MANAGER, 213, date(2021, 10, 26), items, now=city.clerk.tick())
    freeze(city.city, MANAGER, 213, now=city.clerk.tick())
    return open_page(monkeypatch, url, "meetings", who=MANAGER, meeting="213", view="paper")


def press(page: AppTest, format_: PaperFormat) -> AppTest:
    """Ask for the paper in a format."""
    page.button(key=f"meeting_paper_{format_}").click()
    return run(page)


def offered(page: AppTest) -> list[str]:
    """The labels of the files that are offered."""
    return [str(one.proto.label) for one in page.get("download_button")]


def test_a_format_is_made_when_asked_for_and_offered_once_it_agrees_with_the_edition(page: AppTest) -> None:
    assert offered(page) == []
    for format_ in (PaperFormat.XLSX, PaperFormat.ODS):
        press(page, format_)
        assert offered(page) == [f"下載 meeting-213-edition-1.{format_}"]
        assert "數字已與凍結的版次核對相符" in shown(page)


def test_a_file_that_does_not_agree_is_not_offered_and_the_page_says_where(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(page, PaperFormat.XLSX)
    monkeypatch.setattr(checking, "check_ods", lambda _told, _data: ("表1 第2列「已完成(D)」",))
    press(page, PaperFormat.ODS)
    assert offered(page) == []
    assert "讀回後與凍結的數字不符（表1 第2列「已完成(D)」），未提供下載" in shown(page)
