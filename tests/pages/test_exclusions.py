"""毋須納入母數: the list, what is overdue, whose rate rose by it, and the questions with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages.exclusions.raised import points
from outreach.rules.dates import today_in_taipei
from outreach.rules.vocabulary import Facet, Operating
from outreach.services.exclusions import talks
from outreach.services.questions import answer
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import (
    COMMERCE,
    CULTURE,
    MANAGER,
    OFFICER,
    PUBLIC,
    SmallCity,
    of_agency,
)

Small = tuple[str, SmallCity]
TODAY = today_in_taipei(datetime.now(UTC))
LONG_AGO = TODAY - timedelta(days=40)


@dataclass
class Desk:
    """The page over the small city, of which 甜甜圈坊 is closed for a time since forty days."""

    url: str
    small: SmallCity
    patch: pytest.MonkeyPatch

    def see(self, who: Who = MANAGER, **parameters: str) -> AppTest:
        told = {"scheme": "mycode", "as_of": TODAY.isoformat(), **parameters}
        return open_page(self.patch, self.url, "exclusions", who=who, **told)


@pytest.fixture
def desk(small: Small, monkeypatch: pytest.MonkeyPatch) -> Desk:
    url, city = small
    say = city.clerk.say
    say(city.contacted, Facet.OPERATING, Operating.SUSPENDED, LONG_AGO, remark="<b>整修</b>")
    say(city.untouched, Facet.OPERATING, Operating.CLOSED, TODAY, remark="拆除")
    return Desk(url, city, monkeypatch)


def test_the_list_counts_by_reason_and_tells_age_remark_and_who(desk: Desk) -> None:
    page = desk.see()
    told = shown(page)
    assert "毋須納入母數 2 家 提報 4 家 僅公司辦公室 0 家 歇業 1 家 停業 1 家 尚未復業 0 家" in told
    assert "逾期未覆核 1 家" in told
    assert "甜甜圈坊 商業處 · 店家 · 北投區" in told
    assert "<b>整修</b> 已有天數 40 天" in told
    assert "<b>整修</b>" not in markup(page)
    assert "王小明 · " in told
    told = shown(desk.see(reason="closed"))
    assert "小書房" in told
    assert "甜甜圈坊" not in told
    assert "這些條件下沒有毋須納入母數的店家。" in shown(desk.see(reason="office_only"))
    told = shown(desk.see(overdue="1", lang="en"))
    assert "40 days" in told


def test_a_filter_changes_the_address_and_begins_on_the_first_page(desk: Desk) -> None:
    page = desk.see(page="7")
    page.selectbox(key="excluded_reason").set_value("closed")
    run(page)
    assert page.query_params["reason"] in ("closed", ["closed"])
    assert "page" not in page.query_params
    page.toggle(key="excluded_overdue").set_value(True)
    assert "這些條件下沒有毋須納入母數的店家。" in shown(run(page))
    page.button(key="exclusions_clear").click()
    assert "2 家" in shown(run(page))
    assert "reason" not in page.query_params


def test_a_manager_asks_in_place_reads_the_answer_and_closes(desk: Desk) -> None:
    venue = desk.small.contacted
    page = desk.see(ask=str(venue))
    page.text_area(key=f"question_words_{venue}").input("何時復業？")
    page.button(key=f"question_put_{venue}").click()
    told = shown(run(page))
    assert "已送出提問，等待機關回覆。" in told
    assert "甜甜圈坊 已提問" in told
    (talk,) = talks(desk.small.city, MANAGER, today=TODAY)
    officer = of_agency(desk.small, Role.OFFICER, COMMERCE)
    number, now = talk.question.id, desk.small.clerk.tick()
    assert "等待機關回覆" in shown(desk.see(view="open"))
    answer(desk.small.city, officer, number, "十二月復業", now=now, today=TODAY)
    page = desk.see(view="open")
    assert "1 則提問，其中 1 則機關已回覆" in shown(page)
    assert "何時復業？" in shown(page)
    assert "十二月復業" in shown(page)
    page.button(key=f"talk_close_{number}").click()
    assert "沒有等待回覆或結案的提問。" in shown(run(page))
    told = shown(desk.see(view="closed"))
    assert "十二月復業" in told
    assert "已結案 · 陳管考" in told


def test_all_overdue_of_an_agency_are_asked_about_with_one_click(desk: Desk) -> None:
    assert "1 家的覆核日已過" in shown(desk.see(view="late"))
    page = desk.see(view="late", bulk=COMMERCE)
    assert "商業處逾期未覆核的 1 家，一次提問" in shown(page)
    page.text_area(key="bulk_words").input(" ")
    page.button(key="bulk_ask").click()
    assert "提問與回覆須有內容" in shown(run(page))
    page.text_area(key="bulk_words").input("請覆核")
    page.button(key="bulk_ask").click()
    told = shown(run(page))
    assert "已向商業處提問 1 家，等待機關回覆。" in told
    assert "bulk" not in page.query_params
    assert [t.question.words for t in talks(desk.small.city, MANAGER, today=TODAY)] == ["請覆核"]
    told = shown(desk.see(view="late"))
    assert "商業處 逾期未覆核 1 家 已提問 1 家" in told
    assert "全部提問" not in told
    assert "沒有逾期未覆核的店家。" in shown(desk.see(view="late", agency=CULTURE))
    assert "查無機關『NIX』" in shown(desk.see(view="late", bulk="NIX"))


def test_a_rate_that_rose_mostly_by_exclusions_is_told_with_its_points(desk: Desk) -> None:
    since = (TODAY - timedelta(days=50)).isoformat()
    told = shown(desk.see(view="raised", since=since))
    assert "產業局 66.66 % 2／3 100.00 % 2／2 上升（百分點） 33.33 其中毋須納入（百分點） 33.33" in told
    assert "新列毋須納入 1 家" in told
    told = shown(desk.see(view="raised", since=TODAY.isoformat()))
    assert "沒有機關的完成率上升主要來自毋須納入" in told
    assert [points(Fraction(n, 10000)) for n in (1104, -5, 0)] == ["11.04", "−0.05", "0.00"]


def test_an_approver_reads_the_own_agencys_and_asks_nobody(desk: Desk) -> None:
    page = desk.see(of_agency(desk.small, Role.APPROVER, CULTURE))
    told = shown(page)
    assert "其中 1 家屬其他機關" in told
    assert "小書房" in told
    assert "甜甜圈坊" not in told
    assert "data-stay" in markup(page)
    assert "向機關提問" not in markup(page)
    assert "這一頁要先登入才能使用。" in shown(desk.see(PUBLIC))
    assert "沒有等待回覆或結案的提問。" in shown(desk.see(OFFICER, view="open"))


def test_before_the_first_listing_there_is_no_data(desk: Desk) -> None:
    for view in ("", "late", "raised"):
        told = shown(desk.see(view=view, as_of=date(2020, 1, 1).isoformat()))
        assert "尚無資料" in told
