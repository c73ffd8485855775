"""增減原因: every difference of a figure has its parts, which sum exactly and tell each venue's story."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.bridge import NOTHING, Effect, Part, effect, part_of, weight
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing
from tests.rules.numbered import numbers_in

#: None is a venue that is not on the list (未列冊).
PLACES: list[Standing | None] = [None, *Standing]

#: 條 | before → after | part (－ is no part) | population, eligible, completed
TRUTH_TABLE = """
1 | 未列冊 → 已完成   | listed                | +1 +1 +1
1 | 未列冊 → 未完成   | listed                | +1 +1  0
1 | 未列冊 → 不計     | listed                | +1  0  0
1 | 已完成 → 未列冊   | delisted              | -1 -1 -1
1 | 未完成 → 未列冊   | delisted              | -1 -1  0
1 | 不計 → 未列冊     | delisted              | -1  0  0
2 | 已完成 → 辦公室   | excluded_office_only  |  0 -1 -1
2 | 未完成 → 辦公室   | excluded_office_only  |  0 -1  0
2 | 已完成 → 歇業     | excluded_closed       |  0 -1 -1
2 | 未完成 → 歇業     | excluded_closed       |  0 -1  0
2 | 已完成 → 停業     | excluded_suspended    |  0 -1 -1
2 | 未完成 → 停業     | excluded_suspended    |  0 -1  0
2 | 已完成 → 尚未復業 | excluded_not_reopened |  0 -1 -1
2 | 未完成 → 尚未復業 | excluded_not_reopened |  0 -1  0
3 | 不計 → 已完成     | counted_again         |  0 +1 +1
3 | 不計 → 未完成     | counted_again         |  0 +1  0
4 | 未完成 → 已完成   | joined                |  0  0 +1
4 | 已完成 → 未完成   | left                  |  0  0 -1
5 | 不計 → 不計       | －                    |  0  0  0
"""

WORDS: dict[str, list[Standing | None]] = {
    "未列冊": [None],
    "已完成": [Standing.COMPLETED],
    "未完成": [Standing.OUTSTANDING],
    "辦公室": [Standing.EXCLUDED_OFFICE_ONLY],
    "歇業": [Standing.EXCLUDED_CLOSED],
    "停業": [Standing.EXCLUDED_SUSPENDED],
    "尚未復業": [Standing.EXCLUDED_NOT_REOPENED],
    "不計": [s for s in Standing if not s.eligible],
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: every pair of places that its words stand for."""

    number: int
    words: str
    pairs: list[tuple[Standing | None, Standing | None]]
    part: Part | None
    effect: Effect


def _row(line: str) -> Row:
    number, words, part, numbers = (cell.strip() for cell in line.split("|"))
    before, after = (WORDS[word.strip()] for word in words.split("→"))
    population, eligible, completed = map(int, numbers.split())
    return Row(
        number=int(number),
        words=words,
        pairs=[(b, a) for b, a in itertools.product(before, after) if b is not a],
        part=None if part == "－" else Part(part),
        effect=Effect(population, eligible, completed),
    )


