"""判定表: where a venue stands. The table is the document; the tests below read it row by row.

Source: the table of the denominator in domain.md, after the 213th meeting's minutes, 貳-七(一).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.standing import standing
from outreach.rules.vocabulary import (
    ALL_EXCLUSIONS,
    Exclusion,
    Operating,
    Participation,
    Premises,
    Standing,
)
from tests.rules.numbered import numbers_in

#: 場所型態 · 營業狀態 · 行業公告 · 參與狀態 → 歸類. 「任一」 stands for every word of its column.
#: 條 is the number of the condition that decides; 不計 is 毋須納入母數, with its reason.
TRUTH_TABLE = """
條| 場所型態                 | 營業狀態              | 行業公告    | 參與狀態             | 歸類
1 | 僅公司辦公室 office_only | 任一                  | 任一        | 已加入 joined        | 不計 office_only
1 | 僅公司辦公室 office_only | 任一                  | 任一        | 未加入 not joined    | 不計 office_only
2 | 有對外場所 public        | 歇業 closed           | 任一        | 已加入 joined        | 不計 closed
2 | 有對外場所 public        | 歇業 closed           | 任一        | 未加入 not joined    | 不計 closed
3 | 有對外場所 public        | 停業 suspended        | 任一        | 已加入 joined        | 不計 suspended
3 | 有對外場所 public        | 停業 suspended        | 任一        | 未加入 not joined    | 不計 suspended
4 | 有對外場所 public        | 尚未復業 not_reopened | 任一        | 已加入 joined        | 不計 not_reopened
4 | 有對外場所 public        | 尚未復業 not_reopened | 任一        | 未加入 not joined    | 不計 not_reopened
4 | 有對外場所 public        | 營業中 open           | 停業中 held | 已加入 joined        | 不計 not_reopened
4 | 有對外場所 public        | 營業中 open           | 停業中 held | 未加入 not joined    | 不計 not_reopened
5 | 有對外場所 public        | 營業中 open           | 未受限 free | 已加入 joined        | 已完成 completed
6 | 有對外場所 public        | 營業中 open           | 未受限 free | 未聯繫 not_contacted | 未完成 outstanding
6 | 有對外場所 public        | 營業中 open           | 未受限 free | 已聯繫 contacted     | 未完成 outstanding
6 | 有對外場所 public        | 營業中 open           | 未受限 free | 已同意 agreed        | 未完成 outstanding
6 | 有對外場所 public        | 營業中 open           | 未受限 free | 無意願 declined      | 未完成 outstanding
6 | 有對外場所 public        | 營業中 open           | 未受限 free | 退出 withdrawn       | 未完成 outstanding
"""

NOT_JOINED = frozenset(Participation) - {Participation.JOINED}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, with the sets of codes that its words stand for."""

    number: int
    premises: frozenset[Premises]
    operating: frozenset[Operating]
    held: frozenset[bool]
    participation: frozenset[Participation]
    answer: Standing
    words: str

    def covers(self, premises: Premises, operating: Operating, held: bool, stage: Participation) -> bool:
        return (
            premises in self.premises
            and operating in self.operating
            and held in self.held
            and stage in self.participation
        )


def _code(cell: str) -> str:
    """The code beside the Chinese word: 「歇業 closed」 → "closed"."""
    return cell.partition(" ")[2]


def _row(line: str) -> Row:
    number, premises, operating, held, stage, answer = (cell.strip() for cell in line.split("|"))
    return Row(
        number=int(number),
        premises=frozenset({Premises(_code(premises))}),
        operating=frozenset(Operating) if operating == "任一" else frozenset({Operating(_code(operating))}),
        held=frozenset({True, False}) if held == "任一" else frozenset({_code(held) == "held"}),
        participation=NOT_JOINED
        if _code(stage) == "not joined"
        else frozenset({Participation(_code(stage))}),
        answer=Standing(f"excluded_{_code(answer)}" if answer.startswith("不計") else _code(answer)),
        words=" · ".join(cell.strip() for cell in line.split("|")[1:]),
    )


ROWS = [_row(line) for line in TRUTH_TABLE.strip().splitlines()[1:]]
COMBINATIONS = list(itertools.product(Premises, Operating, [False, True], Participation))

