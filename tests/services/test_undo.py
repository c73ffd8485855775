"""Undoing a change: what comes back, and every case in which it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.orders import state_order
from outreach.services.undo import (
    AlreadyUndone,
    CannotUndo,
    LaterChangesBuildOnIt,
    NoSuchChange,
    NotYourChange,
    undo,
)
from outreach.services.venues import member_ids, venue_history
from outreach.services.who import NotAllowed
from outreach.store.changes import latest_changes
from outreach.store.engine import reading, writing
from outreach.store.posting import Change, open_change
from outreach.store.venues import described, edit_venue
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
)

LATER = date(2021, 10, 20)


def _undo(small: SmallCity, change: int) -> int:
    return undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick()).change_id


def _completed(small: SmallCity, known_at: int | None = None) -> int:
    return coverage(small.city, ADMINISTRATOR, MYCODE, LATER, known_at=known_at).total.completed


def _post(small: SmallCity, kind: str, write: Callable[[Change], None]) -> int:
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind=kind, actor="王小明", summary="異動", now=small.clerk.tick())
        write(change)
        return change.id


def _edit(small: SmallCity, venue: int, **new: Any) -> int:
    """Change descriptions with their matching keys, as the import does."""
    keys = {"name_key": name_key(new["name"])} if "name" in new else {}
    if "address" in new:
        keys["address_key"] = address_key(new["address"])
    with writing(small.city.engine) as connection:
        before = described(connection, [venue])[venue]
        change = open_change(connection, kind="edit", actor="王小明", summary="更正", now=small.clerk.tick())
        edit_venue(connection, change, before, new, keys)
        return change.id


# ---- what comes back


def test_an_undone_fact_no_longer_counts_but_still_does_as_known_before(small: SmallCity) -> None:
    change = small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    before = small.city.figures.columns().seq
    assert _completed(small) == 3
    _undo(small, change)
    assert (_completed(small), _completed(small, before)) == (2, 3)


def test_the_value_before_an_undone_correction_holds_again(small: SmallCity) -> None:
    change = small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.WITHDRAWN, LATER)
    assert _completed(small) == 1
    _undo(small, change)
    assert _completed(small) == 2


def test_an_undo_is_a_change_of_its_own_with_who_and_what(small: SmallCity) -> None:
    change = small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    undone = undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    assert undone.venues == 1
    with reading(small.city.engine) as connection:
        newest, before = latest_changes(connection, 2)
    assert (newest.id, newest.kind, newest.actor) == (undone.change_id, "undo", "王小明")
    assert newest.summary == f"復原異動 {change}"
    assert before.voided_by == newest.id


def test_an_undone_fact_stays_in_the_history_and_is_marked(small: SmallCity) -> None:
    change = small.clerk.say(small.untouched, Facet.KIND, Kind.CITY_VENUE)
    by = _undo(small, change)
    (line, *_) = venue_history(small.city, ADMINISTRATOR, small.untouched, today=LATER).lines
    assert (line.fact.facet, line.value, line.fact.voided_by) == (Facet.KIND, "city_venue", by)


def test_an_undone_merge_brings_the_duplicate_back(small: SmallCity) -> None:
    change = _post(small, "merge", lambda c: c.merge(small.joined, small.contacted))
    assert _completed(small) == 1
    _undo(small, change)
    assert _completed(small) == 2


def test_an_undone_order_lets_the_sector_count_again(small: SmallCity) -> None:
    stated = state_order(
        small.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="府公告", now=small.clerk.tick()
    )
    assert _completed(small) == 1
    _undo(small, stated.change_id)
    assert _completed(small) == 2


def test_the_old_text_of_an_order_holds_again_when_its_restatement_is_undone(small: SmallCity) -> None:
    _orders()(small)
    restated = _orders(LATER, by_application=False)(small)
    assert _completed(small) == 2
    _undo(small, restated)
    assert _completed(small) == 1


def test_an_undone_edit_puts_the_old_description_back_and_says_so(small: SmallCity) -> None:
    change = _edit(small, small.joined, name="圈圈烘焙坊", lon=121.53, lat=25.05)
    _undo(small, change)
    history = venue_history(small.city, ADMINISTRATOR, small.joined, today=LATER)
    assert (history.venue.name, history.venue.lon, history.venue.lat) == ("甜圈坊", None, None)
    assert [(e.field, e.old, e.new) for e in history.edits if e.field == "name"] == [
        ("name", "圈圈烘焙坊", "甜圈坊"),
        ("name", "甜圈坊", "圈圈烘焙坊"),
    ]


def test_a_venue_is_found_by_its_old_name_and_address_again(small: SmallCity) -> None:
    change = _edit(small, small.joined, name="圈圈烘焙坊", address="臺北市中山區望川街9號")

    def found(text: str) -> list[int]:
        return member_ids(small.city, ADMINISTRATOR, MYCODE, LATER, search=text)

    assert (found("圈圈烘焙坊"), found("望川街")) == ([small.joined], [small.joined])
    _undo(small, change)
    assert (found("圈圈烘焙坊"), found("望川街")) == ([], [])
    assert small.joined in found("甜圈坊")
    assert small.joined in found("示範路1號")


def test_a_description_that_was_changed_again_is_left_as_it_is(small: SmallCity) -> None:
    first = _edit(small, small.joined, name="圈圈烘焙坊")
    _edit(small, small.joined, name="圈圈小館")
    _undo(small, first)
    assert venue_history(small.city, ADMINISTRATOR, small.joined, today=LATER).venue.name == "圈圈小館"


def test_who_read_a_venue_before_an_undo_is_stale(small: SmallCity) -> None:
    change = small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE)
    with reading(small.city.engine) as connection:
        before = described(connection, [small.joined])[small.joined].version
    _undo(small, change)
    assert venue_history(small.city, ADMINISTRATOR, small.joined, today=LATER).venue.version == before + 1


def test_a_city_in_which_much_was_undone_breaks_no_law(small: SmallCity) -> None:
    for word in (Participation.AGREED, Participation.JOINED):
        _undo(small, small.clerk.say(small.untouched, Facet.PARTICIPATION, word))
    assert check(small.city, ADMINISTRATOR) == []


# ---- refusals


def test_a_change_that_never_was_is_refused(small: SmallCity) -> None:
    with pytest.raises(NoSuchChange, match="999"):
        _undo(small, 999)


def test_a_change_that_was_undone_is_refused_with_the_change_that_did_it(small: SmallCity) -> None:
    change = small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE)
    by = _undo(small, change)
    with pytest.raises(AlreadyUndone, match=f"異動 {change} 已由異動 {by} 復原"):
        _undo(small, change)


def test_an_undo_is_not_undone(small: SmallCity) -> None:
    by = _undo(small, small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE))
    with pytest.raises(CannotUndo):
        _undo(small, by)


def test_the_setting_up_of_a_database_is_not_undone(small: SmallCity) -> None:
    setup = 1
    with pytest.raises(CannotUndo):
        _undo(small, setup)


def test_whom_the_list_does_not_concern_undoes_nothing_of_it(small: SmallCity) -> None:
    change = small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE)
    with pytest.raises(NotYourChange):
        undo(small.city, MANAGER, change, now=small.clerk.tick())
    with pytest.raises(NotAllowed):
        undo(small.city, PUBLIC, change, now=small.clerk.tick())


@dataclass(frozen=True, slots=True)
class Later:
    """A first change, and a later one: whether it builds on the first."""

    first: Callable[[SmallCity], int]
    later: Callable[[SmallCity], int]


def _says(
    facet: Facet, word: Any, day: date = FIRST_DAY, scheme: str = MYCODE, remark: str = ""
) -> Callable[[SmallCity], int]:
    return lambda s: s.clerk.say(s.untouched, facet, word, day, scheme=scheme, remark=remark)


def _other_venue(facet: Facet, word: Any) -> Callable[[SmallCity], int]:
    return lambda s: s.clerk.say(s.contacted, facet, word)


def _merges(loser: str, winner: str) -> Callable[[SmallCity], int]:
    return lambda s: _post(s, "merge", lambda c: c.merge(getattr(s, loser), getattr(s, winner)))


def _orders(
    reopened: date | None = None, begins: date = FIRST_DAY, by_application: bool = True
) -> Callable[[SmallCity], int]:
    return lambda s: (
        state_order(
            s.city,
            ADMINISTRATOR,
            "ktv",
            begins,
            document="府公告",
            reopened_on=reopened,
            by_application=by_application and reopened is not None,
            now=s.clerk.tick(),
        ).change_id
    )


def _parent(child: int, parent: int | None) -> Callable[[SmallCity], int]:
    return lambda s: _post(s, "agencies", lambda c: c.parent(child, parent, FIRST_DAY))


def _settings(scheme: int, small_base: int) -> Callable[[SmallCity], int]:
    return lambda s: _post(s, "scheme", lambda c: c.scheme(scheme, {"small_base": small_base}, FIRST_DAY))


_JOINS = _says(Facet.PARTICIPATION, Participation.JOINED)
_APPROVED = _says(Facet.APPROVAL, 1)

BUILDS_ON_IT = {
    "the same venue, facet and scheme": Later(
        _JOINS, _says(Facet.PARTICIPATION, Participation.WITHDRAWN, LATER)
    ),
    "an earlier day of the same facet": Later(
        _says(Facet.PARTICIPATION, Participation.JOINED, LATER),
        _says(Facet.PARTICIPATION, Participation.AGREED),
    ),
    "a facet that all schemes share": Later(
        _says(Facet.OPERATING, Operating.SUSPENDED, remark="整修"),
        _says(Facet.OPERATING, Operating.OPEN, LATER),
    ),
    "a move to another agency": Later(_JOINS, _says(Facet.AGENCY, "COM", LATER)),
    "a merge in which the venue lost": Later(_JOINS, _merges("untouched", "joined")),
    "a merge in which the venue won": Later(_JOINS, _merges("joined", "untouched")),
    "a later statement of the order": Later(_orders(), _orders(LATER)),
    "an approval that answers the order": Later(_orders(LATER), _APPROVED),
    "a later parent of the agency": Later(_parent(3, 1), _parent(3, None)),
    "later settings of the scheme": Later(_settings(1, 20), _settings(1, 10)),
    "a later merge of the loser": Later(_merges("joined", "contacted"), _merges("joined", "untouched")),
}


@pytest.mark.parametrize("case", BUILDS_ON_IT)
def test_a_change_on_which_a_later_one_builds_is_refused_with_the_later_one(
    small: SmallCity, case: str
) -> None:
    first, later = BUILDS_ON_IT[case].first(small), BUILDS_ON_IT[case].later(small)
    before = small.city.figures.columns().seq
    with pytest.raises(LaterChangesBuildOnIt) as refused:
        _undo(small, first)
    assert f"異動 {later}（王小明：" in str(refused.value)
    assert small.city.figures.columns().seq == before
    _undo(small, later)
    _undo(small, first)


STANDS_APART = {
    "another venue": Later(_JOINS, _other_venue(Facet.PARTICIPATION, Participation.JOINED)),
    "another facet": Later(_JOINS, _says(Facet.KIND, Kind.CITY_VENUE)),
    "another scheme": Later(_JOINS, _says(Facet.PARTICIPATION, Participation.JOINED, scheme=BEAR_VOUCHER)),
    "a merge of others": Later(_JOINS, _merges("joined", "contacted")),
    "an order of another day": Later(_orders(), _orders(LATER, begins=date(2021, 10, 10))),
    "another agency's parent": Later(_parent(3, 1), _parent(2, None)),
    "another scheme's settings": Later(_settings(1, 20), _settings(2, 20)),
    "an approval that answers another order": Later(
        lambda s: (_orders()(s), _orders(begins=date(2021, 10, 10))(s))[1], _APPROVED
    ),
    "the move of another venue": Later(_JOINS, _other_venue(Facet.AGENCY, CULTURE)),
}


@pytest.mark.parametrize("case", STANDS_APART)
def test_a_later_change_that_does_not_build_on_it_does_not_stand_in_the_way(
    small: SmallCity, case: str
) -> None:
    first = STANDS_APART[case].first(small)
    STANDS_APART[case].later(small)
    _undo(small, first)
    assert check(small.city, ADMINISTRATOR) == []


def test_the_newest_statement_of_an_order_may_go_though_venues_were_approved_under_it(
    small: SmallCity,
) -> None:
    """The order itself stays as it was stated first; approvals go on naming it."""
    _orders()(small)
    restated = _orders(LATER)(small)
    _APPROVED(small)
    _undo(small, restated)


def test_an_order_stated_again_after_its_first_statement_was_undone_carries_its_approvals(
    small: SmallCity,
) -> None:
    _undo(small, _orders()(small))
    again = _orders(LATER)(small)
    _APPROVED(small)
    with pytest.raises(LaterChangesBuildOnIt):
        _undo(small, again)


def test_of_many_later_changes_five_are_listed_and_all_are_counted(small: SmallCity) -> None:
    first = _JOINS(small)
    words = [Participation.AGREED, Participation.JOINED] * 4
    later = [small.clerk.say(small.untouched, Facet.PARTICIPATION, w) for w in words]
    with pytest.raises(LaterChangesBuildOnIt, match="還有 8 筆異動") as refused:
        _undo(small, first)
    assert str(refused.value).count("（王小明：") == 5
    assert f"例如異動 {later[-1]}。" in str(refused.value)
