"""匯入 as an officer has it: the workbook to download, what it changes cell by cell, conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages.importing import applying
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import today
from outreach.services.who import Role, Who
from outreach.services.workbook import HEADINGS, my_venues
from outreach.sheets.fields import BY_CODE
from outreach.sheets.table import Table
from outreach.sheets.writing import write_table
from outreach.store.engine import writing
from outreach.store.venues import raise_versions
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run
from tests.support.builders import COMMERCE, CULTURE, MYCODE, SmallCity

Small = tuple[str, SmallCity]
DAY = "2021-10-20"


def officer(city: SmallCity, agency: str = COMMERCE, user: int | None = None) -> Who:
    entry = next(a for a in city.clerk.reference.agencies.values() if a.code == agency)
    return Who("承辦", Role.OFFICER, user, entry.id)


def workbook(city: SmallCity, who: Who, edits: Mapping[int, Mapping[str, str]]) -> bytes:
    table = my_venues(city.city, who, MYCODE, today(), now=datetime.now(UTC))
    rows = [list(row) for row in table.rows]
    for row in rows:
        for code, text in edits.get(int(str(row[0])), {}).items():
            row[HEADINGS.index(BY_CODE[code].heading)] = text
    target = BytesIO()
    write_table(target, Table(table.title, table.headings, rows, further=table.further), "xlsx")
    return target.getvalue()


def meanwhile(city: SmallCity) -> None:
    """A colleague records something of 甜甜圈坊."""
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.AGREED)
    with writing(city.city.engine) as connection:
        raise_versions(connection, {city.contacted})


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, small: Small) -> AppTest:
    """The page as an officer of 商業處 opens it."""
    return open_page(monkeypatch, small[0], "importing", who=officer(small[1]), scheme=MYCODE, effective=DAY)


def give(page: AppTest, data: bytes) -> AppTest:
    page.file_uploader[0].set_value(("我的店家.xlsx", data, "application/octet-stream"))
    return run(page)


def choose(page: AppTest, row: int, keep: str) -> AppTest:
    page.radio(key=f"conflict_{row}").set_value(keep)
    return run(page)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


def test_an_officer_first_sees_the_own_venues_to_download_in_both_formats(page: AppTest) -> None:
    assert "下載我的店家" in shown(page)
    assert {b.proto.id.rsplit("-", 1)[-1] for b in page.get("download_button")} == {
        "workbook_download_xlsx",
        "workbook_download_ods",
    }
    assert page.selectbox(key="import_agency").options == ["商業處"]


def test_another_agency_in_the_address_is_told_and_not_taken(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    page = open_page(monkeypatch, small[0], "importing", who=officer(small[1]), scheme=MYCODE, agency=CULTURE)
    assert "『文化局』不是您的機關" in shown(page)
    assert page.selectbox(key="import_agency").value == COMMERCE


def test_a_workbook_handed_in_untouched_has_nothing_to_write(page: AppTest, small: Small) -> None:
    words = shown(give(page, workbook(small[1], officer(small[1]), {})))
    assert "新增 0 異動 0 未變 3" in words
    assert "這個檔案沒有需要寫入的內容" in words


def test_the_preview_shows_each_changed_cell_and_no_contact(page: AppTest, small: Small) -> None:
    edits = {
        small[1].joined: {
            **{"name": "甜圈坊二館", "participation": "退出", "remark": "不做了"},
            **{"contact": "林小美", "effective_on": "110/10/15"},
        }
    }
    words = shown(give(page, workbook(small[1], officer(small[1]), edits)))
    assert "店家名稱 甜圈坊 → 甜圈坊二館" in words
    assert "參與狀態 已張貼 → 退出" in words
    assert "備註 — → 不做了" in words
    assert "生效日期 — → 110年10月15日" in words
    assert "聯絡資料有異動" in words
    assert "林小美" not in words


def test_a_conflict_stands_side_by_side_and_is_settled_by_a_choice(page: AppTest, small: Small) -> None:
    data = workbook(small[1], officer(small[1]), {small[1].contacted: {"participation": "退出"}})
    meanwhile(small[1])
    page = give(page, data)
    words = shown(page)
    assert "欄位 目前資料 您的檔案 參與狀態 目前資料 已同意 您的檔案 退出" in words
    assert "還有 1 列沒有決定" in words
    page = choose(page, 3, "mine")
    assert "都決定了" in shown(page)
    assert page.radio(key="conflict_3").value == "mine"
    assert "新增 0 異動 1 未變 2" in shown(page)
    page = choose(page, 3, "theirs")
    assert "新增 0 異動 0 未變 3" in shown(page)
    page = choose(page, 3, "")
    assert "還有 1 列沒有決定" in shown(page)


def test_every_conflict_is_settled_at_once(page: AppTest, small: Small) -> None:
    data = workbook(small[1], officer(small[1]), {small[1].contacted: {"participation": "退出"}})
    meanwhile(small[1])
    page = press(give(page, data), "conflicts_theirs")
    assert page.radio(key="conflict_3").value == "theirs"
    assert "新增 0 異動 0 未變 3" in shown(page)
    page = press(page, "conflicts_mine")
    assert "新增 0 異動 1 未變 2" in shown(page)


def test_a_conflict_left_undecided_is_said_so_after_applying(page: AppTest, small: Small) -> None:
    edits = {
        small[1].contacted: {"participation": "退出"},
        small[1].joined: {"participation": "退出"},
    }
    data = workbook(small[1], officer(small[1]), edits)
    meanwhile(small[1])
    words = shown(press(give(page, data), "import_apply"))
    assert "已套用" in words
    assert "1 列衝突沒有決定，沒有寫入" in words


def test_a_venue_changed_once_more_asks_for_the_decision_again(page: AppTest, small: Small) -> None:
    data = workbook(small[1], officer(small[1]), {small[1].contacted: {"participation": "退出"}})
    meanwhile(small[1])
    page = choose(give(page, data), 3, "mine")
    small[1].clerk.say(small[1].contacted, Facet.PARTICIPATION, Participation.DECLINED)
    with writing(small[1].city.engine) as connection:
        raise_versions(connection, {small[1].contacted})
    page = press(page, "import_apply")
    assert "預覽之後資料已有異動" in shown(page)
    page = press(page, "import_replan")
    assert "還有 1 列沒有決定" in shown(page)
    assert page.radio(key="conflict_3").value == ""


def test_two_people_of_one_name_do_not_see_each_others_import() -> None:
    assert applying.asker(Who("王小明", Role.OFFICER, 3, 1)) != applying.asker(
        Who("王小明", Role.OFFICER, 4, 1)
    )
    assert applying.asker(Who("王小明", Role.ADMINISTRATOR)) == "王小明"
