"""The demonstration's 213th meeting decides as the minutes print it, and the 214th finds what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.tracking import Proposal
from outreach.services.city import City, open_city
from outreach.services.coverage import coverage
from outreach.services.rounds import progress, rounds
from outreach.services.tracking import TrackedLine, conclusions, tracked
from tests.support.builders import MANAGER
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url


@pytest.fixture
def city(sqlite_databases: Databases) -> Iterator[City]:
    """The demonstration as it is shipped."""
    opened = open_city(demonstration_url(sqlite_databases))
    yield opened
    opened.engine.dispose()


def _by_place(lines: tuple[TrackedLine, ...]) -> dict[tuple[str, str], TrackedLine]:
    return {(str(one.item.number), one.name): one for one in lines}


def test_it_tracks_what_the_minutes_say(city: City) -> None:
    lines = tracked(city, MANAGER, 213, edition=1)
    assert conclusions(lines) == (
        "列管編號205-2、209-2、211-2（觀傳局）、211-6、212-1、212-2、212-3、212-4、212-5等9案同意解除列管。",
        "列管編號204-2、210-5、211-2（法務局）、211-3等4案賡續列管。",
    )
    assert conclusions(tracked(city, MANAGER, 214)) == ()
    found = _by_place(lines)
    assert "惟" in found["212-1", "交通局"].words
    # What has a rate was decided as the rate proposed.
    assert {place: one.proposal for place, one in found.items() if one.proposal} == {
        ("210-5", "產業局"): Proposal.KEEP,
        ("210-5", "商業處"): Proposal.KEEP,
        ("211-3", "產業局"): Proposal.KEEP,
        ("211-3", "捷運局"): Proposal.KEEP,
        ("211-6", "財政局"): Proposal.RELEASE,
        ("212-1", "交通局"): Proposal.RELEASE,
        ("212-2", "體育局"): Proposal.RELEASE,
        ("212-2", "文化局"): Proposal.RELEASE,
    }
    assert (found["204-2", "秘書處"].times, found["212-1", "交通局"].times) == (8, 0)
    assert found["204-2", "財政局"].carried_from == 212


def test_the_next_meeting_finds_what_was_kept_and_who_falls_short_again(city: City) -> None:
    found = _by_place(tracked(city, MANAGER, 214))
    kept = {place for place, one in found.items() if not one.released}
    assert kept == {
        ("204-2", "秘書處"),
        ("204-2", "財政局"),
        ("210-5", "產業局"),
        ("210-5", "商業處"),
        ("211-2", "法務局"),
        ("211-3", "產業局"),
        ("211-3", "捷運局"),
    }
    assert found["211-3", "捷運局"].proposal is Proposal.RELEASE
    assert found["211-2", "法務局"].carried_from == 213
    again = {place: one.proposal for place, one in found.items() if one.released}
    assert again == {("212-1", "交通局"): Proposal.TRACK_AGAIN}


def test_an_agency_without_venues_stands_in_no_list_and_no_round(city: City) -> None:
    table = coverage(city, MANAGER, "mycode", date(2021, 11, 22), by=Dimension.AGENCY)
    assert "legal_affairs" not in {row.key for row in table.rows}
    for one in rounds(city, MANAGER):
        assert "legal_affairs" not in {asked.code for asked in progress(city, MANAGER, one.id)}
