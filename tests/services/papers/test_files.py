"""A file of the paper is offered only where, read again, it says what the edition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from outreach.reports import xlsx
from outreach.reports.model import Block, Cell, Paper, Table
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.meetings import edition
from outreach.services.meetings.refusals import NoSuchMeeting
from outreach.services.papers import (
    MEDIA_TYPES,
    NotAPaperFormat,
    PaperFormat,
    PaperWithheld,
    contents,
    files,
    paper_file,
)
from outreach.services.papers.agreeing import differences
from outreach.services.who import NotAllowed
from tests.services.papers.conftest import ITEMS, Press
from tests.support.builders import BEAR_VOUCHER, FIRST_DAY, MANAGER, OFFICER


@pytest.fixture
def held(press: Press) -> Press:
    """Two meetings, with exclusions and a list that stays open."""
    small = press.small
    small.clerk.say(small.joined, Facet.LISTING, "listed", FIRST_DAY, scheme=BEAR_VOUCHER)
    press.open_to_shops(BEAR_VOUCHER)
    press.hold(212, ITEMS)
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, FIRST_DAY, remark="=已搬遷<&>")
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    press.hold(213, ITEMS)
    return press


@pytest.mark.parametrize("format_", PaperFormat)
def test_every_format_is_offered_under_a_name_that_says_meeting_and_edition(
    held: Press, format_: PaperFormat
) -> None:
    made = paper_file(held.small.city, MANAGER, 213, f" .{format_.upper()} ")
    assert (made.name, made.edition) == (f"meeting-213-edition-1.{format_}", 1)
    assert made.media_type == MEDIA_TYPES[format_]
    assert made.data[:4] == (b"%PDF" if format_ is PaperFormat.PDF else b"PK\x03\x04")
    if format_ is not PaperFormat.ODT:
        # The ODT's library declares whatever namespaces it has met so far, so its bytes may differ.
        assert paper_file(held.small.city, MANAGER, 213, format_) == made


def test_a_paper_without_a_single_venue_is_made_in_every_format(press: Press) -> None:
    press.hold(213, ((BEAR_VOUCHER, ()),))
    for format_ in PaperFormat:
        assert paper_file(press.small.city, MANAGER, 213, format_).data


def test_a_format_a_meeting_or_a_person_that_does_not_fit_is_refused(held: Press) -> None:
    city = held.small.city
    with pytest.raises(NotAPaperFormat, match="讀到『docx』；請用 odt、pdf、ods、xlsx"):
        paper_file(city, MANAGER, 213, "docx")
    with pytest.raises(NoSuchMeeting):
        paper_file(city, MANAGER, 999, "odt")
    with pytest.raises(NotAllowed):
        paper_file(city, OFFICER, 213, "odt")


def changed(told: Paper, name: str, row: int, at: int, cell: Cell) -> Paper:
    """The paper with one cell of a table told otherwise."""

    def block(one: Block) -> Block:
        if not isinstance(one, Table) or one.name != name:
            return one
        rows = list(one.rows)
        cells = list(rows[row].cells)
        cells[at] = cell
        rows[row] = replace(rows[row], cells=tuple(cells))
        return replace(one, rows=tuple(rows))

    return replace(told, blocks=tuple(map(block, told.blocks)), appendix=tuple(map(block, told.appendix)))


def test_a_writer_that_gets_one_number_wrong_withholds_the_file_and_names_the_place(
    held: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = xlsx.write_xlsx

    def careless(told: Paper, made: datetime) -> bytes:
        return write(changed(told, "item1-agencies", 0, 2, Cell("2", 2)), made)

    monkeypatch.setattr(xlsx, "write_xlsx", careless)
    with pytest.raises(PaperWithheld) as refused:
        paper_file(held.small.city, MANAGER, 213, "xlsx")
    assert "第213次會議第1版的 xlsx 檔" in str(refused.value)
    assert "表1 台北通 myCode+各機關執行情形 第1列「提報家數(A)」" in str(refused.value)
    # The other formats are not affected.
    assert paper_file(held.small.city, MANAGER, 213, "ods").data


#: A table, a row and a column of it, what it would say wrongly, and what is named.
WRONG = (
    ("item1-agencies", 0, 2, Cell("2", 2), "文化局"),
    ("item1-agencies", -1, 9, Cell("4", 4), "合計"),
    ("item1-agencies", 1, 9, Cell("2", 2), "產業局併計"),
    ("item1-agencies", -1, 11, Cell("66.67 %", rate=6667), "合計完成率"),
    ("item1-agencies", 0, 1, Cell("文化處"), "文化處"),
    ("item1-reasons", 1, 4, Cell("+2", 2), "已完成(D)"),
    ("item1-review", 0, 4, Cell("0", 0), "產業局"),
    ("item3-agencies", -1, 3, Cell("1", 1), "合計"),
    ("item3-reasons", -1, 3, Cell("1", 1), "加入家數"),
    ("annex1-excluded", 0, 3, Cell("停業"), "停業"),
    ("annex1-districts", 0, 1, Cell("9", 9), "合計"),
)


def test_the_paper_itself_is_held_against_the_edition(held: Press) -> None:
    told, frozen = held.paper(), edition(held.small.city, MANAGER, 213)
    assert differences(told, frozen) == ()
    for name, row, at, cell, place in WRONG:
        found = differences(changed(told, name, row, at, cell), frozen)
        assert any(place in one for one in found), (name, place, found)
    without = replace(told, blocks=tuple(b for b in told.blocks if not isinstance(b, Table)))
    assert differences(without, frozen)[0] == "第1項缺表1"


def test_a_paper_that_disagrees_with_the_edition_is_withheld_in_every_format(
    held: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = contents.paper_of
    wrong = Cell("2", 2)
    monkeypatch.setattr(
        files, "paper_of", lambda ground: changed(make(ground), "item1-agencies", 0, 2, wrong)
    )
    for format_ in PaperFormat:
        with pytest.raises(PaperWithheld, match="文化局"):
            paper_file(held.small.city, MANAGER, 213, format_)
