"""What was decided where the domain's words leave a choice, each by one small history with its answer.

The oracle and the program are both asked: the oracle is no better than what it was told to think. Days
are numbered from 0; the changes of a history are numbered from 1.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import Counter

from outreach.figures.bridge import bridged
from outreach.figures.positions import Dimension
from tests.figures.agreement import FiguresOf, agree_on_bridge, agree_on_coverage, agree_on_members
from tests.figures.columns_of import columns_of
from tests.support import oracle, records
from tests.support.actions import (
    Action,
    Announce,
    AnnounceAgain,
    Decide,
    History,
    Merge,
    Say,
    Statement,
    Subordinate,
    Undo,
    day,
    written,
)
from tests.support.oracle import EXCLUSIONS, Key, Oracle, Weight

KTV = 1
SHOP, OTHER = 1, 2
SCHEME = 1
LAST_CHANGE = Undo(0)


def says(venue: int, facet: str, value: str | int, on: int) -> Statement:
    scheme = SCHEME if facet in ("listing", "participation", "category") else None
    return Statement(venue, (facet, scheme, value), on)


def say(venue: int, facet: str, value: str | int, on: int) -> Say:
    return Say((says(venue, facet, value, on),))


def joined_ktv(*venues: int) -> Say:
    """KTVs that are listed and joined from day 0."""
    facts = (("listing", "listed"), ("participation", "joined"), ("sector", KTV))
    return Say(tuple(says(venue, facet, value, 0) for venue in venues for facet, value in facts))


class Asked:
    """One history, asked of both sides; `after` is the number of the last change that is known."""

    def __init__(self, *actions: Action) -> None:
        self.history: History = written(actions)
        self.oracle: Oracle = self.history.oracle()
        self.program = FiguresOf(columns_of(self.history))

    def known(self, after: int | None) -> int:
        """The last number of a change; None is the present."""
        return self.history.last_seq if after is None else self.history.ends[after - 1]

    def standing(self, venue: int, on: int, after: int | None = None) -> str | None:
        point = day(on), self.known(after)
        agree_on_members(self.program, self.oracle, SCHEME, point)
        return self.oracle.standing_of(venue, SCHEME, *point)

    def standings(self, venue: int, days: range, after: int | None = None) -> list[str | None]:
        return [self.standing(venue, on, after) for on in days]

    def rows(
        self, by: str, on: int, after: int | None = None, *, roll_up: bool = False
    ) -> dict[Key, Counter[str]]:
        point = day(on), self.known(after)
        agree_on_coverage(self.program, self.oracle, SCHEME, point, by, (), roll_up)
        return self.oracle.coverage(SCHEME, *point, by, (), roll_up)

    def bridge(
        self, by: str, first: tuple[int, int | None], last: tuple[int, int | None]
    ) -> dict[Key, dict[str, tuple[Weight, int]]]:
        earlier, later = ((day(on), self.known(after)) for on, after in (first, last))
        agree_on_bridge(self.program, self.oracle, SCHEME, earlier, later, by)
        told = self.oracle.bridge(SCHEME, earlier, later, by)
        return {
            key: {part: (amount.weight, len(amount.venues)) for part, amount in row.parts.items()}
            for key, row in told.items()
        }


def test_the_oracle_knows_nothing_of_the_program_that_it_judges() -> None:
    for module in (oracle, records):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names or name == records.__name__, name


IN, OUT = "completed", "excluded_not_reopened"


# ---- orders


def test_an_order_reopened_for_all_shuts_from_its_first_day_until_the_day_before_it_is_reopened() -> None:
    asked = Asked(joined_ktv(SHOP), Announce(KTV, 10, 3, by_application=False))
    assert asked.standings(SHOP, range(9, 15)) == [IN, OUT, OUT, OUT, IN, IN]


def test_reopened_by_application_each_venue_waits_for_its_own_approval_of_this_order() -> None:
    asked = Asked(
        joined_ktv(SHOP, OTHER),
        Announce(KTV, 10, 3, by_application=True),
        say(SHOP, "approval", 1, 14),
        say(OTHER, "approval", 9, 14),
    )
    assert asked.standings(SHOP, range(12, 16)) == [OUT, OUT, IN, IN]
    assert asked.standings(OTHER, range(12, 16)) == [OUT, OUT, OUT, OUT]


def test_an_approval_dated_before_the_reopening_counts_from_the_reopening_on() -> None:
    asked = Asked(joined_ktv(SHOP), Announce(KTV, 10, 3, by_application=True), say(SHOP, "approval", 1, 11))
    assert asked.standings(SHOP, range(10, 14)) == [OUT, OUT, OUT, IN]


def test_an_order_stated_again_holds_as_last_stated_and_as_first_stated_for_who_looks_back() -> None:
    asked = Asked(
        joined_ktv(SHOP),
        Announce(KTV, 10, None, by_application=False),
        AnnounceAgain(0, 2, by_application=False),
    )
    assert asked.standings(SHOP, range(10, 13), after=2) == [OUT, OUT, OUT]
    assert asked.standings(SHOP, range(10, 13), after=3) == [OUT, OUT, IN]


def test_undoing_the_last_statement_of_an_order_lets_the_one_before_it_hold_again() -> None:
    asked = Asked(
        joined_ktv(SHOP),
        Announce(KTV, 10, None, by_application=False),
        AnnounceAgain(0, 2, by_application=False),
        LAST_CHANGE,
    )
    assert asked.standing(SHOP, 12, after=3) == IN
    assert asked.standing(SHOP, 12, after=4) == OUT


def test_a_later_order_decides_alone_even_where_the_earlier_one_was_never_reopened() -> None:
    asked = Asked(
        joined_ktv(SHOP),
        Announce(KTV, 20, 2, by_application=False),
        Announce(KTV, 10, None, by_application=False),
    )
    assert asked.standings(SHOP, range(18, 24)) == [OUT, OUT, OUT, OUT, IN, IN]


def test_an_order_follows_the_sector_that_the_venue_has_on_the_day() -> None:
    asked = Asked(joined_ktv(SHOP), Announce(KTV, 10, None, by_application=False), say(SHOP, "sector", 2, 12))
    assert asked.standings(SHOP, range(11, 14)) == [OUT, IN, IN]


# ---- facts and time


def test_of_two_facts_for_one_day_the_higher_number_holds_and_later_dated_ones_stay() -> None:
    asked = Asked(
        joined_ktv(SHOP),
        say(SHOP, "operating", "closed", 20),
        say(SHOP, "operating", "suspended", 10),
        say(SHOP, "operating", "open", 10),
    )
    assert asked.standings(SHOP, range(9, 12), after=3) == [IN, *["excluded_suspended"] * 2]
    assert asked.standings(SHOP, range(9, 12)) == [IN, IN, IN]
    assert asked.standing(SHOP, 20) == "excluded_closed"


def test_undoing_an_undo_does_not_bring_the_facts_back() -> None:
    asked = Asked(joined_ktv(SHOP), say(SHOP, "operating", "closed", 10), LAST_CHANGE, LAST_CHANGE)
    assert [asked.standing(SHOP, 10, after) for after in (1, 2, 3, 4)] == [IN, "excluded_closed", IN, IN]


def test_facts_dated_before_the_listing_are_kept_and_do_not_extend_it() -> None:
    asked = Asked(say(SHOP, "participation", "joined", 0), say(SHOP, "listing", "listed", 10))
    assert asked.standings(SHOP, range(8, 12)) == [None, None, IN, IN]


def test_a_scheme_counts_by_the_settings_of_the_day_as_they_were_known() -> None:
    all_but_closed = frozenset(EXCLUSIONS) - {"closed"}
    asked = Asked(joined_ktv(SHOP), say(SHOP, "operating", "closed", 5), Decide(SCHEME, all_but_closed, 10))
    assert asked.standings(SHOP, range(8, 12)) == ["excluded_closed", "excluded_closed", IN, IN]
    assert asked.standing(SHOP, 11, after=2) == "excluded_closed"


# ---- merges


def test_the_loser_of_a_merge_is_gone_at_every_date_for_who_knows_of_it() -> None:
    asked = Asked(joined_ktv(SHOP, OTHER), Merge(loser=OTHER, winner=SHOP), LAST_CHANGE)
    assert [asked.standing(OTHER, on, after=2) for on in (0, 10, 30)] == [None, None, None]
    assert asked.standing(OTHER, 10, after=1) == IN
    assert asked.standing(OTHER, 10, after=3) == IN, "an undone merge lets both count again"
    assert asked.standing(SHOP, 10, after=2) == IN


# ---- groups


def test_a_venue_of_a_district_whose_village_is_not_known_has_no_village() -> None:
    asked = Asked(joined_ktv(SHOP, OTHER), say(SHOP, "place", 1, 0), say(OTHER, "place", 3, 0))
    assert asked.rows("district", 0) == {1: Counter(completed=2)}
    assert asked.rows("village", 0) == {None: Counter(completed=1), 3: Counter(completed=1)}


def test_roll_up_adds_to_the_first_level_of_the_day_as_it_was_known() -> None:
    asked = Asked(
        joined_ktv(SHOP, OTHER),
        Say((says(SHOP, "agency", 3, 0), says(OTHER, "agency", 1, 0))),
        Subordinate(3, 2, 0),
        Subordinate(2, 1, 10),
    )
    one = Counter(completed=1)
    assert asked.rows("agency", 9, roll_up=True) == {1: one, 2: one}
    assert asked.rows("agency", 10, roll_up=True) == {1: Counter(completed=2)}
    assert asked.rows("agency", 10, after=2, roll_up=True) == {1: one, 3: one}
    assert asked.rows("agency", 10) == {1: one, 3: one}, "without roll-up everybody's own"


# ---- bridges


def test_a_venue_that_moves_and_joins_takes_its_earlier_standing_along_and_joins_at_the_receiver() -> None:
    asked = Asked(
        Say((says(SHOP, "listing", "listed", 0), says(SHOP, "agency", 1, 0))),
        Say((says(SHOP, "agency", 2, 10), says(SHOP, "participation", "joined", 12))),
    )
    assert asked.bridge("agency", (5, None), (20, None)) == {
        1: {"moved_out": (Weight(-1, -1, 0), 1)},
        2: {"moved_in": (Weight(1, 1, 0), 1), "joined": (Weight(0, 0, 1), 1)},
    }


def test_what_was_learnt_since_about_the_first_day_is_corrected_with_its_moves() -> None:
    asked = Asked(
        Say((says(SHOP, "listing", "listed", 0), says(SHOP, "agency", 1, 0))),
        Say((says(SHOP, "agency", 2, 0), says(SHOP, "participation", "joined", 3))),
        say(SHOP, "operating", "closed", 12),
    )
    assert asked.bridge("agency", (5, 1), (20, None)) == {
        1: {"corrected": (Weight(-1, -1, 0), 1)},
        2: {"corrected": (Weight(1, 1, 1), 1), "excluded_closed": (Weight(0, -1, -1), 1)},
    }
    # Both days as known now: there is nothing to correct.
    assert asked.bridge("agency", (5, None), (20, None)) == {2: {"excluded_closed": (Weight(0, -1, -1), 1)}}


def test_a_venue_is_listed_where_it_stands_on_the_last_day_and_delisted_where_it_stood_on_the_first() -> None:
    asked = Asked(
        Say((says(SHOP, "agency", 1, 0), says(OTHER, "agency", 1, 0), says(OTHER, "listing", "listed", 0))),
        Say((says(SHOP, "agency", 2, 10), says(OTHER, "agency", 2, 10))),
        Say((says(SHOP, "listing", "listed", 12), says(OTHER, "listing", "delisted", 12))),
    )
    assert asked.bridge("agency", (5, None), (20, None)) == {
        1: {"delisted": (Weight(-1, -1, 0), 1)},
        2: {"listed": (Weight(1, 1, 0), 1)},
    }


def test_a_duplicate_found_later_is_a_correction_of_the_first_day() -> None:
    asked = Asked(joined_ktv(SHOP, OTHER), Merge(loser=OTHER, winner=SHOP))
    assert asked.bridge("sector", (5, 1), (20, 2)) == {KTV: {"corrected": (Weight(-1, -1, -1), 1)}}


def test_in_the_citys_total_a_venue_that_moved_is_one_venue_in_each_of_its_two_parts() -> None:
    asked = Asked(
        Say((says(SHOP, "listing", "listed", 0), says(SHOP, "agency", 1, 0))), say(SHOP, "agency", 2, 10)
    )
    points = (day(5), asked.known(None)), (day(20), asked.known(None))
    total = bridged(asked.program.steps(SCHEME, *points, Dimension.AGENCY)).total
    assert [(figure.part.value, figure.effect.population, figure.venues) for figure in total] == [
        ("moved_in", 1, 1),
        ("moved_out", -1, 1),
    ]
