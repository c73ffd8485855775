"""Which known venue a row means: surely, likely, or not at all."""

import pytest

from outreach.services.imports.model import Outcome
from tests.services.imports.office import Office, outcomes, told

HEAD = "店家名稱,地址,統一編號\n"
KNOWN = HEAD + "好客小吃店,臺北市中山區中央里青禾路12號3樓之1,04595257\n"


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("好客小吃店,臺北市中山區中央里青禾路12號3樓之1,04595257", Outcome.UNCHANGED),
        ("好客小吃店,台北市中山區青禾路１２號３樓之１,", Outcome.UNCHANGED),
        ("好客 小吃店,中山區青禾路12號3F-1,", Outcome.UNCHANGED),
        ("好客小吃店,,04595257", Outcome.UNCHANGED),
        ("好客小吃店,,", Outcome.CANDIDATE),
        ("好客小吃店2店,中山區青禾路12號3樓之1,", Outcome.NEW),
        ("好客小吃店,中山區青禾路13號3樓之1,", Outcome.NEW),
        ("好客小吃店,大安區望川街1號,04595257", Outcome.NEW),
        ("一家完全不同的店,中山區青禾路12號3樓之1,", Outcome.NEW),
    ],
)
def test_a_row_means_the_known_venue_only_where_name_and_address_or_number_agree(
    office: Office, row: str, outcome: Outcome
) -> None:
    office.hand_in(KNOWN)
    assert outcomes(office.plan(HEAD + row + "\n")[2]) == [outcome]


def test_nearly_the_same_name_at_one_address_waits_for_a_person(office: Office) -> None:
    office.hand_in(HEAD + "好客風味小吃餐飲店,中山區青禾路12號,\n")
    plan = office.hand_in(HEAD + "好客風味小吃餐飲坊,中山區青禾路12號,\n")
    assert outcomes(plan) == [Outcome.CANDIDATE]
    assert office.tally().population == 1


def test_a_waiting_row_handed_in_again_is_kept_once_and_records_nothing(office: Office) -> None:
    office.hand_in(KNOWN)
    planned = office.plan(HEAD + "好客小吃店,,\n")
    assert office.apply(planned).change_id is not None
    again = office.plan(HEAD + "好客小吃店,,\n")
    assert outcomes(again[2]) == [Outcome.CANDIDATE]
    assert office.apply(again).change_id is None


def test_shops_that_share_one_market_address_are_not_candidates_of_each_other(office: Office) -> None:
    rows = [f"{name},萬華區青禾路1號," for name in ("阿明魚丸", "大同肉圓", "一品豆花")]
    office.hand_in(HEAD + "\n".join(rows[:2]) + "\n")
    assert outcomes(office.plan(HEAD + rows[2] + "\n")[2]) == [Outcome.NEW]


def test_within_one_file_an_identical_repeat_is_unchanged_and_a_differing_one_a_conflict(
    office: Office,
) -> None:
    head = "店家名稱,地址,參與狀態\n"
    plan = office.hand_in(
        head + "甲店,中山區青禾路1號,已加入\n甲店,中山區青禾路１號,已加入\n甲店,中山區青禾路1號,退出\n"
    )
    assert outcomes(plan) == [Outcome.NEW, Outcome.UNCHANGED, Outcome.CONFLICT]
    assert office.tally().completed == 1


def test_the_programs_own_number_decides_and_an_unknown_one_is_an_error(office: Office) -> None:
    office.hand_in(KNOWN)
    plan = office.plan("店家編號,店家名稱\n1,好客小吃店（總店）\n77,好客小吃店\n")[2]
    assert outcomes(plan) == [Outcome.CHANGED, Outcome.ERROR]
    assert "77" in plan.problems[0].value


def test_a_stale_version_is_a_conflict_and_the_present_one_is_not(office: Office) -> None:
    office.hand_in(KNOWN)
    office.hand_in("店家編號,版本,店家名稱,參與狀態\n1,1,好客小吃店,已聯繫\n")
    stale = office.plan("店家編號,版本,店家名稱,參與狀態\n1,1,好客小吃店,已加入\n")[2]
    assert outcomes(stale) == [Outcome.CONFLICT]
    assert "重新下載" in stale.rows[0].reason
    fresh = office.plan("店家編號,版本,店家名稱,參與狀態\n1,2,好客小吃店,已加入\n")[2]
    assert outcomes(fresh) == [Outcome.CHANGED]


def test_a_known_venue_keeps_its_spelling_where_only_width_or_spaces_differ(office: Office) -> None:
    office.hand_in(KNOWN)
    office.hand_in(HEAD + "好客　小吃店,台北市中山區青禾路１２號３樓之１,\n")
    assert office.history().venue.name == "好客小吃店"
    assert told(office.plan(KNOWN)[2]) == ""


def test_a_place_settled_by_hand_stays_when_the_same_address_comes_again(office: Office) -> None:
    office.hand_in("店家名稱,地址,行政區,里\n甲店,中山區青禾路1號,中山區,中央里\n")
    plan = office.plan("店家名稱,地址\n甲店,中山區青禾路1號\n")[2]
    assert outcomes(plan) == [Outcome.UNCHANGED]
