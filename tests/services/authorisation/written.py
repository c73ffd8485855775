"""Whether a call wrote anything, and into which tables."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from outreach.store.tables import metadata


@dataclass
class Watch:
    """Looks at an SQLite database from outside; `before` holds its rows by table once they were needed."""

    url: str
    _link: sqlite3.Connection = field(init=False)
    _before: dict[str, list[tuple[object, ...]]] = field(init=False)
    _version: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember how everything is."""
        self._link = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        self._version, self._before = self._now(), self._rows()

    def settle(self) -> None:
        """Take what is there now for what was there before."""
        if self._now() != self._version:
            self._version, self._before = self._now(), self._rows()

    def tables(self) -> frozenset[str]:
        """Tables whose rows are others than before; empty without a look where nobody has written."""
        if self._now() == self._version:
            return frozenset()
        rows = self._rows()
        return frozenset(name for name, found in rows.items() if found != self._before[name])

    def close(self) -> None:
        """Stop looking."""
        self._link.close()

    def _now(self) -> int:
        return int(self._link.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self) -> dict[str, list[tuple[object, ...]]]:
        # Places are many, and only `setup` writes them: their number will do.
        told = {name: "count(*)" if name == "places" else "*" for name in metadata.tables}
        return {
            name: self._link.execute(f"SELECT {what} FROM {name}").fetchall() for name, what in told.items()
        }
