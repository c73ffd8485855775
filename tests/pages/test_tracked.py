"""列管: what a manager and an approver see, and that one press records what was chosen and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.tracking import Decision
from outreach.services.city import City
from outreach.services.meetings import open_meeting
from outreach.services.tracking import Progress, item_history, open_item, report, tracked, tracked_items
from outreach.services.who import Role
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import COMMERCE, CULTURE, INDUSTRY, MANAGER, MYCODE, OFFICER, SmallCity, of_agency

Small = tuple[str, SmallCity]
NOW = datetime(2021, 10, 26, 6, 0, tzinfo=UTC)


@pytest.fixture
def board(small: Small) -> Small:
    """Meetings 212 and 213; 212-1 of 產業局 and 文化局 about myCode+, 212-2 of 商業處 about no rate."""
    city = small[1].city
    for number, day in ((212, date(2021, 10, 5)), (213, date(2021, 10, 14))):
        open_meeting(city, MANAGER, number, day, [(MYCODE, (), day)], now=NOW)
    open_item(city, MANAGER, 212, "請督促張貼", [INDUSTRY], [CULTURE], scheme=MYCODE, times_before=2, now=NOW)
    open_item(city, MANAGER, 212, "請研議<b>領據</b>", [COMMERCE], now=NOW)
    report(city, MANAGER, 213, [Progress("212-1", INDUSTRY, "已函請", date(2021, 10, 12))], now=NOW)
    return small


def _agency(small: SmallCity, code: str) -> int:
    return next(a.id for a in small.city.reference().agencies.values() if a.code == code)


def _decisions(city: City) -> dict[tuple[str, str], tuple[Decision | None, str]]:
    lines = tracked(city, MANAGER, 213)
    return {(str(one.item.number), one.key): (one.decision, one.words) for one in lines}


def test_the_newest_meetings_items_stand_with_the_figure_behind_each_proposal(
    monkeypatch: pytest.MonkeyPatch, board: Small
) -> None:
    page = open_page(monkeypatch, board[0], "tracked", who=MANAGER)
    text = shown(page)
    assert "第213次主任秘書會報" in text
    assert "列管 2 案 待決定 3 項 逾期 1 項" in text
    assert "建議賡續列管 66.66 % 2／3" in text
    assert "110年10月12日 逾期 2 天" in text
    assert "會議尚未作成結論" in text
    assert "<b>領據" not in markup(page)
    other = shown(open_page(monkeypatch, board[0], "tracked", who=MANAGER, meeting="212"))
    assert "第212次會議沒有列管中的事項" in other
    assert "自第213次會議起列入： 212-1 212-2" in other
    assert "查無第999次會議" in shown(open_page(monkeypatch, board[0], "tracked", meeting="999"))
    assert "查無列管編號『205-9』" in shown(open_page(monkeypatch, board[0], "tracked", item="205-9"))


def test_a_manager_decides_every_line_with_one_press(monkeypatch: pytest.MonkeyPatch, board: Small) -> None:
    url, small = board
    page = open_page(monkeypatch, url, "tracked", who=MANAGER, view="decide")
    industry, culture, commerce = (_agency(small, code) for code in (INDUSTRY, CULTURE, COMMERCE))
    proposed = page.radio(f"tracked_decision_213_212-1_{industry}")
    assert proposed.value is Decision.KEPT
    assert page.radio(f"tracked_decision_213_212-2_{commerce}").value is None
    # Filled in is not saved.
    assert {decision for decision, _words in _decisions(small.city).values()} == {None}
    page.text_input(f"tracked_words_213_212-2_{commerce}").input("請續辦")
    page.button("tracked_decide_save").click()
    run(page)
    assert "212-2（商業處）填了文字，還沒有選擇結論" in shown(page)
    assert {decision for decision, _words in _decisions(small.city).values()} == {None}
    page.radio(f"tracked_decision_213_212-1_{culture}").set_value(Decision.RELEASED)
    page.radio(f"tracked_decision_213_212-2_{commerce}").set_value(Decision.KEPT)
    page.button("tracked_decide_save").click()
    run(page)
    assert _decisions(small.city) == {
        ("212-1", INDUSTRY): (Decision.KEPT, ""),
        ("212-1", CULTURE): (Decision.RELEASED, ""),
        ("212-2", COMMERCE): (Decision.KEPT, "請續辦"),
    }
    text = shown(page)
    assert "已登錄 3 項會議結論" in text
    assert "列管編號212-1（文化局）同意解除列管。" in text
    assert "列管編號212-1（產業局）、212-2等2案賡續列管。" in text


def test_an_approver_sees_its_own_first_and_reports_for_it_alone(
    monkeypatch: pytest.MonkeyPatch, board: Small
) -> None:
    url, small = board
    approver = of_agency(small, Role.APPROVER, COMMERCE)
    text = shown(open_page(monkeypatch, url, "tracked", who=approver))
    assert text.index("212-2") < text.index("212-1")
    assert "填報辦理情形" in text
    assert "登錄會議結論" not in text
    page = open_page(monkeypatch, url, "tracked", who=approver, view="report")
    assert len(page.text_area) == 1
    key = f"213_212-2_{approver.agency}"
    page.text_area(f"tracked_progress_{key}").input("已研議")
    page.date_input(f"tracked_due_{key}").set_value(date(2021, 12, 31))
    page.button("tracked_report_save").click()
    run(page)
    assert "已儲存 1 項辦理情形" in shown(page)
    told = item_history(small.city, MANAGER, "212-2").reports
    assert [(one.progress, one.due_on, one.by) for one in told] == [
        ("已研議", date(2021, 12, 31), approver.name)
    ]
    # The form of a manager is not an approver's, nor any of it an officer's.
    assert not open_page(monkeypatch, url, "tracked", who=approver, view="decide").radio
    refused = open_page(monkeypatch, url, "tracked", who=OFFICER)
    assert "不能查看會議資料" in shown(refused)
    assert "212-1" not in shown(refused)


def test_what_was_left_as_it_stood_does_not_overwrite_what_somebody_else_said_meanwhile(
    monkeypatch: pytest.MonkeyPatch, board: Small
) -> None:
    url, small = board
    page = open_page(monkeypatch, url, "tracked", who=MANAGER, view="report")
    report(small.city, MANAGER, 213, [Progress("212-1", INDUSTRY, "已全數完成")], now=NOW)
    page.text_area(f"tracked_progress_213_212-1_{_agency(small, CULTURE)}").input("已電洽")
    page.button("tracked_report_save").click()
    run(page)
    told = {one.key: one.progress for one in tracked(small.city, MANAGER, 213)}
    assert told == {INDUSTRY: "已全數完成", CULTURE: "已電洽", COMMERCE: ""}


def _fill_in(page: AppTest, conclusion: str) -> None:
    page.text_area("tracked_conclusion").input(conclusion)
    page.multiselect("tracked_lead").set_value([CULTURE])
    page.button("tracked_open_save").click()
    run(page)


def test_an_item_is_added_and_taken_back_while_nobody_said_anything_of_it(
    monkeypatch: pytest.MonkeyPatch, board: Small
) -> None:
    url, small = board
    page = open_page(monkeypatch, url, "tracked", who=MANAGER, view="open")
    _fill_in(page, " ")
    assert "『會議結論事項』讀到 0 個字" in shown(page)
    _fill_in(page, "請檢討標示")
    assert "已新增列管編號 213-1，自第214次會議起列入" in shown(page)
    history = open_page(monkeypatch, url, "tracked", who=MANAGER, item="213-1")
    assert "還沒有辦理情形或會議結論" in shown(history)
    history.button("tracked_withdraw_sure").click()
    run(history)
    assert "已撤回列管編號 213-1" in shown(history)
    assert [str(one.number) for one in tracked_items(small.city, MANAGER)] == ["212-1", "212-2"]
    discussed = open_page(monkeypatch, url, "tracked", who=MANAGER, item="212-1")
    assert "辦理情形，預定完成日 110年10月12日" in shown(discussed)
    assert "不能撤回" in shown(discussed)
    assert not discussed.button


def test_without_a_meeting_or_an_item_the_page_says_what_to_do_first(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    url, city = small[0], small[1].city
    assert "還沒有會議" in shown(open_page(monkeypatch, url, "tracked", who=MANAGER))
    day = date(2021, 10, 5)
    open_meeting(city, MANAGER, 212, day, [(MYCODE, (), day)], now=NOW)
    for who, offered in ((MANAGER, True), (of_agency(small[1], Role.APPROVER, COMMERCE), False)):
        text = shown(open_page(monkeypatch, url, "tracked", who=who))
        assert "第212次會議沒有列管中的事項" in text
        assert ("新增列管事項" in text) is offered
        assert "未預期的錯誤" not in text
