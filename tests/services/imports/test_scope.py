"""An officer's sheet touches the own agency's venues alone, whatever the sheet says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Listing, Participation
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options, Outcome, Plan, PlanOutdated
from outreach.services.imports.outcome import outcome_file
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile, read_file
from outreach.services.imports.scope import NoAgencyOfOwn
from outreach.services.reach import OtherAgency
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import reading, writing
from outreach.store.feed import current_seq
from outreach.store.venues import contacts_of, put_contacts
from tests.services.imports.office import TODAY, outcomes, told
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    MANAGER,
    MYCODE,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 14)
SECRET = "店主住院，勿擾"
Planned = tuple[ReadFile, Options, Plan]


def officer(city: SmallCity, agency: str = COMMERCE, role: Role = Role.OFFICER) -> Who:
    entry = next(a for a in city.clerk.reference.agencies.values() if a.code == agency)
    return Who("承辦", role, None, entry.id)


def plan(city: SmallCity, who: Who, text: str, *, today: date = TODAY, **options: object) -> Planned:
    chosen = replace(Options(MYCODE, None, DAY), **options)  # type: ignore[arg-type]
    read = read_file(text.encode(), "清單.csv", chosen)
    return read, chosen, plan_import(city.city, who, read, chosen, today=today)


def apply(city: SmallCity, who: Who, planned: Planned, *, today: date = TODAY) -> int | None:
    read, options, wanted = planned
    done = apply_plan(city.city, who, wanted, read, options, today=today, now=city.clerk.tick())
    return done.change_id


def seq(city: SmallCity) -> int:
    with reading(city.city.engine) as connection:
        return current_seq(connection)


@pytest.fixture
def secret(small: SmallCity) -> SmallCity:
    """文化局's 小書房 has a remark and a contact person that are nobody else's to see."""
    clerk = small.clerk
    clerk.say(small.untouched, Facet.PARTICIPATION, Participation.DECLINED, DAY, remark=SECRET)
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.untouched: ("林小美", "0912345678")}, clerk.tick())
    return small


def test_an_officers_list_is_the_own_agencys_without_saying_so(small: SmallCity) -> None:
    planned = plan(small, officer(small), "店家名稱,地址\n新店,大安區青禾路1號\n")
    assert planned[2].agency is not None
    assert planned[2].agency.code == COMMERCE
    assert apply(small, officer(small), planned) is not None
    again = plan(small, officer(small), "店家名稱,地址\n新店,大安區青禾路1號\n")[2]
    assert outcomes(again) == [Outcome.UNCHANGED]


def test_a_list_of_another_agency_is_refused_as_a_whole(small: SmallCity) -> None:
    with pytest.raises(OtherAgency, match="文化局"):
        plan(small, officer(small), "店家名稱\n新店\n", agency=CULTURE)


def test_the_superior_agencys_officer_imports_for_the_own_agency_only(small: SmallCity) -> None:
    with pytest.raises(OtherAgency, match="商業處"):
        plan(small, officer(small, "IND"), "店家名稱\n新店\n", agency=COMMERCE)


def test_an_account_without_an_agency_imports_nothing(small: SmallCity) -> None:
    with pytest.raises(NoAgencyOfOwn):
        plan(small, Who("承辦", Role.OFFICER), "店家名稱\n新店\n")


@pytest.mark.parametrize("who", [MANAGER, Who("訪客", Role.PUBLIC)])
def test_who_may_not_change_anything_imports_nothing(small: SmallCity, who: Who) -> None:
    with pytest.raises(NotAllowed):
        plan(small, who, "店家名稱\n新店\n")


def test_a_forged_number_of_another_agency_is_an_error_like_a_number_that_is_none(secret: SmallCity) -> None:
    text = (
        f"店家編號,版本,店家名稱,參與狀態,備註,電話\n{secret.untouched},9,小書房,已加入,,02-1\n999,,鬼店,,,\n"
    )
    planned = plan(secret, officer(secret), text)
    assert outcomes(planned[2]) == [Outcome.ERROR, Outcome.ERROR]
    first, second = (row.problems[0] for row in planned[2].rows)
    assert first.column == "店家編號"
    assert first.problem == second.problem
    assert "移轉" in first.problem
    assert all(row.venue_id is None for row in planned[2].rows)
    before = seq(secret)
    assert apply(secret, officer(secret), planned) is None
    assert seq(secret) == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER])
def test_a_sheet_whose_rows_are_another_agencys_changes_none_of_them(secret: SmallCity, role: Role) -> None:
    who = officer(secret, role=role)
    text = "店家名稱,地址,參與狀態,聯絡人\n小書房,臺北市中山區中央里示範路1號,已加入,王大頭\n"
    planned = plan(secret, who, text)
    assert outcomes(planned[2]) == [Outcome.ERROR]
    problem = planned[2].problems[0]
    assert problem.column == "店家名稱"
    assert "文化局" in problem.problem
    assert "移轉" in problem.problem
    assert apply(secret, who, planned) is None
    with reading(secret.city.engine) as connection:
        assert contacts_of(connection, [secret.untouched]) == {secret.untouched: ("林小美", "0912345678")}


def test_nothing_of_another_agencys_venue_stands_in_what_the_officer_gets(secret: SmallCity) -> None:
    text = (
        "店家編號,店家名稱,地址\n"
        f"{secret.untouched},小書房,臺北市中山區中央里示範路1號\n"
        ",小書房,臺北市中山區中央里示範路1號\n"
        ",小書房,\n"
    )
    read, _, planned = plan(secret, officer(secret), text)
    assert outcomes(planned) == [Outcome.ERROR, Outcome.ERROR, Outcome.CANDIDATE]
    shown = outcome_file(read, planned).decode("utf-8-sig") + repr(planned.rows)
    for private in (SECRET, "林小美", "0912345678", "無意願", "declined"):
        assert private not in shown
    assert str(secret.untouched) not in planned.rows[2].reason
    assert planned.rows[2].elsewhere


def test_what_two_agencies_both_have_is_in_an_agencys_sheet_its_own(small: SmallCity) -> None:
    own = small.clerk.list_venue("小書房", agency=COMMERCE)
    text = "店家名稱,地址,參與狀態\n小書房,臺北市中山區中央里示範路1號,已加入\n"
    row = plan(small, officer(small), text)[2].rows[0]
    assert (row.outcome, row.venue_id) == (Outcome.CHANGED, own)


def test_naming_another_agency_in_a_row_is_an_error_of_that_row_alone(small: SmallCity) -> None:
    rows = ("甲店,文化局,大安區青禾路1號", "乙店,商業處,大安區青禾路2號", "丙店,,大安區青禾路3號")
    text = "\n".join(("店家名稱,機關,地址", *rows))
    found = plan(small, officer(small), text)[2]
    assert outcomes(found) == [Outcome.ERROR, Outcome.NEW, Outcome.NEW]
    assert found.problems[0].column == "機關"
    assert "移轉" in told(found)


def test_an_officer_cannot_hand_an_own_venue_over_by_a_sheet(small: SmallCity) -> None:
    text = f"店家編號,店家名稱,機關\n{small.joined},甜圈坊,文化局\n"
    assert outcomes(plan(small, officer(small), text)[2]) == [Outcome.ERROR]


def test_a_full_list_takes_only_the_own_agencys_venues_off(small: SmallCity) -> None:
    planned = plan(
        small, officer(small), "店家名稱,地址\n甜圈坊,臺北市中山區中央里示範路1號\n", complete=True
    )
    assert set(planned[2].delisted) == {small.contacted, small.singing}
    apply(small, officer(small), planned)
    culture = plan(small, officer(small, CULTURE), "店家名稱\n別的店\n", complete=True)[2]
    assert set(culture.delisted) == {small.untouched}


def test_a_full_list_leaves_alone_what_was_handed_over_after_its_day(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.AGENCY, CULTURE, date(2021, 10, 20))
    found = plan(small, officer(small), "店家名稱\n別的店\n", complete=True)[2]
    assert set(found.delisted) == {small.joined, small.singing}


@pytest.mark.parametrize(
    ("effective", "outcome"),
    [("110/10/19", Outcome.ERROR), ("110/10/20", Outcome.CHANGED), ("110/10/21", Outcome.CHANGED)],
)
def test_what_was_handed_over_is_the_receivers_from_that_day_and_not_before(
    small: SmallCity, effective: str, outcome: Outcome
) -> None:
    small.clerk.say(small.untouched, Facet.AGENCY, COMMERCE, date(2021, 10, 20))
    text = f"店家編號,店家名稱,參與狀態,生效日期\n{small.untouched},小書房,已加入,{effective}\n"
    found = plan(small, officer(small), text)[2]
    assert outcomes(found) == [outcome]
    if outcome is Outcome.ERROR:
        assert found.problems[0].column == "生效日期"


def test_what_will_be_handed_over_is_the_givers_until_then(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, date(2021, 12, 1))
    for effective, outcome in (("110/11/30", Outcome.CHANGED), ("110/12/01", Outcome.ERROR)):
        text = f"店家編號,店家名稱,參與狀態,生效日期\n{small.joined},甜圈坊,退出,{effective}\n"
        assert outcomes(plan(small, officer(small), text)[2]) == [outcome]
        assert outcomes(plan(small, officer(small, CULTURE), text)[2]) == [Outcome.ERROR]


def test_facts_before_the_first_listing_of_an_own_venue_are_taken(small: SmallCity) -> None:
    text = f"店家編號,店家名稱,參與狀態,生效日期\n{small.contacted},甜甜圈坊,已聯繫,110/09/01\n"
    assert outcomes(plan(small, officer(small), text)[2]) == [Outcome.CHANGED]


def test_a_transfer_between_preview_and_apply_makes_the_plan_outdated(databases: Databases) -> None:
    small = small_city(set_up_url(databases))
    who = officer(small)
    planned = plan(small, who, f"店家編號,店家名稱,參與狀態\n{small.joined},甜圈坊,退出\n")
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    before = seq(small)
    with pytest.raises(PlanOutdated):
        apply(small, who, planned)
    assert seq(small) == before


def test_a_transfer_that_takes_hold_overnight_makes_the_plan_outdated(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, date(2021, 11, 2))
    who = officer(small)
    planned = plan(small, who, f"店家編號,店家名稱,參與狀態\n{small.joined},甜圈坊,退出\n")
    with pytest.raises(PlanOutdated):
        apply(small, who, planned, today=date(2021, 11, 2))


def test_a_plan_of_who_may_more_is_not_applied_by_who_may_less(small: SmallCity) -> None:
    text = f"店家編號,店家名稱,參與狀態\n{small.untouched},小書房,已加入\n"
    planned = plan(small, ADMINISTRATOR, text)
    assert outcomes(planned[2]) == [Outcome.CHANGED]
    with pytest.raises(PlanOutdated):
        apply(small, officer(small), planned)


def test_an_administrator_imports_for_every_agency_as_before(small: SmallCity) -> None:
    text = f"店家編號,店家名稱,參與狀態\n{small.untouched},小書房,已加入\n{small.joined},甜圈坊,退出\n"
    assert outcomes(plan(small, ADMINISTRATOR, text)[2]) == [Outcome.CHANGED, Outcome.CHANGED]


def test_a_venue_that_is_nobodys_is_the_administrators_alone(small: SmallCity) -> None:
    nobodys = small.clerk.describe("無主店", address="大安區青禾路8號")[0]
    small.clerk.say(nobodys, Facet.LISTING, Listing.LISTED, DAY)
    text = "店家名稱,地址\n無主店,大安區青禾路8號\n"
    found = plan(small, officer(small), text)[2]
    assert outcomes(found) == [Outcome.ERROR]
    assert "尚未歸屬任何機關" in told(found)
    assert outcomes(plan(small, ADMINISTRATOR, text, agency=COMMERCE)[2]) == [Outcome.CHANGED]


def test_an_officers_import_writes_the_own_contacts_and_is_undone_by_its_change(small: SmallCity) -> None:
    who = officer(small)
    text = f"店家編號,店家名稱,參與狀態,聯絡人,電話\n{small.contacted},甜甜圈坊,已加入,林小美,0912345678\n"
    change = apply(small, who, plan(small, who, text))
    assert change is not None
    with reading(small.city.engine) as connection:
        assert contacts_of(connection, [small.contacted])[small.contacted] == ("林小美", "0912345678")
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    assert outcomes(plan(small, who, text)[2]) == [Outcome.CHANGED]
