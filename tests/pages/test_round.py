"""填報與答詢說明: what an officer, an approver and a manager see, and what their buttons do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.dates import today_in_taipei
from outreach.rules.rounds import State
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.city import open_city
from outreach.services.rounds import confirm, open_round, progress, rounds, submit
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, MYCODE, PUBLIC, SmallCity

Small = tuple[str, SmallCity]
AS_OF = date(2021, 10, 14)
NOW = datetime.now(UTC)
TODAY = today_in_taipei(NOW)


@dataclass
class Desk:
    """The pages over the small city, opened by one person after the other."""

    url: str
    small: SmallCity
    patch: pytest.MonkeyPatch

    def who(self, role: Role, name: str = "李承辦", code: str = COMMERCE) -> Who:
        agencies = self.small.city.reference().agencies.values()
        return Who(name, role, None, next(a.id for a in agencies if a.code == code))

    @property
    def officer(self) -> Who:
        return self.who(Role.OFFICER)

    @property
    def approver(self) -> Who:
        return self.who(Role.APPROVER, "周核定")

    def open(self, name: str = "第213次", as_of: date = AS_OF, deadline: date | None = None) -> int:
        return open_round(
            self.small.city,
            MANAGER,
            name,
            as_of,
            deadline or TODAY + timedelta(days=3),
            [(MYCODE, ())],
            now=NOW,
        )

    def confirmed(self) -> int:
        number = self.open()
        submit(self.small.city, self.officer, number, now=NOW)
        confirm(self.small.city, self.approver, number, now=NOW)
        return number

    def see(self, who: Who, page: str = "round", **parameters: str) -> AppTest:
        return open_page(self.patch, self.url, page, who=who, **parameters)

    def press(self, page: AppTest, key: str) -> str:
        page.button(key=key).click()
        return shown(run(page))

    def state(self, number: int) -> State:
        told = progress(self.small.city, MANAGER, number)
        return next(one.state for one in told if one.code == COMMERCE)


@pytest.fixture
def desk(small: Small, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The pages over the small city; what is recorded is recorded now, as the pages' clock goes."""
    url, city = small
    return Desk(url, city, monkeypatch)


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


# --- the agency -------------------------------------------------------------------------------


def test_without_a_round_the_page_says_so(desk: Desk) -> None:
    assert "目前沒有填報" in shown(desk.see(desk.officer))
    assert "還沒有開啟過填報" in shown(desk.see(MANAGER))


def test_an_officer_sees_deadline_figures_and_that_nothing_was_submitted(desk: Desk) -> None:
    desk.open()
    words = shown(desk.see(desk.officer))
    assert "商業處 · 第213次 未填報 統計截止日 110年10月14日" in words
    assert "還有 3 天" in words
    assert "66.66 %" in words
    assert "2 ／ 3" in words
    assert "還沒有人送出" in words


@pytest.mark.parametrize(("days", "told"), [(0, "今天截止"), (-2, "已逾期 2 天")])
def test_the_deadline_is_told_in_days(desk: Desk, days: int, told: str) -> None:
    desk.open(deadline=TODAY + timedelta(days=days))
    assert told in shown(desk.see(desk.officer))


def test_a_list_goes_from_officer_to_approver_back_and_is_confirmed(desk: Desk) -> None:
    number = desk.open()
    page = desk.see(desk.officer)
    assert keys(page) == {"round_submit"}
    assert "已送出，等候核定。" in desk.press(page, "round_submit")
    page = desk.see(desk.approver)
    assert keys(page) == {"round_confirm", "round_send_back", "round_withdraw"}
    assert "退回須說明原因" in desk.press(page, "round_send_back")
    page.text_area(key="round_words").input("請補<b>甜甜圈坊</b>的進度")
    assert "已退回" in desk.press(page, "round_send_back")
    assert desk.state(number) is State.SENT_BACK
    page = desk.see(desk.officer)
    assert "周核定 於" in shown(page)
    assert "退回：請補<b>甜甜圈坊</b>的進度" in unescape(markup(page))
    assert "<b>甜甜圈坊</b>" not in markup(page)
    desk.press(page, "round_submit")
    assert "已核定。" in desk.press(desk.see(desk.approver), "round_confirm")
    assert desk.state(number) is State.CONFIRMED


