"""Signing in by the city's own service (OIDC): what it says of a person becomes an account and a session.

The service establishes who somebody is; which of its roles means which of ours is set beside its address
(docs/sign-in.md). Whatever is not told is refused: an unknown role, an officer's unknown agency. From then
on the session is like any other of ours, with the same two ends, sign-out and record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime

from outreach.services.account_refusals import (
    AccountRefusal,
    OutsideAgencyUnknown,
    OutsideClosed,
    OutsideUnfinished,
)
from outreach.services.accounts import may_sign_in, token_hash
from outreach.services.attempts import keyed
from outreach.services.city import City
from outreach.services.naming import NotUnique, Unknown, find
from outreach.services.outside_claims import (
    OutsideSettings,
    identity,
    told_agencies,
    told_role,
    told_texts,
)
from outreach.services.sign_in_settings import SignInSettings, ready_settings
from outreach.services.signing_in import RECORD_KEPT, Origin, SignedIn, begin_session, name_key
from outreach.services.who import Role
from outreach.store.engine import Connection, writing
from outreach.store.people import (
    Event,
    UserRow,
    add_user,
    all_users,
    change_user,
    drop_events,
    record_event,
    user_by_id,
    user_by_key,
    user_by_outside_id,
)
from outreach.store.reference import read_reference
from outreach.store.sessions import drop_sessions, end_session

#: The widths of the columns.
_LONGEST_NAME, _LONGEST_SHOWN = 40, 30
_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.APPROVER})
#: Who changed an account, where the city's sign-in service did.
_ACTOR = "市府帳號"


def sign_in_outside(
    city: City, claims: Mapping[str, object], settings: OutsideSettings, origin: Origin, *, now: datetime
) -> SignedIn:
    """Begin a session of whom the service's verified claims name; one that the browser had before ends.

    The account is made at the first time and takes role, agency and name from the claims every time.
    Raises `OutsideUnfinished`, `OutsideRoleUnknown`, `OutsideAgencyUnknown` and `OutsideClosed`.
    """
    ready = ready_settings(city.engine)
    outside_id = identity(claims)
    began: SignedIn | None = None
    refused: AccountRefusal | None = None
    with writing(city.engine) as connection:
        user = user_by_outside_id(connection, outside_id)
        try:
            user = _admitted(connection, ready, user, outside_id, claims, settings, now)
        except AccountRefusal as refusal:
            # Leaving the transaction by the exception would lose the record of it.
            refused = refusal
        outcome = "signed_in" if refused is None else "refused"
        where = keyed(ready.secret, "address", origin.address)
        record_event(connection, Event(now, user.id if user else None, outcome, address_hash=where))
        if refused is None and user is not None:
            began = _begin(connection, ready, user, origin, now)
    if began is None:
        raise refused or OutsideUnfinished
    return began


def _admitted(
    connection: Connection,
    ready: SignInSettings,
    user: UserRow | None,
    outside_id: str,
    claims: Mapping[str, object],
    settings: OutsideSettings,
    now: datetime,
) -> UserRow:
    """The account of these claims, made or brought up to date."""
    if user is not None and not may_sign_in(user, ready):
        raise OutsideClosed
    role = told_role(claims, settings)
    agency_id = _agency(connection, claims, settings, role)
    shown = _shown(connection, claims, settings, user)
    if user is None:
        name = _account_name(connection, claims, settings)
        return _added(connection, outside_id, name, shown, role, agency_id, now)
    if (user.role, user.agency_id, user.display_name) != (role.value, agency_id, shown):
        change_user(connection, user.id, role=role.value, agency_id=agency_id, display_name=shown)
        record_event(connection, Event(now, user.id, "changed", actor=_ACTOR))
    return user_by_id(connection, user.id) or user


def _added(
    connection: Connection,
    outside_id: str,
    name: str,
    shown: str,
    role: Role,
    agency_id: int | None,
    now: datetime,
) -> UserRow:
    row = add_user(
        connection,
        name=name,
        name_key=name_key(name),
        display_name=shown,
        role=role.value,
        agency_id=agency_id,
        active=True,
        demonstration=False,
        password_hash="",
        password_set_at=None,
        created_at=now,
        outside_id=outside_id,
    )
    record_event(connection, Event(now, row.id, "added", actor=_ACTOR))
    return row


def _begin(
    connection: Connection, ready: SignInSettings, user: UserRow, origin: Origin, now: datetime
) -> SignedIn:
    if origin.token:
        end_session(connection, token_hash(origin.token))
    drop_sessions(connection, started_before=now - ready.longest, seen_before=now - ready.idle)
    drop_events(connection, now - RECORD_KEPT)
    return begin_session(connection, ready, user, now)


def _agency(
    connection: Connection, claims: Mapping[str, object], settings: OutsideSettings, role: Role
) -> int | None:
    """The agency's id; who is of none needs none. Raises `OutsideAgencyUnknown`, also where there are two."""
    agencies = read_reference(connection).agencies
    found: set[int] = set()
    for told in told_agencies(claims, settings):
        try:
            found.add(find(agencies, told, "機關").id)
        except (Unknown, NotUnique):
            continue
    if len(found) == 1:
        return found.pop()
    if role in _OF_AN_AGENCY or found:
        raise OutsideAgencyUnknown
    return None


def _shown(
    connection: Connection, claims: Mapping[str, object], settings: OutsideSettings, user: UserRow | None
) -> str:
    """A display name that nobody else has, without brackets (a deputy's sign) and what is not seen."""
    told = [*told_texts(claims, settings.name_claim), *told_texts(claims, settings.account_claim)]
    text = unicodedata.normalize("NFC", told[0] if told else _ACTOR)
    text = "".join("-" if c in "（）()" else c for c in text if not unicodedata.category(c).startswith("C"))
    taken = {row.display_name for row in all_users(connection) if user is None or row.id != user.id}
    return next(name for name in _variants(text.strip() or _ACTOR, _LONGEST_SHOWN) if name not in taken)


def _account_name(connection: Connection, claims: Mapping[str, object], settings: OutsideSettings) -> str:
    """A name for the account that nobody has; the person never types it."""
    told = [*told_texts(claims, settings.account_claim), *told_texts(claims, "email")]
    plain = re.sub(r"[^\w.@-]", "", unicodedata.normalize("NFKC", told[0] if told else ""))
    names = _variants(plain if len(plain) > 1 else "city", _LONGEST_NAME)
    return next(name for name in names if user_by_key(connection, name_key(name)) is None)


def _variants(text: str, longest: int) -> Iterator[str]:
    yield text[:longest]
    number = 2
    while True:
        ending = f"-{number}"
        yield text[: longest - len(ending)] + ending
        number += 1
