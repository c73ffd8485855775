"""What one row of a list does, and what it never does."""

from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet
from outreach.services.imports.model import CompleteNeedsAgency, NoRows, Outcome
from outreach.services.naming import Unknown
from outreach.services.orders import state_order
from outreach.services.venues import members
from tests.services.imports.office import Office, outcomes, told
from tests.support.builders import ADMINISTRATOR, MYCODE, Clerk

HEAD = "店家名稱,地址,參與狀態,營業狀態,備註\n"


def test_a_new_venue_is_listed_from_the_effective_date_and_counted_from_then_on(
    office_anywhere: Office,
) -> None:
    plan = office_anywhere.hand_in(HEAD + "好客小吃店,臺北市中山區中央里青禾路1號,已加入,,\n")
    assert outcomes(plan) == [Outcome.NEW]
    assert office_anywhere.tally(date(2021, 10, 13)).population == 0
    assert office_anywhere.tally(date(2021, 10, 14)).completed == 1


def test_applying_the_same_file_twice_changes_nothing(office_anywhere: Office) -> None:
    text = HEAD + "好客小吃店,中山區青禾路1號,已加入,,貼在門口\n望川書房,大安區望川街2號,,停業,整修中\n"
    office_anywhere.hand_in(text)
    before = office_anywhere.seq()
    again = office_anywhere.hand_in(text)
    assert outcomes(again) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert office_anywhere.seq() == before


