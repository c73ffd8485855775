"""Rows that an import left for a person: settled as the same venue, as a new one, or not taken."""

from __future__ import annotations

import json
from datetime import date

import pytest

from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.duplicates.merging import merge
from outreach.services.duplicates.refusals import NotEnoughKept, NothingWaits, RowRefused, StandsAlready
from outreach.services.duplicates.waiting import (
    SettledAs,
    settle_waiting,
    waiting_count,
    waiting_list,
)
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options, Plan
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.undo import undo
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import reading, writing
from outreach.store.tables import waiting_rows
from outreach.store.waiting import waiting
from tests.services.duplicates.conftest import TODAY, Desk
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, MYCODE, PUBLIC

HERE = "臺北市中山區林森北路247號"
#: The venue known is 好客牛肉麵小吃館; the list calls it 小吃店, so a person must say whether it is the same.
LIST = (
    "店家名稱,地址,參與狀態,類別,統一編號,備註,聯絡人,電話\n"
    f"好客牛肉麵小吃店,{HERE},已加入,C,12345675,店長同意,林小姐,02-0345-6789\n"
)


def hand_in(desk: Desk, text: str = LIST, who: Who = ADMINISTRATOR, agency: str | None = COMMERCE) -> Plan:
    """Plan and apply a list."""
    options = Options(MYCODE, agency, date(2021, 10, 14))
    read = read_file(text.encode(), "十月清單.csv", options)
    plan = plan_import(desk.city, who, read, options, today=TODAY)
    apply_plan(desk.city, who, plan, read, options, today=TODAY, now=desk.clerk.tick())
    return plan


def known(desk: Desk, agency: str | None = COMMERCE) -> int:
    """The venue that the list is like."""
    return desk.enter("好客牛肉麵小吃館", HERE, agency=agency)


def settle(desk: Desk, row: int, as_: str, who: Who = ADMINISTRATOR) -> tuple[int, int | None]:
    """Settle a row; the change and the venue."""
    done = settle_waiting(desk.city, who, row, as_, now=desk.clerk.tick(), today=TODAY)
    return done.change_id, done.venue_id


def the_row(desk: Desk, who: Who = ADMINISTRATOR) -> int:
    """The number of the one row that waits."""
    (row,) = waiting_list(desk.city, who, today=TODAY)
    return row.id


def tally(desk: Desk) -> tuple[int, int]:
    found = coverage(desk.city, ADMINISTRATOR, MYCODE, TODAY).total
    return found.population, found.completed


