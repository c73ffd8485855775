"""What every command has: who runs it, what day it is, and the database, opened when first needed."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime

from outreach.services.city import City, open_city, today
from outreach.services.who import Role, Who


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line. The operator acts as an administrator and is recorded by name."""

    who: Who
    now: datetime
    today: date
    _opened: list[City]

    @classmethod
    def begin(cls, name: str | None) -> Session:
        """Read the clock once; without a name the operator is the operating system's user."""
        now = datetime.now(UTC)
        return cls(Who(name or _system_user(), Role.ADMINISTRATOR), now, today(now), [])

    def city(self) -> City:
        """The database that `OUTREACH_DATABASE_URL` names; refuses one that is not set up."""
        if not self._opened:
            self._opened.append(open_city())
        return self._opened[0]

    def progress(self, share: float, what: str) -> None:
        """Tell a person at a terminal how far a long command is; a pipe gets nothing."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{what} {share:.0%}" + ("\n" if share >= 1 else ""))
            sys.stderr.flush()


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container's numeric user may have no name.
        return "operator"
