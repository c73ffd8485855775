"""View as (檢視身分): an administrator sees what another role sees, and can change nothing meanwhile.

The look is the session's: every page of that browser shows it until it is ended, and whatever asks for more
than reading is refused by `Who` itself.
"""

from __future__ import annotations

from datetime import datetime

from outreach.services.account_refusals import LookUnusable, MayNotLook, NotSignedIn
from outreach.services.accounts import must_not_look, own_row, token_hash
from outreach.services.city import City
from outreach.services.naming import NotUnique, Unknown, find
from outreach.services.who import Role, Who
from outreach.store.engine import Connection, writing
from outreach.store.people import Event, record_event
from outreach.store.reference import read_reference
from outreach.store.sessions import SessionRow, look_through, session_of

#: Roles through whose eyes one may look; those of an agency first.
LOOKED_AS = (Role.OFFICER, Role.APPROVER, Role.MANAGER, Role.PUBLIC)
_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.APPROVER})


def look_named(city: City, role: str, agency: str) -> tuple[Role, int | None]:
    """Role and agency (an id) from their codes. Raises `LookUnusable`."""
    if role not in LOOKED_AS:
        raise LookUnusable
    if not agency.strip():
        return Role(role), None
    try:
        return Role(role), find(city.reference().agencies, agency, "機關").id
    except (Unknown, NotUnique):
        raise LookUnusable from None


def look_as(city: City, who: Who, token: str, role: Role, agency: int | None, *, now: datetime) -> None:
    """Let the asker's session see what a role sees, an officer's or approver's of an agency (an id).

    For an administrator in the own place only; a deputy's place is nobody's to lend. Raises `WhileLooking`,
    `MayNotLook`, `NotSignedIn` and `LookUnusable`.
    """
    must_not_look(who)
    if who.role is not Role.ADMINISTRATOR:
        raise MayNotLook
    with writing(city.engine) as connection:
        session = _own_session(connection, who, token)
        if session.user.role != Role.ADMINISTRATOR.value or session.acting_for_id is not None:
            raise MayNotLook
        if role not in LOOKED_AS:
            raise LookUnusable
        needed = role in _OF_AN_AGENCY
        if needed and agency not in read_reference(connection).agencies:
            raise LookUnusable
        look_through(connection, token_hash(token), role.value, agency if needed else None)
        record_event(connection, Event(now, session.user.id, f"looking_{role.value}"))


def look_as_oneself(city: City, who: Who, token: str, *, now: datetime) -> None:
    """End the look; a session without one is no mistake. Raises `NotSignedIn`."""
    with writing(city.engine) as connection:
        session = _own_session(connection, who, token)
        if session.looking_as_role:
            look_through(connection, token_hash(token), "", None)
            record_event(connection, Event(now, session.user.id, "looking_ended"))


def _own_session(connection: Connection, who: Who, token: str) -> SessionRow:
    """The asker's session. Raises `NotSignedIn`, for another's token too."""
    own = own_row(connection, who)
    session = session_of(connection, token_hash(token))
    if session is None or session.user.id != own.id:
        raise NotSignedIn
    return session