def test_where_nothing_changed_one_button_says_so(desk: Desk) -> None:
    desk.confirmed()
    number = desk.open("第214次", as_of=TODAY, deadline=TODAY)
    page = desk.see(desk.officer)
    assert "清單與數字都沒有異動" in shown(page)
    assert keys(page) == {"round_nothing_changed"}
    assert "沒有異動" in desk.press(page, "round_nothing_changed")
    assert desk.state(number) is State.SUBMITTED


def test_what_changed_is_looked_through_before_it_is_submitted(desk: Desk) -> None:
    desk.confirmed()
    desk.small.clerk.now = NOW
    desk.small.clerk.say(desk.small.contacted, Facet.PARTICIPATION, Participation.JOINED, AS_OF)
    desk.open("第214次", as_of=TODAY, deadline=TODAY)
    page = desk.see(desk.officer)
    words = shown(page)
    assert "自第213次核定以來的異動" in words
    assert "異動 1 筆" in words
    assert "更正 1 0 +1" in words
    assert page.button(key="round_submit").label == "看過異動，送出"


def test_a_change_between_the_look_and_the_click_is_shown_before_it_is_handed_in(desk: Desk) -> None:
    desk.confirmed()
    number = desk.open("第214次", as_of=TODAY, deadline=TODAY)
    page = desk.see(desk.officer)
    desk.small.clerk.now = NOW
    desk.small.clerk.say(desk.small.contacted, Facet.PARTICIPATION, Participation.JOINED, AS_OF)
    assert "不能以「沒有異動」送出" in desk.press(page, "round_nothing_changed")
    assert desk.state(number) is State.NOT_SUBMITTED


def test_an_approver_sees_the_figures_then_and_now(desk: Desk) -> None:
    number = desk.open()
    submit(desk.small.city, desk.officer, number, now=NOW)
    desk.small.clerk.now = NOW
    desk.small.clerk.say(desk.small.contacted, Facet.PARTICIPATION, Participation.JOINED, AS_OF)
    words = shown(desk.see(desk.approver))
    assert "66.66 %" in words
    assert "送出後有變動，現在是 100.00 %（3／3）" in words
    assert "送出後又登錄了 1 筆異動；核定的是送出時的數字。" in words


def test_an_agency_without_venues_hears_that_it_need_not_report(desk: Desk) -> None:
    desk.open()
    page = desk.see(desk.who(Role.OFFICER, code="IND"))
    assert "沒有列冊的店家，不需填報" in shown(page)
    assert keys(page) == set()


def test_whoever_looks_through_an_officers_eyes_finds_no_button(desk: Desk) -> None:
    desk.open()
    own = desk.officer
    page = desk.see(Who(own.name, own.role, None, own.agency, looking=True))
    assert keys(page) == set()


def test_another_agency_named_in_the_address_is_not_shown_to_an_officer(desk: Desk) -> None:
    number = desk.open()
    page = desk.see(desk.officer, round=str(number), agency="CUL")
    assert "文化局" not in shown(page)
    assert "『文化局』不是您的機關" in shown(
        desk.see(desk.officer, "brief", round=str(number), scheme=MYCODE, agency="CUL")
    )


def test_the_public_sees_no_round(desk: Desk) -> None:
    desk.open()
    page = desk.see(PUBLIC)
    assert "第213次" not in shown(page)


# --- managers -----------------------------------------------------------------------------------


def test_a_manager_sees_who_has_not_reported_and_looks_into_one(desk: Desk) -> None:
    number = desk.open()
    submit(desk.small.city, desk.officer, number, now=NOW)
    words = shown(desk.see(MANAGER))
    assert "未填報 1 退回 0 已送出 1 已核定 0" in words
    assert "文化局 未填報 — 商業處 已送出 送出 · 李承辦" in words
    page = desk.see(MANAGER, round=str(number), agency=COMMERCE)
    assert "商業處 · 第213次 已送出" in shown(page)
    assert keys(page) == set()


