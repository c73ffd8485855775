"""人員 › 底圖: administrators set the tiles under the map, and nobody else."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geodata.tiles import EXAMPLE, Tiles
from outreach.services.tiles import tiles
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run
from tests.support.builders import MANAGER, SmallCity

Small = tuple[str, SmallCity]


def _save(page: AppTest, url: str, credit: str) -> str:
    page.text_input(key="tiles_url").input(url)
    page.text_input(key="tiles_attribution").input(credit)
    page.number_input(key="tiles_max_zoom").set_value(19)
    next(button for button in page.button if button.label == "儲存底圖").click()
    return shown(run(page))


def test_a_base_map_is_set_refused_and_taken_away_on_the_page(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    city = small[1].city
    page = open_page(monkeypatch, small[0], "people", part="tiles")
    assert "目前沒有底圖。" in shown(page)
    told = _save(page, "https://{s}.tiles.example/{z}/{x}/{y}.png", "某單位")
    assert "底圖網址讀到『https://{s}.tiles.example/{z}/{x}/{y}.png』" in told
    assert tiles(city) is None
    told = _save(page, EXAMPLE, "國土測繪中心")
    assert "已設定地圖的底圖。" in told
    assert "目前的圖磚來自 wmts.nlsc.gov.tw。" in told
    assert tiles(city) == Tiles(EXAMPLE, "國土測繪中心", 19)
    again = open_page(monkeypatch, small[0], "people", part="tiles", lang="en")
    assert again.text_input(key="tiles_url").value == EXAMPLE
    assert "The tiles come from wmts.nlsc.gov.tw." in shown(again)
    assert "地圖已不用底圖。" in _save(page, " ", "國土測繪中心")
    assert tiles(city) is None


def test_who_is_no_administrator_is_told_so_and_sees_no_form(
    monkeypatch: pytest.MonkeyPatch, small: Small
) -> None:
    page = open_page(monkeypatch, small[0], "people", who=MANAGER, part="tiles")
    assert not page.text_input
    assert "不能管理系統" in shown(page)
