"""How fast one address may fetch what anybody may fetch: so many at once, and so many a minute after that.

Kept in the memory of this process alone, under no name but the network address (of IPv6 the customer's
network), for as long as the address is held back. No more than `most` addresses are remembered: when more
come, the one not seen for longest is forgotten and begins anew. Several processes count by themselves, so
the whole server allows as many times more.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass
class Pace:
    """`burst` requests at once and `a_minute` in the long run, for each of at most `most` addresses."""

    burst: int = 60
    a_minute: int = 120
    most: int = 10_000
    #: By address, longest unseen first: requests left (a fraction grows back), and when that was counted.
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, address: str, now: float) -> int:
        """Charge one request at a moment (in seconds): 0 where it may go on, else whole seconds to wait.

        A request that has to wait costs nothing, so that waiting helps.
        """
        with self._lock:
            left, at = self._left.pop(address, (float(self.burst), now))
            left = min(float(self.burst), left + max(0.0, now - at) * self.a_minute / 60)
            allowed = left >= 1
            self._left[address] = (left - 1 if allowed else left, now)
            while len(self._left) > self.most:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) * 60 / self.a_minute))

    @property
    def remembered(self) -> int:
        """How many addresses are remembered."""
        return len(self._left)
