"""看板 over a real database: both schemes side by side, who is behind twice and why, and links that last."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import UnknownElement

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.board import board
from outreach.services.city import open_city
from outreach.services.remedies import remedies, state_remedy
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import CULTURE, MANAGER, OFFICER, SmallCity, of_agency

MEETING = "110-10-26"


def test_both_schemes_stand_side_by_side_with_every_figure_of_the_meeting(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    page = open_page(monkeypatch, demonstration, "board", who=MANAGER, as_of=MEETING, inside="economic")
    words, sent = shown(page), markup(page)
    assert "台北熊好券（轄管場館） 97.11 % 1,277 ／ 1,315 已完成／母數" in words
    assert "台北通 myCode+ 89.79 % 4,460 ／ 4,967 已完成／母數" in words
    assert "全數計入（無排除） 80.79 % 4,460 ／ 5,520" in words
    assert "還差 507 毋須納入 553 達 100 % 機關 6 ／ 24" in words
    assert (
        "較第213次會議（截至110年10月14日） 87.40 % 4,297／4,916 +2.38 個百分點 已完成 +163 還差 −112"
        in words
    )
    assert "店家 加入家數 916 提報 1,976 可持續加入，不計完成率" in words
    # The bureau, unfolded: itself, its own venues, and who is under it; both schemes, last confirmed.
    table = words[words.index("各機關") :]
    assert (
        "產業局 台北熊好券 85.35 % 169 ／ 198 還差 29 全數計入 82.84 % 169 ／ 204 店家加入家數 775" in table
    )
    assert "台北通 myCode+ 86.06 % 2,396 ／ 2,784 還差 388 全數計入 74.85 %" in table
    assert table.index("產業局（本機關）") < table.index("商業處") < table.index("捷運局")
    assert "母數較小" in table
    assert "最近確認 110/" in table
    assert (
        "檢討名單（90 %以下） 台北熊好券（轄管場館） 產業局 還差 29 85.35 % 169 ／ 198 捷運局 還差 9" in words
    )
    assert "達100 %機關計22個： 民政局 173" in words
    assert "達100 %機關計6個：" in words
    assert "兩方案均落後的機關 2 個機關" in words
    # Every number opens the panel of its own scheme.
    assert re.search(r"list=outstanding&amp;of=economic&amp;among=city_venue&amp;scheme=bear_voucher", sent)
    assert re.search(r"list=outstanding&amp;of=economic&amp;scheme=mycode", sent)
    assert "list=completed&amp;of=economic&amp;own=1&amp;scheme=mycode" in sent
    assert "產業局（本機關）" not in shown(open_page(monkeypatch, demonstration, "board", as_of=MEETING))


def test_a_number_of_either_scheme_opens_to_its_venues(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    opened = {"list": "outstanding", "of": "economic", "scheme": "mycode", "as_of": MEETING}
    words = shown(open_page(monkeypatch, demonstration, "board", who=MANAGER, **opened))
    assert "產業局 · 未完成 388 家" in words


def test_the_trend_is_drawn_with_meetings_and_orders_and_its_range_stands_in_the_address(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    asked = {"as_of": MEETING, "from": "110-09-20", "to": "110-10-26", "line": "economic"}
    page = open_page(monkeypatch, demonstration, "board", who=MANAGER, **asked)
    words = shown(page)
    assert "110年9月20日 至 110年10月26日" in words
    assert "110年9月23日 第212次會議" in words
    assert "110年10月5日 公告可申請復業：視聽歌唱業" in words
    assert "完成率（%） 產業局" in words
    assert "加入家數（可持續加入，不計完成率） 產業局 · 台北熊好券（店家）" in words
    charts = [json.dumps(json.loads(each.proto.spec), ensure_ascii=False) for each in _charts(page)]
    assert len(charts) == 2
    assert '"86.06 % 2,396／2,784"' in charts[0]
    assert '"第212次"' in charts[0]
    assert "台北熊好券（轄管場館）" in charts[0]
    assert "台北熊好券（店家）" not in charts[0]
    assert "%" not in "".join(re.findall(r'"told": "([\d,]+ ?%?)', charts[1]))
    page.query_params["from"] = "110-10-27"
    words = shown(run(page))
    assert "日期範圍 110年10月27日 至 110年10月26日 不成立" in words
    assert "110年7月27日 至 110年10月26日" in words


def _charts(page: AppTest) -> list[UnknownElement]:
    return [each for each in page.get("vega_lite_chart") if isinstance(each, UnknownElement)]


def test_before_the_first_fact_there_is_no_data_and_never_a_rate_of_nought(
    monkeypatch: pytest.MonkeyPatch, demonstration: str, empty_city: str
) -> None:
    page = open_page(monkeypatch, demonstration, "board", who=MANAGER, as_of="110-01-01")
    words = shown(page)
    assert "尚無資料：110年1月1日還沒有列冊的店家，最早的資料在110年8月2日。" in words
    assert " %" not in words
    page.button[-1].click().run()
    # On that day one scheme has a list and the other none yet.
    words = shown(page)
    assert "台北熊好券 尚無資料 這一天還沒有列冊的店家。" in words
    assert "台北熊好券" not in words[words.index("各機關") : words.index("檢討名單")]
    assert "這個方案還沒有列冊的店家。" in shown(open_page(monkeypatch, empty_city, "board", who=MANAGER))


def test_a_moment_that_lies_ahead_is_said_and_what_is_known_is_shown(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    present = city.city.figures.columns().seq
    asked = {"as_of": "2021-10-05"}
    for ahead in ("99999999", "2999-01-01T08:00"):
        words = shown(open_page(monkeypatch, url, "board", who=MANAGER, known_at=ahead, **asked))
        assert f"讀到登錄時點『{ahead}』，還沒有到；以下是目前為止（第 {present} 號）的資料。" in words
        assert "50.00 % 2 ／ 4" in words
    words = shown(open_page(monkeypatch, url, "board", who=MANAGER, known_at=str(present), **asked))
    assert "還沒有到" not in words


def test_a_trend_of_impossible_days_says_so_and_shows_the_usual_ones(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    asked: tuple[tuple[dict[str, str], str], ...] = (
        ({"to": "9999-12-31"}, "讀到日期『9999-12-31』，超出可查詢的範圍"),
        ({"to": "0001-01-01"}, "讀到日期『0001-01-01』，超出可查詢的範圍"),
        ({"range": "all", "as_of": "2110-12-31"}, "不成立"),
        # A time ahead in which nothing has happened yet that could be marked.
        ({"as_of": "2030-01-01"}, "118年10月2日 至 119年1月1日"),
        ({"to": "1912-02-01"}, "1年1月1日 至 1年2月1日"),
    )
    for question, said in asked:
        words = shown(open_page(monkeypatch, demonstration, "board", who=MANAGER, **question))
        assert said in words, question
        assert "未預期的錯誤" not in words, question
        assert "趨勢" in words, question


def test_a_pinned_link_reopens_the_same_view_and_tells_of_newer_facts(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    present = city.city.figures.columns().seq
    page = open_page(monkeypatch, url, "board", who=MANAGER, as_of="2021-10-05")
    assert f"as_of=2021-10-05&amp;known_at={present}" in markup(page)
    assert "筆異動" not in shown(page)
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.JOINED)
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED)
    pinned = shown(
        open_page(monkeypatch, url, "board", who=MANAGER, as_of="2021-10-05", known_at=str(present))
    )
    assert f"網址已固定在第 {present} 號登錄" in pinned
    assert "這裡的數字之後，又有 2 筆異動。 按此更新" in pinned
    assert "50.00 % 2 ／ 4" in pinned
    assert "100.00 % 4 ／ 4" in shown(open_page(monkeypatch, url, "board", who=MANAGER, as_of="2021-10-05"))


def test_cause_and_remedy_are_stated_on_the_board_and_shown_with_who_and_when(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    asked = {"as_of": MEETING, "remedy": "metro"}
    city = open_city(demonstration)
    behind = {each.agency for each in board(city, MANAGER, datetime(2021, 10, 26, tzinfo=UTC).date()).behind}
    agency = next(a for i, a in city.reference().agencies.items() if i in behind and a.short_name == "捷運局")
    asked["remedy"] = agency.code
    page = open_page(monkeypatch, demonstration, "board", who=MANAGER, **asked)
    assert "填寫原因與改善措施" in shown(page)
    page.text_area(key="remedy_cause").set_value("車站商店輪替")
    page.text_area(key="remedy_remedy").set_value("")
    page.button[-1].click().run()
    assert "『改善措施』須有內容，500 字以內；讀到 0 字" in shown(page)
    page.text_area(key="remedy_remedy").set_value("招商時一併張貼")
    page.button[-1].click().run()
    assert remedies(city, MANAGER)[agency.id].cause == "車站商店輪替"
    assert "車站商店輪替 改善措施 招商時一併張貼 陳管考，" in shown(page)
    assert "remedy" not in page.query_params
    # An approver of another agency reads it, and is offered no form.
    other = next(i for i in city.reference().agencies if i not in behind)
    reader = open_page(
        monkeypatch, demonstration, "board", who=Who("周核定", Role.APPROVER, None, other), **asked
    )
    assert "車站商店輪替" in shown(reader)
    assert not reader.text_area
    assert "填寫原因與改善措施" not in shown(reader)
    city.engine.dispose()


def test_an_approver_is_offered_the_form_of_its_own_agency_and_an_officer_not_the_page(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    approver = of_agency(city, Role.APPROVER, CULTURE)
    state_remedy(city.city, MANAGER, CULTURE, "人力不足", "請替代役協助", now=city.clerk.tick())
    page = open_page(monkeypatch, url, "board", who=approver, as_of="2021-10-05", remedy=CULTURE)
    assert page.text_area(key="remedy_cause").value == "人力不足"
    refused = open_page(monkeypatch, url, "board", who=OFFICER, as_of="2021-10-05")
    assert "的身分不能查看會議資料" in shown(refused)
    assert "完成率" not in shown(refused)
