"""Shops that two lists entered twice under nearly one name or address, for officers to find and merge.

Two shops of one trade and village become two entries of one: only descriptions change, so that every figure
stays what it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from outreach.demo.agencies import COMMERCE
from outreach.demo.draft import Draft
from outreach.rules.vocabulary import Kind

#: Pairs within 商業處, and pairs of which another agency has the second.
WITHIN, ACROSS = 3, 1


def make_twins(drafts: Iterable[Draft], left_alone: Iterable[str]) -> None:
    """Turn a few pairs into likely duplicates; shops of the names `left_alone` stay as they are."""
    names = set(left_alone)
    together: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if _is_plain(draft) and draft.name not in names:
            together[draft.place, draft.sector].append(draft)
    within, across = WITHIN, ACROSS
    for shops in together.values():
        own = [d for d in shops if d.agency == COMMERCE]
        others = [d for d in shops if d.agency != COMMERCE]
        if own and others and across:
            across -= 1
            _enter_twice(own[0], others[0], across)
        elif len(own) > 1 and within:
            within -= 1
            _enter_twice(own[0], own[1], within)


def _is_plain(draft: Draft) -> bool:
    """Whether a shop is part of no other story and has its whole place."""
    return (
        draft.kind is Kind.SHOP
        and not draft.taken
        and draft.located
        and draft.spot is not None
        and draft.place == draft.spot.village.code
        and draft.address.endswith("號")
        and not draft.tax_id
    )


def _enter_twice(shop: Draft, again: Draft, turn: int) -> None:
    """The second entry: the same point, and either the name written apart or a floor told."""
    again.spot = shop.spot
    spelled: Sequence[tuple[str, str]] = (
        (shop.name, f"{shop.address}1樓"),
        (f"{shop.name[:2]} {shop.name[2:]}", shop.address),
    )
    again.name, again.address = spelled[turn % len(spelled)]
