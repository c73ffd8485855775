"""Choosing the venues of which a story is told: each takes part in one at most."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from outreach.demo.draft import Draft
from outreach.demo.model import MYCODE

_FULL_SIZE = 6000


class Picker:
    """Picks venues that no other story has taken, so that no two contradict one another."""

    def __init__(self, drafts: list[Draft], rng: Random) -> None:
        self.drafts = drafts
        self.rng = rng

    def pick(self, number: int, fits: Callable[[Draft], bool]) -> list[Draft]:
        """Up to `number` venues (of a full-sized city) on myCode+'s list that fit, by number."""
        pool = [d for d in self.drafts if not d.taken and MYCODE in d.listed and fits(d)]
        self.rng.shuffle(pool)
        chosen = pool[: max(1, number * len(self.drafts) // _FULL_SIZE)]
        for draft in chosen:
            draft.taken = True
        return sorted(chosen, key=lambda d: d.number)
