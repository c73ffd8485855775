"""Random histories, and random questions about them: everything that goes wrong with dates.

A history is drawn as a short list of actions over a very small city, so that days, venues and orders
collide often: backdated corrections, undone changes (undoing the undo, too), orders of both kinds stated
again, moves, late listings, merges, parents and settings that change.

Whatever is drawn is drawn by choosing one of several options, so the same words serve two drawers:
hypothesis, which shrinks what fails, and a plain random generator, which is many times faster.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from tests.support.actions import (
    AGENCIES,
    CATEGORIES,
    DAYS,
    DISTRICT_OF,
    PLACES,
    SCHEMES,
    SECTORS,
    VENUES,
    Action,
    Announce,
    AnnounceAgain,
    Decide,
    Describe,
    History,
    Merge,
    Say,
    Statement,
    Subordinate,
    Undo,
    day,
    written,
)
from tests.support.oracle import EXCLUSIONS, Condition, Point
from tests.support.records import FactRec

T = TypeVar("T")


class Choose(Protocol):
    """Takes one of several options; what is listed more often is taken more often."""

    def __call__(self, options: Sequence[T], /) -> T:
        """One of the options."""


def by_dice(seed: str) -> Choose:
    """Choose by a random generator of one's own; the same seed makes the same choices."""
    return random.Random(seed).choice


class Draw(Protocol):
    """Hypothesis's own: draws an example of a strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T:
        """An example."""


def by_hypothesis(draw: Draw) -> Choose:
    """Choose by hypothesis; the first option is what it shrinks to."""

    def choose(options: Sequence[T], /) -> T:
        return draw(st.sampled_from(options))

    return choose


# ---- histories


def _worth_saying() -> list[tuple[str, int | None, str | int]]:
    """Everything that can be said of a venue; what decides standings more often than the rest."""
    said: list[tuple[str, int | None, str | int]] = []
    for scheme in SCHEMES:
        said += [("participation", scheme, word) for word in ("joined", "joined", "joined", "agreed")]
        said += [("participation", scheme, word) for word in ("contacted", "declined", "withdrawn")]
        said += [("participation", scheme, "not_contacted")]
        said += [("listing", scheme, word) for word in ("listed", "listed", "delisted")]
        said += [("category", scheme, category) for category in CATEGORIES[scheme]]
    said += [("operating", None, word) for word in ("open", "suspended", "closed", "not_reopened")] * 2
    said += [("premises", None, word) for word in ("public", "office_only", "office_only")]
    said += [("kind", None, word) for word in ("shop", "city_venue")]
    said += [("agency", None, agency) for agency in (0, *AGENCIES)]
    said += [("sector", None, sector) for sector in (0, *SECTORS)]
    said += [("place", None, place) for place in (0, *PLACES)]
    # Orders are numbered in the sequence of their first statements; there are seldom more than four.
    said += [("approval", None, order) for order in (0, 1, 1, 2, 2, 3, 4)]
    return said


WORTH_SAYING = _worth_saying()
ALL_VENUES = range(1, VENUES + 1)
#: Some days are everybody's favourites, so that facts of one facet meet on one day.
FAVOURITE_DAYS = (0, 10, 10, 10, 11, 15, 20, 20, 21, *range(DAYS))
LENGTHS = (None, None, 0, 1, 5, 10, 11, 20)
SETTINGS = (
    *[frozenset(EXCLUSIONS)] * 3,
    *(frozenset(EXCLUSIONS) - {one} for one in EXCLUSIONS),
    frozenset({"not_reopened"}),
    frozenset[str](),
)
YES_OR_NO = (False, True)


def _statement(choose: Choose) -> Statement:
    return Statement(choose(ALL_VENUES), choose(WORTH_SAYING), choose(FAVOURITE_DAYS))


def _say(choose: Choose) -> Action:
    return Say(tuple(_statement(choose) for _ in range(choose((1, 1, 2, 4, 6, 8)))))


def _announce(choose: Choose) -> Action:
    return Announce(choose(SECTORS), choose(FAVOURITE_DAYS), choose(LENGTHS), choose(YES_OR_NO))


def _announce_again(choose: Choose) -> Action:
    return AnnounceAgain(choose(range(4)), choose(LENGTHS), choose(YES_OR_NO))


def _undo(choose: Choose) -> Action:
    # Mostly what was said lately; now and then the list with which everything began.
    return Undo(choose((0, 0, 1, 1, 2, 3, 24)), choose(("facts", "facts", "rules", "rules", "any")))


def _subordinate(choose: Choose) -> Action:
    return Subordinate(choose(AGENCIES), choose(AGENCIES), choose(FAVOURITE_DAYS))


def _decide(choose: Choose) -> Action:
    return Decide(choose(SCHEMES), choose(SETTINGS), choose(FAVOURITE_DAYS))


def _merge(choose: Choose) -> Action:
    return Merge(choose(ALL_VENUES), choose(ALL_VENUES))


def _describe(choose: Choose) -> Action:
    return Describe()


_OFTEN = (*[_say] * 10, *[_announce] * 2, *[_announce_again] * 2, *[_undo] * 4)
_WAYS = (*_OFTEN, *[_subordinate] * 2, *[_decide] * 2, _merge, _describe)


def _newcomer(choose: Choose, venue: int) -> list[Statement]:
    """How a venue begins: on which lists from which day, whose it is, where, in which trade and stage."""
    on = choose((0, 0, 0, 10, 15, 30))
    said = []
    stage = choose(("", "agreed", "joined", "joined"))
    for scheme in choose(((1,), (2,), (1, 2), (1, 2), ())):
        said.append(Statement(venue, ("listing", scheme, "listed"), on))
        if stage:
            said.append(Statement(venue, ("participation", scheme, stage), on))
    for facet, ids in (("agency", AGENCIES), ("sector", SECTORS), ("place", PLACES)):
        if value := choose((0, *ids, *ids)):
            said.append(Statement(venue, (facet, None, value), on))
    return said


def a_history(choose: Choose) -> History:
    """The city's first list, as one change, and what followed."""
    venues = range(1, choose((1, 2, 4, 6, VENUES, VENUES)) + 1)
    opening = Say(tuple(said for venue in venues for said in _newcomer(choose, venue)))
    actions: list[Action] = [opening]
    for _ in range(choose((1, 3, 8, 12, 16, 20, 24))):
        actions.append(choose(_WAYS)(choose))
    return written(actions)


