"""Merging two entries of one shop: figures, what is taken over, who may, what is refused, and the undo."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.figures.positions import Dimension
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Exclusion, Facet, Operating, Participation, Standing
from outreach.services.check import check
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.duplicates.keeping_apart import keep_apart, kept_apart, take_back_apart
from outreach.services.duplicates.merging import merge, preview_merge
from outreach.services.duplicates.refusals import (
    MergedBefore,
    NotKeptApart,
    ReasonMissing,
    SpansAgencies,
    WithItself,
)
from outreach.services.reach import OutOfReach
from outreach.services.undo import LaterChangesBuildOnIt, undo
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.changes import described_changes, touched_venues
from outreach.store.engine import reading
from outreach.store.venues import VenueChangedMeanwhile, described
from tests.services.duplicates.conftest import TODAY, Desk
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    Clerk,
    set_up_url,
)
from tests.support.databases import Databases

HERE = "臺北市中山區林森北路247號"


def tally(city: City, known_at: int | None = None) -> tuple[int, int]:
    found = coverage(city, ADMINISTRATOR, MYCODE, TODAY, known_at=known_at).total
    return found.population, found.completed


def two(desk: Desk, **more: str | None) -> tuple[int, int]:
    """好客小吃 twice; the first one has joined."""
    one = desk.enter("好客小吃", HERE, stage=Participation.JOINED)
    return one, desk.enter("好客小吃", HERE, agency=more.get("agency", COMMERCE))


def merged(desk: Desk, winner: int, loser: int, who: Who = ADMINISTRATOR) -> int:
    return merge(desk.city, who, winner, loser, now=desk.clerk.tick(), today=TODAY).change_id


def undone(desk: Desk, change: int) -> None:
    undo(desk.city, ADMINISTRATOR, change, now=desk.clerk.tick())


# ---- what a merge does


def test_the_loser_leaves_the_population_and_both_still_count_as_known_before(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    winner, loser = two(desk)
    before = desk.city.figures.columns().seq
    change = merged(desk, winner, loser, desk.who(Role.OFFICER))
    assert tally(desk.city) == (1, 1)
    assert tally(desk.city, before) == (2, 1)
    assert desk.pairs(ADMINISTRATOR) == []
    with reading(desk.city.engine) as connection:
        row = described_changes(connection, [change])[change]
        assert touched_venues(connection, change) == [winner, loser]
    assert (row.kind, row.actor) == ("merge", "承辦人")
    assert not check(desk.city, ADMINISTRATOR)


def test_an_undone_merge_leaves_everything_as_it_was(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    winner, loser = two(desk)
    during = merged(desk, loser, winner)
    assert tally(desk.city) == (1, 0)
    merged_at = desk.city.figures.columns().seq
    undone(desk, during)
    assert tally(desk.city) == (2, 1)
    assert tally(desk.city, merged_at) == (1, 0)
    assert desk.pairs(ADMINISTRATOR) == [(winner, loser)]


def test_what_only_the_loser_had_is_taken_over_and_given_back_by_the_undo(desk: Desk) -> None:
    winner = desk.enter("好客小吃", tax_id="12345675")
    loser = desk.enter("好客小吃", HERE, lon=121.5, lat=25.05, voucher_kinds="紙本券", tax_id="12345675")
    preview = preview_merge(desk.city, ADMINISTRATOR, winner, loser, today=TODAY)
    taken = {"address": HERE, "lon": 121.5, "lat": 25.05, "voucher_kinds": "紙本券"}
    assert preview.taken == taken
    change = merged(desk, winner, loser)
    with reading(desk.city.engine) as connection:
        now = described(connection, [winner, loser])
    assert {name: getattr(now[winner], name) for name in taken} == taken
    assert now[loser].address == HERE
    undone(desk, change)
    with reading(desk.city.engine) as connection:
        venue = described(connection, [winner])[winner]
    assert (venue.address, venue.lon, venue.voucher_kinds, venue.tax_id) == ("", None, "", "12345675")


def test_nothing_is_taken_over_where_it_is_not_wanted_or_is_there_already(desk: Desk) -> None:
    winner = desk.enter("好客小吃", HERE)
    loser = desk.enter("好客小吃", HERE + "1樓", tax_id="12345675")
    merge(desk.city, ADMINISTRATOR, winner, loser, take_over=False, now=desk.clerk.tick(), today=TODAY)
    with reading(desk.city.engine) as connection:
        venue = described(connection, [winner])[winner]
    assert (venue.address, venue.tax_id) == (HERE, "")


def test_facts_are_not_copied_and_the_preview_says_what_the_figure_becomes(desk: Desk) -> None:
    joined, other = two(desk)
    preview = preview_merge(desk.city, desk.who(Role.OFFICER), other, joined, today=TODAY)
    (step,) = preview.steps
    assert (step.scheme.code, step.standing, step.stays_listed) == (MYCODE, Standing.COMPLETED, True)
    assert (step.step.before.population, step.step.before.completed) == (2, 1)
    assert (step.step.after.population, step.step.after.completed) == (1, 0)
    assert {held.value for held in preview.loser.facts} >= {"joined", "listed", "商業處"}
    merged(desk, other, joined)
    table = coverage(desk.city, ADMINISTRATOR, MYCODE, TODAY, by=Dimension.AGENCY)
    assert {row.name: row.tally for row in table.rows} == {"商業處": step.step.after}


def test_the_preview_of_an_excluded_loser_lowers_what_is_excluded(desk: Desk) -> None:
    winner, loser = two(desk)
    desk.clerk.say(loser, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    (step,) = preview_merge(desk.city, ADMINISTRATOR, winner, loser, today=TODAY).steps
    excluded = (step.step.before.excluded, step.step.after.excluded)
    assert [e[Exclusion.CLOSED] for e in excluded] == [1, 0]


def test_the_preview_tells_of_a_list_that_the_one_that_stays_is_not_on(desk: Desk) -> None:
    winner = desk.enter("好客小吃", HERE)
    loser = desk.enter("好客小吃", HERE, schemes=(MYCODE, BEAR_VOUCHER))
    steps = preview_merge(desk.city, ADMINISTRATOR, winner, loser, today=TODAY).steps
    assert {s.scheme.code: s.stays_listed for s in steps} == {MYCODE: True, BEAR_VOUCHER: False}


# ---- chains


def test_three_entries_of_one_shop_are_merged_one_after_the_other(desk: Desk) -> None:
    one, other = two(desk)
    third = desk.enter("好客小吃", HERE)
    merged(desk, other, one)
    with pytest.raises(MergedBefore, match=f"店家編號 {one} 已併入店家 {other}"):
        merged(desk, third, one)
    with pytest.raises(MergedBefore):
        merged(desk, one, third)
    merged(desk, third, other)
    assert tally(desk.city) == (1, 0)
    assert not check(desk.city, ADMINISTRATOR)


def test_a_merge_on_which_another_builds_is_undone_after_it(desk: Desk) -> None:
    one, other = two(desk)
    third = desk.enter("好客小吃", HERE)
    first, second = merged(desk, other, one), merged(desk, third, other)
    with pytest.raises(LaterChangesBuildOnIt, match=f"異動 {second}"):
        undone(desk, first)
    undone(desk, second)
    undone(desk, first)
    assert tally(desk.city) == (3, 1)


def test_a_merge_is_not_undone_after_one_of_the_two_moved_to_another_agency(desk: Desk) -> None:
    winner, loser = two(desk)
    change = merged(desk, winner, loser)
    desk.clerk.say(winner, Facet.AGENCY, CULTURE, TODAY)
    with pytest.raises(LaterChangesBuildOnIt):
        undone(desk, change)


def test_what_was_merged_and_undone_may_be_merged_the_other_way(desk: Desk) -> None:
    one, other = two(desk)
    undone(desk, merged(desk, one, other))
    merged(desk, other, one)
    assert tally(desk.city) == (1, 0)


# ---- who may, and what is refused


def refused(desk: Desk, who: Who, winner: int, loser: int, refusal: type[Refusal]) -> str:
    """The refusal's sentence; preview and merge refuse alike and nothing is written."""
    before = desk.city.figures.columns().seq
    with pytest.raises(refusal):
        preview_merge(desk.city, who, winner, loser, today=TODAY)
    with pytest.raises(refusal) as told:
        merged(desk, winner, loser, who)
    assert desk.city.figures.columns().seq == before
    return str(told.value)