def test_the_six_counts_sum_to_the_rows_of_the_file(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,,,\n望川書房,大安區望川街2號,,,\n")
    plan = office.plan(
        HEAD
        + "好客小吃店,中山區青禾路1號,,,\n"  # as it is known
        + "望川書房,大安區望川街2號,已加入,,\n"  # has joined
        + "晨光咖啡,信義區晨光路3號,,,\n"  # nobody knew it
        + "晨光咖啡,信義區晨光路3號,已加入,,\n"  # contradicts the row above
        + "好客小吃店,,,,\n"  # likely the first, but where?
        + "無名,松山區晨光路9號,加入了,,\n"  # no such stage
    )[2]
    assert outcomes(plan) == [
        Outcome.UNCHANGED,
        Outcome.CHANGED,
        Outcome.NEW,
        Outcome.CONFLICT,
        Outcome.CANDIDATE,
        Outcome.ERROR,
    ]
    assert sum(plan.counts().values()) == len(plan.rows) == 6


def test_a_bad_row_never_stops_a_good_one(office: Office) -> None:
    plan = office.hand_in(HEAD + "壞列,中山區青禾路1號,,歇業,\n好列,中山區青禾路2號,已加入,,\n")
    assert outcomes(plan) == [Outcome.ERROR, Outcome.NEW]
    assert office.tally().population == 1


@pytest.mark.parametrize("status", ["停業", "歇業", "尚未復業", "暫停營業", "結束營業"])
def test_an_exclusion_without_a_remark_is_refused_and_says_why(office: Office, status: str) -> None:
    plan = office.plan(HEAD + f"好客小吃店,中山區青禾路1號,,{status},\n")[2]
    assert outcomes(plan) == [Outcome.ERROR]
    assert "備註" in told(plan)
    with_remark = office.plan(HEAD + f"好客小吃店,中山區青禾路1號,,{status},整修中\n")[2]
    assert outcomes(with_remark) == [Outcome.NEW]


def test_a_venue_known_to_be_closed_needs_no_second_remark(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,,歇業,10月1日結束營業\n")
    assert outcomes(office.plan(HEAD + "好客小吃店,中山區青禾路1號,,歇業,\n")[2]) == [Outcome.UNCHANGED]


def test_a_new_remark_alone_is_a_changed_row_and_is_kept(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已加入,,\n")
    plan = office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已加入,,海報貼在側門\n")
    assert outcomes(plan) == [Outcome.CHANGED]
    assert office.history().lines[0].fact.remark == "海報貼在側門"


def test_an_empty_cell_or_a_missing_column_changes_nothing(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已加入,,\n")
    assert outcomes(office.plan(HEAD + "好客小吃店,中山區青禾路1號,,,\n")[2]) == [Outcome.UNCHANGED]
    assert outcomes(office.plan("店家名稱,地址\n好客小吃店,中山區青禾路1號\n")[2]) == [Outcome.UNCHANGED]


def test_a_correction_of_an_earlier_day_leaves_later_facts_as_they_are(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已聯繫,,\n", effective=date(2021, 10, 1))
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已加入,,\n", effective=date(2021, 10, 20))
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,無意願,,\n", effective=date(2021, 10, 10))
    assert office.tally(date(2021, 10, 15)).completed == 0
    assert office.tally(date(2021, 10, 20)).completed == 1


def test_facts_dated_before_the_listing_are_kept_with_a_warning_and_do_not_extend_it(office: Office) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,,,\n", effective=date(2021, 10, 20))
    plan = office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,已加入,,\n", effective=date(2021, 10, 1))
    assert outcomes(plan) == [Outcome.CHANGED]
    assert [p.warning for p in plan.problems] == [True]
    assert office.tally(date(2021, 10, 10)).population == 0
    assert office.tally(date(2021, 10, 20)).completed == 1


def test_a_row_that_says_moved_out_delists_and_a_later_row_lists_again(office: Office) -> None:
    head = "店家名稱,地址,列冊,生效日期\n"
    office.hand_in(head + "好客小吃店,中山區青禾路1號,,110/10/01\n")
    office.hand_in(head + "好客小吃店,中山區青禾路1號,移出,110/10/10\n")
    assert office.tally(date(2021, 10, 9)).population == 1
    assert office.tally(date(2021, 10, 10)).population == 0
    office.hand_in(head + "好客小吃店,中山區青禾路1號,,110/10/20\n")
    assert office.tally(date(2021, 10, 20)).population == 1


def test_an_unknown_sector_is_added_and_reported_once(office: Office) -> None:
    text = "店家名稱,地址,行業\n甲店,中山區青禾路1號,占卜業\n乙店,中山區青禾路2號,占卜業\n"
    plan = office.hand_in(text)
    assert outcomes(plan) == [Outcome.NEW, Outcome.NEW]
    assert told(plan).count("占卜業") == 1
    assert office.by(Dimension.SECTOR) == {"占卜業": 2}
    assert office.plan(text)[2].problems == ()


def test_a_column_of_trades_headed_as_category_is_left_unread_with_one_warning(office: Office) -> None:
    plan = office.hand_in("店家名稱,地址,類別\n甲店,中山區青禾路1號,餐飲\n乙店,中山區青禾路2號,糕餅\n")
    assert outcomes(plan) == [Outcome.NEW, Outcome.NEW]
    assert told(plan).count("類別") >= 1
    assert len(plan.problems) == 1


def test_a_category_that_the_scheme_does_not_have_is_an_error_of_its_row(office: Office) -> None:
    plan = office.plan("店家名稱,地址,類別\n甲店,中山區青禾路1號,Z\n乙店,中山區青禾路2號,C\n")[2]
    assert outcomes(plan) == [Outcome.ERROR, Outcome.NEW]


def test_an_approval_answers_the_order_in_force_and_is_an_error_without_one(
    office: Office, clerk: Clerk
) -> None:
    text = "店家名稱,地址,行業,復業核准,生效日期\n好唱歌城,中山區青禾路1號,視聽歌唱業,核准,110/10/08\n"
    assert outcomes(office.plan(text)[2]) == [Outcome.ERROR]
    state_order(
        clerk.city,
        ADMINISTRATOR,
        "視聽歌唱業",
        date(2021, 5, 15),
        document="示範字第1號",
        reopened_on=date(2021, 10, 5),
        by_application=True,
        now=clerk.tick(),
    )
    assert outcomes(office.hand_in(text)) == [Outcome.NEW]
    assert office.tally(date(2021, 10, 8)).eligible == 1


def test_a_written_village_wins_over_the_point_and_the_point_over_the_address(office: Office) -> None:
    head = "店家名稱,地址,行政區,里,經度,緯度\n"
    office.hand_in(
        head
        + "甲店,臺北市大安區青禾路1號,中山區,中央里,121.5434,25.0265\n"
        + "乙店,臺北市北投區青禾路1號,,,121.5434,25.0265\n"
        + "丙店,臺北市北投區中央里青禾路3號,,,,\n"
    )
    assert office.by(Dimension.DISTRICT) == {"中山區": 1, "大安區": 1, "北投區": 1}


def test_a_village_name_that_two_districts_share_needs_its_district(office: Office) -> None:
    plan = office.plan("店家名稱,里\n甲店,中央里\n")[2]
    assert outcomes(plan) == [Outcome.ERROR]
    assert "中山區" in told(plan)
    assert "北投區" in told(plan)


def test_a_point_outside_taipei_is_an_error_that_says_what_is_accepted(office: Office) -> None:
    plan = office.plan("店家名稱,經度,緯度\n甲店,120.3,22.6\n")[2]
    assert outcomes(plan) == [Outcome.ERROR]
    assert "臺北市" in told(plan)


def test_metres_of_the_cadastre_are_recognised_by_their_size(office: Office) -> None:
    plan = office.hand_in("店家名稱,X坐標,Y坐標\n甲店,304791.0,2769706.0\n")
    assert outcomes(plan) == [Outcome.NEW]
    assert office.history().venue.lon == pytest.approx(121.543, abs=0.01)


def test_a_date_that_is_none_is_refused_with_the_nearest_one(office: Office) -> None:
    plan = office.plan("店家名稱,生效日期\n甲店,110/02/30\n")[2]
    assert outcomes(plan) == [Outcome.ERROR]
    assert "110/02/28" in told(plan)


def test_a_tax_number_with_a_wrong_sum_is_an_error_and_a_right_one_keeps_its_zeros(office: Office) -> None:
    plan = office.hand_in("店家名稱,統一編號\n甲店,12345678\n乙店,04595257\n")
    assert outcomes(plan) == [Outcome.ERROR, Outcome.NEW]
    assert office.history().venue.tax_id == "04595257"


def test_a_name_that_is_markup_or_a_formula_is_imported_as_text(office: Office) -> None:
    office.hand_in('店家名稱\n<script>alert(1)</script>\n"=HYPERLINK(""x"")"\n')
    assert office.history(1).venue.name == "<script>alert(1)</script>"
    assert office.history(2).venue.name == '=HYPERLINK("x")'


def test_control_characters_are_kept_out_and_reported(office: Office) -> None:
    plan = office.hand_in("店家名稱\n好\x07客小吃店\n")
    assert office.history().venue.name == "好客小吃店"
    assert [p.warning for p in plan.problems] == [True]


def test_an_unknown_scheme_or_agency_is_refused_before_any_row(office: Office) -> None:
    with pytest.raises(Unknown, match="沒有的方案"):
        office.plan("店家名稱\n甲店\n", scheme="沒有的方案")
    with pytest.raises(Unknown, match="沒有的處"):
        office.plan("店家名稱\n甲店\n", agency="沒有的處")
    assert outcomes(office.plan("店家名稱,機關\n甲店,沒有的處\n", agency=None)[2]) == [Outcome.ERROR]
    with pytest.raises(Unknown) as refused:
        office.plan("店家名稱\n甲店\n", scheme="長" * 1_500)
    assert "長" * 41 not in str(refused.value)


def test_a_full_list_moves_out_what_it_no_longer_has_and_shows_that_before(office: Office) -> None:
    office.hand_in("店家名稱,地址\n甲店,中山區青禾路1號\n乙店,中山區青禾路2號\n", effective=date(2021, 10, 1))
    office.hand_in("店家名稱,地址\n文化甲,中山區青禾路8號\n", agency="CUL", effective=date(2021, 10, 1))
    plan = office.hand_in("店家名稱,地址\n甲店,中山區青禾路1號\n", complete=True)
    assert plan.delisted == (2,)
    assert office.tally(date(2021, 10, 13)).population == 3
    assert office.tally(date(2021, 10, 14)).population == 2


def test_a_full_list_spares_venues_that_a_bad_or_doubtful_row_may_mean(office: Office) -> None:
    office.hand_in("店家名稱,地址\n甲店,中山區青禾路1號\n乙店,中山區青禾路2號\n", effective=date(2021, 10, 1))
    plan = office.plan(HEAD + "甲店,中山區青禾路1號,不明,,\n乙店,,,,\n", complete=True)[2]
    assert outcomes(plan) == [Outcome.ERROR, Outcome.CANDIDATE]
    assert plan.delisted == ()


def test_a_list_of_headings_alone_is_refused_and_moves_nobody_out(office: Office) -> None:
    office.hand_in("店家名稱\n甲店\n")
    with pytest.raises(NoRows, match="沒有資料列"):
        office.plan("店家名稱,地址\n\n", complete=True)


def test_a_full_list_must_say_whose_it_is(office: Office) -> None:
    with pytest.raises(CompleteNeedsAgency):
        office.plan("店家名稱\n甲店\n", agency=None, complete=True)


def test_what_was_imported_can_be_opened_to_the_venue_with_its_remark(office: Office, clerk: Clerk) -> None:
    office.hand_in(HEAD + "好客小吃店,中山區青禾路1號,,停業,10月整修\n")
    member = members(clerk.city, ADMINISTRATOR, MYCODE, date(2021, 10, 14)).members[0]
    assert member.why.facet is Facet.OPERATING
    assert (member.why.remark, member.why.actor) == ("10月整修", ADMINISTRATOR.name)


def test_a_list_of_another_agency_moves_the_venue_from_its_day_on_and_warns_of_it(office: Office) -> None:
    text = "店家名稱,地址\n甲店,中山區青禾路1號\n"
    office.hand_in(text, effective=date(2021, 10, 1))
    plan = office.hand_in(text, agency="CUL", effective=date(2021, 10, 14))
    assert [(p.warning, "商業處" in p.problem and "文化局" in p.problem) for p in plan.problems] == [
        (True, True)
    ]
    assert office.by(Dimension.AGENCY, date(2021, 10, 13)) == {"商業處": 1}
    assert office.by(Dimension.AGENCY, date(2021, 10, 14)) == {"文化局": 1}