# ---- questions

AS_OF = (*range(-2, DAYS), DAYS + 12, *[0, 9, 10, 11, 15, 20, 21, 30] * 3)
KEYS: dict[str, Sequence[int | str]] = {
    "agency": AGENCIES,
    "district": (1, 2),
    "village": tuple(DISTRICT_OF),
    "sector": SECTORS,
    "category": tuple(id for ids in CATEGORIES.values() for id in ids),
    "kind": ("shop", "city_venue"),
}
DIMENSIONS = tuple(KEYS)


def an_as_of(choose: Choose) -> date:
    """A day to count at; also before the first fact and long after the last."""
    return day(choose(AS_OF))


def a_known_at(choose: Choose, history: History) -> int:
    """A number to look back to.

    Often the present or one that is not given yet; else one around what is said of more than a fact,
    where looking back goes wrong most easily, or any at all (0 too).
    """
    turns = [r.seq - before for r in history.records if not isinstance(r, FactRec) for before in (0, 1)]
    now = (history.last_seq, history.last_seq + 1)
    return choose(choose((now, turns or now, range(history.last_seq + 1))))


def a_point(choose: Choose, history: History) -> Point:
    """A day and the number at which it was known."""
    return an_as_of(choose), a_known_at(choose, history)


def a_filter(choose: Choose) -> tuple[Condition, ...]:
    """Conditions that must all hold: none, one or two."""
    found: list[Condition] = []
    for _ in range(choose((0, 1, 1, 2))):
        dimension = choose(DIMENSIONS)
        found.append((dimension, choose(KEYS[dimension])))
    return tuple(found)


# ---- making a failing history small


class Fails(Protocol):
    """Whether a history still shows what is looked for."""

    def __call__(self, history: History, /) -> bool:
        """True where it does."""


def reduced(history: History, fails: Fails) -> History:
    """The history with every action and statement left out that the failure does not need."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(history.actions):
            shorter = written(candidate)
            if fails(shorter):
                history, smaller = shorter, True
                break
    return history


def _smaller(actions: Sequence[Action]) -> list[list[Action]]:
    found = [[*actions[:n], *actions[n + 1 :]] for n in reversed(range(len(actions)))]
    for n, action in enumerate(actions):
        if isinstance(action, Say) and len(action.statements) > 1:
            for left_out in range(len(action.statements)):
                fewer = Say((*action.statements[:left_out], *action.statements[left_out + 1 :]))
                found.append([*actions[:n], fewer, *actions[n + 1 :]])
    return found
