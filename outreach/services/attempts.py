"""How often a password may be tried: by account, by address, and by browser.

Every try is charged before the password is looked at and forgiven when it was right, so a thousand at
once are no better than a thousand in a row. After some free tries each further one has to wait twice as
long as the one before, up to a quarter of an hour; a try that comes too early is refused at the cost of
one look-up, is not counted, and does not lengthen the wait. So nobody is locked out for ever.

Somebody else's guessing must not keep a person out, either. A browser in which the account has been used
before shows a device cookie; it is charged by itself, whatever account and address are charged with.
Names that nobody has are charged like any other.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.services.account_refusals import TooManyAttempts
from outreach.store.engine import Connection
from outreach.store.sessions import Failures, drop_failures, failures_of, put_failures

#: Failures before the first wait. Many people may stand behind one address.
FREE = {"account": 5, "device": 5, "address": 20, "report": 5}
LONGEST = timedelta(minutes=15)
#: A subject nobody has tried for this long begins anew.
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Charge:
    """One try that was charged: subjects, and what was counted of each before."""

    at: datetime
    before: tuple[tuple[str, Failures | None], ...]


def subject(secret: str, kind: str, text: str) -> str:
    """What counts as one account, address or device; only a keyed hash of it is kept."""
    return f"{kind}:{keyed(secret, kind, text)}"


def keyed(secret: str, kind: str, text: str) -> str:
    """A hash that only this database makes, in 64 hexadecimal digits."""
    return hmac.new(secret.encode(), f"{kind}|{text}".encode(), hashlib.sha256).hexdigest()


def wait_after(kind: str, failures: int) -> timedelta:
    """How long after its last try a subject that failed this often may be tried again."""
    beyond = failures - FREE[kind]
    if beyond < 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(beyond, 20)), LONGEST)


def must_not_wait(connection: Connection, subjects: Iterable[str], now: datetime) -> None:
    """Refuse where one of the subjects has to wait. Raises `TooManyAttempts`."""
    for name, found in failures_of(connection, subjects).items():
        if _standing(found, now) and now < found.last_at + wait_after(name.partition(":")[0], found.count):
            raise TooManyAttempts


def charge(connection: Connection, subjects: Iterable[str], now: datetime) -> Charge:
    """Count one more try of each subject, in a writing transaction. Raises `TooManyAttempts`."""
    wanted = sorted(set(subjects))
    must_not_wait(connection, wanted, now)
    known = failures_of(connection, wanted)
    before: list[tuple[str, Failures | None]] = []
    for name in wanted:
        found = known.get(name)
        standing = found if found is not None and _standing(found, now) else None
        before.append((name, standing))
        put_failures(connection, name, Failures((standing.count if standing else 0) + 1, now))
    drop_failures(connection, now - FORGOTTEN_AFTER)
    return Charge(now, tuple(before))


def forgive(connection: Connection, charged: Charge) -> None:
    """The try was right: the account or device begins anew, the address is as if nothing had been."""
    now_known = failures_of(connection, [name for name, _ in charged.before])
    for name, before in charged.before:
        found = now_known.get(name)
        if found is None:
            continue
        if not name.startswith("address:"):
            put_failures(connection, name, None)
            continue
        # Others behind the same address may have failed meanwhile; theirs stay.
        alone = found.last_at == charged.at
        last = before.last_at if alone and before is not None else found.last_at
        put_failures(connection, name, Failures(found.count - 1, last))


def _standing(found: Failures, now: datetime) -> bool:
    return now - found.last_at < FORGOTTEN_AFTER
