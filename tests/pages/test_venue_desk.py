"""One venue's page: what is known, and what may be done there by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.privacy import Contact, contact_of, correct_contact, privacy_record
from outreach.services.transfers import open_transfers
from outreach.services.venues import venue_history
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, MYCODE, SmallCity

Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]
TODAY = datetime.now(UTC).date()


def officer(city: SmallCity, agency: str = COMMERCE) -> Who:
    return Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, agency))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, small: Small) -> Callable[..., AppTest]:
    """`desk(venue, who)` opens a venue's page."""
    url, city = small

    def visit(venue: int, who: Who | None = None, **more: str) -> AppTest:
        asked = {"scheme": MYCODE, "venue": str(venue), **more}
        return open_page(monkeypatch, url, "venues", who=who or officer(city), **asked)

    return visit


def press(page: AppTest, start: str) -> AppTest:
    next(b for b in page.button if (b.key or "").startswith(start)).click()
    return run(page)


def pick(page: AppTest, start: str) -> object:
    return next(s for s in page.selectbox if (s.key or "").startswith(start))


def write(page: AppTest, start: str, text: str) -> None:
    fields = [*page.text_input, *page.text_area]
    next(f for f in fields if (f.key or "").startswith(start)).set_value(text)


def keys(page: AppTest) -> str:
    return " ".join(str(b.key) for b in page.button)


def test_what_holds_tells_since_when_by_whom_and_why(desk: Visit, small: Small) -> None:
    small[1].clerk.say(
        small[1].contacted, Facet.OPERATING, Operating.CLOSED, date(2021, 10, 5), remark="租約到期"
    )
    words = shown(desk(small[1].contacted))
    assert "營業狀態 歇業 自110年10月5日起 · 王小明 · 備註：租約到期" in words
    assert "參與狀態 已聯繫 自110年10月1日起 · 王小明" in words


def test_a_village_is_drawn_also_where_no_point_is_known(desk: Visit, small: Small) -> None:
    assert 'alt="位置圖：北投區中央里"' in markup(desk(small[1].contacted))
    assert 'alt="位置圖' not in markup(desk(small[1].singing))


def test_an_officer_states_what_changed_today(desk: Visit, small: Small) -> None:
    city = small[1]
    page = desk(city.contacted)
    pick(page, "venue_participation").select(Participation.JOINED)  # type: ignore[attr-defined]
    page = press(page, "venue_save")
    assert "已儲存（異動" in shown(page)
    line = venue_history(city.city, ADMINISTRATOR, city.contacted, today=TODAY).lines[0]
    assert (line.value, line.fact.actor) == ("joined", "李承辦")


def test_looking_first_tells_what_the_figure_becomes_and_records_nothing(desk: Visit, small: Small) -> None:
    city = small[1]
    page = desk(city.contacted)
    pick(page, "venue_participation").select(Participation.JOINED)  # type: ignore[attr-defined]
    page = press(page, "venue_look")
    assert "儲存後 66.66 % → 100.00 %，母數 3 → 3 家，已完成 2 → 3 家。" in shown(page)
    assert len(venue_history(city.city, ADMINISTRATOR, city.contacted, today=TODAY).lines) == 4


def test_a_closure_without_its_reason_is_refused_and_what_was_typed_stays(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted)
    pick(page, "venue_operating").select(Operating.CLOSED)  # type: ignore[attr-defined]
    page = press(page, "venue_save")
    assert "須在備註說明原因" in shown(page)
    assert pick(page, "venue_operating").value == Operating.CLOSED  # type: ignore[attr-defined]
    write(page, "venue_remark", "租約到期")
    assert "已儲存" in shown(press(page, "venue_save"))


def test_what_somebody_else_recorded_meanwhile_stands_beside_before_it_is_overruled(
    desk: Visit, small: Small
) -> None:
    from outreach.services.recording import Said, record

    city = small[1]
    page = desk(city.contacted)
    said = Said(city.contacted, {Facet.PARTICIPATION: "declined"}, TODAY)
    record(city.city, officer(city), MYCODE, [said], summary="同事", now=city.clerk.tick(), today=TODAY)
    pick(page, "venue_participation").select(Participation.JOINED)  # type: ignore[attr-defined]
    page = press(page, "venue_save")
    assert "參與狀態 無意願 已張貼" in shown(page)
    assert "還沒有儲存" in shown(page)
    assert "已儲存" in shown(press(page, "venue_save"))


def test_a_name_is_corrected_and_the_old_one_stays_readable(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted)
    write(page, "venue_name", "甜甜圈坊二店")
    page = press(page, "venue_describe")
    assert "曾用名稱 原為：甜甜圈坊" in shown(page)