standings_input = st.tuples(
    st.sampled_from(Premises), st.sampled_from(Operating), st.booleans(), st.sampled_from(Participation)
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_every_row_of_the_table_is_what_the_rule_answers(row: Row) -> None:
    for case in itertools.product(row.premises, row.operating, row.held, row.participation):
        assert standing(*case) is row.answer, case


def test_the_table_answers_each_of_the_96_combinations_exactly_once() -> None:
    assert len(COMBINATIONS) == 96
    for case in COMBINATIONS:
        assert sum(row.covers(*case) for row in ROWS) == 1, case


def test_the_table_has_a_row_for_every_numbered_condition_of_the_rule() -> None:
    assert {row.number for row in ROWS} == numbers_in(standing)


def test_a_shop_that_joined_and_then_closed_leaves_numerator_and_denominator() -> None:
    before = standing(Premises.PUBLIC, Operating.OPEN, False, Participation.JOINED)
    after = standing(Premises.PUBLIC, Operating.CLOSED, False, Participation.JOINED)
    assert before is Standing.COMPLETED
    assert after is Standing.EXCLUDED_CLOSED
    assert not after.eligible


def test_an_office_that_is_also_closed_is_excluded_once_as_an_office() -> None:
    for held in (False, True):
        answer = standing(Premises.OFFICE_ONLY, Operating.CLOSED, held, Participation.JOINED)
        assert answer is Standing.EXCLUDED_OFFICE_ONLY


def test_a_closed_shop_under_an_order_is_excluded_as_closed() -> None:
    answer = standing(Premises.PUBLIC, Operating.CLOSED, True, Participation.AGREED)
    assert answer is Standing.EXCLUDED_CLOSED


def test_a_shop_that_says_it_is_open_is_still_held_by_its_trades_order() -> None:
    answer = standing(Premises.PUBLIC, Operating.OPEN, True, Participation.JOINED)
    assert answer is Standing.EXCLUDED_NOT_REOPENED


def test_only_an_open_public_free_venue_that_joined_is_completed() -> None:
    completed = [case for case in COMBINATIONS if standing(*case) is Standing.COMPLETED]
    assert completed == [(Premises.PUBLIC, Operating.OPEN, False, Participation.JOINED)]


@given(standings_input)
def test_every_listed_venue_stands_in_exactly_one_place_and_is_excluded_or_eligible(
    case: tuple[Premises, Operating, bool, Participation],
) -> None:
    answer = standing(*case)
    assert answer in Standing
    assert (answer.exclusion is None) == answer.eligible
    assert answer.eligible == (answer in {Standing.COMPLETED, Standing.OUTSTANDING})


@given(standings_input, st.sets(st.sampled_from(Exclusion)))
def test_a_scheme_never_excludes_for_a_reason_that_its_settings_turn_off(
    case: tuple[Premises, Operating, bool, Participation], applies: set[Exclusion]
) -> None:
    answer = standing(*case, applies=applies)
    assert answer.exclusion is None or answer.exclusion in applies


@given(standings_input, st.sets(st.sampled_from(Exclusion)))
def test_turning_an_exclusion_off_only_moves_venues_that_it_had_taken_out(
    case: tuple[Premises, Operating, bool, Participation], applies: set[Exclusion]
) -> None:
    with_all = standing(*case)
    answer = standing(*case, applies=applies)
    if with_all.exclusion is None or with_all.exclusion in applies:
        assert answer is with_all
    else:
        assert answer is not with_all


@given(standings_input)
def test_a_scheme_without_any_exclusion_asks_only_who_joined(
    case: tuple[Premises, Operating, bool, Participation],
) -> None:
    joined = case[3] is Participation.JOINED
    expected = Standing.COMPLETED if joined else Standing.OUTSTANDING
    assert standing(*case, applies=frozenset()) is expected


@given(standings_input)
def test_all_four_exclusions_apply_unless_the_scheme_says_otherwise(
    case: tuple[Premises, Operating, bool, Participation],
) -> None:
    assert standing(*case) is standing(*case, applies=ALL_EXCLUSIONS)


#: With one reason turned off, the venue falls to the next condition that holds.
FALLS_THROUGH = [
    # turned off, premises, operating, held by an order, stage, falls to
    (Exclusion.OFFICE_ONLY, Premises.OFFICE_ONLY, Operating.CLOSED, False, "joined", "excluded_closed"),
    (Exclusion.OFFICE_ONLY, Premises.OFFICE_ONLY, Operating.OPEN, True, "joined", "excluded_not_reopened"),
    (Exclusion.OFFICE_ONLY, Premises.OFFICE_ONLY, Operating.OPEN, False, "joined", "completed"),
    (Exclusion.CLOSED, Premises.PUBLIC, Operating.CLOSED, True, "joined", "excluded_not_reopened"),
    (Exclusion.CLOSED, Premises.PUBLIC, Operating.CLOSED, False, "declined", "outstanding"),
    (Exclusion.SUSPENDED, Premises.PUBLIC, Operating.SUSPENDED, True, "joined", "excluded_not_reopened"),
    (Exclusion.SUSPENDED, Premises.PUBLIC, Operating.SUSPENDED, False, "joined", "completed"),
    (Exclusion.NOT_REOPENED, Premises.PUBLIC, Operating.NOT_REOPENED, False, "joined", "completed"),
    (Exclusion.NOT_REOPENED, Premises.PUBLIC, Operating.OPEN, True, "agreed", "outstanding"),
]


@pytest.mark.parametrize(("off", "premises", "operating", "held", "stage", "falls_to"), FALLS_THROUGH)
def test_a_venue_whose_reason_is_turned_off_falls_to_the_next_condition(
    off: Exclusion, premises: Premises, operating: Operating, held: bool, stage: str, falls_to: str
) -> None:
    answer = standing(premises, operating, held, Participation(stage), applies=ALL_EXCLUSIONS - {off})
    assert answer is Standing(falls_to)
