"""Which entries are shown as likely duplicates, to whom, and with which reason."""

from __future__ import annotations

import pytest

from outreach.rules.vocabulary import Facet, Listing
from outreach.services.duplicates.pairs import Span, duplicate_count, duplicate_pairs
from outreach.services.who import NotAllowed, Role
from outreach.store.engine import writing
from outreach.store.venues import put_contacts
from tests.services.duplicates.conftest import TODAY, Desk
from tests.support.builders import ADMINISTRATOR, CULTURE, MANAGER, PUBLIC

HERE = "臺北市中山區林森北路247號"


def reason(desk: Desk) -> str:
    (pair,) = duplicate_pairs(desk.city, ADMINISTRATOR, today=TODAY).pairs
    return pair.reason


# ---- what is found


def test_one_shop_entered_twice_in_other_spellings_is_found_and_says_why(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    one = desk.enter("ＰＩＺＺＡ好客-中山店", HERE)
    other = desk.enter("pizza 好客（中山店）", "台北市中山區林森北路２４７號")
    assert desk.pairs(ADMINISTRATOR) == [(one, other)]
    assert reason(desk) == "名稱相同、地址相同"


@pytest.mark.parametrize(
    ("told", "again", "why"),
    [
        (("好客小吃", HERE, {}), ("好客小吃", "", {}), "名稱相同、其中一方沒有地址"),
        (("好客小吃", HERE, {}), ("好客小吃", HERE + "1樓", {}), "名稱相同、地址相近"),
        (("好客牛肉麵小吃館", HERE, {}), ("好客牛肉麵小吃店", HERE, {}), "名稱相近、地址相同"),
        (
            ("好客有限公司", HERE, {"tax_id": "12345675"}),
            ("阿明的店", HERE, {"tax_id": "12345675"}),
            "地址相同、統一編號相同",
        ),
        (
            ("好客有限公司", HERE, {"phone": "02-0345-6789"}),
            ("阿明的店", HERE, {"phone": "(02)03456789#5"}),
            "地址相同、電話相同",
        ),
        (
            ("好客牛肉麵小吃館", HERE, {"tax_id": "12345675"}),
            ("好客牛肉麵小吃店", "", {"tax_id": "12345675"}),
            "名稱相近、其中一方沒有地址、統一編號相同",
        ),
        (
            ("好客小吃", "中山區林森北路247號", {"lon": 121.5252, "lat": 25.0570}),
            ("好客小吃", "中山區長春路口247號", {"lon": 121.5255, "lat": 25.0572}),
            "名稱相同、位置相近",
        ),
        (
            ("好客牛肉麵小吃館", "中山區林森北路247號", {"lon": 121.52499, "lat": 25.05699}),
            ("好客牛肉麵小吃店", "中山區長春路口247號", {"lon": 121.52501, "lat": 25.05701}),
            "名稱相近、位置相近",
        ),
    ],
)
def test_each_way_of_being_one_shop_is_found(
    desk: Desk, told: tuple[str, str, dict[str, object]], again: tuple[str, str, dict[str, object]], why: str
) -> None:
    one, other = (desk.enter(name, address, **more) for name, address, more in (told, again))  # type: ignore[arg-type]
    assert desk.pairs(ADMINISTRATOR) == [(one, other)]
    assert reason(desk) == why


def test_422_stalls_of_one_market_are_no_duplicates_of_each_other(desk: Desk) -> None:
    stalls = "肉菜魚果花麵米茶布鞋衣帽襪傘鐘錶筆紙書碗"
    for n in range(422):
        desk.clerk.describe(
            f"{stalls[n % 20]}{stalls[n // 20 % 20]}{stalls[n * 7 % 20]}號{n}",
            address="臺北市萬華區環河南路二段1號",
        )
    ids = range(1, 423)
    desk.clerk.record([desk.clerk.fact(i, Facet.LISTING, Listing.LISTED) for i in ids])
    assert desk.pairs(ADMINISTRATOR) == []


def test_the_branches_of_a_chain_with_one_name_and_one_tax_number_are_none(desk: Desk) -> None:
    for number in range(1, 9):
        desk.enter("好客便利商店", f"臺北市中山區林森北路{number}號", tax_id="12345675", phone="02-0345-6789")
    desk.enter("好客便利商店", "", tax_id="12345675")
    assert desk.pairs(ADMINISTRATOR) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("好客一店", HERE), ("好客二店", HERE)),
        (("好客小吃", HERE), ("好客小吃", "臺北市中山區林森北路249號")),
        (("好客小吃", HERE), ("好客小吃", "臺北市中山區林森北路247號之1")),
        (("好客小吃", HERE + "2樓"), ("好客小吃", HERE + "3樓")),
    ],
)
def test_a_digit_that_differs_is_another_shop(
    desk: Desk, one: tuple[str, str], other: tuple[str, str]
) -> None:
    for name, address in (one, other):
        desk.enter(name, address, lon=121.5252, lat=25.0570)
    assert desk.pairs(ADMINISTRATOR) == []


