"""The map as a picture says what the table says, and is one page of A4 or as many pixels as it should be."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from geodata.legend import RATE_SCALE
from geodata.places import villages
from outreach.figures.positions import Dimension
from outreach.reports.drawings.map_sheet import map_sheet
from outreach.rules.rate import Tally, rate_shown
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.map_layers import Layer
from outreach.services.map_picture import PNG_WIDTH, PictureForm, map_picture
from outreach.services.map_sheets import Telling, map_sheet_of
from outreach.services.mapping import Question, areas
from outreach.services.who import NotAllowed
from tests.support.builders import ADMINISTRATOR, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, MapCity, map_city

DAY = date(2021, 10, 20)


def _cells(tally: Tally) -> tuple[str, ...]:
    rate = rate_shown(tally.completed, tally.eligible)
    return rate, f"{tally.completed}／{tally.eligible}", str(tally.outstanding)


TELLING = Telling(
    "zh", "大安區各里", ("截至110年10月20日",), RATE_SCALE, ("里", "完成率", "已完成／母數", "還差"), _cells,
    lambda tally: _cells(tally)[0] if tally.population else "無店家", lambda place: place.name,
    "未填里別", "合計", ("界線來源",),
)  # fmt: skip


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return map_city(sqlite_databases)[1]


def asked(city: MapCity) -> Question:
    return Question(MYCODE, DAY, known_at(city.city, None))


def test_a_districts_picture_says_every_villages_figures_as_the_table_does(found: MapCity) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found), Layer.RATE, DA_AN)
    texts = re.findall("<text[^>]*>([^<]*)</text>", map_sheet(map_sheet_of(told, TELLING)))
    where = [f"district={DA_AN}"]
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, by=Dimension.VILLAGE, where=where)
    by_code = {row.key: row.tally for row in table.rows}
    here = [v for v in villages() if v.district_code == DA_AN]
    rows = [(v.name, *_cells(by_code.get(v.code, Tally()))) for v in here]
    rows += [("未填里別", *_cells(by_code[""])), ("合計", *_cells(table.total))]
    for row in rows:
        assert any(tuple(texts[at : at + 4]) == row for at in range(len(texts))), row
    # 龍門里 alone has venues: of the others none may look as if nobody had joined.
    assert "0.00 %" not in texts
    assert texts.count("無店家") > 20


def test_a_picture_is_a_png_of_a4s_shape_or_one_page_of_a4_that_can_be_searched(found: MapCity) -> None:
    def made(form: PictureForm) -> bytes:
        return map_picture(found.city, PUBLIC, asked(found), Layer.RATE, None, form, TELLING)

    size = Image.open(io.BytesIO(made(PictureForm.PNG))).size
    assert size[0] == PNG_WIDTH
    assert size[1] / size[0] == pytest.approx(297 / 210, rel=1e-3)
    colour, plain = made(PictureForm.PDF), made(PictureForm.PLAIN_PDF)
    assert colour != plain
    for content in (colour, plain):
        document = pypdfium2.PdfDocument(content)
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
        said = document[0].get_textpage().get_text_bounded()
        assert "大安區" in said
        assert "未填里別" in said
        document.close()


def test_villages_with_a_rate_are_not_the_publics(found: MapCity) -> None:
    with pytest.raises(NotAllowed):
        map_picture(found.city, PUBLIC, asked(found), Layer.RATE, DA_AN, PictureForm.PDF, TELLING)
