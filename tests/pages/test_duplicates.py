"""疑似重複: the lists, two venues side by side, merging and undoing it, waiting rows, nobody's venues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.coverage import coverage
from outreach.services.duplicates.waiting import waiting_count
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.services.duplicates.conftest import Desk
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    MANAGER,
    MYCODE,
    PUBLIC,
    Clerk,
)

Visit = Callable[..., AppTest]
HERE = "臺北市中山區林森北路247號"
DAY = date(2021, 11, 1)


@pytest.fixture
def desk(empty_city: str) -> Desk:
    """A city without entries, and who may ask about them."""
    return Desk(Clerk.of(empty_city))


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, empty_city: str) -> Visit:
    """`visit(who=MANAGER, tab="waiting")` opens the page with an address's parameters."""
    return lambda **parameters: open_page(monkeypatch, empty_city, "duplicates", **parameters)


def two(desk: Desk, agency: str = COMMERCE) -> tuple[int, int]:
    one = desk.enter("好客小吃", HERE, stage=Participation.JOINED, phone="02-0345-6789")
    return one, desk.enter("好客小吃", HERE, agency=agency)


def population(desk: Desk) -> int:
    return coverage(desk.city, ADMINISTRATOR, MYCODE, DAY).total.population


def click(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


# ---- the list


def test_an_empty_list_says_that_there_is_nothing_to_decide(visit: Visit) -> None:
    for tab, sentence in (
        ("", "沒有疑似重複的店家。"),
        ("waiting", "沒有等待確認的匯入資料列。"),
        ("nobodys", "每一家列冊的店家都有主管機關。"),
        ("apart", "還沒有標記為不是重複的店家。"),
    ):
        assert sentence in shown(visit(tab=tab))


def test_a_pair_stands_with_its_reason_and_both_venues(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    words = shown(visit())
    assert "疑似重複 1 筆 匯入待確認 0 筆 無主管機關店家 0 筆 已標記不是重複 0 筆" in words
    assert "名稱相同、地址相同 並列比較" in words
    assert f"編號 {one} 台北通 myCode+ 已完成" in words
    assert f"編號 {other} 台北通 myCode+ 未完成" in words


def test_the_list_narrows_to_pairs_of_one_agency_or_of_two(visit: Visit, desk: Desk) -> None:
    two(desk, CULTURE)
    assert "名稱相同" in shown(visit(span="across"))
    assert "這個條件下沒有疑似重複的店家。" in shown(visit(span="same"))


def test_officers_see_no_list_of_nobodys_venues_and_the_public_no_page(visit: Visit, desk: Desk) -> None:
    two(desk)
    assert "無主管機關店家" not in shown(visit(who=desk.who(Role.OFFICER)))
    assert "並列比較" not in shown(visit(who=PUBLIC))


# ---- side by side


def test_two_venues_stand_side_by_side_and_what_differs_is_marked(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    page = visit(pair=f"{one}-{other}")
    words = shown(page)
    assert "疑似重複的理由：名稱相同、地址相同" in words
    assert f"地址 {HERE} {HERE}" in words
    assert "參與狀態 ≠ 已張貼 自110年10月1日起 —" in words
    assert "聯絡資料 ≠ 有 —" in words
    assert "0345" not in markup(page)


def test_of_another_agencys_venue_an_officer_sees_name_address_agency_and_standing_only(
    visit: Visit, desk: Desk
) -> None:
    own = desk.enter("好客小吃", HERE, agency=CULTURE)
    other = desk.enter("好客小吃", HERE, tax_id="12345675", phone="02-0345-6789")
    desk.clerk.say(other, Facet.PARTICIPATION, Participation.DECLINED, remark="店主很生氣")
    page = visit(who=desk.who(Role.OFFICER, CULTURE), pair=f"{own}-{other}")
    words = shown(page)
    assert "機關 ≠ 文化局 商業處" in words
    assert "統計歸類 未完成 未完成" in words
    assert "跨機關的合併由系統管理員辦理" in words
    for hidden in ("店主很生氣", "12345675", "0345", "無意願"):
        assert hidden not in markup(page)
    assert not [b for b in page.button if b.key == "merge"]


def test_a_venue_beside_itself_is_no_pair(visit: Visit, desk: Desk) -> None:
    one, _other = two(desk)
    words = shown(visit(pair=f"{one}-{one}"))
    assert f"店家編號 {one} 不能與自己合併" in words
    assert "未預期" not in words


@pytest.mark.parametrize("pair", ["1-99", "abc", "1-1-1", "99999999999-1", "1-3"])
def test_a_pair_out_of_reach_or_of_nonsense_is_answered_in_a_sentence(
    visit: Visit, desk: Desk, pair: str
) -> None:
    two(desk)
    desk.enter("小書房", "臺北市大安區示範路5號", agency=CULTURE)
    words = shown(visit(who=desk.who(Role.OFFICER), pair=pair))
    assert "查無店家編號" in words
    assert "小書房" not in words


# ---- deciding


def test_a_merge_is_previewed_confirmed_told_and_undone(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    page = visit(pair=f"{one}-{other}")
    assert f"店家 {other}「好客小吃」併入店家 {one}「好客小吃」" in shown(page)
    assert "提報家數 2 → 1，已完成／母數 1／2 → 1／1" in shown(page)
    page.radio(key="merge_stays").set_value(other)
    run(page)
    assert "提報家數 2 → 1，已完成／母數 1／2 → 0／1" in shown(page)
    assert "被併入一家的聯絡資料不會帶入" in shown(page)
    click(page, "merge")
    click(page, "merge_not")
    assert not [b for b in page.button if b.key == "merge_now"]
    click(page, "merge")
    assert population(desk) == 2
    click(page, "merge_now")
    assert population(desk) == 1
    assert "pair" not in page.query_params
    words = shown(page)
    assert f"已合併：店家 {one}「好客小吃」併入店家 {other}「好客小吃」" in words
    assert "復原" in words
    change = words.partition("（異動 ")[2].partition("）")[0]
    page.query_params["undo"] = change
    run(page)
    click(page, "undo_now")
    assert population(desk) == 2
    assert f"已復原異動 {change}" in shown(page)
    assert "已合併：" not in shown(page)


def test_what_the_one_that_stays_lacks_is_offered_and_a_list_that_is_lost_is_told(
    visit: Visit, desk: Desk
) -> None:
    one = desk.enter("好客小吃")
    other = desk.enter("好客小吃", HERE, schemes=(MYCODE, BEAR_VOUCHER))
    page = visit(pair=f"{one}-{other}")
    assert page.checkbox(key="merge_takes").label == "保留的一家沒有地址，一併帶入另一家的"
    assert "保留的一家不在「台北熊好券」名冊上" in shown(page)


def test_a_pair_is_kept_apart_with_a_reason_and_that_is_taken_back(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    page = visit(who=desk.who(Role.OFFICER), pair=f"{one}-{other}")
    click(page, "apart")
    assert "請填寫為什麼不是重複" in shown(page)
    page.text_input(key="apart_reason").set_value("父子各一家")
    click(page, "apart")
    assert f"已標記店家 {one} 與 {other} 不是重複" in shown(page)
    page = visit(who=desk.who(Role.OFFICER), tab="apart")
    assert "父子各一家 承辦人" in shown(page)
    click(page, f"apart_back_{one}_{other}")
    assert "已撤回" in shown(page)
    assert "疑似重複 1 筆" in shown(page)


def test_managers_and_who_only_looks_are_offered_nothing_to_decide(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    looking = Who("管理員", Role.OFFICER, agency=desk.agency(COMMERCE), looking=True)
    for who in (MANAGER, looking):
        page = visit(who=who, pair=f"{one}-{other}")
        assert "並列比較" in shown(page)
        assert not [b for b in page.button if b.key in ("merge", "apart")]


# ---- waiting rows


LIST = f"店家名稱,地址,參與狀態,備註,電話\n好客牛肉麵小吃店,{HERE},已加入,店長同意,02-0345-6789\n"


def _hand_in(desk: Desk, text: str = LIST) -> None:
    desk.enter("好客牛肉麵小吃館", HERE)
    options = Options(MYCODE, COMMERCE, date(2021, 10, 14))
    read = read_file(text.encode(), "十月清單.csv", options)
    plan = plan_import(desk.city, ADMINISTRATOR, read, options, today=DAY)
    apply_plan(desk.city, ADMINISTRATOR, plan, read, options, today=DAY, now=desk.clerk.tick())


def test_a_waiting_row_is_settled_by_one_click_and_waits_again_once_undone(visit: Visit, desk: Desk) -> None:
    _hand_in(desk)
    page = visit(tab="waiting")
    words = shown(page)
    assert "地址與店家 1 相同，名稱相近（好客牛肉麵小吃館） 十月清單.csv 第 2 列" in words
    assert "參與狀態 已張貼 備註 店長同意" in words
    assert "0345" not in markup(page)
    click(page, "settle_1_same")
    words = shown(page)
    assert "第 2 列「好客牛肉麵小吃店」已套用到店家 1" in words
    assert waiting_count(desk.city, ADMINISTRATOR) == 0
    page.query_params["undo"] = words.partition("（異動 ")[2].partition("）")[0]
    run(page)
    click(page, "undo_now")
    assert waiting_count(desk.city, ADMINISTRATOR) == 1


def test_a_row_that_cannot_be_applied_says_why_in_the_readers_language(visit: Visit, desk: Desk) -> None:
    _hand_in(desk, "店家名稱,地址,營業狀態\n好客牛肉麵小吃店,臺北市中山區林森北路247號,歇業\n")
    page = click(visit(tab="waiting"), "settle_1_same")
    assert "第 2 列『好客牛肉麵小吃店』不能套用：『歇業』須在備註說明原因" in shown(page)
    page = click(visit(tab="waiting", lang="en"), "settle_1_same")
    assert "Row 2 “好客牛肉麵小吃店” cannot be applied:" in shown(page)
    assert "備註" not in shown(page)
    assert waiting_count(desk.city, ADMINISTRATOR) == 1


def test_a_manager_reads_the_waiting_rows(visit: Visit, desk: Desk) -> None:
    _hand_in(desk)
    page = visit(who=MANAGER, tab="waiting")
    assert "好客牛肉麵小吃店" in shown(page)
    assert not [b for b in page.button if str(b.key).startswith("settle_")]


# ---- nobody's venues


def test_an_administrator_gives_nobodys_venues_to_an_agency(visit: Visit, desk: Desk) -> None:
    venue = desk.enter("好客小吃", HERE, agency=None)
    assert not visit(who=MANAGER, tab="nobodys").multiselect
    page = visit(tab="nobodys")
    assert f"好客小吃 {HERE}" in shown(page)
    page.multiselect(key="nobodys_venues").set_value([venue])
    page.selectbox(key="nobodys_agency").set_value(CULTURE)
    page.button[-1].click()
    run(page)
    assert "已指定 1 家店家的主管機關。" in shown(page)
    assert "每一家列冊的店家都有主管機關。" in shown(page)


def test_the_page_speaks_english_too(visit: Visit, desk: Desk) -> None:
    one, other = two(desk)
    assert "Same name, Same address" in shown(visit(lang="en"))
    words = shown(visit(lang="en", pair=f"{one}-{other}"))
    assert "listed 2 → 1" in words
