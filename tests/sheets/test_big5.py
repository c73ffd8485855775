"""Big5 loses some characters; which, and where, is told exactly."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets.big5 import MISSING, Lost, big5_csv, losses
from outreach.sheets.cells import without_invisible
from outreach.sheets.csv_text import escaped
from outreach.sheets.table import Cell, Table

CELLS = st.one_of(
    st.text(
        st.one_of(
            st.sampled_from("臺北熊好券峯堃喆瑠双―£•=+-@'\t\n ,;\"＝0"),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=10,
    ),
    st.integers(-5, 10_000),
    st.none(),
)


def _lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("cp950"), newline="")))


def test_what_big5_cannot_hold_is_told_with_what_stands_for_it_and_its_rows() -> None:
    table = Table("清單", ("店名", "備註"), [("峯味", "峯"), ("好店", "£100"), ("堃記", "峯")])
    assert losses(table) == (Lost("峯", MISSING, (2, 4)), Lost("£", "￡", (3,)), Lost("堃", MISSING, (4,)))
    assert _lines(big5_csv(table)) == [["店名", "備註"], ["□味", "□"], ["好店", "￡100"], ["□記", "□"]]


def test_a_table_that_big5_holds_loses_nothing() -> None:
    table = Table("清單", ("店名",), [("台北通",), (12,), (None,)])
    assert losses(table) == ()
    assert _lines(big5_csv(table)) == [["店名"], ["台北通"], ["12"], [""]]


def test_nothing_in_a_big5_file_runs_as_a_formula() -> None:
    data = big5_csv(Table("清單", ("店名",), [("=峯",), ("＝1",), ("-3",), (-3,)]))
    assert _lines(data)[1:] == [["'=□"], ["'＝1"], ["'-3"], ["-3"]]


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_reads_back_is_what_was_written_but_for_the_characters_told(
    rows: list[tuple[Cell, Cell]],
) -> None:
    table = Table("清單", ("甲", "乙"), rows)
    instead = {lost.character: lost.written for lost in losses(table)}
    where = {(lost.character, row) for lost in losses(table) for row in lost.rows}
    read = _lines(big5_csv(table))[1:]
    for number, (row, found) in enumerate(zip(rows, read, strict=True), start=2):
        for cell, text in zip(row, found, strict=True):
            plain = "" if cell is None else without_invisible(str(cell))
            expected = "".join(instead.get(character, character) for character in plain)
            assert text == (escaped(expected) if isinstance(cell, str) else expected)
            assert {(c, number) for c in plain if c in instead} <= where
    assert all(lost.character != lost.written for lost in losses(table))