def test_a_name_corrected_meanwhile_is_not_overwritten_unseen(desk: Visit, small: Small) -> None:
    from outreach.services.describing import Described, describe

    city = small[1]
    page = desk(city.contacted)
    now = city.clerk.tick()
    wanted = Described("同事改的名字", "臺北市北投區中央里示範路1號", "")
    describe(city.city, officer(city), city.contacted, wanted, 1, now=now, today=TODAY)
    write(page, "venue_name", "我改的名字")
    page = press(page, "venue_describe")
    assert "店家名稱 同事改的名字 我改的名字" in shown(page)
    assert "已儲存" in shown(press(page, "venue_describe"))


def test_a_manager_reads_everything_and_changes_nothing(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted, MANAGER)
    assert "歷程" in shown(page)
    assert [b.key for b in page.button if str(b.key).startswith(("venue_", "transfer_", "listing_"))] == []
    assert "undo=" not in markup(page)


def test_another_agencys_venue_opens_like_one_that_does_not_exist(desk: Visit, small: Small) -> None:
    for number in (small[1].untouched, 999):
        words = shown(desk(number))
        assert f"查無店家編號『{number}』，或不屬於您的機關" in words
        assert "小書房" not in words


def test_nothing_is_changed_while_looking_back(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted, known_at="3")
    assert "venue_save" not in keys(page)


# --- contact ------------------------------------------------------------------------------------------


@pytest.fixture
def known(small: Small) -> Contact:
    city, told = small[1], Contact("黃小姐", "0912345678")
    correct_contact(city.city, ADMINISTRATOR, city.contacted, told, now=datetime.now(UTC))
    return told


def test_an_officer_sees_the_own_contact_person_at_once(desk: Visit, small: Small, known: Contact) -> None:
    assert f"聯絡人 {known.person} 電話 {known.phone}" in shown(desk(small[1].contacted))


def test_a_managers_look_is_asked_for_first_and_then_recorded(
    desk: Visit, small: Small, known: Contact
) -> None:
    page = desk(small[1].contacted, MANAGER)
    assert known.phone not in shown(page)
    assert privacy_record(small[1].city, ADMINISTRATOR) == ()
    page = press(page, "contact_show")
    assert known.phone in shown(page)
    (line,) = privacy_record(small[1].city, ADMINISTRATOR)
    assert (line.what, line.by) == ("look", MANAGER.name)
    assert "contact_save" not in keys(page)


def test_personal_data_is_erased_with_a_reason(desk: Visit, small: Small, known: Contact) -> None:
    city = small[1]
    page = desk(city.contacted)
    page = press(page, "contact_erase_now")
    assert "刪除個人資料須填寫事由" in shown(page)
    write(page, "contact_reason", "當事人請求")
    page = press(page, "contact_erase_now")
    assert "已刪除這家店的個人資料" in shown(page)
    assert known.phone not in shown(page)
    now = datetime.now(UTC)
    assert contact_of(city.city, officer(city), city.contacted, now=now) == Contact("", "")


# --- handing on ---------------------------------------------------------------------------------------


def test_a_venue_is_offered_and_the_offer_taken_back(desk: Visit, small: Small) -> None:
    city = small[1]
    page = desk(city.contacted)
    page = press(page, "transfer_ask")
    assert "請先選擇接手的機關" in shown(page)
    pick(page, "transfer_to").select(CULTURE)  # type: ignore[attr-defined]
    write(page, "transfer_reason", "權責調整")
    page = press(page, "transfer_ask")
    assert "已提出移轉，等待文化局回覆" in shown(page)
    assert "商業處 → 文化局" in shown(page)
    assert "transfer_now" not in keys(page)
    press(page, "transfer_withdraw")
    assert open_transfers(city.city, officer(city), today=TODAY) == ()


def test_an_administrator_transfers_at_once(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted, ADMINISTRATOR)
    pick(page, "transfer_to").select(CULTURE)  # type: ignore[attr-defined]
    write(page, "transfer_reason", "權責調整")
    page = press(page, "transfer_now")
    assert "已移轉（異動" in shown(page)
    assert "機關 文化局 自" in shown(page)


def test_a_venue_leaves_the_list_with_a_reason_and_comes_back(desk: Visit, small: Small) -> None:
    page = desk(small[1].contacted)
    page = press(page, "listing_send")
    assert "移出須填寫原因" in shown(page)
    write(page, "listing_reason", "與另一筆重複")
    page = press(page, "listing_send")
    assert "已移出（異動" in shown(page)
    assert "目前不在台北通 myCode+的名冊上" in shown(page)
    write(page, "listing_reason", "誤刪")
    assert "已列入（異動" in shown(press(page, "listing_send"))


def test_the_second_press_of_a_double_click_does_not_put_back_what_the_first_took_off(
    desk: Visit, small: Small
) -> None:
    page = desk(small[1].contacted)
    write(page, "listing_reason", "與另一筆重複")
    pressed = {b.key for b in page.button if str(b.key).startswith("listing_send")}
    page = press(page, "listing_send")
    assert "目前不在台北通 myCode+的名冊上" in shown(page)
    # The browser names the button it pressed; one of the same name would take the press for its own.
    assert pressed.isdisjoint({b.key for b in page.button})
