"""A list's ten thousand rows become some million small objects, none of them in a cycle.

Python's search for cycles would walk them again and again while they are being made: 40 % of an import.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_calm = 0


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Put the search off until the block is left; blocks of several threads may overlap."""
    global _calm
    with _lock:
        # Where somebody else has switched it off, it is theirs to switch on.
        ours = _calm > 0 or gc.isenabled()
        if ours:
            _calm += 1
            gc.disable()
    try:
        yield
    finally:
        if ours:
            with _lock:
                _calm -= 1
                if _calm == 0:
                    gc.enable()