ROWS = [_row(line) for line in TRUTH_TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_every_row_of_the_table_names_the_part_and_what_it_counts_for(row: Row) -> None:
    for before, after in row.pairs:
        assert part_of(before, after) is row.part, (before, after)
        assert effect(before, after) == row.effect, (before, after)


def test_the_table_tells_every_way_from_one_place_to_another_exactly_once() -> None:
    told = Counter(pair for row in ROWS for pair in row.pairs)
    assert set(told) == {(b, a) for b, a in itertools.product(PLACES, PLACES) if b is not a}
    assert set(told.values()) == {1}


def test_the_table_has_a_row_for_every_numbered_rule_of_the_parts() -> None:
    assert {row.number for row in ROWS} == numbers_in(part_of)


def test_a_venue_that_stays_where_it_was_has_no_part() -> None:
    for place in PLACES:
        assert part_of(place, place) is None
        assert effect(place, place) == NOTHING


places = st.sampled_from(PLACES)


@given(places, places)
def test_there_is_a_part_exactly_where_a_figure_changes(
    before: Standing | None, after: Standing | None
) -> None:
    assert (part_of(before, after) is None) == (effect(before, after) == NOTHING)


@given(places, places)
def test_the_way_back_undoes_what_the_way_there_did(before: Standing | None, after: Standing | None) -> None:
    there, back = effect(before, after), effect(after, before)
    assert NOTHING - there == back


@given(places, places, places)
def test_what_happens_in_two_steps_counts_as_much_as_in_one(
    first: Standing | None, second: Standing | None, third: Standing | None
) -> None:
    assert plus(effect(first, second), effect(second, third)) == effect(first, third)


@given(st.lists(places, max_size=12))
def test_the_weights_of_venues_sum_to_the_tally_of_their_standings(stands: list[Standing | None]) -> None:
    tally = Tally.of(dict(Counter(s for s in stands if s is not None)))
    assert total(weight(s) for s in stands) == Effect(tally.population, tally.eligible, tally.completed)


# ---- one venue's story through the order corrected → moved → listed or delisted → the rest


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a venue stands and in which group; a venue that is not listed has no standing."""

    standing: Standing | None
    group: str


@dataclass(frozen=True, slots=True)
class Story:
    """One venue at the first day as then known, at the first day as now known, and at the last day."""

    then_known: Spot
    now_known: Spot
    last: Spot


@dataclass(slots=True)
class Bridge:
    """The parts of one group, summed."""

    parts: dict[Part, Effect] = field(default_factory=dict)

    def add(self, part: Part | None, amount: Effect) -> None:
        if part is not None:
            self.parts[part] = plus(self.parts.get(part, NOTHING), amount)


def plus(one: Effect, other: Effect) -> Effect:
    return one - (NOTHING - other)


def total(effects: Iterable[Effect]) -> Effect:
    summed = NOTHING
    for each in effects:
        summed = plus(summed, each)
    return summed


def bridges(stories: list[Story]) -> dict[str, Bridge]:
    """The bridge of every group, after the module docstring's order of explanations."""
    rows = {group: Bridge() for group in GROUPS}
    for story in stories:
        earlier, before, after = story.then_known, story.now_known, story.last
        if earlier != before:
            rows[earlier.group].add(Part.CORRECTED, NOTHING - weight(earlier.standing))
            rows[before.group].add(Part.CORRECTED, weight(before.standing))
        if before.standing is not None and after.standing is not None and before.group != after.group:
            rows[before.group].add(Part.MOVED_OUT, NOTHING - weight(before.standing))
            rows[after.group].add(Part.MOVED_IN, weight(before.standing))
        home = after.group if after.standing is not None else before.group
        rows[home].add(part_of(before.standing, after.standing), effect(before.standing, after.standing))
    return rows


GROUPS = ["中山區中央里", "北投區中央里", ""]
spots = st.builds(Spot, places, st.sampled_from(GROUPS))
stories = st.lists(st.builds(Story, spots, spots, spots), max_size=8)


def figures(spots_of_one_day: list[Spot], group: str) -> Effect:
    return total(weight(spot.standing) for spot in spots_of_one_day if spot.group == group)


@given(stories)
def test_every_groups_parts_sum_exactly_to_the_difference_of_its_figures(told: list[Story]) -> None:
    for group, row in bridges(told).items():
        first = figures([story.then_known for story in told], group)
        last = figures([story.last for story in told], group)
        assert total(row.parts.values()) == last - first


@given(stories)
def test_over_the_whole_city_moves_cancel(told: list[Story]) -> None:
    rows = bridges(told).values()
    moved = [row.parts.get(part, NOTHING) for row in rows for part in (Part.MOVED_IN, Part.MOVED_OUT)]
    assert total(moved) == NOTHING


@given(stories)
def test_the_other_parts_of_the_city_are_the_same_whatever_the_rows_are(told: list[Story]) -> None:
    as_one = [Story(*(Spot(s.standing, "") for s in (t.then_known, t.now_known, t.last))) for t in told]
    for part in set(Part) - {Part.MOVED_IN, Part.MOVED_OUT}:
        apart = total(row.parts.get(part, NOTHING) for row in bridges(told).values())
        assert apart == bridges(as_one)[""].parts.get(part, NOTHING)


def test_a_venue_that_moved_and_then_joined_takes_its_earlier_standing_along() -> None:
    north, south = GROUPS[0], GROUPS[1]
    here = Spot(Standing.OUTSTANDING, north)
    rows = bridges([Story(here, here, Spot(Standing.COMPLETED, south))])
    assert rows[north].parts == {Part.MOVED_OUT: Effect(-1, -1, 0)}
    assert rows[south].parts == {Part.MOVED_IN: Effect(1, 1, 0), Part.JOINED: Effect(0, 0, 1)}


def test_a_correction_of_the_first_day_is_told_apart_from_what_happened_since() -> None:
    group = GROUPS[0]
    story = Story(
        then_known=Spot(Standing.OUTSTANDING, group),
        now_known=Spot(Standing.EXCLUDED_CLOSED, group),
        last=Spot(Standing.COMPLETED, group),
    )
    assert bridges([story])[group].parts == {
        Part.CORRECTED: Effect(0, -1, 0),
        Part.COUNTED_AGAIN: Effect(0, 1, 1),
    }


def test_a_venue_is_listed_in_the_group_of_the_last_day_and_delisted_from_that_of_the_first() -> None:
    north, south = GROUPS[0], GROUPS[1]
    unlisted, listed = Spot(None, north), Spot(Standing.COMPLETED, south)
    assert bridges([Story(unlisted, unlisted, listed)])[south].parts == {Part.LISTED: Effect(1, 1, 1)}
    assert bridges([Story(listed, listed, unlisted)])[south].parts == {Part.DELISTED: Effect(-1, -1, -1)}
