"""The page of meetings: opening, freezing, reading editions, then and now, words, and figures from paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.city import today
from outreach.services.meetings import edition, freeze, meetings, open_meeting, state_text, texts
from outreach.services.rounds import open_round
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.meeting_tables import edition_figures
from outreach.store.posting import open_change
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import (
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    OFFICER,
    SmallCity,
    of_agency,
)

Small = tuple[str, SmallCity]
AS_OF, MEETING_DAY = date(2021, 10, 14), date(2021, 10, 26)


@dataclass
class Hall:
    """The pages over a small city in which meeting 213 was frozen once."""

    url: str
    small: SmallCity
    monkeypatch: pytest.MonkeyPatch

    def open(self, who: Who = MANAGER, **parameters: str) -> AppTest:
        return open_page(self.monkeypatch, self.url, "meetings", who=who, **parameters)

    def correct(self) -> None:
        """Say afterwards that a venue had joined, and that another had closed."""
        clerk = self.small.clerk
        clerk.say(self.small.contacted, Facet.PARTICIPATION, Participation.JOINED)
        clerk.say(self.small.singing, Facet.OPERATING, Operating.CLOSED, remark="租約到期")


@pytest.fixture
def hall(small: Small, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Meeting 213, about all venues under myCode+ and about shops, frozen as its edition 1."""
    url, city = small
    city.clerk.now = datetime(2021, 10, 26, 1, 0, tzinfo=UTC)
    items = [(MYCODE, (), AS_OF), (MYCODE, (Kind.CITY_VENUE,), AS_OF)]
    open_meeting(city.city, MANAGER, 213, MEETING_DAY, items, now=city.clerk.tick())
    freeze(city.city, MANAGER, 213, now=city.clerk.tick())
    return Hall(url, city, monkeypatch)


def press(page: AppTest, key: str) -> AppTest:
    """Press a button of the page."""
    page.button(key=key).click()
    return run(page)


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


# ---- the list, and opening


