"""人員 › 摘要信箱: administrators say where digests go and read what became of them; nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from outreach.services.digest import To, mailboxes, prepare, set_mailbox, take_down
from outreach.services.who import Who
from outreach.store.digests import mark_refused, take_for_sending
from outreach.store.engine import writing
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, OFFICER, PUBLIC, SmallCity

NOW = datetime(2021, 10, 13, 1, 0, tzinfo=UTC)
Small = tuple[str, SmallCity]


def _open(monkeypatch: pytest.MonkeyPatch, url: str, who: Who = ADMINISTRATOR, **asked: str) -> AppTest:
    return open_page(monkeypatch, url, "people", who=who, part="mailboxes", **asked)


def _save(page: AppTest, office: str, address: str) -> str:
    page.selectbox(key="mailbox_office").select(office)
    page.text_input(key="mailbox_address").input(address)
    next(button for button in page.button if button.label == "儲存信箱").click()
    return shown(run(page))


def _kept(small: Small) -> dict[str, str]:
    return {box.key: box.address for box in mailboxes(small[1].city, ADMINISTRATOR)}


def test_a_mailbox_is_set_refused_and_taken_away_on_the_page(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    page = _open(monkeypatch, small[0])
    assert "還沒有任何摘要信箱" in shown(page)
    assert "還沒有產生過摘要" in shown(page)
    told = _save(page, COMMERCE, "office@agency.example")
    assert "已設定商業處的摘要信箱。" in told
    assert "1 個信箱" in told
    assert _kept(small) == {COMMERCE: "office@agency.example"}
    told = _save(page, COMMERCE, "office@agency.example, other@agency.example")
    assert "信箱不是可用的電子郵件位址" in told
    assert "other@agency.example" not in told
    assert "已移除商業處的摘要信箱。" in _save(page, COMMERCE, "")
    assert _kept(small) == {}


def test_the_latest_digests_say_how_they_stand(monkeypatch: pytest.MonkeyPatch, small: Small) -> None:
    city = small[1].city
    set_mailbox(city, ADMINISTRATOR, "managers", "managers@city.example", now=NOW)
    found = prepare(city, MANAGER, To.AGENCIES, today=NOW.date(), mailed=True)
    first, second = take_down(city, MANAGER, found, now=NOW)
    with writing(city.engine) as connection:
        take_for_sending(connection, first, NOW)
        take_for_sending(connection, second, NOW)
        mark_refused(connection, second, "郵件伺服器拒收收件人（550）")
    told = shown(_open(monkeypatch, small[0]))
    assert re.search(r"商業處 期間 110年10月4日.*? 至 110年10月10日.*? 情形 不確定是否送達", told)
    assert re.search(r"文化局 .*? 情形 未送達，下次再寄 郵件伺服器拒收收件人（550）", told)
    assert "管考人員 信箱 managers@city.example 設定者 王小明" in told
    english = shown(_open(monkeypatch, small[0], lang="en"))
    assert "delivery uncertain" in english


def test_nobody_but_an_administrator_sees_a_mailbox(monkeypatch: pytest.MonkeyPatch, small: Small) -> None:
    set_mailbox(small[1].city, ADMINISTRATOR, COMMERCE, "office@agency.example", now=NOW)
    for who in (PUBLIC, OFFICER, MANAGER):
        page = _open(monkeypatch, small[0], who)
        assert "office@agency.example" not in shown(page)
        assert not page.text_input
