"""Which blocks stand on upright pages and which on turned ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from outreach.reports.model import Block, Column, Heading, Paper, Paragraph, Table
from outreach.reports.sections import sections

_WIDE = Table("wide", "表1", (Column("機關"),), (), landscape=True)
_NARROW = Table("narrow", "表2", (Column("機關"),), ())
_ONE, _TWO = Heading(1, "壹、", "報告"), Heading(2, "一、", "方案")
_SAID = Paragraph("說明")


def _paper(*blocks: Block, appendix: tuple[Block, ...] = ()) -> Paper:
    return Paper("會議資料", (), blocks, appendix, "第1版")


def test_a_wide_table_takes_along_the_headings_just_before_it() -> None:
    first, second, third = sections(_paper(_SAID, _ONE, _TWO, _WIDE, _SAID))
    assert (first.landscape, first.blocks) == (False, (_SAID,))
    assert (second.landscape, second.blocks) == (True, (_ONE, _TWO, _WIDE))
    assert (third.landscape, third.blocks, third.level) == (False, (_SAID,), 2)


def test_between_two_wide_tables_headings_keep_the_page_turned() -> None:
    (only,) = sections(_paper(_WIDE, _TWO, _WIDE))
    assert only.landscape


def test_the_appendix_begins_a_page_where_there_is_something_before_it() -> None:
    assert [each.begins for each in sections(_paper(_SAID, appendix=(_NARROW,)))] == [False, True]
    assert [each.begins for each in sections(_paper(appendix=(_NARROW,)))] == [False]


@given(
    st.lists(st.sampled_from([_ONE, _TWO, _SAID, _WIDE, _NARROW])),
    st.lists(st.sampled_from([_ONE, _SAID, _WIDE])),
)
def test_every_block_stands_once_in_its_order_and_wide_tables_alone_turn_the_page(
    blocks: list[Block], appendix: list[Block]
) -> None:
    paper = replace(_paper(*blocks), appendix=tuple(appendix))
    made = sections(paper)
    assert [block for section in made for block in section.blocks] == [*blocks, *appendix]
    for section in made:
        assert section.blocks
        bodies = [block for block in section.blocks if not isinstance(block, Heading)]
        assert {isinstance(block, Table) and block.landscape for block in bodies} <= {section.landscape}
