"""A row whose venue was changed after its export is a conflict until a person says whose words are kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.imports.model import Difference, Keep, Options, Outcome, Plan, PlanOutdated, Resolution
from outreach.services.imports.outcome import outcome_file
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile, read_file
from outreach.store.engine import writing
from outreach.store.venues import put_contacts, raise_versions
from tests.services.imports.office import outcomes
from tests.services.imports.test_round_trip import NOW, TODAY, cell, edited, export, hand_in, written
from tests.services.imports.test_scope import apply, officer
from tests.support.builders import MYCODE, SmallCity, set_up_url, small_city
from tests.support.databases import Databases

Planned = tuple[ReadFile, Options, Plan]


def meanwhile(city: SmallCity, *, stage: Participation = Participation.AGREED) -> None:
    """A colleague records that 甜甜圈坊 is at another stage."""
    city.clerk.say(city.contacted, Facet.PARTICIPATION, stage, TODAY, remark="電話中同意")
    with writing(city.city.engine) as connection:
        raise_versions(connection, {city.contacted})


def stale_workbook(city: SmallCity) -> bytes:
    """A workbook in which 甜甜圈坊 has joined and 甜圈坊 withdrew, of before the colleague's record."""
    table = edited(
        export(city.city, officer(city)),
        {city.contacted: {"participation": "已加入"}, city.joined: {"participation": "退出"}},
    )
    meanwhile(city)
    return written(table)


def settled(city: SmallCity, data: bytes, resolved: Mapping[int, Resolution]) -> Planned:
    options = Options(MYCODE, None, TODAY, resolved=resolved)
    read = read_file(data, "我的店家", options)
    return read, options, plan_import(city.city, officer(city), read, options, today=TODAY)


def stage(city: SmallCity) -> object:
    return cell(export(city.city, officer(city)), city.contacted, "participation")


def test_a_stale_row_shows_cell_by_cell_what_is_and_what_the_file_says(small: SmallCity) -> None:
    plan = hand_in(small.city, officer(small), stale_workbook(small))[2]
    (row,) = plan.stale
    assert (row.outcome, row.venue_id, row.version) == (Outcome.CONFLICT, small.contacted, 2)
    assert row.differences == (Difference("participation", "agreed", "joined"),)
    assert not row.facts


def test_an_undecided_conflict_is_not_applied_and_the_outcome_says_so(small: SmallCity) -> None:
    planned = hand_in(small.city, officer(small), stale_workbook(small))
    apply(small, officer(small), planned)
    assert stage(small) == "已同意"
    assert cell(export(small.city, officer(small)), small.joined, "participation") == "退出"
    told = outcome_file(planned[0], planned[2], ".csv").decode("utf-8-sig")
    assert "衝突,版本 1 已過時（目前 2）" in told


@pytest.mark.parametrize(
    ("keep", "outcome", "after"),
    [(Keep.MINE, Outcome.CHANGED, "已加入"), (Keep.THEIRS, Outcome.UNCHANGED, "已同意")],
)
def test_a_conflict_is_settled_for_either_side(
    databases: Databases, keep: Keep, outcome: Outcome, after: str
) -> None:
    small = small_city(set_up_url(databases))
    data = stale_workbook(small)
    (row,) = hand_in(small.city, officer(small), data)[2].stale
    planned = settled(small, data, {row.number: Resolution(keep, row.version or 0)})
    (again,) = planned[2].stale
    assert again.outcome is outcome
    assert again.differences == row.differences
    assert "衝突" in again.reason
    assert apply(small, officer(small), planned) is not None
    assert stage(small) == after


def test_a_venue_changed_once_more_after_the_decision_is_a_conflict_again(small: SmallCity) -> None:
    data = stale_workbook(small)
    (row,) = hand_in(small.city, officer(small), data)[2].stale
    resolved = {row.number: Resolution(Keep.MINE, row.version or 0)}
    planned = settled(small, data, resolved)
    meanwhile(small, stage=Participation.DECLINED)
    with pytest.raises(PlanOutdated):
        apply(small, officer(small), planned)
    (again,) = settled(small, data, resolved)[2].stale
    assert (again.outcome, again.version) == (Outcome.CONFLICT, 3)
    assert again.differences == (Difference("participation", "declined", "joined"),)


def test_a_further_change_of_another_cell_is_a_conflict_again_too(small: SmallCity) -> None:
    data = stale_workbook(small)
    (row,) = hand_in(small.city, officer(small), data)[2].stale
    planned = settled(small, data, {row.number: Resolution(Keep.MINE, row.version or 0)})
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, TODAY, remark="整修")
    with writing(small.city.engine) as connection:
        raise_versions(connection, {small.contacted})
    with pytest.raises(PlanOutdated):
        apply(small, officer(small), planned)


def test_choosing_the_files_words_does_not_excuse_a_missing_remark(small: SmallCity) -> None:
    table = edited(export(small.city, officer(small)), {small.contacted: {"operating": "停業"}})
    meanwhile(small)
    data = written(table)
    (row,) = hand_in(small.city, officer(small), data)[2].stale
    assert row.outcome is Outcome.CONFLICT
    assert "須在備註說明原因" in row.problems[0].problem
    assert row.problems[0].warning
    (chosen,) = settled(small, data, {row.number: Resolution(Keep.MINE, row.version or 0)})[2].stale
    assert chosen.outcome is Outcome.ERROR


def test_a_decision_about_a_row_that_is_no_conflict_changes_nothing(small: SmallCity) -> None:
    table = edited(export(small.city, officer(small)), {small.joined: {"participation": "退出"}})
    plan = settled(small, written(table), {2: Resolution(Keep.THEIRS, 1), 99: Resolution(Keep.MINE, 1)})[2]
    assert outcomes(plan) == [Outcome.CHANGED, Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_differences_tell_descriptions_remark_and_day_and_of_contacts_only_that_they_change(
    small: SmallCity,
) -> None:
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.joined: ("林小美", "0912345678")}, NOW)
    table = edited(
        export(small.city, officer(small)),
        {
            small.joined: {
                **{"name": "甜圈坊二館", "operating": "停業", "remark": "整修", "village": "中吉里"},
                **{"sector": "沒聽過的行業", "effective_on": "110/10/20", "contact": "王大頭"},
            }
        },
    )
    row = hand_in(small.city, officer(small), written(table))[2].rows[0]
    assert set(row.differences) == {
        Difference("name", "甜圈坊", "甜圈坊二館"),
        Difference("operating", "open", "suspended"),
        Difference("remark", "", "整修"),
        Difference("place", "中山區中央里", "中山區中吉里"),
        Difference("sector", "", "沒聽過的行業"),
        Difference("effective_on", "", "2021-10-20"),
        Difference("contact"),
    }
    assert "王大頭" not in repr(row.differences)


def test_a_new_remark_alone_is_the_one_difference(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.CONTACTED, remark="考慮中")
    table = edited(export(small.city, officer(small)), {small.contacted: {"remark": "下週再問"}})
    row = hand_in(small.city, officer(small), written(table))[2].rows[1]
    assert row.differences == (Difference("remark", "考慮中", "下週再問"),)


def test_a_stale_row_of_another_agencys_venue_tells_nothing_of_it(small: SmallCity) -> None:
    data = stale_workbook(small)
    options = Options(MYCODE, None, TODAY)
    read = read_file(data, "我的店家", options)
    plan = plan_import(small.city, officer(small, "CUL"), read, options, today=TODAY)
    assert plan.stale == ()
    assert outcomes(plan) == [Outcome.ERROR] * 3
    assert all(not row.differences for row in plan.rows)
