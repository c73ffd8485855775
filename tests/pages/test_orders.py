"""公告停業／復業: the list as of a day, an order previewed and saved, undone, and 試算."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.services.orders import OrderTold, orders, state_order
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, OFFICER, SmallCity, of_agency

Small = tuple[str, SmallCity]
SHUT, REOPENED = date(2021, 10, 5), date(2021, 10, 15)
#: Names of the form's widgets: the address that they were made from is part of them.
AT = f"ktv_{SHUT}_None"


@dataclass
class Desk:
    """The page over the small city."""

    url: str
    small: SmallCity
    patch: pytest.MonkeyPatch

    def see(self, who: Who = MANAGER, begins: str = "", **parameters: str) -> AppTest:
        if begins:
            parameters["from"] = begins
        return open_page(self.patch, self.url, "orders", who=who, **parameters)

    def told(self, day: date = REOPENED) -> tuple[OrderTold, ...]:
        return orders(self.small.city, MANAGER, day=day)

    def state(self, **more: object) -> int:
        return state_order(
            self.small.city,
            MANAGER,
            "ktv",
            SHUT,
            document="第<1>號公告",
            now=self.small.clerk.tick(),
            **more,  # type: ignore[arg-type]
        ).change_id


@pytest.fixture
def desk(small: Small, monkeypatch: pytest.MonkeyPatch) -> Desk:
    url, city = small
    return Desk(url, city, monkeypatch)


def _typed(desk: Desk, who: Who, document: str) -> AppTest:
    """The form filled in and previewed."""
    page = desk.see(who, state="ktv", begins=SHUT.isoformat())
    page.text_area(key=f"order_document_{AT}").input(document)
    page.button(key="order_preview").click()
    return run(page)


def test_without_an_order_the_page_leads_to_the_first_and_officers_are_refused(desk: Desk) -> None:
    page = desk.see()
    assert "還沒有任何行業公告。" in shown(page)
    assert "登錄第一則公告" in shown(page)
    assert "不能公告停業或復業" in shown(desk.see(OFFICER))


def test_an_order_is_previewed_saved_and_taken_back_by_who_stated_it(desk: Desk) -> None:
    manager = Who("陳管考", Role.MANAGER, user=None)
    page = _typed(desk, manager, "第2號公告")
    told = shown(page)
    assert "預覽（尚未儲存）" in told
    assert "視聽歌唱業：110年10月5日起停業，尚未公告復業" in told
    assert "產業局 66.66 % 2／3 → 50.00 % 1／2 進入母數 0 移出母數 −1 還差 1" in told
    assert "全市 其他 1 個機關不變 50.00 % 2／4 → 33.33 % 1／3" in told
    assert desk.told() == ()
    page.button(key="order_save").click()
    told = shown(run(page))
    (order,) = desk.told()
    assert (order.holding.document, order.holding.by) == ("第2號公告", "陳管考")
    assert f"已登錄公告（異動 {order.holding.change_id}）。" in told
    assert f"復原異動 {order.holding.change_id}" in told
    assert "state" not in page.query_params
    assert "停業中 1 個行業" in shown(desk.see(ADMINISTRATOR, as_of=REOPENED.isoformat()))
    page = desk.see(ADMINISTRATOR, undo=str(order.holding.change_id))
    page.button(key="undo_now").click()
    run(page)
    assert [o.state.value for o in desk.told()] == ["undone"]
    assert "這則公告不再有效" in shown(desk.see())


def test_a_draft_that_is_dropped_leaves_nothing(desk: Desk) -> None:
    page = _typed(desk, MANAGER, "第2號公告")
    page.button(key="order_drop").click()
    assert "預覽（尚未儲存）" not in shown(run(page))
    assert desk.told() == ()


def test_before_saving_it_is_said_which_text_is_superseded(desk: Desk) -> None:
    desk.state()
    page = desk.see(state="ktv", begins="110-10-05", reopen="110-10-15")
    at = f"ktv_{SHUT}_{REOPENED}"
    page.text_area(key=f"order_document_{at}").input("復業公告")
    page.radio(key=f"order_way_{at}").set_value("application")
    page.button(key="order_preview").click()
    told = shown(run(page))
    assert "儲存後由這一則取代，原文保留：「第<1>號公告」（尚未公告復業；陳管考" in told
    assert "110年10月15日起申請核准復業" in told
    assert "這一天各機關的數字都不變。" in told
    assert "第<1>號公告" not in markup(page)
    page.button(key="order_save").click()
    run(page)
    told = shown(desk.see(as_of="2021-10-20"))
    assert "申請核准復業 110年10月15日起申請核准復業；已核准 0／1 家" in told
    assert "先前的公告 1 則 第<1>號公告" in told
    assert "停業中、已公告復業日 1 個行業" in shown(desk.see(as_of="2021-10-10"))


def test_an_order_that_ends_before_it_begins_or_says_half_is_refused_in_a_sentence(desk: Desk) -> None:
    page = desk.see(state="ktv", begins="110-10-05", reopen="110-10-01")
    at = f"ktv_{SHUT}_2021-10-01"
    page.text_area(key=f"order_document_{at}").input("復業公告")
    page.button(key="order_preview").click()
    assert "復業日 2021-10-01 早於停業起始日 2021-10-05" in shown(run(page))
    page.radio(key=f"order_way_{at}").set_value("none")
    page.button(key="order_preview").click()
    assert "復業方式與復業日須一起填寫" in shown(run(page))
    assert "公告須有文號或內容" in shown(_typed(desk, MANAGER, " "))
    assert desk.told() == ()


def test_a_what_if_stands_in_the_address_and_saves_nothing(desk: Desk) -> None:
    assert "請選擇行業" in shown(desk.see(what_if="-"))
    told = shown(desk.see(what_if="ktv", on="2021-10-20"))
    assert "視聽歌唱業在110年10月20日沒有公告停業" in told
    desk.state()
    seq = desk.small.city.figures.columns().seq
    told = shown(desk.see(what_if="ktv,沒有的行業", on="2021-10-20"))
    assert "查無行業『沒有的行業』" in told
    assert "產業局 50.00 % 1／2 → 66.66 % 2／3 進入母數 +1 移出母數 0" in told
    assert desk.small.city.figures.columns().seq == seq
    told = shown(desk.see(what_if="ktv", on="昨天"))
    assert "昨天" in told


def test_an_approver_orders_for_the_sectors_an_administrator_gave_to_its_agency(desk: Desk) -> None:
    approver = of_agency(desk.small, Role.APPROVER, COMMERCE)
    assert "您的機關不是任何行業的主管機關" in shown(desk.see(approver, state="-"))
    page = desk.see(ADMINISTRATOR)
    page.selectbox(key="competent_sector").set_value("ktv")
    run(page)
    page.selectbox(key="competent_agency_ktv_").set_value(COMMERCE)
    page.button(key="competent_set").click()
    assert "已設定主管機關。" in shown(run(page))
    told = shown(_typed(desk, approver, "第3號公告"))
    assert "產業局 66.66 % 2／3 → 50.00 % 1／2" in told
    # A link to another agency's sector, or to none: said, before anything is stated of a sector by mistake.
    assert "理髮業不是您的機關主管的行業" in shown(desk.see(approver, state="barber"))
    assert "查無行業『zz』" in shown(desk.see(approver, state="zz"))
    assert "不是您的機關主管的行業" not in shown(desk.see(approver, state="ktv"))


def test_the_page_is_told_in_english_too(desk: Desk) -> None:
    desk.state()
    told = shown(desk.see(lang="en", as_of="2021-10-10"))
    assert "Closed" in told
    assert "停業中" not in told


def test_a_preview_is_not_shown_under_another_orders_form(desk: Desk) -> None:
    page = _typed(desk, MANAGER, "第2號公告")
    assert "預覽（尚未儲存）" in shown(page)
    page.query_params["from"] = REOPENED.isoformat()
    assert "預覽（尚未儲存）" not in shown(run(page))