def test_without_a_meeting_the_page_says_so_and_leads_managers_to_the_first(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(monkeypatch, small[0], "meetings", who=MANAGER)
    assert "還沒有開立過會議" in shown(page)
    assert "view=open" in markup(page)
    reader = of_agency(small[1], Role.APPROVER, CULTURE)
    assert "view=open" not in markup(open_page(monkeypatch, small[0], "meetings", who=reader))


def test_a_meeting_is_opened_with_what_the_last_one_suggests_and_wrong_input_is_refused_in_place(
    hall: Hall,
) -> None:
    listed = hall.open()
    assert "第213次主任秘書會報" in shown(listed)
    assert "截至110年10月14日" in shown(listed)
    page = hall.open(view="open")
    assert page.number_input(key="open_number").value == 214
    assert page.multiselect(key="open_items").value == [(MYCODE, ""), (MYCODE, "city_venue")]
    page.number_input(key="open_number").set_value(213)
    assert "第213次會議已由陳管考建立；請改用其他次別，例如 214。" in shown(press(page, "meeting_open"))
    page.number_input(key="open_number").set_value(7)
    assert "會議次別讀到 7，須大於最近一次的第213次" in shown(press(page, "meeting_open"))
    page.number_input(key="open_number").set_value(214)
    tomorrow = today() + timedelta(days=1)
    page.date_input(key="open_as_of_mycode_").set_value(tomorrow)
    assert "晚於今天" in shown(press(page, "meeting_open"))
    page.date_input(key="open_as_of_mycode_").set_value(date(2021, 9, 1))
    assert "尚無資料：110年9月1日還沒有列冊的店家" in shown(run(page))
    opened = press(page, "meeting_open")
    assert "已開立第214次主任秘書會報" in shown(opened)
    assert opened.query_params["meeting"] == "214"
    newest = meetings(hall.small.city, MANAGER)[0]
    assert (newest.number, newest.items[0].as_of) == (214, date(2021, 9, 1))
    frozen = press(opened, "meeting_freeze")
    assert "尚無資料：那一天還沒有列冊的店家，所以沒有完成率。" in shown(frozen)
    assert "0.00 %" not in shown(frozen)


# ---- an edition


def test_an_edition_shows_its_figures_as_frozen_with_bureaus_opened_and_closed(hall: Hall) -> None:
    hall.correct()
    page = hall.open(meeting="213", edition="1")
    text = shown(page)
    assert "第213次主任秘書會報" in text
    assert "50.00 % 2／4 還差 2 家" in text
    assert "版次 第1版" in text
    assert "未填報機關 凍結時未附填報" in text
    assert "產業局" in text
    assert "商業處" not in text
    assert "數字與每一家店都相同" in text
    assert "尚無資料" in text, "of 轄管場館 there is none"
    assert "商業處" in shown(hall.open(meeting="213", edition="1", inside="1-IND"))
    assert "這次會議沒有第9版" in shown(hall.open(meeting="213", edition="9"))
    assert "查無第999次會議" in shown(hall.open(meeting="999"))


def test_a_number_opens_to_its_venues_as_they_were_known_then_within_reach(hall: Hall) -> None:
    hall.correct()
    behind = {"meeting": "213", "edition": "1", "list": "outstanding", "also": "1"}
    text = shown(hall.open(MANAGER, **behind))
    assert "甜甜圈坊" in text
    assert "小書房" in text
    assert "凍結當時所知" in text
    neighbour = of_agency(hall.small, Role.APPROVER, CULTURE)
    hidden = shown(hall.open(neighbour, **behind))
    assert "小書房" in hidden
    assert "甜甜圈坊" not in hidden
    assert "其中 1 家屬其他機關" in hidden
    assert "甜甜圈坊" in shown(hall.open(MANAGER, **behind, of="IND"))
    assert "甜圈坊" not in shown(hall.open(MANAGER, **behind | {"also": "x"}))


# ---- freezing


def test_who_has_not_reported_is_named_before_freezing_and_a_second_freeze_needs_news_and_a_note(
    hall: Hall,
) -> None:
    city, clerk = hall.small.city, hall.small.clerk
    open_round(city, MANAGER, "第213次填報", AS_OF, date(2021, 10, 20), [(MYCODE, ())], now=clerk.tick())
    page = hall.open(meeting="213", view="freeze")
    assert "2 個機關還沒有填報（共 2 個）：商業處、文化局" in shown(page)
    page.selectbox(key="meeting_round").set_value(0)
    assert "都沒有變動" in shown(press(run(page), "meeting_freeze"))
    hall.correct()
    assert "請填寫更正說明" in shown(press(page, "meeting_freeze"))
    page.text_area(key="meeting_note").set_value("補登")
    page.selectbox(key="meeting_round").set_value(1)
    done = press(run(page), "meeting_freeze")
    assert "第213次會議已凍結為第2版" in shown(done)
    assert "view=differs" in markup(done)
    assert "未填報機關 2 個：商業處、文化局" in shown(done)
    assert edition(city, MANAGER, 213).head.note == "補登"
    told = shown(hall.open(meeting="213", view="differs"))
    assert "第2版與第1版相比" in told
    assert "第1版 50.00 % 2／4 → 第2版 66.66 % 2／3" in told
    assert "甜甜圈坊 未完成 → 已完成" in told
    assert "新列為未填報的機關：商業處、文化局" in told


def test_approvers_read_editions_and_freeze_nothing_and_officers_do_not_enter(hall: Hall) -> None:
    approver = of_agency(hall.small, Role.APPROVER, COMMERCE)
    page = hall.open(approver, meeting="213", view="freeze")
    assert "50.00 %" in shown(page)
    assert "meeting_freeze" not in keys(page)
    assert "不能查看會議資料" in shown(hall.open(OFFICER, meeting="213"))


# ---- then and now


def test_then_and_now_tells_both_figures_and_every_correction_and_leads_to_a_corrected_edition(
    hall: Hall,
) -> None:
    same = shown(hall.open(meeting="213", view="since"))
    assert "凍結後沒有更正" in same
    hall.correct()
    page = hall.open(meeting="213", view="since")
    text = shown(page)
    assert "當時 50.00 % 2／4 ，以今日所知重算同一日為 66.66 % 2／3 ： 更正 2 筆" in text
    assert "甜甜圈坊 未完成 → 已完成" in text
    assert "好唱歌城 已完成 → 毋須納入：歇業" in text
    freezing = press(page, "meeting_to_freeze")
    note = freezing.text_area(key="meeting_note").value
    assert note == "依凍結後的更正重計：台北通 myCode+（全部性質） 2 筆，50.00 % → 66.66 %。"
    assert "第2版" in shown(press(freezing, "meeting_freeze"))
    neighbour = of_agency(hall.small, Role.APPROVER, CULTURE)
    hidden = shown(hall.open(neighbour, meeting="213", edition="1", view="since"))
    assert "更正 2 筆" in hidden
    assert "甜甜圈坊" not in hidden
    assert "內容不在您可查看的範圍" in hidden


def test_an_open_drive_is_told_by_how_many_joined_and_never_by_a_rate(hall: Hall) -> None:
    city, clerk = hall.small.city, hall.small.clerk
    settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored()
    with writing(city.engine) as connection:
        change = open_change(
            connection, kind="edit", actor="王小明", summary="店家可持續加入", now=clerk.tick()
        )
        change.scheme(clerk.scheme(MYCODE), settings, FIRST_DAY)
    items = [(MYCODE, (Kind.SHOP,), AS_OF)]
    open_meeting(city, MANAGER, 214, MEETING_DAY, items, now=clerk.tick())
    freeze(city, MANAGER, 214, now=clerk.tick())
    hall.correct()
    figures = shown(hall.open(meeting="214"))
    assert "加入 2 家 提報 4 家" in figures
    since = hall.open(meeting="214", view="since")
    assert "當時 加入 2 家 ，以今日所知重算同一日為 加入 2 家 ： 更正 2 筆" in shown(since)
    assert "%" not in figures + shown(since)
    note = press(since, "meeting_to_freeze").text_area(key="meeting_note").value
    assert "加入 2 家 → 加入 2 家" in str(note)


def test_an_edition_that_was_meddled_with_says_so_when_it_is_counted_anew(hall: Hall) -> None:
    page = hall.open(meeting="213")
    assert "數字與每一家店都相同" in shown(page)
    with writing(hall.small.city.engine) as connection:
        connection.execute(sa.update(edition_figures).where(edition_figures.c.line == 0).values(completed=9))
    told = press(page, "meeting_recompute")
    assert "重新計算的結果不同：台北通 myCode+ 的總計" in shown(told)
    assert "數字與每一家店都相同" not in shown(told)


# ---- words


def test_the_words_of_the_paper_are_written_by_managers_and_their_record_is_kept(hall: Hall) -> None:
    city = hall.small.city
    state_text(city, MANAGER, 213, "place", "市政大樓", now=hall.small.clerk.tick())
    page = hall.open(meeting="213", view="texts")
    assert page.text_input(key="meeting_text_213_place").value == "市政大樓"
    page.text_area(key="meeting_text_213_item-1").set_value("備查")
    saved = press(page, "meeting_texts_save")
    assert "已儲存 1 段文字" in shown(saved)
    assert texts(city, MANAGER, 213)["item-1"].words == "備查"
    reader = hall.open(of_agency(hall.small, Role.APPROVER, CULTURE), meeting="213", view="texts")
    assert "地點 市政大樓" in shown(reader)
    assert not reader.text_input


# ---- paper


def test_an_older_meeting_is_entered_from_its_paper_and_marked_so(hall: Hall) -> None:
    page = hall.open(view="enter")
    page.number_input(key="enter_number").set_value(205)
    page.date_input(key="enter_date").set_value(date(2021, 1, 19))
    empty = press(page, "meeting_enter")
    assert "沒有填家數" in shown(empty)
    scheme = str(page.multiselect(key="enter_items").value[0][0])
    page.text_area(key=f"enter_rows_{scheme}_").set_value("商業處\t100\t95\n文化局\t50\t51")
    assert "第 2 列的家數不一致：已完成 51 多於母數 50" in shown(press(page, "meeting_enter"))
    page.text_area(key=f"enter_rows_{scheme}_").set_value("商業處\t100\t95\n文化局\t50\t50")
    entered = press(page, "meeting_enter")
    text = shown(entered)
    assert "已登錄第205次主任秘書會報的紙本數字" in text
    assert "紙本數字：沒有逐家資料，不重新計算。" in text
    assert "96.66 % 145／150" in text
    assert "當時與現在" not in text
    assert "meeting_recompute" not in keys(entered)
    assert "meeting_paper_odt" in keys(hall.open(meeting="205", view="paper"))


def test_the_page_speaks_english_too(hall: Hall) -> None:
    text = shown(hall.open(meeting="213", lang="en"))
    assert "Chief Secretaries' Meeting 213" in text
    assert "Then and now" in text
    assert "Edition 1" in text
