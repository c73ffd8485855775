"""`tiles` on the command line: the base map under the map."""

import pytest

from geodata.tiles import EXAMPLE
from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url
from tests.support.databases import Databases


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    return Terminal(set_up_url(sqlite_databases))


def test_the_base_map_is_told_set_refused_and_removed(terminal: Terminal) -> None:
    assert "地圖沒有底圖" in terminal.run("tiles").out
    told = terminal.run("tiles", EXAMPLE, "--attribution", "國土測繪中心", "--max-zoom", "19").out
    assert EXAMPLE in told
    assert "瀏覽器會向 wmts.nlsc.gov.tw 取圖" in told
    refused = terminal.run("tiles", "https://tiles.example/{z}.png", "--attribution", "某單位")
    assert (refused.code, refused.out) == (1, "")
    assert "底圖網址讀到『https://tiles.example/{z}.png』" in refused.err
    assert "國土測繪中心" in terminal.run("tiles").out
    assert "地圖沒有底圖" in terminal.run("tiles", "--none").out