def test_a_manager_opens_a_round_and_ends_it(desk: Desk) -> None:
    page = desk.see(MANAGER)
    page.text_input(key="round_name").input("第215次主任秘書會報")
    assert "已開啟填報" in desk.press(page, "round_open")
    (told,) = rounds(desk.small.city, MANAGER)
    assert told.name == "第215次主任秘書會報"
    assert {(item.scheme, item.kinds) for item in told.items} == {
        ("mycode", (Kind.CITY_VENUE, Kind.SHOP)),
        ("bear_voucher", (Kind.CITY_VENUE, Kind.SHOP)),
    }
    assert "填報「第215次主任秘書會報」已結束。" in desk.press(page, "round_close")
    assert not rounds(desk.small.city, MANAGER)[0].open


def test_a_round_that_cannot_be_opened_says_why_and_keeps_what_was_written(desk: Desk) -> None:
    page = desk.see(ADMINISTRATOR)
    page.text_input(key="round_name").input("第215次")
    page.date_input(key="round_deadline").set_value(TODAY - timedelta(days=1))
    assert "早於統計截止日" in desk.press(page, "round_open")
    assert page.text_input(key="round_name").value == "第215次"
    assert rounds(desk.small.city, MANAGER) == ()


# --- the brief ------------------------------------------------------------------------------------


def test_the_brief_tells_figure_missing_and_exclusions_with_remarks_escaped(desk: Desk) -> None:
    remark = "<script>alert(1)</script>拆除"
    desk.small.clerk.say(desk.small.singing, Facet.OPERATING, Operating.CLOSED, remark=remark)
    number = desk.open()
    page = desk.see(desk.officer, "brief", round=str(number), scheme=MYCODE)
    words = shown(page)
    assert "商業處 · 台北通 myCode+ · 全部性質 截至110年10月14日 · 第213次" in words
    assert "完成率 50.00 % 1／2 還差 1 家 毋須納入 1 家 全數計入 33.33 % 1／3" in words
    assert "歇業 1 家" in words
    assert "<script>" not in markup(page)
    assert "alert(1)" in words


def test_a_long_list_of_remarks_ends_with_how_many_more_there_are(desk: Desk) -> None:
    clerk = desk.small.clerk
    for n in range(5):
        clerk.say(clerk.list_venue(f"店{n}"), Facet.OPERATING, Operating.CLOSED, remark=f"原因{n}")
    words = shown(desk.see(desk.officer, "brief", scheme=MYCODE, as_of="110-10-14"))
    assert "歇業 5 家" in words
    assert "原因1" in words
    assert "原因2" not in words
    assert "另有 3 家（不同備註）" in words


def test_a_brief_of_nothing_leads_to_the_round(desk: Desk) -> None:
    assert "請從「填報」頁的項目開啟答詢說明" in shown(desk.see(desk.officer, "brief"))
    assert "查無方案" in shown(desk.see(desk.officer, "brief", scheme="x"))
    early = shown(desk.see(desk.officer, "brief", scheme=MYCODE, as_of="0001-01-01"))
    assert "請用 1年1月1日 至 199年12月31日 之間的日期" in early


def test_both_pages_speak_english(desk: Desk) -> None:
    number = desk.open()
    assert "Not reported" in shown(desk.see(desk.officer, lang="en"))
    assert "Not reported 2 Send back 0" in shown(desk.see(MANAGER, lang="en"))
    words = shown(desk.see(desk.officer, "brief", round=str(number), scheme=MYCODE, lang="en"))
    assert "Completion rate 66.66 %" in words


# --- the demonstration ------------------------------------------------------------------------------


def test_in_the_demonstration_commerce_has_three_days_left(
    demonstration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = open_city(demonstration)
    commerce = next(a.id for a in city.reference().agencies.values() if a.code == "commerce")
    page = open_page(monkeypatch, demonstration, "round", who=Who("示範承辦", Role.OFFICER, None, commerce))
    words = shown(page)
    assert "商業處 · 第214次主任秘書會報 未填報" in words
    assert "還有 3 天" in words
    assert "未填報 3 退回 1 已送出 4 已核定 36" in shown(
        open_page(monkeypatch, demonstration, "round", who=MANAGER)
    )
