"""Keeping a copy of everything elsewhere, and starting again from it, on either engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.setup import Progress, quiet
from outreach.services.who import Right, Who
from outreach.store.copying import Copied
from outreach.store.engine import building, default_url, open_engine, reading
from outreach.store.posting import open_change
from outreach.store.sessions import forget_keys
from outreach.store.snapshot import About, fill_from, opened, write_backup


class BackupExists(Refusal):
    """There is a file of this name; a backup never takes the place of another."""

    template = "『{path}』已存在，備份不會覆寫既有的檔案；請換一個檔名，例如 {example}。"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made or restored, and what stands in it."""

    path: Path
    about: About

    @property
    def notice(self) -> str:
        """What whoever holds the file should know of it."""
        people = f"含聯絡資料 {self.about.contacts} 筆，" if self.about.contacts else ""
        return (
            f"備份檔『{self.path}』有店家 {self.about.venues} 家、事實 {self.about.facts} 筆"
            f"（至序號 {self.about.seq}），{people}只有檔案擁有者可讀（0600），請妥善保管。"
        )


def backup(city: City, who: Who, path: Path, *, now: datetime, progress: Progress = quiet) -> Kept:
    """Write everything as it is at one moment into a new file, while others go on writing.

    Contact persons and phones are in it; the file is its owner's only (mode 0600). Raises
    `BackupExists` and `CannotWriteBackup`.
    """
    who.must(Right.ADMINISTER)
    if path.exists():
        raise BackupExists(path=path, example=path.with_name(f"{path.stem}-{now:%Y%m%d-%H%M}{path.suffix}"))
    with reading(city.engine) as connection:
        copied = _told(progress, "備份")
        return Kept(path, write_backup(connection, path, made_by=who.name, made_at=now, copied=copied))


def restore(url: str | None, who: Who, path: Path, *, now: datetime, progress: Progress = quiet) -> Kept:
    """Create the database at a URL (None: `OUTREACH_DATABASE_URL`) from a backup, as a whole or not at all.

    A backup of an earlier version is upgraded on the way. That it was restored, and by whom, is
    recorded as a change without facts, so every figure is what it was. Raises `CannotReadBackup`,
    `NotABackup`, `BackupDamaged`, `BackupTooNew`, `BackupDoesNotFit` and `DatabaseNotEmpty`.
    """
    who.must(Right.ADMINISTER)
    with opened(path) as found:
        engine = open_engine(url or default_url())
        try:
            with building(engine) as connection:
                fill_from(found, connection, _told(progress, "還原"))
                about = found.about
                # Who has signed out since the backup was made must not be signed in again by it.
                forget_keys(connection)
                summary = f"還原 {about.made_at:%Y-%m-%d %H:%M} UTC 由 {about.made_by} 製作的備份"
                open_change(
                    connection,
                    kind="restore",
                    actor=who.name,
                    user=who.user,
                    summary=summary,
                    now=now,
                    source=path.name,
                )
        finally:
            engine.dispose()
    return Kept(path, about)


def _told(progress: Progress, what: str) -> Copied:
    return lambda done, total: progress(done / total, what)
