"""Widths and headings of a table's columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.reports.model import Cell, Column, Row, Table
from outreach.reports.widths import (
    BREAK,
    TURNED,
    UPRIGHT,
    HeadingCell,
    breakable,
    column_widths,
    heading_cells,
    heading_lines,
    heading_words,
    text_width,
)
from tests.support.papers import agencies_table


def test_columns_without_long_words_have_the_shares_they_ask_for() -> None:
    table = Table("t", "表", (Column("機關", width=30), Column("備註", width=10)), ())
    assert column_widths(table) == pytest.approx([UPRIGHT * 0.75, UPRIGHT * 0.25])


def test_a_number_is_never_wider_than_its_column() -> None:
    columns = (Column("機關", width=90), Column("家數", numeric=True, width=1))
    narrow, wide = (
        column_widths(Table("t", "表", columns, (Row((Cell("甲"), Cell(text))),)))[1]
        for text in ("1", "1,234,567,890")
    )
    assert wide > narrow
    assert wide >= text_width("1,234,567,890", 9.5)


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.booleans(), st.text("甲1,234 %AbC", max_size=80)),
        min_size=1,
        max_size=16,
    ),
    st.booleans(),
)
def test_widths_are_positive_and_add_up_to_the_page(
    columns: list[tuple[int, bool, str]], landscape: bool
) -> None:
    table = Table(
        "t",
        "表",
        tuple(Column("欄", numeric=numeric, width=width) for width, numeric, _ in columns),
        (Row(tuple(Cell(text) for _, _, text in columns)),),
        landscape=landscape,
    )
    widths = column_widths(table)
    assert min(widths) > 0
    assert sum(widths) == pytest.approx(TURNED if landscape else UPRIGHT)


def test_headings_of_one_group_stand_below_it_and_the_others_span_both_lines() -> None:
    table = agencies_table()
    assert heading_lines(table) == 2
    cells = heading_cells(table)
    covered = [
        (cell.x + x, cell.y + y) for cell in cells for x in range(cell.colspan) for y in range(cell.rowspan)
    ]
    assert sorted(covered) == [(x, y) for x in range(len(table.columns)) for y in range(2)]
    (group,) = (cell for cell in cells if cell.colspan > 1)
    assert (group.text, group.x, group.colspan) == ("毋須納入母數(B)", 3, 2)


def test_a_heading_that_needs_two_lines_has_its_bracket_on_the_second() -> None:
    cell = HeadingCell("完成率(D/C)", 0, 0)
    assert heading_words(cell, [45.0], 8.5) == "完成率\n(D/C)"
    assert heading_words(cell, [90.0], 8.5) == "完成率(D/C)"
    assert heading_words(HeadingCell("上次加入家數", 0, 0), [50.0], 9.5) == "上次加\n入家數"
    assert heading_words(HeadingCell("ABCDEFG", 0, 0), [20.0], 9.5) == "ABCDEFG"


def test_a_heading_of_four_characters_stands_on_one_line_however_small_its_share() -> None:
    columns = (Column("備註", width=400), Column("尚未復業", numeric=True, width=1))
    assert column_widths(Table("t", "表", columns, ()))[1] >= 4 * 9.5 + 8


def test_only_words_too_long_for_their_column_get_places_to_break() -> None:
    assert breakable("臺北 1,234,567 家", 100, 9) == "臺北 1,234,567 家"
    broken = breakable("名 " + "A" * 50, 100, 9)
    assert broken.replace(BREAK, "") == "名 " + "A" * 50
    assert broken.count(BREAK) == 49
