"""送出的數字: what was handed in stays what it was, whatever anybody records afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.rules.bridge import Part
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Premises
from outreach.services.coverage import coverage
from outreach.services.orders import state_order
from outreach.services.rounds import confirm, submit
from outreach.services.undo import undo
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import described, edit_venue
from tests.services.rounds.conftest import NEXT_AS_OF, NEXT_DEADLINE, TODAY, Hall
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    small_city_in,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 12)


def figure(hall: Hall, number: int) -> Tally:
    (line,) = hall.look(number).lines
    assert line.handed_in is not None
    return line.handed_in


def confirmed(hall: Hall) -> int:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    confirm(hall.city, hall.approver, number, now=hall.later())
    return number


def test_a_correction_after_submission_is_seen_beside_what_was_handed_in(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    hall.small.clerk.say(hall.small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    found = hall.look(number, hall.approver)
    (line,) = found.lines
    assert line.handed_in is not None
    assert (line.handed_in.completed, line.present.completed) == (2, 3)
    assert line.differs
    assert found.changed_since == 1
    confirm(hall.city, hall.approver, number, now=hall.later())
    assert figure(hall, number).completed == 2
    assert hall.look(number).steps[-1].seq == hall.look(number).steps[0].seq


def test_before_anything_is_submitted_the_figures_are_those_of_now(hall: Hall) -> None:
    number = hall.open()
    (line,) = hall.look(number).lines
    assert line.handed_in is None
    assert line.counted == line.present
    assert (line.present.completed, line.present.eligible) == (2, 3)


def test_an_agency_hands_in_its_own_venues_of_the_kinds_asked_for(hall: Hall) -> None:
    hall.small.clerk.say(hall.small.joined, Facet.KIND, Kind.CITY_VENUE)
    number = hall.open(items=((MYCODE, (Kind.CITY_VENUE,)),))
    (line,) = hall.look(number).lines
    assert (line.kinds, line.present.population) == ((Kind.CITY_VENUE,), 1)
    both = hall.open("兩者", items=((MYCODE, (Kind.CITY_VENUE, Kind.SHOP)),))
    (line,) = hall.look(both).lines
    assert line.present.population == 3


# --- since the last one ----------------------------------------------------------------------


def test_what_changed_is_told_by_change_and_by_bridge(hall: Hall) -> None:
    confirmed(hall)
    clerk, small = hall.small.clerk, hall.small
    said = clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, TODAY)
    clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, TODAY)
    number = hall.open("第214次主任秘書會報", NEXT_AS_OF, NEXT_DEADLINE)
    found = hall.look(number)
    assert found.since is not None
    assert (found.since.round_name, found.since.confirmed) == ("第213次主任秘書會報", True)
    assert [(c.change.id, c.venues) for c in found.changes] == [(said, 1)]
    (line,) = found.lines
    assert line.before is not None
    assert (line.before.completed, line.counted.completed) == (2, 3)
    assert [(p.part, p.venues) for p in line.parts] == [(Part.JOINED, 1)]


def test_a_backdated_correction_is_told_as_one(hall: Hall) -> None:
    confirmed(hall)
    hall.small.clerk.say(hall.small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    (line,) = hall.look(hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)).lines
    assert [p.part for p in line.parts] == [Part.CORRECTED]


def test_an_undo_an_order_and_a_move_all_touch_the_list(hall: Hall) -> None:
    clerk, small = hall.small.clerk, hall.small
    said = clerk.say(small.contacted, Facet.PARTICIPATION, Participation.AGREED, DAY)
    confirmed(hall)
    number = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    undone = undo(hall.city, ADMINISTRATOR, said, now=clerk.tick()).change_id
    moved = clerk.say(small.joined, Facet.AGENCY, CULTURE, TODAY)
    arrived = clerk.say(small.untouched, Facet.AGENCY, COMMERCE, TODAY)
    state_order(hall.city, ADMINISTRATOR, "ktv", TODAY, document="府產業商字第1號", now=clerk.tick())
    found = hall.look(number)
    assert {undone, moved, arrived} <= {c.change.id for c in found.changes}
    # An order states a rule and touches no venue.
    assert [c.venues for c in found.changes] == [0, 1, 1, 1]
    assert {p.part for p in found.lines[0].parts} >= {Part.MOVED_OUT, Part.MOVED_IN}


def test_another_name_touches_the_list_though_it_counts_nothing(hall: Hall) -> None:
    confirmed(hall)
    clerk, small = hall.small.clerk, hall.small
    number = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    with writing(hall.city.engine) as connection:
        before = described(connection, [small.joined])[small.joined]
        change = open_change(connection, kind="edit", actor="李承辦", summary="更名", now=clerk.tick())
        edit_venue(connection, change, before, {"name": "新甜圈坊"}, {"name_key": "新甜圈坊"})
    found = hall.look(number)
    assert [(c.change.summary, c.venues) for c in found.changes] == [("更名", 1)]
    assert not found.unchanged


def test_another_scheme_is_none_of_a_rounds_business(hall: Hall) -> None:
    confirmed(hall)
    clerk, small = hall.small.clerk, hall.small
    clerk.record([clerk.fact(small.joined, Facet.LISTING, Listing.LISTED, TODAY, scheme=BEAR_VOUCHER)])
    assert hall.look(hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)).unchanged


def test_a_list_is_compared_with_the_last_one_confirmed_not_with_one_only_submitted(hall: Hall) -> None:
    first = confirmed(hall)
    second = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    submit(hall.city, hall.officer, second, now=hall.later())
    third = hall.open("第215次", NEXT_AS_OF + timedelta(days=30), NEXT_DEADLINE + timedelta(days=30))
    since = hall.look(third).since
    assert since is not None
    assert since.round_name == "第213次主任秘書會報"
    assert since.seq == hall.look(first).steps[0].seq


def test_without_any_confirmed_list_the_round_before_is_compared_with(hall: Hall) -> None:
    hall.open()
    since = hall.look(hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)).since
    assert since is not None
    assert (since.round_name, since.confirmed) == ("第213次主任秘書會報", False)


# --- what was confirmed recomputes ---------------------------------------------------------------

SAID = st.one_of(
    st.tuples(st.just(Facet.PARTICIPATION), st.sampled_from(list(Participation))),
    st.tuples(st.just(Facet.OPERATING), st.sampled_from(list(Operating))),
    st.tuples(st.just(Facet.PREMISES), st.sampled_from(list(Premises))),
    st.tuples(st.just(Facet.LISTING), st.sampled_from(list(Listing))),
    st.tuples(st.just(Facet.KIND), st.sampled_from(list(Kind))),
    st.tuples(st.just(Facet.AGENCY), st.sampled_from([COMMERCE, CULTURE])),
)
WHEN = st.integers(0, 40).map(lambda n: FIRST_DAY + timedelta(days=n))
LATER = st.lists(st.tuples(st.integers(0, 3), SAID, WHEN, st.booleans()), min_size=1, max_size=8)


@settings(max_examples=15)
@given(before=LATER, after=LATER)
def test_what_was_confirmed_recomputes_to_the_digit_after_any_later_correction(
    sqlite_databases_forever: Databases,
    before: list[tuple[int, tuple[Facet, str], date, bool]],
    after: list[tuple[int, tuple[Facet, str], date, bool]],
) -> None:
    hall = Hall(small_city_in(sqlite_databases_forever))
    hall.small.clerk.now = hall.now
    _record(hall, before)
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    confirm(hall.city, hall.approver, number, now=hall.later())
    handed_in = figure(hall, number)
    _record(hall, after)
    found = hall.look(number)
    (line,) = found.lines
    assert line.handed_in == handed_in
    present = coverage(hall.city, MANAGER, MYCODE, found.round.as_of, where=[f"agency={COMMERCE}"]).total
    assert line.present == present
    assert line.differs is (handed_in != present)
    hall.city.engine.dispose()


def _record(hall: Hall, told: list[tuple[int, tuple[Facet, str], date, bool]]) -> None:
    clerk, small = hall.small.clerk, hall.small
    venues = (small.joined, small.contacted, small.untouched, small.singing)
    for at, (facet, word), day, undone in told:
        change = clerk.say(venues[at], facet, word, day, remark="說明")
        if undone:
            undo(hall.city, ADMINISTRATOR, change, now=clerk.tick())


@pytest.fixture(scope="module")
def sqlite_databases_forever(_sqlite: Databases) -> Databases:
    """SQLite for a whole property: each example has a database of its own."""
    return _sqlite
