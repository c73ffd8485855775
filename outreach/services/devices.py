"""Device cookies: a browser in which an account has been used before can show it.

A cookie opens nothing. It only has its browser's mistakes counted by themselves, so that nobody who
guesses elsewhere can keep the rightful person out. It is a nonce and a keyed hash over nonce, account and
the moment of the present password; another password makes it worthless, and nothing is stored.
"""

from __future__ import annotations

import hmac
import secrets

from outreach.services.attempts import keyed
from outreach.store.people import UserRow

_LONGEST = 200


def device_for(secret: str, user: UserRow) -> str:
    """A new device cookie for a browser in which the account has just been used."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_mark(secret, nonce, user)}"


def knows(secret: str, device: str, user: UserRow) -> bool:
    """Whether a device cookie says that the account has been used in its browser."""
    nonce, _, mark = device.partition(".")
    if not nonce or len(device) > _LONGEST or not device.isascii():
        return False
    return hmac.compare_digest(mark, _mark(secret, nonce, user))


def _mark(secret: str, nonce: str, user: UserRow) -> str:
    since = "" if user.password_set_at is None else user.password_set_at.isoformat()
    return keyed(secret, "device", f"{user.id}|{since}|{nonce}")
