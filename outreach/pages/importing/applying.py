"""An import that is being applied, by a thread of its own.

Streamlit stops a script wherever it stands when somebody clicks, refreshes or closes the page. An import
must neither stop half way nor begin twice, so it runs beside the script, which only watches it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from outreach.rules.refusals import Refusal
from outreach.services.imports.apply import Applied
from outreach.services.setup import Progress
from outreach.services.who import Who

#: An account's number, or the name of who has no account.
Asker = int | str
_under_way: dict[Asker, Applying] = {}
_lock = threading.Lock()


def asker(who: Who) -> Asker:
    """What tells a person from every other: the account, or without one the name."""
    return who.user if who.user is not None else who.name


class Applying:
    """One import: started once, whoever asks however often, and watched until it is done.

    `whose` tells the person (`asker`) and `of` is what is applied, so that another page of theirs can
    watch it too.
    """

    def __init__(self, whose: Asker, of: object, apply: Callable[[Progress], Applied]) -> None:
        self.of = of
        self._whose, self._apply = whose, apply
        self._begun, self._done = threading.Lock(), threading.Event()
        self.share, self.what = 0.0, ""
        self.applied: Applied | None = None
        self.refusal: Refusal | None = None
        self.failure: Exception | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        if not self._begun.acquire(blocking=False):
            return
        with _lock:
            _under_way[self._whose] = self
        # No daemon: a server that is told to stop lets the import end first.
        threading.Thread(target=self._run, name="import").start()

    @property
    def begun(self) -> bool:
        """Whether it was ever started."""
        return self._begun.locked()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._done.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for its end, at most so long."""
        self._done.wait(seconds)

    def _run(self) -> None:
        try:
            self.applied = self._apply(self._progress)
        except Refusal as refusal:
            self.refusal = refusal
        except Exception as failure:  # noqa: BLE001 - the page that watches tells it under a number
            self.failure = failure
        finally:
            with _lock:
                if _under_way.get(self._whose) is self:
                    del _under_way[self._whose]
            self._done.set()

    def _progress(self, share: float, what: str) -> None:
        self.share, self.what = share, what


def under_way(whose: Asker) -> Applying | None:
    """The import that a person has running, in whatever tab it was begun."""
    with _lock:
        return _under_way.get(whose)
