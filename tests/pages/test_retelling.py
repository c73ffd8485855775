"""What services say about rows in Chinese is told in English to who reads English."""

import ast
import functools
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import geodata
import outreach.services.imports
import outreach.sheets
from outreach.pages import words
from outreach.pages.importing.retelling import SENTENCES, retold
from outreach.rules.remarks import RemarkMissing
from outreach.services.imports.model import Options
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, SmallCity


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with words.speaking("en"):
        yield


@functools.cache
def _said() -> frozenset[str]:
    """Every text that the modules which speak of rows build; what is filled in stands as {}."""
    found = set()
    for module in (outreach.services.imports, outreach.sheets, geodata):
        for path in Path(str(module.__file__)).parent.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    found.add("".join(_piece(part) for part in node.values))
                elif isinstance(node, ast.Constant):
                    found.add(str(node.value))
    return frozenset(found)


def _piece(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def _bare(template: str) -> str:
    return "".join(t + ("{}" if n is not None else "") for t, n, _f, _c in string.Formatter().parse(template))


@pytest.mark.parametrize("template", [s for s in SENTENCES if not s.startswith("座標讀到")])
def test_a_sentence_that_is_told_again_is_one_that_somebody_says(template: str) -> None:
    assert _bare(template) in _said()


HEADINGS = (
    "店家編號,版本,店家名稱,統一編號,行政區,里,地址,經度,緯度,"
    "行業,類別,營業狀態,復業核准,參與狀態,生效日期,備註\n"
)
ROWS = """\
999,,甲,,,,,,,,,,,,,
1,99,甜圈坊,,,,,,,,,,,,,
,,甜圈坊,,,,,,,,,,,,,
,,甜甜圈坊,,,,臺北市北投區中央里示範路１號之１,,,,,,,,,
,,乙,12345678,,,,,,,,,,,,
,,丙,,天龍區,,,,,,,,,,,
,,丁,,大安區,沒有里,,,,,,,,,,
,,戊,,,中央里,,,,,,,,,,
,,己,,,,,121.0,23.5,,,,,,,
,,庚,,,,,25.03,121.56,,,,,,,
,,辛,,,,,121.56,,,,,,,,
,,壬,,,,,,,,,停業,,,,
,,癸,,,,,,,,,,,不知道,,
,,子,,,,,,,,,,,,110/02/30,
,,丑,,,,,,,視聽歌唱業,,,核准,,,
,,寅,,,,,,,沒聽過的行業,,,,,,
,,卯?咖啡,,,,新北市板橋區文化路1號,,,,,,,,,
,,辰,,大安區,,臺北市中山區示範路2號,,,,,,,,,
,,辰,,大安區,,臺北市中山區示範路2號,,,,,,,已加入,,
,,巳,,,,臺北市大安區中央里示範路3號,,,,,,,,,
,,午,,,,,,,,不是類別,,,,,
x,,未,,,,,,,,,,,,,
,,申,,,,1月18日,,,,,,,,,
{HEADINGS},,,,大安區,,,,,,,,,,,
,,小書房,,中山區,中央里,臺北市中山區中央里示範路1號,,,,,,,,,
"""


def test_every_problem_of_a_list_that_is_wrong_everywhere_is_told_in_english(
    small: tuple[str, SmallCity],
) -> None:
    city = small[1].city
    options = Options(MYCODE, COMMERCE)
    read = read_file((HEADINGS + ROWS).replace("{HEADINGS}", HEADINGS).encode(), "清單.csv", options)
    plan = plan_import(city, ADMINISTRATOR, read, options, today=date(2021, 10, 20))
    said = {p.problem for p in plan.problems} | {r.reason for r in plan.rows if r.reason}
    assert len(said) > 20
    assert sorted(s for s in said if retold(s) == s) == []
    # 小書房 is 文化局's; a list of 商業處 that has it takes it over.
    assert any("would belong to" in retold(s) for s in said)


def test_values_are_filled_in_and_known_words_among_them_translated() -> None:
    assert "“停業”" not in retold(str(RemarkMissing(value="停業")))
    assert retold("與第 12 列相同") == "The same as row 12"
    assert retold("新增行業『桌遊店』；若為筆誤請更正後再匯入。").startswith("Adds the trade “桌遊店”")


def test_several_doubts_in_one_sentence_are_each_told() -> None:
    told = retold("「天龍區」不是臺北市的行政區。；「糖??里」有缺字，無法判定是哪一里。")
    assert (
        told
        == "“天龍區” is no district of Taipei. “糖??里” lacks characters; which village it is cannot be told."
    )


def test_what_nobody_translated_is_told_as_it_is() -> None:
    assert retold("這句話沒有人翻譯過") == "這句話沒有人翻譯過"
    with words.speaking("zh"):
        assert retold("與第 12 列相同") == "與第 12 列相同"