def test_a_row_that_may_mean_a_known_venue_waits_with_all_it_states(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    venue = known(desk)
    hand_in(desk)
    assert tally(desk) == (1, 0)
    (row,) = waiting_list(desk.city, desk.who(Role.OFFICER), today=TODAY)
    assert (row.name, row.number, row.source, row.agency) == ("好客牛肉麵小吃店", 2, "十月清單.csv", "商業處")
    assert (row.candidate.id, row.candidate.name) == (venue, "好客牛肉麵小吃館")
    assert row.effective_on == date(2021, 10, 14)
    assert row.values["participation"] == "joined"
    assert row.may_settle
    assert waiting_count(desk.city, desk.who(Role.OFFICER)) == 1


def test_nothing_about_people_is_kept_with_a_row_that_waits(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    with reading(desk.city.engine) as connection:
        (row,) = waiting(connection)
    told = json.dumps(row.stated, ensure_ascii=False) + row.reason
    assert "林小姐" not in told
    assert "0345" not in told


def test_settled_as_the_same_the_row_is_applied_to_the_venue(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    venue = known(desk)
    hand_in(desk)
    change, about = settle(desk, the_row(desk), "same", desk.who(Role.OFFICER))
    assert about == venue
    assert tally(desk) == (1, 1)
    assert waiting_list(desk.city, ADMINISTRATOR, today=TODAY) == ()
    found = venue_history(desk.city, ADMINISTRATOR, venue, today=TODAY)
    assert (found.venue.name, found.venue.tax_id) == ("好客牛肉麵小吃店", "12345675")
    told = {line.fact.facet: line for line in found.lines if line.fact.change_id == change}
    assert told[Facet.PARTICIPATION].fact.effective_on == date(2021, 10, 14)
    assert told[Facet.PARTICIPATION].fact.remark == "店長同意"
    assert not check(desk.city, ADMINISTRATOR)


def test_settled_as_new_the_row_becomes_a_venue_of_its_own(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    venue = known(desk)
    hand_in(desk)
    _, about = settle(desk, the_row(desk), "new", desk.who(Role.OFFICER))
    assert about is not None
    assert about != venue
    assert tally(desk) == (2, 1)
    assert venue_history(desk.city, ADMINISTRATOR, about, today=TODAY).venue.address == HERE


def test_settled_as_dropped_nothing_is_recorded_of_any_venue(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    before = desk.city.figures.columns().seq
    _, about = settle(desk, the_row(desk), "dropped")
    assert about is None
    assert desk.city.figures.columns().seq == before
    assert waiting_count(desk.city, ADMINISTRATOR) == 0


@pytest.mark.parametrize("as_", list(SettledAs))
def test_undone_a_settled_row_waits_again_and_the_figures_are_as_before(desk: Desk, as_: SettledAs) -> None:
    venue = known(desk)
    hand_in(desk)
    row, before = the_row(desk), tally(desk)
    change, _ = settle(desk, row, as_)
    undo(desk.city, ADMINISTRATOR, change, now=desk.clerk.tick())
    assert tally(desk) == before
    assert the_row(desk) == row
    assert venue_history(desk.city, ADMINISTRATOR, venue, today=TODAY).venue.name == "好客牛肉麵小吃館"
    settle(desk, row, "same")
    assert tally(desk) == (1, 1)


def test_a_row_of_an_undone_import_waits_no_more_until_it_is_handed_in_again(
    desk: Desk,
) -> None:
    known(desk)
    hand_in(desk)
    with reading(desk.city.engine) as connection:
        (row,) = waiting(connection)
    undo(desk.city, ADMINISTRATOR, row.change_id, now=desk.clerk.tick())
    assert waiting_count(desk.city, ADMINISTRATOR) == 0
    hand_in(desk)
    assert waiting_count(desk.city, ADMINISTRATOR) == 1


def test_a_row_about_a_venue_merged_since_is_applied_to_the_one_that_stayed(desk: Desk) -> None:
    venue = known(desk)
    hand_in(desk)
    stays = desk.enter("好客牛肉麵小吃館", HERE)
    merge(desk.city, ADMINISTRATOR, stays, venue, now=desk.clerk.tick(), today=TODAY)
    (row,) = waiting_list(desk.city, ADMINISTRATOR, today=TODAY)
    assert row.candidate.id == stays
    assert settle(desk, row.id, "same")[1] == stays
    assert tally(desk) == (1, 1)


def refused(desk: Desk, row: int, as_: str, who: Who, refusal: type[Exception]) -> str:
    """The refusal's sentence; the row still waits and nothing was written."""
    before, count = desk.city.figures.columns().seq, waiting_count(desk.city, ADMINISTRATOR)
    with pytest.raises(refusal) as told:
        settle(desk, row, as_, who)
    assert desk.city.figures.columns().seq == before
    assert waiting_count(desk.city, ADMINISTRATOR) == count
    return str(told.value)


@pytest.mark.parametrize("as_", list(SettledAs))
def test_a_row_of_another_agencys_list_is_answered_like_one_that_does_not_exist(
    desk: Desk, as_: SettledAs
) -> None:
    known(desk)
    hand_in(desk)
    row, stranger = the_row(desk), desk.who(Role.OFFICER, CULTURE)
    assert waiting_list(desk.city, stranger, today=TODAY) == ()
    assert refused(desk, row, as_, stranger, NothingWaits) == str(NothingWaits(row_id=row))
    assert refused(desk, 99, as_, stranger, NothingWaits) == str(NothingWaits(row_id=99))


def test_managers_read_and_the_public_does_not(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    (row,) = waiting_list(desk.city, MANAGER, today=TODAY)
    assert not row.may_settle
    refused(desk, row.id, "same", MANAGER, NotAllowed)
    with pytest.raises(NotAllowed):
        waiting_list(desk.city, PUBLIC, today=TODAY)


def test_an_officer_cannot_apply_a_row_to_another_agencys_venue_but_may_take_it_as_new(desk: Desk) -> None:
    known(desk, CULTURE)
    officer = desk.who(Role.OFFICER)
    hand_in(desk, who=officer)
    row = the_row(desk, officer)
    refused(desk, row, "same", officer, RowRefused)
    settle(desk, row, "new", officer)
    assert tally(desk) == (2, 1)


def test_a_row_without_the_reason_it_needs_is_refused_in_the_words_of_an_import(desk: Desk) -> None:
    known(desk)
    hand_in(desk, f"店家名稱,地址,營業狀態\n好客牛肉麵小吃店,{HERE},歇業\n")
    text = refused(desk, the_row(desk), "same", ADMINISTRATOR, RowRefused)
    assert "備註" in text
    assert "第 2 列" in text


def test_a_row_is_settled_once(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    row = the_row(desk)
    settle(desk, row, "same")
    with pytest.raises(NothingWaits):
        settle(desk, row, "same")


def test_a_row_that_certainly_means_a_venue_by_now_is_not_added_once_more(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    twin = desk.enter("好客牛肉麵小吃店", HERE, tax_id="12345675")
    text = refused(desk, the_row(desk), "new", ADMINISTRATOR, StandsAlready)
    assert f"店家 {twin}" in text


def test_of_a_row_kept_by_an_earlier_version_only_dropping_is_possible(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    row = the_row(desk)
    with writing(desk.city.engine) as connection:
        connection.execute(waiting_rows.update().values(stated={"name": "好客牛肉麵小吃店"}))
    (shown,) = waiting_list(desk.city, ADMINISTRATOR, today=TODAY)
    assert (shown.name, shown.whole, shown.effective_on) == ("好客牛肉麵小吃店", False, None)
    for as_ in ("same", "new"):
        refused(desk, row, as_, ADMINISTRATOR, NotEnoughKept)
    settle(desk, row, "dropped")


def test_what_a_row_can_be_settled_as_is_one_of_three_words(desk: Desk) -> None:
    known(desk)
    hand_in(desk)
    with pytest.raises(ValueError, match="maybe") as told:
        settle(desk, the_row(desk), "maybe")
    assert not isinstance(told.value, Refusal)
