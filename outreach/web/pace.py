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
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from outreach.pages.words import LANGUAGES, translated
from outreach.rules.refusals import Refusal
from outreach.web.answering import Endpoint, refused
from outreach.web.signing_in import origin_of

#: Tells seconds that only ever rise.
Seconds = Callable[[], float]


class TooFast(Refusal):
    """More requests for the map's data than anybody makes who looks at a map."""

    template = "地圖資料的請求次數太多，這一次沒有回答；請等 {seconds} 秒再試，例如重新整理地圖。"


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


def for_maps() -> Pace:
    """The pace of the map's layers, which nobody meets who looks at a map, nor a hall full of people who do.

    Whoever plays the weeks asks a few times a second. Many may stand behind one address; so many as one
    address may ask in the long run, a server answers beside everybody else.
    """
    return Pace(burst=2_000, a_minute=6_000)


def paced(
    endpoint: Endpoint, pace: Pace, clock: Seconds = monotonic
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers who asks too fast 429, unread, with a sentence and Retry-After.

    Whoever is held back takes no thread from those who are not.
    """

    async def held(request: Request) -> Response:
        seconds = pace.wait(origin_of(request).address, clock())
        if not seconds:
            return await run_in_threadpool(endpoint, request)
        language = request.query_params.get("lang", "zh")
        words = translated(TooFast.template, language if language in LANGUAGES else "zh")
        return refused({"problem": words.format(seconds=seconds)}, 429, {"Retry-After": str(seconds)})

    return held