def test_two_with_other_tax_numbers_are_two(desk: Desk) -> None:
    desk.enter("好客小吃", HERE, tax_id="12345675")
    desk.enter("好客小吃", HERE + "1樓", tax_id="04595257")
    assert desk.pairs(ADMINISTRATOR) == []


def test_the_likeliest_pair_comes_first(desk: Desk) -> None:
    likely = desk.enter("阿明小吃", ""), desk.enter("阿明小吃", "臺北市大安區示範路9號")
    sure = desk.enter("好客小吃", HERE), desk.enter("好客小吃", HERE)
    assert desk.pairs(ADMINISTRATOR) == [sure, likely]


def test_who_has_left_every_list_is_no_duplicate_of_anybody(desk: Desk) -> None:
    desk.enter("好客小吃", HERE)
    gone = desk.enter("好客小吃", HERE)
    desk.clerk.say(gone, Facet.LISTING, Listing.DELISTED)
    assert desk.pairs(ADMINISTRATOR) == []


def test_a_phone_that_is_told_later_is_seen_at_once(desk: Desk) -> None:
    one, other = desk.enter("好客有限公司", HERE, phone="0203456789"), desk.enter("阿明的店", HERE)
    assert desk.pairs(ADMINISTRATOR) == []
    with writing(desk.city.engine) as connection:
        put_contacts(connection, {other: ("", "02-0345-6789")}, desk.clerk.tick())
    assert desk.pairs(ADMINISTRATOR) == [(one, other)]


# ---- who sees what


def test_an_officer_sees_the_pairs_in_which_a_venue_is_the_own_agencys(desk: Desk) -> None:
    own = desk.enter("好客小吃", HERE), desk.enter("好客小吃", HERE)
    across = desk.enter("阿明小吃", HERE + "3樓"), desk.enter("阿明小吃", HERE + "3樓", agency=CULTURE)
    others = (
        desk.enter("小書房", HERE + "5樓", agency=CULTURE),
        desk.enter("小書房", HERE + "5樓", agency=CULTURE),
    )
    for role in (Role.OFFICER, Role.APPROVER):
        assert set(desk.pairs(desk.who(role))) == {own, across}
        assert set(desk.pairs(desk.who(role, CULTURE))) == {across, others}
    assert set(desk.pairs(ADMINISTRATOR)) == set(desk.pairs(MANAGER)) == {own, across, others}
    officer = desk.who(Role.OFFICER)
    assert [duplicate_count(desk.city, w, TODAY) for w in (officer, MANAGER)] == [2, 3]
    for span, found in ((Span.SAME, own), (Span.ACROSS, across)):
        (pair,) = duplicate_pairs(desk.city, officer, today=TODAY, span=span).pairs
        assert (pair.one.id, pair.other.id) == found
        assert pair.may_merge is (span is Span.SAME)


def test_nobody_without_a_name_sees_any(desk: Desk) -> None:
    desk.enter("好客小吃", HERE)
    with pytest.raises(NotAllowed):
        duplicate_pairs(desk.city, PUBLIC, today=TODAY)
    with pytest.raises(NotAllowed):
        duplicate_count(desk.city, PUBLIC, TODAY)


def test_a_manager_merges_nothing(desk: Desk) -> None:
    desk.enter("好客小吃", HERE)
    desk.enter("好客小吃", HERE)
    (pair,) = duplicate_pairs(desk.city, MANAGER, today=TODAY).pairs
    assert not pair.may_merge


def test_that_another_agencys_phone_is_the_own_one_is_not_told(desk: Desk) -> None:
    desk.enter("好客有限公司", HERE, phone="02-0345-6789")
    desk.enter("阿明的店", HERE, phone="02-0345-6789", agency=CULTURE)
    assert reason(desk) == "地址相同、電話相同"
    (pair,) = duplicate_pairs(desk.city, desk.who(Role.OFFICER), today=TODAY).pairs
    assert pair.reason == "地址相同、其他登錄資料相符"
    assert "0345" not in repr(pair)


def test_pages_of_the_list_follow_one_another(desk: Desk) -> None:
    for n in range(5):
        desk.enter(f"好客小吃{n}", HERE)
        desk.enter(f"好客小吃{n}", HERE)
    parts = [duplicate_pairs(desk.city, ADMINISTRATOR, today=TODAY, page=n, page_size=2) for n in (1, 2, 3)]
    assert [part.total for part in parts] == [5, 5, 5]
    assert [(p.one.id, p.other.id) for part in parts for p in part.pairs] == desk.pairs(ADMINISTRATOR)