def test_a_venue_is_not_merged_with_itself(desk: Desk) -> None:
    one, _ = two(desk)
    assert "不能與自己合併" in refused(desk, ADMINISTRATOR, one, one, WithItself)
    assert "不能與自己合併" in refused(desk, desk.who(Role.OFFICER), one, one, WithItself)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR])
def test_a_venue_that_does_not_exist_is_not_merged(desk: Desk, role: Role) -> None:
    one, _ = two(desk)
    for unknown in (99, 0, -1):
        assert f"『{unknown}』" in refused(desk, desk.who(role), one, unknown, OutOfReach)


def test_a_forged_number_of_another_agency_is_answered_like_one_that_does_not_exist(desk: Desk) -> None:
    own = desk.enter("好客小吃", HERE)
    other = desk.enter("小書房", "臺北市大安區示範路5號", agency=CULTURE)
    text = refused(desk, desk.who(Role.OFFICER), own, other, OutOfReach)
    assert text == str(OutOfReach(venue_id=other))
    assert refused(desk, desk.who(Role.OFFICER, CULTURE), other, own, OutOfReach)


def test_a_pair_of_two_agencies_is_merged_by_an_administrator_alone(desk: Desk) -> None:
    own, other = two(desk, agency=CULTURE)
    text = refused(desk, desk.who(Role.OFFICER), own, other, SpansAgencies)
    assert "商業處" in text
    assert "文化局" in text
    assert "移轉" in text
    merged(desk, own, other)
    assert tally(desk.city) == (1, 1)


