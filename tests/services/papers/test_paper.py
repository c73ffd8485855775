"""What a meeting's paper says: every number is the edition's, beside that of the meeting before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.rules.rate import Tally
from outreach.rules.tracking import Decision
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation, Premises
from outreach.services.meetings import PaperFigures, enter_figures
from outreach.services.meetings.refusals import NoSuchEdition
from outreach.services.meetings.texts import state_text
from outreach.services.papers import appendix
from outreach.services.remedies import state_remedy
from outreach.services.tracking import Deciding, Progress, decide, open_item, report
from outreach.services.who import NotAllowed, Role
from tests.services.papers.conftest import ITEMS, Press, said, table, texts
from tests.support.builders import (
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    OFFICER,
    of_agency,
)

EARLY, LATE = date(2021, 10, 4), date(2021, 10, 12)


def test_the_head_says_when_and_leaves_lines_for_what_nobody_wrote(press: Press) -> None:
    press.hold(212)
    press.hold(213)
    state_text(press.small.city, MANAGER, 213, "place", "市政大樓 8 樓", now=press.small.clerk.tick())
    told = press.paper()
    assert told.title == "臺北市政府第213次主任秘書會報 會議資料"
    facts = dict(told.facts)
    assert facts["時間"].startswith("110年10月14日（星期四）")
    assert (facts["地點"], facts["主席"], list(facts)) == (
        "市政大樓 8 樓",
        "",
        ["時間", "地點", "主席", "紀錄", "出席", "列席"],
    )
    seq = press.small.city.figures.columns().seq
    assert told.foot == f"版次：第1版　資料擷取時間：110年10月26日14:04（序號{seq}）"
    lines = said(told).splitlines()
    assert "壹、宣讀本府110年10月5日第212次主任秘書會報紀錄" in lines
    assert [line for line in lines if line.startswith(("貳、", "一、", "二、", "參、"))] == [
        "貳、報告事項",
        "一、主任秘書會報會議結論事項執行情形",
        "二、台北通 myCode+截至110年10月14日執行情形（研考會）",
        "參、綜合會議結論",
    ]


def test_an_item_says_its_figures_in_words_and_each_agencys_beside_last_times(press: Press) -> None:
    small = press.small
    press.hold(212)
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, LATE)
    press.hold(213)
    told = press.paper()
    words = said(told)
    assert "提報4家，毋須納入母數0家，母數4家，已完成3家，完成率75.00%。" in words
    assert "達100%機關計1個：產業局；未達者：文化局，請持續努力。" in words
    assert texts(told, "item1-agencies") == [
        ["1", "文化局", "1", *"0000", "0", "1", "0", "1", "0.00 %", "0.00 %", "0.00", "母數較小"],
        [
            *("2", "產業局", "3", *"0000", "0", "3", "3", "0"),
            *("100.00 %", "66.66 %", "+33.33", "併計所屬、母數較小"),
        ],
        ["", "商業處", "3", *"0000", "0", "3", "3", "0", "100.00 %", "66.66 %", "+33.33", "母數較小"],
        ["", "合計", "4", *"0000", "0", "4", "3", "1", "75.00 %", "50.00 %", "+25.00", ""],
    ]
    rows = table(told, "item1-agencies").rows
    assert [(row.indent, row.total) for row in rows] == [(0, False), (0, False), (1, False), (0, True)]
    note = table(told, "item1-agencies").note
    assert note.startswith("完成率取至小數第2位，以下捨去；母數較小指母數未滿30家；上次：第212次會議第1版")


def test_the_reasons_lead_from_last_time_to_this_one_with_late_corrections_among_them(press: Press) -> None:
    small = press.small
    press.hold(212)
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, EARLY)
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, LATE, remark="已搬遷")
    press.hold(213)
    told = press.paper()
    assert texts(told, "item1-reasons") == [
        ["上次：第212次會議第1版", "—", "4", "4", "2", "50.00 %"],
        ["新列毋須納入：歇業", "1", "0", "−1", "−1", "—"],
        ["更正", "1", "0", "0", "+1", "—"],
        ["本次：第213次會議", "—", "4", "3", "2", "66.66 %"],
    ]
    drawn = {picture.name: picture.words for picture in told.pictures()}
    assert drawn["item1-completed"].endswith("由2家至2家：新列毋須納入：歇業−1、更正+1。")


def test_who_is_behind_is_listed_by_outstanding_and_under_both_schemes_with_cause_and_remedy(
    press: Press,
) -> None:
    small = press.small
    for venue in (small.contacted, small.untouched):
        small.clerk.say(venue, Facet.LISTING, "listed", FIRST_DAY, scheme=BEAR_VOUCHER)
        small.clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    tick = small.clerk.tick
    state_remedy(small.city, MANAGER, CULTURE, "場館整修", "12月底前完成", now=tick())
    press.hold(213, ITEMS)
    told = press.paper()
    assert [row[:5] for row in texts(told, "item1-review")] == [
        ["1", "文化局", "1", "0", "1"],
        ["2", "產業局", "3", "2", "1"],
    ]
    assert texts(told, "behind") == [
        ["1", "文化局", "1", "0.00 %", "1", "0.00 %", "場館整修", "12月底前完成"],
        ["2", "產業局", "1", "66.66 %", "1", "0.00 %", "", ""],
    ]


def test_an_open_list_counts_who_joined_and_has_no_rate(press: Press) -> None:
    small = press.small
    for venue in (small.joined, small.untouched):
        small.clerk.say(venue, Facet.LISTING, "listed", FIRST_DAY, scheme=BEAR_VOUCHER)
    press.open_to_shops(BEAR_VOUCHER)
    press.hold(212, ITEMS)
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.JOINED, LATE, scheme=BEAR_VOUCHER)
    press.hold(213, ITEMS)
    told = press.paper()
    assert "提報2家，加入1家（較上次增加1家），可持續加入，不計完成率。" in said(told)
    assert [column.title for column in table(told, "item3-agencies").columns][3:6] == [
        "加入家數",
        "上次加入家數",
        "增減(家)",
    ]
    assert texts(told, "item3-agencies")[-1] == ["", "合計", "2", "1", "0", "+1", ""]
    of_item = [one for one in told.tables() if one.name.startswith(("item3", "annex3"))]
    assert not any("%" in cell.text for one in of_item for row in one.rows for cell in row.cells)


def test_an_empty_scheme_has_no_rate_and_no_table_only_a_sentence(press: Press) -> None:
    press.hold(213, ((BEAR_VOUCHER, ()),))
    told = press.paper()
    assert "截至110年10月14日，清單內尚無資料。" in said(told)
    assert "%" not in said(told)
    assert list(told.tables()) == []


def test_a_day_before_the_first_listing_has_no_rate_either(press: Press) -> None:
    press.hold(213, as_of=FIRST_DAY - timedelta(days=1))
    assert "截至110年9月30日，清單內尚無資料。" in said(press.paper())
    assert list(press.paper().tables()) == []


def test_a_list_wholly_outside_the_denominator_has_no_rate(press: Press) -> None:
    small = press.small
    for venue in (small.joined, small.contacted, small.untouched, small.singing):
        small.clerk.say(venue, Facet.PREMISES, Premises.OFFICE_ONLY, remark="僅辦公室")
    press.hold(213)
    told = press.paper()
    assert "母數0家，已完成0家；無母數，不計完成率。" in said(told)
    assert "各機關均無母數。" in said(told)
    assert texts(told, "item1-agencies")[-1][11:14] == ["—", "—", "—"]


def test_a_corrected_edition_says_why_and_both_stay_as_they_were(press: Press) -> None:
    small = press.small
    press.hold(213)
    first = press.paper()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, LATE)
    assert press.paper() == first
    press.freeze(213, "補登商業處 1 家")
    assert press.paper(edition=1) == first
    assert said(press.paper()).startswith("(備註：補登商業處 1 家)\n")
    assert texts(press.paper(), "item1-agencies")[-1][9] == "3"
    with pytest.raises(NoSuchEdition):
        press.paper(edition=3)


def test_a_paper_printed_again_compares_with_what_was_frozen_of_last_time_when_it_was_made(
    press: Press,
) -> None:
    small = press.small
    press.hold(212)
    press.hold(213)
    printed = press.paper()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, EARLY)
    press.freeze(212, "補登商業處 1 家")
    assert press.paper() == printed
    # What is frozen after the correction leads from the corrected figures.
    press.freeze(213, "補登商業處 1 家")
    again = press.paper()
    assert "上次：第212次會議第2版" in table(again, "item1-agencies").note
    assert texts(again, "item1-agencies")[-1][12:14] == ["75.00 %", "0.00"]
    assert press.paper(edition=1) == printed


def test_an_older_meeting_entered_afterwards_is_compared_with_where_nothing_else_was_known(
    press: Press,
) -> None:
    press.hold(213)
    assert texts(press.paper(), "item1-agencies")[-1][12:14] == ["—", "—"]
    figures = PaperFigures(MYCODE, (), date(2021, 9, 23), Tally(2, 1), {COMMERCE: Tally(2, 0)})
    tick = press.small.clerk.tick
    enter_figures(press.small.city, MANAGER, 211, date(2021, 9, 23), [figures], now=tick())
    assert texts(press.paper(), "item1-agencies")[-1][12:14] == ["66.66 %", "−16.66"]


def test_figures_from_paper_are_marked_and_have_neither_reasons_nor_appendix(press: Press) -> None:
    figures = PaperFigures(MYCODE, (), date(2021, 9, 23), Tally(2, 1), {COMMERCE: Tally(2, 0)})
    tick = press.small.clerk.tick
    enter_figures(press.small.city, MANAGER, 211, date(2021, 9, 23), [figures], now=tick())
    told = press.paper(211)
    assert "本次會議之數字取自紙本" in said(told)
    assert [one.name for one in told.tables()] == ["item1-agencies"]
    assert texts(told, "item1-agencies")[-1][2:12] == ["3", *"0000", "0", "3", "2", "1", "66.66 %"]
    press.hold(213)
    after = press.paper(213)
    assert "item1-reasons" not in [one.name for one in after.tables()]
    assert texts(after, "item1-agencies")[-1][12:14] == ["66.66 %", "−16.66"]


def test_what_the_meeting_concluded_is_numbered_and_a_line_is_left_where_it_has_yet_to(press: Press) -> None:
    press.hold(213)
    tick = press.small.clerk.tick
    state_text(press.small.city, MANAGER, 213, "item-1", "請文化局持續努力。\n餘備查。", now=tick())
    lines = said(press.paper()).splitlines()
    at = lines.index("（一）請文化局持續努力。")
    assert lines[at + 1] == "（二）餘備查。"
    assert lines[lines.index("參、綜合會議結論") + 1] == ""


def test_tracked_items_are_told_agency_by_agency_with_figures_of_their_day(press: Press) -> None:
    small = press.small
    press.hold(212)
    tick = small.clerk.tick
    number = str(
        open_item(small.city, MANAGER, 212, "請督促張貼", [INDUSTRY], [CULTURE], scheme=MYCODE, now=tick())
    )
    press.hold(213)
    report(small.city, MANAGER, 213, [Progress(number, INDUSTRY, "輔導中")], now=tick())
    columns = [column.title for column in table(press.paper(), "tracked").columns]
    assert columns[3] == "辦理情形(截至110年10月14日)"
    assert texts(press.paper(), "tracked") == [
        [
            *("212-1", "請督促張貼", "產業局"),
            "輔導中\n台北通 myCode+截至110年10月14日：提報3家，毋須納入母數0家，"
            "母數3家，已完成2家，完成率66.66%。",
            *("", "0", "建議賡續列管", ""),
        ],
        [
            *("212-1", "同上", "(文化局)"),
            "台北通 myCode+截至110年10月14日：提報1家，毋須納入母數0家，母數1家，已完成0家，完成率0.00%。",
            *("", "0", "建議賡續列管", ""),
        ],
    ]
    assert "同意解除列管" not in said(press.paper())
    decide(small.city, MANAGER, 213, [Deciding(number, INDUSTRY, Decision.RELEASED)], now=tick())
    assert "列管編號212-1（產業局）同意解除列管。" in said(press.paper())
    assert texts(press.paper(), "tracked")[0][-1] == "解除列管"


def test_a_tracked_figure_names_the_kinds_of_venue_that_it_is_about(press: Press) -> None:
    small = press.small
    press.hold(212)
    kinds, tick = (Kind.SHOP,), small.clerk.tick
    open_item(small.city, MANAGER, 212, "請督促店家", [INDUSTRY], scheme=MYCODE, kinds=kinds, now=tick())
    small.clerk.say(small.contacted, Facet.KIND, Kind.CITY_VENUE)
    press.hold(213)
    assert texts(press.paper(), "tracked")[0][3] == (
        "台北通 myCode+（店家）截至110年10月14日："
        "提報2家，毋須納入母數0家，母數2家，已完成2家，完成率100.00%。"
    )


# ---- the appendix


def _excluded(press: Press) -> None:
    small = press.small
    remark = "府授產業商字第1106025678號，洽 0912-345-678"
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, EARLY, remark=remark)
    small.clerk.say(small.untouched, Facet.OPERATING, Operating.SUSPENDED, LATE, remark="=整修\x07")


def test_the_appendix_names_each_venue_with_reason_and_days_and_no_telephone(press: Press) -> None:
    _excluded(press)
    press.hold(213)
    told = press.paper()
    assert texts(told, "annex1-excluded") == [
        ["商業處", "甜圈坊", "", "歇業", "府授產業商字第1106025678號，洽 〔已遮蔽〕", "110/10/04", ""],
        ["文化局", "小書房", "", "停業", "=整修", "110/10/12", "110/11/11"],
    ]
    assert table(told, "annex1-excluded").note == "截至110年10月14日共2家。"
    assert texts(told, "annex1-districts")[-1] == ["合計", "4", "2", "2", "1", "1", "50.00 %"]


def test_a_long_appendix_is_cut_and_says_how_many_are_left_out_and_where_they_are(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    _excluded(press)
    press.hold(213)
    monkeypatch.setattr(appendix, "MOST_LISTED", 1)
    told = table(press.paper(), "annex1-excluded")
    assert len(told.rows) == 1
    assert "共2家；本表列店家編號在前之1家，另有1家未列" in told.note
    assert "python -m outreach venues --scheme mycode --as-of 2021-10-14 --known-at" in told.note


def test_an_approver_reads_the_figures_of_all_and_the_venues_of_its_own(press: Press) -> None:
    _excluded(press)
    press.hold(213)
    approver = of_agency(press.small, Role.APPROVER, CULTURE)
    told = press.paper(who=approver)
    assert [row[1] for row in texts(told, "annex1-excluded")] == ["小書房"]
    assert "其他機關之1家不在查閱權限內" in table(told, "annex1-excluded").note
    assert texts(told, "item1-agencies") == texts(press.paper(), "item1-agencies")
    with pytest.raises(NotAllowed):
        press.paper(who=OFFICER)
