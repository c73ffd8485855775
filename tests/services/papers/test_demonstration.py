"""The papers of the demonstration say what the minutes of the 213th meeting say, in every format."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from outreach.services.city import City, open_city
from outreach.services.meetings import edition
from outreach.services.papers import PaperFormat, paper, paper_file
from outreach.services.papers.agreeing import differences
from tests.services.papers.conftest import said, table
from tests.support.builders import MANAGER
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url


@pytest.fixture
def city(sqlite_databases: Databases) -> Iterator[City]:
    """The demonstration as it is shipped."""
    opened = open_city(demonstration_url(sqlite_databases))
    yield opened
    opened.engine.dispose()


def test_the_papers_of_its_meetings_say_the_minutes_numbers_and_agree_with_every_edition(city: City) -> None:
    told = said(paper(city, MANAGER, 213))
    assert "轄管場館達100%機關計22個：" in told
    assert "未達者：產業局、捷運局，請持續努力。" in told
    assert "等9案同意解除列管。" in told
    assert "列管編號204-2、210-5、211-2（法務局）、211-3等4案賡續列管。" in told
    assert "未填報機關計1個：公管中心。" in told
    assert "將「電子收據系統」修正文字為「電子領據系統」" in told
    for number, which in ((212, 1), (213, 1), (213, 2), (214, 1)):
        made = paper(city, MANAGER, number, edition=which)
        assert differences(made, edition(city, MANAGER, number, which)) == ()
    behind = table(paper(city, MANAGER, 213), "behind")
    assert [row.cells[1].text for row in behind.rows] == ["產業局", "捷運局"]
    # The denominator of category C rises when its trades reopen, and the bridge shows it.
    reasons = {
        row.cells[0].text: row.cells[3] for row in table(paper(city, MANAGER, 214), "item1-reasons").rows
    }
    assert (reasons["恢復納入母數"].value or 0) > 100


def test_hundreds_of_real_looking_rows_are_read_back_from_pages_and_sheets(city: City) -> None:
    for format_ in (PaperFormat.PDF, PaperFormat.XLSX):
        assert len(paper_file(city, MANAGER, 214, format_).data) > 100_000
