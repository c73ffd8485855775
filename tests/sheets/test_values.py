"""Cells become typed values; a bad one is a problem in its place and stops no other row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets.fields import BY_CODE, FIELDS
from outreach.sheets.headings import find_headings
from outreach.sheets.model import Note, Sheet
from outreach.sheets.values import ParsedRow, Problem, RowValues, parse_rows


def parsed(*rows: tuple[str, ...], notes: tuple[Note, ...] = ()) -> tuple[ParsedRow, ...]:
    width = max(map(len, rows))
    sheet = Sheet(tuple(row + ("",) * (width - len(row)) for row in rows), "csv", "a.csv", notes=notes)
    return parse_rows(sheet, find_headings(sheet))


def cell(heading: str, text: str) -> ParsedRow:
    (row,) = parsed(("店家名稱", heading), ("好店", text))
    return row


def value(heading: str, text: str) -> object:
    row = cell(heading, text)
    assert row.values is not None, row.problems
    code = next(field.code for field in FIELDS if field.heading == heading)
    return getattr(row.values, code)


def problem(heading: str, text: str) -> str:
    row = cell(heading, text)
    assert row.values is None
    (only,) = row.problems
    assert (only.row, only.column, only.value, only.warning) == (2, heading, text.strip(), False)
    return only.problem


def test_a_full_row_is_read_field_by_field() -> None:
    words = {
        "店家編號": "12", "版本": "3", "機關": "商業處", "店家名稱": " 好客小吃店　", "性質": "轄管場館",
        "統一編號": "04595257", "行政區": "中山區", "里": "康樂里", "地址": "臺北市中山區林森北路２４７號",
        "經度": "121.5254", "緯度": "25.0521", "行業": "餐飲業", "類別": "A", "場所型態": "有對外場所",
        "營業狀態": "暫停營業", "復業核准": "核准", "參與狀態": "已張貼", "列冊": "列入",
        "適用券別": "住宿、饗購,住宿", "生效日期": "110年10月14日",
        "備註": "整修", "聯絡人": "王小明", "電話": "02-1234-5678",
    }  # fmt: skip
    (row,) = parsed(tuple(words), tuple(words.values()))
    assert row == ParsedRow(
        2,
        RowValues(
            row=2, name="好客小吃店", id=12, version=3, agency="商業處", kind="city_venue", tax_id="04595257",
            district="中山區", village="康樂里", address="臺北市中山區林森北路２４７號",
            lon=121.5254, lat=25.0521, sector="餐飲業",
            category="A", premises="public", operating="suspended", approval="approved",
            participation="joined", listing="listed", voucher_kinds=("住宿", "饗購"),
            effective_on=date(2021, 10, 14), remark="整修", contact="王小明", phone="02-1234-5678",
        ),
    )  # fmt: skip


def test_an_empty_cell_and_a_missing_column_state_nothing() -> None:
    (row,) = parsed(("店家名稱", "地址", "參與狀態"), ("好店", "", "　 "))
    assert row.values == RowValues(row=2, name="好店")


WORDS = [(field.heading, word, str(code)) for field in FIELDS for word, code in field.words.items()]


@pytest.mark.parametrize(("heading", "word", "code"), WORDS)
def test_every_word_of_the_workbook_reads_as_its_code(heading: str, word: str, code: str) -> None:
    assert value(heading, word) == code
    assert value(heading, " ".join(word)) == code
    assert value(heading, code) == code


def test_another_word_is_refused_with_all_that_are_accepted() -> None:
    assert problem("參與狀態", "可能吧") == (
        "讀到『可能吧』，參與狀態可填：未聯繫、已聯繫、已同意、已加入、無意願、退出，例如「未聯繫」。"
    )
    assert problem("復業核准", "否") == "讀到『否』，復業核准可填：核准，例如「核准」。"


@pytest.mark.parametrize(
    "text", ["2021-10-14", "110-10-14", "110/10/14", "110年10月14日", "１１０／１０／１４"]
)
def test_a_day_of_either_calendar_is_read(text: str) -> None:
    assert value("生效日期", text) == date(2021, 10, 14)


def test_a_day_that_is_none_is_refused_with_the_nearest() -> None:
    assert (
        problem("生效日期", "110/02/30") == "讀到『110/02/30』，不是有效日期；請用 110/02/28 或 2021-02-28。"
    )


def test_days_are_read_by_the_function_that_is_given() -> None:
    sheet = Sheet((("店家名稱", "生效日期"), ("好店", "昨天")), "csv", "a.csv")
    (row,) = parse_rows(sheet, find_headings(sheet), day=lambda text: date(2021, 1, len(text)))
    assert row.values is not None
    assert row.values.effective_on == date(2021, 1, 2)


def test_a_tax_id_keeps_its_zero_and_one_that_lost_it_says_so() -> None:
    assert value("統一編號", "０４５９５２５７") == "04595257"
    assert "開頭的0可能被試算表吃掉" in problem("統一編號", "4595257")
    assert "檢查碼不符" in problem("統一編號", "04595258")
    assert "須為8位數字" in problem("統一編號", "無")


@pytest.mark.parametrize(
    ("lon", "lat"), [("121.5254", "25.0521"), ("306850.12", "2769706.6"), ("１２１．５", "25.05°")]
)
def test_a_point_is_read_in_degrees_or_metres(lon: str, lat: str) -> None:
    (row,) = parsed(("店名", "經度", "緯度"), ("好店", lon, lat))
    assert row.values is not None
    assert row.values.lon is not None
    assert row.values.lon == pytest.approx(float(lon.translate({ord("．"): "."})))


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("經度", "25.05"),
        ("緯度", "121.5"),
        ("經度", "0"),
        ("經度", "nan"),
        ("經度", "inf"),
        ("經度", "1e2"),
        ("經度", "東經121度"),
        ("緯度", "25,05"),
        ("經度", "9999999"),
    ],
)
def test_a_number_that_is_nowhere_near_is_refused(heading: str, text: str) -> None:
    (row,) = parsed(
        ("店名", "經度", "緯度"), ("好店", text, "25.05") if heading == "經度" else ("好店", "121.5", text)
    )
    assert row.values is None
    assert [each.column for each in row.problems] == [heading]
    assert "須為 WGS 84 度數或 TWD97 公尺" in row.problems[0].problem


@pytest.mark.parametrize(("lon", "lat", "missing"), [("121.5", "", "緯度"), ("", "25.05", "經度")])
def test_half_a_point_is_refused_at_the_missing_half(lon: str, lat: str, missing: str) -> None:
    (row,) = parsed(("店名", "經度", "緯度"), ("好店", lon, lat))
    assert [each.column for each in row.problems] == [missing]
    (alone,) = parsed(("店名", "經度"), ("好店", "121.5"))
    assert alone.values is None


@pytest.mark.parametrize("text", ["-1", "1.5", "abc", "1" * 19])
def test_an_id_or_version_must_be_a_whole_number(text: str) -> None:
    assert "須為系統匯出的整數" in problem("店家編號", text)
    assert "須為系統匯出的整數" in problem("版本", text)


@pytest.mark.parametrize(("length", "taken"), [(199, True), (200, True), (201, False)])
def test_a_name_has_at_most_two_hundred_characters(length: int, taken: bool) -> None:
    (row,) = parsed(("店名",), ("好" * length,))
    assert (row.values is not None) is taken
    assert taken or row.problems[0].problem.startswith("讀到 201 字（好好")


def test_a_row_without_a_name_is_an_error_and_the_rows_around_it_are_not() -> None:
    first, second, third = parsed(("店名", "地址"), ("甲", "一"), (" ", "二"), ("乙", "三"))
    assert first.values is not None
    assert third.values is not None
    assert second == ParsedRow(
        3, None, (Problem(3, "店名", "", "缺少店家名稱；每列須有名稱，例如「好客小吃店」。"),)
    )


def test_every_problem_of_a_row_is_told_at_once() -> None:
    (row,) = parsed(("店名", "統一編號", "參與狀態", "生效日期"), ("", "1", "?", "昨天"))
    assert [each.column for each in row.problems] == ["統一編號", "參與狀態", "生效日期", "店名"]


def test_row_numbers_are_the_files_own_and_empty_rows_are_no_rows() -> None:
    rows = parsed(("清冊",), ("店名",), ("",), ("甲",), (" ",), ("乙",))
    assert [row.row for row in rows] == [4, 6]


def test_headings_that_are_repeated_among_the_data_are_an_error() -> None:
    rows = parsed(("店名", "地址"), ("甲", "一"), ("店名", "地址"), ("乙", "二"))
    assert [row.values is None for row in rows] == [False, True, False]
    assert "重複的標題" in rows[1].problems[0].problem


@pytest.mark.parametrize(
    ("heading", "text", "said"),
    [
        ("店家名稱", "九??有限公司", "遺失成「?」"),
        ("店家名稱", "?記餅店", "遺失成「?」"),
        ("地址", "長安東路２段１３１?４號", "遺失成「?」"),
        ("里", "糖?里", "遺失成「?」"),
        ("店家名稱", "\ue123記", "自造字"),
        ("地址", "2021-01-18", "改成了日期"),
        ("地址", "1月18日", "改成了日期"),
        ("店家名稱", "18-Jan", "改成了日期"),
    ],
)
def test_a_text_that_a_conversion_spoilt_is_taken_with_a_warning(heading: str, text: str, said: str) -> None:
    rows = {"店家名稱": "好店", heading: text}
    (row,) = parsed(tuple(rows), tuple(rows.values()))
    assert row.values is not None
    (warning,) = row.problems
    assert warning.warning
    assert (warning.column, warning.value) == (heading, text)
    assert said in warning.problem


@pytest.mark.parametrize(
    "text", ["What's up?", "暫停一下咖啡", "1969 餐廳", "<script>alert(1)</script>", "=1+1"]
)
def test_an_unusual_name_is_just_a_name(text: str) -> None:
    (row,) = parsed(("店名",), (text,))
    assert row == ParsedRow(2, RowValues(row=2, name=text))


def test_a_cell_that_was_cleaned_on_reading_warns() -> None:
    (row,) = parsed(("店名",), ("好店",), notes=(Note(2, 0, "儲存格內的控制字元已移除"),))
    assert row.values == RowValues(row=2, name="好店")
    assert row.problems == (Problem(2, "店名", "好店", "儲存格內的控制字元已移除", warning=True),)


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from([w for _, w, _ in WORDS] + ["121.5", "110/10/14", "04595257"])
)


@given(st.lists(st.lists(CELLS, min_size=len(FIELDS), max_size=len(FIELDS)), max_size=4))
def test_any_row_is_either_values_or_an_error_with_its_place(rows: list[list[str]]) -> None:
    headings = tuple(field.heading for field in FIELDS)
    for row in parsed(headings, *(tuple(cells) for cells in rows)):
        errors = [each for each in row.problems if not each.warning]
        assert (row.values is None) == bool(errors)
        for each in row.problems:
            assert each.row == row.row
            assert each.column in headings
            assert each.problem
        assert row.values is None or (row.values.row, bool(row.values.name)) == (row.row, True)


def test_every_field_of_the_workbook_is_a_value_of_a_row() -> None:
    assert {"row", *BY_CODE} == set(RowValues.__dataclass_fields__)