def test_a_pair_with_nobodys_venue_is_an_administrators_too(desk: Desk) -> None:
    own, nobodys = two(desk, agency=None)
    assert "未填" in refused(desk, desk.who(Role.OFFICER), own, nobodys, SpansAgencies)
    merged(desk, own, nobodys)


def test_managers_and_who_only_looks_merge_nothing(desk: Desk) -> None:
    one, other = two(desk)
    refused(desk, MANAGER, one, other, NotAllowed)
    looking = Who("管理員", Role.OFFICER, agency=desk.agency(COMMERCE), looking=True)
    refused(desk, looking, one, other, NotAllowed)


def test_a_merge_decided_on_an_older_state_is_refused(desk: Desk) -> None:
    one, other = two(desk)
    with reading(desk.city.engine) as connection:
        seen = {i: venue.version for i, venue in described(connection, [one, other]).items()}
    undone(desk, merged(desk, one, other))
    with pytest.raises(VenueChangedMeanwhile):
        merge(desk.city, ADMINISTRATOR, one, other, seen=seen, now=desk.clerk.tick(), today=TODAY)
    assert tally(desk.city) == (2, 1)


# ---- not duplicates


def test_a_pair_that_is_two_shops_is_shown_no_more_until_that_is_taken_back(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    one, other = two(desk)
    officer = desk.who(Role.OFFICER)
    keep_apart(desk.city, officer, other, one, reason="父子各一家", now=desk.clerk.tick(), today=TODAY)
    assert desk.pairs(officer) == desk.pairs(ADMINISTRATOR) == []
    (kept,) = kept_apart(desk.city, officer, today=TODAY)
    assert (kept.one.id, kept.other.id, kept.said.reason, kept.said.by) == (
        one,
        other,
        "父子各一家",
        "承辦人",
    )
    take_back_apart(desk.city, officer, one, other, today=TODAY)
    assert desk.pairs(officer) == [(one, other)]
    with pytest.raises(NotKeptApart):
        take_back_apart(desk.city, officer, one, other, today=TODAY)


def test_of_a_pair_of_two_agencies_either_may_say_that_it_is_two(desk: Desk) -> None:
    one, other = two(desk, agency=CULTURE)
    stranger = desk.who(Role.OFFICER, "IND")
    with pytest.raises(OutOfReach):
        keep_apart(desk.city, stranger, one, other, reason="不同", now=desk.clerk.tick(), today=TODAY)
    culture = desk.who(Role.OFFICER, CULTURE)
    keep_apart(desk.city, culture, one, other, reason="不同", now=desk.clerk.tick(), today=TODAY)
    assert len(kept_apart(desk.city, desk.who(Role.OFFICER), today=TODAY)) == 1
    assert kept_apart(desk.city, stranger, today=TODAY) == ()


def test_keeping_apart_asks_for_a_reason_two_venues_and_the_right_to_change(desk: Desk) -> None:
    one, other = two(desk)
    unlike = desk.enter("小書房", "臺北市大安區示範路5號", agency=CULTURE)
    now = desk.clerk.tick()
    officer = desk.who(Role.OFFICER)
    for who, a, b, why, refusal in (
        (officer, one, other, " ", ReasonMissing),
        (officer, one, one, "同", WithItself),
        (officer, one, 99, "不同", OutOfReach),
        (officer, one, unlike, "不同", OutOfReach),
        (MANAGER, one, other, "不同", NotAllowed),
    ):
        with pytest.raises(refusal):
            keep_apart(desk.city, who, a, b, reason=why, now=now, today=TODAY)
    assert kept_apart(desk.city, ADMINISTRATOR, today=TODAY) == ()


# ---- the law


STAGES = st.sampled_from(list(Participation))
OPERATINGS = st.sampled_from(list(Operating))
ENTRIES = st.lists(st.tuples(STAGES, OPERATINGS, st.integers(0, 40)), min_size=2, max_size=5)


def figures(city: City, known_at: int | None = None) -> list[object]:
    """Every figure of several days, by agency and kind."""
    days = [FIRST_DAY + timedelta(days=n) for n in (0, 7, 20, 45)]
    return [
        (row.name, row.tally)
        for day in days
        for by in (Dimension.AGENCY, Dimension.KIND)
        for row in coverage(city, ADMINISTRATOR, MYCODE, day, by=by, known_at=known_at).rows
    ]


@settings(max_examples=20)
@given(entries=ENTRIES, picks=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4))
def test_after_merges_and_their_undoing_every_figure_is_as_before(
    sqlite_database_maker: Databases,
    entries: list[tuple[Participation, Operating, int]],
    picks: list[tuple[int, int]],
) -> None:
    desk = Desk(Clerk.of(set_up_url(sqlite_database_maker)))
    ids = [desk.enter("好客小吃", HERE, stage=stage) for stage, _, _ in entries]
    for venue, (_, operating, day) in zip(ids, entries, strict=True):
        since: date = FIRST_DAY + timedelta(days=day)
        desk.clerk.say(venue, Facet.OPERATING, operating, since, remark="原因")
    before, seq = figures(desk.city), desk.city.figures.columns().seq
    done, gone = [], 0
    for one, other in picks:
        try:
            done.append(merged(desk, ids[one % len(ids)], ids[other % len(ids)]))
            gone += 1
        except (WithItself, MergedBefore):
            continue
        assert tally(desk.city)[0] == len(ids) - gone
        assert figures(desk.city, seq) == before
    for change in reversed(done):
        undone(desk, change)
    assert figures(desk.city) == before
    desk.city.engine.dispose()
