"""Parts of the board kept as HTML: a click opens a panel or sorts, and seldom changes what the others say."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from outreach.pages import links, words
from outreach.pages.markup import Html
from outreach.services.who import Right, Who

#: Parts kept for all sessions together; with every agency unfolded one is 300 kilobytes.
KEPT = 64


@dataclass(frozen=True, slots=True)
class _Made:
    """A part and everything that it says; names and figures are compared, not trusted."""

    of: tuple[Any, ...]
    html: Html


_lock = threading.Lock()
_made: OrderedDict[Hashable, _Made] = OrderedDict()


def kept(
    what: str, who: Who, view: tuple[Hashable, ...], of: tuple[Any, ...], make: Callable[[], Html]
) -> Html:
    """A part of the page made `of` some figures, or as it was made of equal ones before.

    `view` is what else decides it besides the language and whether numbers may be opened. Links start from
    the present address, whichever it was made at.
    """
    key = (what, words.language(), who.may(Right.SEE_VENUES), *view)
    with _lock:
        known = _made.get(key)
    if known is None or known.of != of:
        with links.anywhere():
            known = _Made(of, make())
    with _lock:
        _made[key] = known
        _made.move_to_end(key)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return links.here(known.html)
